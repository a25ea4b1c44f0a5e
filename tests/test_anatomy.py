import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtplearn import render
from smtplearn.anatomy import anatomy
from smtplearn.replies import Reply, ReplyError
from smtplearn.text import use_language

ONE = "550 5.1.1 No such user here"


def test_one_line_with_an_enhanced_code():
    assert str(anatomy(ONE)).split("\n") == [
        "550 5.1.1 No such user here",
        "│││││ │ │ └ text: for people",
        "│││││ │ └ detail 1: Bad destination mailbox address",
        "│││││ └ subject 1: an address",
        "││││└ enhanced code, class 5: the same as the first digit",
        "│││└ space: the reply ends with this line",
        "││└ third digit 0: tells this code from the other codes in 55x",
        "│└ second digit 5: mail system",
        "└ first digit 5: permanent negative completion (failed for good)",
    ]


def test_the_last_of_several_lines_has_a_space():
    lines = anatomy("250-lab.example\r\n250-PIPELINING\r\n250 SIZE 10").lines
    assert [[part.says.id for part in parts] for _, parts in lines] == [
        ["anatomy-first", "anatomy-second", "anatomy-third", "anatomy-hyphen", "anatomy-text"],
        [],
        ["anatomy-space"],
    ]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_picture_and_the_ear_have_every_part(language):
    with use_language(language):
        value = anatomy(ONE)
        for _, parts in value.lines:
            for part in parts:
                assert str(part.says) in render.html(value)
                assert str(part.says) in render.spoken(value)


def test_an_unregistered_detail_is_said_to_be_that():
    assert "detail 99: nobody has registered it" in str(anatomy("450 4.7.99 Later"))


def test_what_is_no_reply_is_refused():
    with pytest.raises(ReplyError):
        anatomy("hello")
    with pytest.raises(ReplyError):
        anatomy("250-one\r\n251 two")


@given(
    st.integers(200, 559).filter(lambda code: code // 10 % 10 < 6), st.text(st.characters(codec="utf-8"), max_size=20)
)
def test_parts_lie_in_their_line_and_do_not_overlap(code, words):
    words = "".join(words.split())
    for line, parts in anatomy(Reply(code, (words, "end"))).lines:
        places = [place for part in parts for place in (part.start, part.end)]
        assert places == sorted(places)
        assert all(place <= len(line) for place in places)


def test_markup_in_the_text_stays_text():
    assert "<b>" not in render.html(anatomy("250 <b>bold</b>"))
