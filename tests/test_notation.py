import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtplearn.notation import read, write


@pytest.mark.parametrize(
    ("text", "octets"),
    [
        (r"a\x00\r\n\\x41\t{b*3}é", b"a\x00\r\n\\x41\tbbb\xc3\xa9"),
        ("{a*70}@{b*2}", b"a" * 70 + b"@bb"),
        (r"\xFF\x7Bx*3}", b"\xff{x*3}"),
        ("", b""),
    ],
)
def test_read(text, octets):
    assert read(text) == octets


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (b"MAIL FROM:<ann@example.net>\r\n", r"MAIL FROM:<ann@example.net>\r\n"),
        (b"a" * 70, "{a*70}"),
        (b"aaa", "aaa"),
        (b"\\x41{b*3}", r"\\x41\x7Bb*3}"),
        ("ж\u202e".encode(), r"ж\xE2\x80\xAE"),
        (b"\xff\x00\t", r"\xFF\x00\t"),
    ],
)
def test_write(octets, text):
    assert write(octets) == text


@given(st.one_of(st.binary(max_size=80), st.text("\\{}*x0aA1 \r\n\t", max_size=80).map(str.encode)))
def test_what_is_written_is_read_back(octets):
    assert read(write(octets)) == octets
    assert "\t" not in write(octets)
    assert "\n" not in write(octets)
