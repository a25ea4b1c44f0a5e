"""Enhanced status codes: the whole registry, both ways; how unknown ones are read; what is none; their views."""

import pickle
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import smtplearn as smtp
from smtplearn import render, tables
from smtplearn.codes import ACTORS, RETRIES, UnknownCodeError, code, codes
from smtplearn.enhanced import STATUS, EnhancedCode, StatusCodeError, enhanced, enhanced_codes
from smtplearn.lookup import search, statuses
from smtplearn.text import has, languages, set_language, use_language

ALL = enhanced_codes()
PARTS = ("meaning", "seen-when", "what-to-do")
ROLES = ("sender", "postmaster", "developer")
# As in test_comparison: marks that do not belong together, a word twice, two spaces.
UNEVEN = re.compile(r"\b([^\W\d]\w*) \1\b|\s[,.;:!?](?!\w)|  |[,;:]{2}|(?<!\.)\.\.(?!\.)|\.;|,\.|[{}]", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _english():
    set_language("en")
    yield
    set_language(None)


def numbers(entry):
    return entry.subject, entry.detail


def test_the_registry_is_whole_and_in_order():
    assert len(ALL) == 81
    assert all(numbers(one) < numbers(other) for one, other in pairwise(ALL))
    last = {0: 0, 1: 10, 2: 4, 3: 6, 4: 7, 5: 6, 6: 10, 7: 30}
    assert [numbers(entry) for entry in ALL] == [(subject, n) for subject in last for n in range(last[subject] + 1)]
    assert [entry.status for entry in ALL if not entry.text] == ["X.6.10"]
    assert all(entry.known and entry.severity is None for entry in ALL)


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.status)
def test_an_entry_is_whole(entry):
    assert entry.sources
    for source in entry.sources:
        assert re.fullmatch(r"RFC \d{4} §[0-9]+(\.[0-9]+)*|IANA|draft-[a-z0-9-]+", str(source))
    assert entry.confused_with
    assert entry not in entry.confused_with
    assert all(other.known for other in entry.confused_with)
    assert {*entry.classes} <= {2, 4, 5}
    for digit in "245X":
        one = enhanced(digit + entry.status[1:])
        assert one.actor in ACTORS
        assert one.retry_when in (*RETRIES, "by-class")
        assert all(str(number)[0] in (digit, *(one.status[0] == "X") * "2345") for number in one.basic)
        assert hash(one) == hash(enhanced(one.status))
        assert pickle.loads(pickle.dumps(one)) == one


@pytest.mark.parametrize("tag", languages())
@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.status)
def test_its_texts_are_whole_in_every_language(entry, tag):
    set_language(tag)
    id = f"enhanced-{entry.subject}-{entry.detail}"
    assert all(has(f"{id}.{part}", tag) for part in PARTS)
    assert [has(f"{id}.{role}", "en") for role in ROLES] == [has(f"{id}.{role}", tag) for role in ROLES]
    for digit in "X245":
        one = enhanced(digit + entry.status[1:])
        texts = [one.meaning, one.seen_when, one.what_to_do, one.retry, *map(str, one.notes)]
        texts += [advice for advice in (one.sender, one.postmaster, one.developer) if advice]
        for words in texts:
            assert words.endswith((".", "”", "»")), words
            assert words[0].isupper() or words[0].isdecimal() or words[0] in "“«", words
            assert not UNEVEN.search(words), words
        assert len(set(texts)) == len(texts)
    if tag == "ru":
        for words in (entry.meaning, entry.seen_when, entry.what_to_do):
            assert re.search("[а-яё]{3}", words), words


def test_meanings_differ_from_each_other():
    for tag in languages():
        with use_language(tag):
            assert len({entry.meaning for entry in ALL}) == 81


@pytest.mark.parametrize("entry", codes(), ids=int)
def test_both_ways_are_the_same(entry):
    forth = tuple(status.status for status in enhanced_codes(basic=entry))
    assert forth == entry.enhanced
    for status in entry.enhanced:
        assert int(entry) in enhanced(status).basic
        assert int(entry) in enhanced(f"X{status[1:]}").basic


def test_the_reply_codes_of_all_are_in_the_codebook():
    beside = {number for entry in ALL for number in entry.basic}
    assert beside <= {*map(int, codes())}
    assert {422, 430, 523, 524, 525, 533} == {int(entry) for entry in codes(status="registry")} & beside
    assert 211 not in beside


