import pickle
import re

import pytest

from smtplearn.codes import ACTORS, RETRIES, ReplyCode, UnknownCodeError, code, codes
from smtplearn.replies import REPLY_CODE
from smtplearn.survey.observations import recorded, split
from smtplearn.text import has, language, say, set_language


@pytest.fixture(autouse=True)
def _english():
    set_language("en")
    yield
    set_language(None)


def test_the_book_holds_39_codes_of_rfcs_and_6_of_the_registry():
    assert len(codes()) == 45
    assert len(codes(status="registry")) == 6
    assert not {*codes()} & {*codes(status="folklore")}
    assert [*codes()] == sorted(codes())


@pytest.mark.parametrize("entry", codes(), ids=int)
def test_an_entry_is_whole(entry):
    assert REPLY_CODE.fullmatch(str(entry.code).encode())
    assert entry.actor in ACTORS
    assert entry.retry_when in RETRIES
    assert entry.sources
    for source in entry.sources:
        assert re.fullmatch(r"RFC \d{3,4} §[0-9]+(\.[0-9]+)*", str(source))
    for status in entry.enhanced:
        assert re.fullmatch(r"[245]\.\d{1,3}\.\d{1,3}", status)
        assert status[0] == str(entry.code)[0]
    assert entry.confused_with
    for other in entry.confused_with:
        low, high = sorted([entry.code, int(code(other))])
        for tag in ("en", "ru"):
            assert has(f"confused-{low}-{high}", tag)


@pytest.mark.parametrize("tag", ["en", "ru"])
@pytest.mark.parametrize("entry", codes(), ids=int)
def test_an_entry_has_its_texts(entry, tag):
    set_language(tag)
    assert language() == tag
    for part in ("meaning", "seen-when", "what-to-do"):
        assert has(f"code-{entry.code}.{part}", tag)
    missing = say("text-missing", code=entry.code)
    for words in (entry.meaning, entry.seen_when, entry.what_to_do, entry.retry, str(entry.severity)):
        assert words.strip()
        assert words != missing
    assert has(f"status-{entry.status}.meaning", tag)
    assert str(entry.category)


def test_a_code_is_found_by_number_text_and_itself():
    entry = code(501)
    assert isinstance(entry, ReplyCode)
    assert code("501") is code(" 501 ") is code(entry) is entry
    assert int(entry) == 501
    assert entry == 501
    assert entry > 500
    assert hash(entry) == hash(501)
    assert entry != "501"


@pytest.mark.parametrize(
    ("asked", "near", "sentence"),
    [
        (999, (556, 555, 554), "999 is not a reply code at all"),
        (575, (555, 535, 525), "575 is not a reply code at all"),
        (299, (253, 252, 251), "the first digit decides. First digit 2: the command was carried out"),
        (544, (534, 554, 524), "544 has the form of a reply code"),
        (205, (235, 250, 502), "The nearest codes: 235, 250, 502."),
        ("abc", (), "“abc” is not a three-digit number"),
        (True, (), "“True” is not a three-digit number"),
        ("٢٥٠", (), "is not a three-digit number"),
        ("25\r\n0", (), "“25\ufffd\ufffd0”"),
        ("", (), "is not a three-digit number"),
        (-501, (), "“-501”"),
    ],
)
def test_an_unknown_code_says_what_is_known(asked, near, sentence):
    with pytest.raises(UnknownCodeError) as caught:
        code(asked)
    assert caught.value.near == near
    assert sentence in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_every_number_is_known_or_explained():
    known = {int(entry) for entry in codes()}
    folklore = {int(entry) for entry in codes(status="folklore")}
    for tag in ("en", "ru"):
        set_language(tag)
        for number in set(range(1100)) - known - folklore:
            with pytest.raises(LookupError) as caught:
                code(number)
            assert str(number) in str(caught.value)
            assert set(caught.value.near) <= known


def test_codes_are_filtered():
    assert all(entry.severity == 5 for entry in codes(severity=5))
    assert codes(command="help") == codes(command="HELP")
    assert 421 in codes(command="NOOP")
    assert [int(entry) for entry in codes(command="ETRN", severity=2)] == [250, 251, 252, 253]
    with pytest.raises(ValueError, match="“modern” is no status"):
        codes(status="modern")


