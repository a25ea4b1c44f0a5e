import re
from itertools import combinations

import pytest

from smtplearn.codes import UnknownCodeError, code, codes
from smtplearn.comparison import ASPECTS, OPTIONAL, compare
from smtplearn.text import has, set_language, use_language


@pytest.fixture(autouse=True)
def _english():
    set_language("en")
    yield
    set_language(None)


@pytest.mark.parametrize("tag", ["en", "ru"])
def test_every_pair_has_every_row(tag):
    set_language(tag)
    assert all(has(f"aspect-{aspect}", tag) for aspect in ASPECTS)
    missing = {"en": "No text for", "ru": "Текста для кода"}[tag]
    pairs = [*combinations(codes(), 2)]
    assert len(pairs) == 990
    for pair in pairs:
        compared = compare(*pair)
        rows = compared.rows
        shown = [row.aspect for row in rows]
        assert shown == [aspect for aspect in ASPECTS if aspect in shown]
        assert {*ASPECTS} - {*OPTIONAL} <= {*shown}
        assert all(words.strip() and missing not in words for row in rows for words in row.values)
        assert all(row.differs == (row.values[0] != row.values[1]) for row in rows)
        assert "phrase" in {row.aspect for row in compared.differences} or pair[0].phrase == pair[1].phrase
        assert compared.summary.endswith(".")


def test_211_and_501_differ_in_nearly_everything():
    compared = compare(211, 501)
    rows = {row.aspect: row for row in compared.rows}
    assert len(rows) >= 12
    assert len(compared.differences) >= 8
    assert compared.differences[0].aspect == "severity"
    assert rows["phrase"].values == (
        "System status, or system help reply",
        "Syntax error in parameters or arguments",
    )
    assert rows["severity"].values == (
        "2: positive completion (success)",
        "5: permanent negative completion (failed for good)",
    )
    assert rows["category"].values == ("1: information", "0: syntax")
    assert rows["commands"].values == ("HELP", "any command")
    assert rows["enhanced"].values[0] == "none in the registry"
    assert rows["status"].values == ("current", "current")
    assert not rows["status"].differs
    assert compared.tell_apart == (
        "211: a success, after HELP only. 501: a failure, after any command whose arguments are malformed.",
    )
    assert compared.summary == (
        "The first digit, and so the outcome, differs: 211 – positive completion (success); "
        "501 – permanent negative completion (failed for good). "
        "The second digit, and so the subject, differs: 211 – information; 501 – syntax."
    )


def test_commands_are_words():
    rows = {row.aspect: row for row in compare(421, 354, 554, 523).rows}
    assert rows["commands"].values[0] == "any command, the opening of the connection"
    assert "the end of the message" in rows["commands"].values[2]
    assert rows["commands"].values[3] == "no RFC says which"


def test_many_codes_keep_their_order():
    compared = compare("501", 500, code(250))
    assert compared.codes == (501, 500, 250)
    assert "501, 500 – permanent" in compared.summary
    assert len(compared.tell_apart) == 1
    assert all(len(row.values) == 3 for row in compared.rows)
    assert {row.aspect for row in compare(*codes()).rows} == {*ASPECTS} - {"use-when", "meant"}


def test_the_same_outcome_is_said_for_two_and_for_more():
    assert compare(500, 501).summary == (
        "Both have the same first digit, and so the same outcome: permanent negative completion (failed for good). "
        "Neither the subject nor the commands tell them apart; their meaning does."
    )
    assert compare(450, 451, 452).summary.startswith("All 3 have the same first digit")
    with use_language("ru"):
        assert compare(450, 451).summary.startswith("У обоих кодов одна и та же первая цифра")
        assert compare(450, 451, 452).summary.startswith("У всех этих кодов одна и та же первая цифра")


def test_a_language_is_chosen_when_the_rows_are_read():
    compared = compare(211, 501)
    with use_language("ru"):
        assert compared.rows[0].label == "Официальная фраза"
    assert compared.rows[0].label == "Official phrase"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ((), "none was given"),
        ((501,), "only one was given"),
        ((501, "501"), "501 was given more than once"),
        ((501, 211, 501), "501 was given more than once"),
    ],
)
def test_what_cannot_be_compared(given, sentence):
    with pytest.raises(ValueError, match=sentence):
        compare(*given)


