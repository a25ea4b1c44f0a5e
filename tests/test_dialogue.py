"""A pasted session: who speaks, in which state, and what a real server said to it."""

from __future__ import annotations

import pytest

from smtplearn.dialogue import check

PLAIN = """\
220 mx.example ESMTP
EHLO client.example
250-mx.example
250-SIZE 1000
250 AUTH PLAIN
AUTH PLAIN
334 
AGJvYgB3cm9uZw==
535 5.7.8 No
MAIL FROM:<a@client.example>
250 Ok
RCPT TO:<b@server.example>
250 Ok
DATA
354 Go on
Subject: MAIL FROM: is no command here

RCPT TO: nor is this
.
250 Ok
QUIT
221 Bye
"""  # noqa: W291 - a 334 without a challenge ends with a space


def marked(text: str, client: str, server: str) -> str:
    """The same with marks; what a message says is the client's too."""
    content = False
    lines = []
    for line in text.splitlines():
        ours = content or not line[:3].isdigit()
        content = (content or line.startswith("354")) and line != "."
        lines.append((client if ours else server) + line)
    return "\n".join(lines)


MARKS = [("C: ", "S: "), ("-> ", "<- "), (" -> ", "<-  "), ("> ", "< "), (">>> ", "<<< ")]


@pytest.mark.parametrize("text", [PLAIN, PLAIN.replace("\n", "\r\n"), *(marked(PLAIN, *marks) for marks in MARKS)])
def test_a_right_session(text: str) -> None:
    found = check(text)
    assert [turn.diagnosis.line.split()[0].decode() for turn in found.turns] == [
        *("EHLO", "AUTH", "AGJvYgB3cm9uZw==", "MAIL", "RCPT", "DATA", "QUIT")
    ]
    assert found.ok
    assert [turn.answer.code for turn in found.turns if turn.answer] == [250, 334, 535, 250, 250, 354, 221]
    assert [turn.number for turn in found.turns] == [2, 6, 8, 10, 12, 14, 21]


def test_the_servers_own_keywords_count() -> None:
    session = (
        "EHLO a.example\n250-x\n250 SIZE 1000\nMAIL FROM:<a@b.example> SIZE=1001\nMAIL FROM:<a@b.example> RET=FULL\n"
    )
    assert [turn.diagnosis.reply.code for turn in check(session).turns] == [250, 552, 555]


def test_what_the_server_said_decides_what_follows() -> None:
    refused = "EHLO a.example\n250 x\nMAIL FROM:<a@b.example>\n451 Later\nRCPT TO:<b@b.example>\n503 No\n"
    assert [turn.diagnosis.reply.code for turn in check(refused).turns] == [250, 250, 503]
    assert [turn.surprising for turn in check(refused).turns] == [False, False, False]


def test_lines_without_a_session_are_judged_alone() -> None:
    found = check("RCPT TO:<a@b.example>\n\nMAIL FROM:a@b.example\n")
    assert [(turn.number, turn.diagnosis.reply.code) for turn in found.turns] == [(1, 250), (3, 501)]


def test_chunks_are_passed_over() -> None:
    text = "EHLO a.example\nMAIL FROM:<a@b.example>\nRCPT TO:<b@b.example>\nBDAT 12\nHELO\nDATA\nBDAT 0 LAST\nQUIT\n"
    assert [turn.diagnosis.verb for turn in check(text).turns] == ["EHLO", "MAIL", "RCPT", "BDAT", "BDAT", "QUIT"]
    assert check(text).ok


def test_remarks_between_marked_lines_are_left_out() -> None:
    assert [turn.number for turn in check("Look:\nC: NOOP\nS: 250 OK\nand\nC: QUIT\n").turns] == [2, 5]


@pytest.mark.parametrize(
    "text", ["", "\n", b"\xff\x00\n", "C:", "S: 250 OK", "354 x\n.\n", "BDAT 99999999999999999999\nx\n"]
)
def test_any_text(text: str | bytes) -> None:
    assert check(text).as_dict()["lines"] is not None


def test_a_size_of_many_digits() -> None:
    assert check("EHLO a\n250-a\n250 SIZE " + "9" * 5000 + "\nMAIL FROM:<a@b.example> SIZE=1\n").ok