def test_an_entry_tells_its_neighbours_apart():
    for entry in codes():
        assert len(entry.tell_apart) == len(entry.confused_with)
        assert all(words in str(entry) for words in entry.tell_apart)
    assert code(450).tell_apart[0].startswith("450: unavailable now")
    assert code(441).label == "441 (folklore) The recipient's server is not responding"
    assert code(501).label == "501 Syntax error in parameters or arguments"


SENSES = {
    220: ["greeting", "starttls"],
    251: ["forward", "etrn"],
    252: ["vrfy", "etrn"],
    454: ["starttls", "auth"],
    530: ["auth", "starttls"],
    554: ["greeting", "transaction"],
}


def test_one_number_with_two_meanings_has_two_entries():
    assert {entry.code: [sense.name for sense in entry.senses] for entry in codes() if entry.senses} == SENSES


@pytest.mark.parametrize("tag", ["en", "ru"])
@pytest.mark.parametrize("number", SENSES)
def test_the_meanings_of_a_number_are_whole(number, tag):
    set_language(tag)
    entry = code(number)
    for part in ("sources", "commands"):
        assert {item for sense in entry.senses for item in getattr(sense, part)} == {*getattr(entry, part)}
    for sense in entry.senses:
        assert sense.code == number
        for words in (sense.phrase, sense.meaning, sense.seen_when, sense.what_to_do):
            assert words in str(entry)
            assert words in str(sense)
    assert len({sense.meaning for sense in entry.senses}) == 2


@pytest.mark.parametrize("tag", ["en", "ru"])
def test_advice_is_there_for_each_failure_and_says_something_new(tag):
    set_language(tag)
    for entry in codes():
        advice = [words for words in (entry.sender, entry.postmaster, entry.developer) if words]
        assert str(entry.code) in entry.use_when
        assert advice or entry.severity < 4
        assert len({*advice, entry.what_to_do}) == len(advice) + 1
        assert all(words in str(entry) for words in (*advice, entry.use_when))


FOLKLORE = codes(status="folklore")


def test_folklore_stands_apart():
    assert len(FOLKLORE) == 28
    assert {101, 111, 200, 420, 431, 441, 442, 446, 447, 449, 471, 499, 510, 511, 512, 513, 541, 571} <= {
        int(entry) for entry in FOLKLORE
    }
    assert all(code(int(entry)) is entry for entry in FOLKLORE)
    assert not {*FOLKLORE} & {*codes(severity=4), *codes(severity=5), *codes(command="RCPT")}
    assert all(entry.status != "folklore" for entry in codes())
    with pytest.raises(UnknownCodeError) as caught:
        code(443)
    assert not {*caught.value.near} & {*FOLKLORE}


def test_folklore_that_a_real_server_sends_says_so_in_its_words():
    sent = {}
    for row in recorded():
        for reply in split(row.received)[0]:
            sent.setdefault((row.server, int(reply[:3])), set()).add(reply.rstrip().decode("utf-8", "replace"))
    found = {(server, number): texts for (server, number), texts in sent.items() if number in {*map(int, FOLKLORE)}}
    assert {(kind, int(entry)) for entry in FOLKLORE for kind in entry.circulates if kind == "courier"} == {*found}
    for (_, number), texts in found.items():
        assert all(text in code(number).meaning for text in texts), number


@pytest.mark.parametrize("tag", ["en", "ru"])
@pytest.mark.parametrize("entry", FOLKLORE, ids=int)
def test_folklore_says_where_it_circulates_and_what_it_meant(entry, tag):
    set_language(tag)
    assert entry.circulates
    assert {entry.sources, entry.commands, entry.enhanced} == {()}
    assert not entry.use_when
    assert entry.actor in ACTORS
    assert entry.retry_when in RETRIES
    assert {*map(int, entry.confused_with)} <= {*map(int, codes())}
    shown = str(entry)
    assert {"en": "folklore", "ru": "фольклор"}[tag] in shown.splitlines()[0]
    for words in (entry.phrase, entry.meaning, entry.seen_when, entry.what_to_do, entry.retry):
        assert words in shown
    if entry.meant:
        assert re.fullmatch(r"[45]\.[1-7]\.[0-9]", entry.meant)
        assert entry.meant.replace(".", "") == str(entry.code)
        assert entry.meant in entry.meaning
    assert (entry.severity is None) == (entry.code < 200)
    assert (entry.category is None) == (entry.code // 10 % 10 > 5)