def test_an_unknown_code_is_not_compared():
    with pytest.raises(UnknownCodeError, match="999"):
        compare(501, 999)


# A word twice, a space before a mark, two spaces, two marks that do not belong together.
UNEVEN = re.compile(r"\b(\w+) \1\b|\s[,.;:!?](?!\w)|  |[,;:]{2}|(?<!\.)\.\.(?!\.)|\.;|,\.|[{}]", re.IGNORECASE)


@pytest.mark.parametrize("tag", ["en", "ru"])
def test_every_pair_reads_as_prose(tag):
    set_language(tag)
    for pair in combinations(codes(), 2):
        compared = compare(*pair)
        sentences = (compared.summary, *compared.when_to_use, *compared.tell_apart)
        for words in sentences:
            assert words.endswith("."), words
            assert words[0].isupper() or words[0].isdecimal(), words
        for words in (*sentences, *(words for row in compared.rows for words in (row.label, *row.values))):
            assert not UNEVEN.search(words), words
        assert len(set(compared.when_to_use)) == len(compared.when_to_use)


@pytest.mark.parametrize("tag", ["en", "ru"])
def test_every_text_of_the_book_ends_with_a_full_stop(tag):
    set_language(tag)
    for entry in (*codes(), *codes(status="folklore")):
        texts = [entry.meaning, entry.seen_when, entry.what_to_do, entry.retry]
        texts += [words for words in (entry.sender, entry.postmaster, entry.developer, entry.use_when) if words]
        texts += [words for sense in entry.senses for words in (sense.meaning, sense.seen_when, sense.what_to_do)]
        for words in texts:
            assert words.endswith("."), words
            assert not UNEVEN.search(words), words


def test_when_to_use_which_is_computed():
    assert compare(450, 550).when_to_use == (
        "Both are listed for: RCPT, the end of the message, BDAT, ATRN. For 550 alone: EHLO, HELO, MAIL, VRFY, EXPN.",
        "By the first digit: 450 – the same may succeed later; 550 – the same fails again until something changes.",
        "A server sends 450 when a mailbox is unavailable for now, or a rule puts the message off.",
        "A server sends 550 when a mailbox is unavailable for good, or a rule forbids the command.",
    )
    assert compare(500, 501).when_to_use[0] == "Both are listed for: any command."
    assert compare(211, 501).when_to_use[0] == "Both are listed for: HELP. For 501 alone: any other command."
    assert compare(421, 500).when_to_use[0].endswith("For 421 alone: the opening of the connection.")
    assert compare(211, 235).when_to_use[0] == "No RFC lists both for one command, so the command decides."
    assert compare(211, 235, 354).when_to_use[0].startswith("No RFC lists all 3 for one command")
    assert compare(422, 550).when_to_use[0] == "No RFC says which command gets 422."
    assert compare(422, 533).when_to_use[0] == "No RFC says which commands get 422, 533."
    assert compare(441, 550).when_to_use[-2] == "A server should never send 441."
    with use_language("ru"):
        assert compare(500, 501).when_to_use[0] == "Общие команды обоих кодов: любая команда."


def test_roles_are_shown_where_one_code_has_them():
    rows = {row.aspect: row.values for row in compare(211, 450).rows}
    assert rows["sender"][0] == "nothing beyond the above"
    assert rows["postmaster"][1].startswith("With greylisting")
    assert not {"sender", "postmaster", "meant"} & {row.aspect for row in compare(211, 214).rows}


def test_folklore_is_compared_too():
    rows = {row.aspect: row.values for row in compare(101, 471, 250).rows}
    assert rows["severity"][0] == "1: no SMTP reply"
    assert rows["category"][1] == "7: not a second digit of SMTP"
    assert rows["sources"][0] == "no RFC and no registry"
    assert rows["meant"] == ("none", "4.7.1 without its dots", "none")