def test_time_is_linear() -> None:
    # Quadratic, this took minutes; the limit of the test run is the check.
    assert len(check("NOOP\n250 OK\n" * 50_000).turns) == 50_000


SWAKS_TLS = """\
=== Trying mx.example:25...
=== Connected to mx.example.
<-  220 mx.example ESMTP
 -> EHLO client.example
<-  250-mx.example
<-  250 STARTTLS
 -> STARTTLS
<-  220 Go ahead
=== TLS started with cipher TLSv1.3
 ~> EHLO client.example
<~  250 mx.example
 ~> MAIL FROM: <ann@client.example>
<~* 501 Syntax
 ~> QUIT
<~  221 Bye
"""
SMTPLIB = r"""
connect: to ('127.0.0.1', 2525) None
reply: b'220 lab.example ESMTP\r\n'
reply: retcode (220); Msg: b'lab.example ESMTP'
send: 'ehlo client.example\r\n'
reply: b'250-lab.example\r\n'
reply: b'250 SIZE 1000\r\n'
reply: retcode (250); Msg: b'lab.example\nSIZE 1000'
send: 'mail FROM:<a@b_c.example> size=10\r\n'
reply: b'501 5.1.7 No\r\n'
send: 'rset\r\n'
reply: b'250 OK\r\n'
"""
CURL = """\
* Connected to mx.example (127.0.0.1) port 25
< 220 mx.example ESMTP
> EHLO client.example
< 250 mx.example
> MAIL FROM:<ann@client.example>
< 250 Ok
> RCPT TO:<bob@server.example>
< 250 Ok
> DATA
< 354 Go on
< 250 Ok
> QUIT
< 221 Bye
"""
TELNET = """\
Trying 127.0.0.1...
Connected to localhost.
Escape character is '^]'.
220 mx.example ESMTP
EHLO client.example
250 mx.example
QUIT
221 Bye
"""
PIPELINED = """\
C: EHLO client.example
S: 250-mx.example
S: 250 PIPELINING
C: MAIL FROM:<ann@client.example>
C: RCPT TO:<bob@server.example>
C: RCPT TO:<nobody@server.example>
C: DATA
S: 250 Ok
S: 250 Ok
S: 550 No such user
S: 354 Go on
C: Subject: hi
C: .
C: QUIT
S: 250 Queued
S: 221 Bye
"""


@pytest.mark.parametrize(
    ("text", "codes", "wrong"),
    [
        (SWAKS_TLS, [250, 220, 250, 501, 221], [12]),
        (SMTPLIB, [250, 501, 250], [9]),
        (CURL, [250, 250, 250, 354, 221], []),
        (TELNET, [250, 221], []),
        (PIPELINED, [250, 250, 250, 550, 354, 221], []),
    ],
)
def test_what_tools_print(text: str, codes: list[int], wrong: list[int]) -> None:
    found = check(text)
    assert [turn.answer.code if turn.answer else None for turn in found.turns] == codes
    assert [turn.number for turn in found.wrong] == wrong
    assert not any(turn.surprising for turn in found.turns)


def test_a_server_refuses_for_reasons_of_its_own() -> None:
    session = "EHLO a.example\n250 x\nMAIL FROM:<a@b.example>\n250 Ok\nRCPT TO:<b@b.example>\n550 No such user\n"
    assert not any(turn.surprising for turn in check(session).turns)
    assert check(session.replace("550", "501")).turns[-1].surprising


def test_a_message_may_look_like_a_transcript() -> None:
    message = "Subject: x\n\nC: hello\nS: there\n.\n"
    envelope = "EHLO a.example\n250 x\nMAIL FROM:<a@b.example>\n250 x\nRCPT TO:<b@b.example>\n250 x\nDATA\n354 x\n"
    text = f"{envelope}{message}250 x\n"
    assert [turn.diagnosis.verb for turn in check(text).turns] == ["EHLO", "MAIL", "RCPT", "DATA"]


def test_a_second_session_begins_anew() -> None:
    once = "EHLO a.example\n250 x\nQUIT\n221 Bye\n"
    assert check(once + "220 x\n" + once).ok