@pytest.mark.parametrize(
    ("status", "basic", "words"),
    [
        ("X.1.1", (451, 550), "451, 550"),
        ("5.1.1", (550,), "550"),
        ("4.1.1", (451,), "451"),
        ("2.1.1", (), "none with this first digit; the registry names 451, 550"),
        ("4.2.2", (), "none with this first digit; the registry names 552"),
        ("2.3.6", (250, 251), "250, 251"),
        ("X.7.24", (451, 550), "451, 550"),
        ("X.7.15", (450, 550), "450, 550; other codes of the classes 4 and 5 are allowed"),
        ("5.7.17", (), "any that begins with 5, by the registry (“5XX”)"),
        ("4.7.17", (), "none with this first digit; the registry names 5XX"),
        ("5.0.0", (), "any, by the registry"),
        ("5.1.2", (), "the registry names none"),
        ("5.7.28", (), "the registry names none"),
        ("5.6.10", (), "the registry names none"),
        ("5.1.99", (), "none, as the registry does not know it"),
    ],
)
def test_the_reply_codes_beside_it(status, basic, words):
    assert (enhanced(status).basic, enhanced(status).basic_text) == (basic, words)


@pytest.mark.parametrize(
    ("status", "actor", "retry"),
    [
        ("2.1.5", "nobody", "not-needed"),
        ("5.1.1", "sender", "after-fixing"),
        ("4.1.1", "server", "later"),
        ("4.5.1", "client", "later"),
        ("X.1.5", "nobody", "by-class"),
        ("5.1.5", "sender", "after-fixing"),
        ("4.1.5", "server", "later"),
        ("4.2.2", "recipient", "later"),
        ("4.7.1", "server", "later"),
        ("5.7.1", "sender", "after-fixing"),
        ("4.7.12", "sender", "after-fixing"),
        ("4.4.6", "server", "after-fixing"),
        ("5.5.1", "client", "after-fixing"),
        ("X.5.1", "client", "by-class"),
        ("4.2.77", "recipient", "later"),
        ("5.8.0", "server", "after-fixing"),
    ],
)
def test_who_must_act_and_whether_to_retry(status, actor, retry):
    assert (enhanced(status).actor, enhanced(status).retry_when) == (actor, retry)


def test_neighbours_have_a_class_that_is_usual_for_them():
    assert [other.status for other in enhanced("5.1.1").confused_with] == ["5.1.2", "5.1.6", "5.2.1"]
    assert [other.status for other in enhanced("4.1.1").confused_with] == ["X.1.2", "X.1.6", "4.2.1"]
    assert [other.status for other in enhanced("2.6.4").confused_with] == ["X.6.2", "X.6.5"]
    assert [other.status for other in enhanced("2.0.0").confused_with] == ["2.1.0", "2.3.0"]


def test_waiting_is_not_advised_for_what_failed_for_good():
    assert "enough to wait" in enhanced("4.3.5").actor_text
    assert enhanced("5.3.5").actor_text == "The operator of a server has to act."
    for entry in ALL:
        permanent = enhanced(f"5{entry.status[1:]}")
        assert "tries again by itself" not in permanent.what_to_do or "With 4 " in permanent.what_to_do, entry.status
    assert enhanced("5.4.1").what_to_do.startswith("The first number is 5: your mail server does not try")
    assert "good news" not in enhanced("4.1.5").what_to_do
    assert enhanced("5.4.6").what_to_do == enhanced("4.4.6").what_to_do


