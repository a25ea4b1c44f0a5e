import pickle
import re

import pytest

from smtplearn.codes import ACTORS, RETRIES, ReplyCode, UnknownCodeError, code, codes, search
from smtplearn.replies import REPLY_CODE
from smtplearn.text import has, language, say, set_language


@pytest.fixture(autouse=True)
def _english():
    set_language("en")
    yield
    set_language(None)


def test_the_book_holds_39_codes_of_rfcs_and_6_of_the_registry():
    assert len(codes()) == 45
    assert len(codes(status="registry")) == 6
    assert codes(status="folklore") == ()
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
        (571, (551, 521, 501), "571 is not a reply code at all"),
        (299, (253, 252, 251), "the first digit decides. First digit 2: the command was carried out"),
        (540, (530, 550, 504), "540 has the form of a reply code"),
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
    for tag in ("en", "ru"):
        set_language(tag)
        for number in set(range(1100)) - known:
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


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("501", [501]),
        ("55", [550, 551, 552, 553, 554, 555, 556]),
        ("mailbox full", [552, 452, 422]),
        ("почтовый ящик", [450]),
        ("Переполненный ЯЩИК", [552, 452]),
        ("5.1.1", [550]),
        ("etrn", [250, 251, 252, 253, 458, 459]),
        ("BASE64 challenge", [334]),
        ("mailbox zeppelin", []),
        ("?!", []),
    ],
)
def test_search_finds_the_best_first(query, first):
    assert [int(entry) for entry in search(query)][: len(first) or 1] == first


def test_search_for_nothing_gives_everything_and_takes_anything():
    assert search(" ") == codes()
    assert search("[(*\\ \ud800\x00") == ()
    assert all(entry in search("55") for entry in search("55 rcpt"))