def test_it_is_found_however_it_is_written():
    entry = enhanced("5.1.1")
    assert isinstance(entry, EnhancedCode)
    assert enhanced(" 5.1.1\n") == entry
    assert enhanced(entry) is entry
    assert enhanced("x.1.1").status == "X.1.1"
    assert entry.label == "5.1.1 Bad destination mailbox address"
    assert (int(entry.severity), entry.subject, entry.detail) == (5, 1, 1)
    assert [entry.status for entry in enhanced_codes(subject=0)] == ["X.0.0"]
    assert [entry.status for entry in enhanced_codes(subject=5, basic=500)] == ["5.5.1", "5.5.2", "5.5.6"]
    assert enhanced_codes(subject=9) == enhanced_codes(basic=211) == enhanced_codes(basic=441) == ()
    with pytest.raises(UnknownCodeError):
        enhanced_codes(basic=999)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("3.1.1", "“3.1.1” is not an enhanced status code: replies that begin with 3 never carry one"),
        ("1.1.1", "its first number is 2, 4 or 5, or X"),
        ("6.1.1", "its first number is 2, 4 or 5, or X"),
        ("0.1.1", "its first number is 2, 4 or 5, or X"),
        ("55.1.1", "its first number is 2, 4 or 5, or X"),
        ("5.01.1", "no leading zeros"),
        ("5.1.00", "no leading zeros"),
        ("5.1.1000", "at most three digits"),
        ("5.1000.1", "at most three digits"),
        ("5.1", "three numbers with dots between them"),
        ("5.1.1.1", "three numbers with dots between them"),
        ("5. 1.1", "three numbers with dots between them"),
        ("5.-1.1", "three numbers with dots between them"),
        ("٥.1.1", "three numbers with dots between them"),
        ("", "“” is not an enhanced status code"),
        ("5.1.1\r\n250", "“5.1.1\ufffd\ufffd250”"),
        (511, "“511” is not an enhanced status code"),
        (None, "“None” is not"),
        ("9" * 5000, "“" + "9" * 40 + "”"),
    ],
)
def test_what_is_none_is_told_why(asked, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)) as caught:
        enhanced(asked)
    assert isinstance(caught.value, StatusCodeError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@given(st.from_regex(STATUS, fullmatch=True))
def test_any_status_code_is_read(asked):
    entry = enhanced(asked)
    assert entry.status == asked
    assert entry.known == (numbers(entry) in map(numbers, ALL))
    assert all((entry.label, entry.meaning, entry.seen_when, entry.what_to_do, entry.retry, entry.basic_text))
    assert "\n" not in render.spoken(entry)
    assert render.html(entry)


NEARLY = st.from_regex(r"[0-9xX]{1,4}(\.[0-9]{1,5}){0,4}\s?", fullmatch=True)


@given(st.one_of(st.text(), NEARLY).filter(lambda asked: not STATUS.fullmatch(asked.strip().upper())))
def test_any_other_text_is_refused_in_a_sentence(asked):
    with pytest.raises(StatusCodeError) as caught:
        enhanced(asked)
    assert str(caught.value).endswith(".")
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 250


@given(st.text())
def test_any_query_is_searched(query):
    assert all(STATUS.fullmatch(status.status) for status in statuses(query))
    search(query)


def test_an_unknown_one_says_what_its_digits_tell():
    entry = enhanced("4.7.99")
    assert not entry.known
    assert (entry.text, entry.sources, entry.basic, entry.notes, entry.confused_with) == ("", (), (), (), ())
    assert entry.meaning == (
        "4.7.99 is not in the registry, so its last number, 99, tells nothing here. "
        "The first two still tell: failed for now (persistent transient failure); the subject is security and rules."
    )
    assert "no name for the subject 99" in enhanced("5.99.1").meaning
    with use_language("ru"):
        assert "временный отказ" in entry.meaning
        assert "нет названия" in enhanced("5.99.1").meaning


def test_what_does_not_fit_together_is_told():
    notes = {entry.status: [note.name for note in entry.notes] for entry in ALL if entry.notes}
    assert notes["X.1.1"] == ["only-permanent"]
    assert notes["X.7.8"] == notes["X.7.14"] == ["burl"]
    assert "895 and 896" in str(enhanced("X.7.8").notes[0])
    assert "554" in str(enhanced("X.6.9").notes[0])
    assert "452" in str(enhanced("X.5.3").notes[0])
    assert "Future release per-user" in str(enhanced("X.7.16").notes[0])
    assert "not with 4" in str(enhanced("4.1.2").notes[0])
    assert not enhanced("5.1.2").notes
    assert enhanced("4.1.2").what_to_do.startswith("The first number is 4: your mail server tries again by itself.")
    assert enhanced("2.7.26").what_to_do == "Nothing: the first number says that it worked."


KNOWN = """\
5.7.23 SPF validation failed
First number: outcome – 5: failed for good (permanent failure)
Second number: subject – 7: security and rules
Third number: detail – 23: SPF validation failed
Meaning – Your domain says in its SPF record that this server may not send for it.
When you see it – After MAIL or later. Forwarded mail often fails so. Gmail also uses 4.7.23 for an IP address \
whose name and address in DNS do not fit.
Who must act – The sender or their mail administrator has to act: the message, the address or the account must change.
What to do – Send through your own provider's server. Otherwise your mail administrator adds the server to the \
SPF record.
As the recipient's postmaster – Forwarded mail fails through no fault of its sender; look at DKIM too.
Try again? – Do not send the same again unchanged. Correct the cause first.
Reply codes beside it – 550
Sources – RFC 7372 §3.2
Most easily confused with – 5.7.24 SPF validation error; 5.7.26 Multiple authentication checks failed
What does not fit together:
RFC 7208 has 5.7.1 for this case. RFC 7372 puts X.7.23 in its place. (RFC 7372 §3.2; RFC 7208 §8.4)"""

UNKNOWN = """\
5.2.99 (в реестре нет)
Первое число: исход — 5: окончательный отказ
Второе число: о чём речь — 2: почтовый ящик получателя
Третье число: подробность — 99: в реестре нет
Значение — 5.2.99 в реестре нет, поэтому последнее число, 99, здесь ничего не говорит. Первые два говорят: исход — \
окончательный отказ, предмет — почтовый ящик получателя.
Когда встречается — Некоторые серверы пользуются собственными числами, хотя RFC 3463 §2 просит присылать только \
зарегистрированные коды. Другие следуют реестру новее нашего.
За кем дело — Дело за получателем или администратором его почты.
Что делать — Ящиком распоряжается его владелец: свяжитесь с получателем иначе и передайте ему текст сервера.
Повторять ли — Не повторяйте то же самое без изменений. Сначала устраните причину.
Коды ответа рядом с ним — никаких: в реестре его нет
Источники — ни RFC, ни реестр"""


def test_the_views_of_a_known_and_an_unknown_one():
    assert str(enhanced("5.7.23")) == render.text(enhanced("5.7.23")) == KNOWN
    with use_language("ru"):
        assert str(enhanced("5.2.99")) == UNKNOWN
    html = render.html(enhanced("5.7.23"))
    assert html.count("<p") == len(KNOWN.splitlines())
    assert render.spoken(enhanced("5.7.23")).count("§") == 0


def test_a_reply_code_lists_them_with_their_sample_texts():
    shown = str(code(552))
    assert shown.endswith(
        "Enhanced codes with their sample texts:\n5.2.2 Mailbox full\n"
        "5.2.3 Message length exceeds administrative limit\n5.3.4 Message too big for system\n"
        "5.7.16 Message is too big for the specified priority"
    )
    assert "<li>5.2.2 Mailbox full</li>" in render.html(code(552))
    assert "Enhanced codes – none in the registry" in str(code(211))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("5.1.1", [550]),
        ("4.1.1", [451]),
        ("X.1.1", [451, 550]),
        ("5.7.26", [550]),
        ("550-5.7.26 This mail has been blocked", [550]),
        ("(5.3.2)", [521]),
        ("450 5.1.10 odd", [450, 556]),
        ("5.1.99", []),
        ("5.9.9", []),
        ("5.4.4", []),
        ("10.5.1.1", []),
        ("5.1.1.1", []),
        ("arc validation", [550]),
    ],
)
def test_search_goes_through_the_registry(query, first):
    assert [int(entry) for entry in search(query)][: len(first) or 1] == first


def test_the_table():
    table = tables.enhanced()
    assert table.shape == (81, 5)
    assert [*table.columns] == ["sample text", "subject", "reply codes", "sources", "what does not fit together"]
    assert table.index.name == "enhanced code"
    assert table.loc["X.1.1", "reply codes"] == "451, 550"
    assert [*tables.enhanced(basic=552).index] == [*code(552).enhanced]
    assert [*tables.enhanced(subject=2).index] == ["X.2.0", "X.2.1", "X.2.2", "X.2.3", "X.2.4"]
    with use_language("ru"):
        assert tables.enhanced().columns[0] == "образец текста"


def test_the_public_names():
    assert smtp.enhanced is enhanced
    assert smtp.enhanced_codes is enhanced_codes
    assert smtp.EnhancedCode is EnhancedCode
    assert smtp.StatusCodeError is StatusCodeError
