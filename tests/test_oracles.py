"""Others who judge the same lines: the RFCs' own ABNF, email-validator, pyisemail and isemail's list of addresses.

Where they differ from us, `data/differences.toml` says where and why. A difference that it does not list fails, and so
does one that it lists and that is gone.
"""

from __future__ import annotations

import os
import re
import tomllib
import warnings
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyisemail import is_email
from pyisemail.diagnosis import BaseDiagnosis
from strategies import COMMANDS, accepted, grammar, ipv6, literal, literals, mailboxes, mutated, parse

from smtplearn.cases import cases
from smtplearn.diagnosis import diagnose

DIFFERENCES: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "data" / "differences.toml").read_text(encoding="utf-8")
)
CASES = {case.id: case for case in cases()}
ISEMAIL = os.environ.get("ISEMAIL_TESTS", "")
BRIEF = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def explained(witness: str) -> dict[str, str]:
    """Each case where this witness is known to differ, and why."""
    rows = DIFFERENCES[witness].values()
    assert all(row["why"].strip() and row["cases"] for row in rows)
    listed = [(id, row["why"]) for row in rows for id in row["cases"]]
    assert len(dict(listed)) == len(listed), "a case is explained twice"
    return dict(listed)


# The ABNF


def by_abnf_alone(line: bytes) -> bool:
    """Whether the rule of the line's command, and nothing else, allows it."""
    verb = line.split(b" ")[0].decode("latin-1")
    if verb.upper() not in COMMANDS:
        return False
    return parse(verb.lower(), line, utf8=verb.upper() == "MAIL" and not line.isascii()) is not None


def test_the_abnf_alone_differs_where_the_prose_decides() -> None:
    found = {id for id, case in CASES.items() if by_abnf_alone(case.line) != diagnose(case.line).well_formed}
    assert found == explained("abnf").keys()


def test_the_abnf_with_the_prose_agrees() -> None:
    assert [id for id, case in CASES.items() if accepted(case.line) != diagnose(case.line).ok] == []


@pytest.mark.parametrize(
    ("rule", "octets", "verdict"),
    [
        ("Mailbox", b"a@b.example", True),
        ("Mailbox", b"a..b@c.example", False),
        ("Mailbox", b'"\\""@b', True),
        ("Mailbox", b"a@b-.example", False),
        ("Path", b"<@a,@b:c@d>", True),
        ("Path", b"<@a:@b:c@d>", False),
        ("Snum", b"256", True),
        ("General-address-literal", b"IPv6:1::2::3", True),
        ("xtext", b"a+2B", True),
        ("xtext", b"a+2b", False),
        ("base64", b"QQ==", True),
        ("base64", b"QQ=", False),
    ],
)
def test_the_oracle_reads_the_rules(rule: str, octets: bytes, verdict: bool) -> None:
    assert (parse(rule, octets) is not None) == verdict


@pytest.mark.parametrize("utf8", [False, True])
def test_the_rules_refer_only_to_rules(utf8: bool) -> None:
    rules = grammar(utf8=utf8).rules()
    assert len(rules) > 100
    assert [rule.name for rule in rules if not hasattr(rule, "definition")] == []


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (b"[1.2.3.4]", True),
        (b"[001.02.3.0]", True),
        (b"[1.2.3.256]", False),
        (b"[IPv6:::]", True),
        (b"[IPv6:::1]", True),
        (b"[IPv6:1:2:3:4:5:6::]", True),
        (b"[IPv6:1:2:3:4:5:6:7::]", False),
        (b"[IPv6:1:2:3:4:5:6:7:8]", True),
        (b"[IPv6:1:2:3:4::1.2.3.4]", True),
        (b"[IPv6:1:2:3:4:5::1.2.3.4]", False),
        (b"[IPv6:1:2:3:4:5:6:1.2.3.4]", True),
        (b"[IPv6:::1.2.3.4]", True),
        (b"[IPv6:1.2.3.4]", False),
        (b"[IPv6:::1::]", False),
        (b"[IPv4:1.2.3.4]", False),
        (b"[x:y]", False),
    ],
)
def test_literals_by_the_oracle_and_by_us(text: bytes, verdict: bool) -> None:
    assert literal(text) == verdict
    assert diagnose(b"EHLO " + text).ok == verdict


@BRIEF
@given(text=st.one_of(literals(), ipv6().map("[IPv6:{}]".format)))
def test_every_generated_literal_is_one_by_the_abnf(text: str) -> None:
    assert parse("address-literal", text.encode()) is not None
    assert literal(text.encode())


# Witnesses on addresses


@cache
def addresses() -> dict[str, str]:
    """The addresses of the case file, each by its first case: what stands in a path, without what follows."""
    found: dict[str, str] = {}
    for id, case in CASES.items():
        path = re.fullmatch(rb"(?is)(?:MAIL FROM|RCPT TO):<((?:(?!> ).)+)>(?: SMTPUTF8)?[ \t]*", case.line)
        if path is None or path[1].lower() == b"postmaster" or _is_not_utf8(path[1]):
            continue
        if path[1].decode() not in found.values():
            found[id] = path[1].decode()
    return found


def _is_not_utf8(octets: bytes) -> bool:
    try:
        octets.decode()
    except UnicodeDecodeError:
        return True
    return False


def by_us(address: str) -> bool:
    """Whether this may be the sender of a message, with SMTPUTF8 where it is not ASCII."""
    parameter = "" if address.isascii() else " SMTPUTF8"
    return diagnose(f"MAIL FROM:<{address}>{parameter}").well_formed


def by_email_validator(address: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            validate_email(
                address,
                allow_smtputf8=True,
                allow_quoted_local=True,
                allow_domain_literal=True,
                check_deliverability=False,
                test_environment=True,
                globally_deliverable=False,
            )
    except EmailNotValidError:
        return False
    return True


def by_pyisemail(address: str) -> bool:
    """Whether it is good enough for an envelope; the diagnoses beyond that are for headers alone, or errors."""
    try:
        return bool(is_email(address, diagnose=True).code < BaseDiagnosis.CATEGORIES["THRESHOLD"])
    except IndexError:  # `a@[IPv6:]` is too short for it
        return False


def test_email_validator_as_a_witness() -> None:
    assert len(addresses()) >= 200
    found = {id for id, address in addresses().items() if by_email_validator(address) != by_us(address)}
    assert found == explained("email-validator").keys()


def test_pyisemail_as_a_witness() -> None:
    # It knows nothing of RFC 6531: only ASCII is put to it.
    ascii_only = {id: address for id, address in addresses().items() if address.isascii()}
    assert len(ascii_only) >= 180
    found = {id for id, address in ascii_only.items() if by_pyisemail(address) != by_us(address)}
    assert found == explained("pyisemail").keys()


@BRIEF
@given(address=mutated(mailboxes().map(str.encode)).map(lambda octets: octets.decode("latin-1")))
def test_pyisemail_never_refuses_what_we_take(address: str) -> None:
    # Of literals and routes it has views of its own, see differences.toml.
    if address.isascii() and "[" not in address and "\0" not in address and by_us(address) and address[:1] != "@":
        assert by_pyisemail(address)


# isemail's own list, which no package carries: `ISEMAIL_TESTS=.../tests.xml pytest tests/test_oracles.py`

VALID_CATEGORIES = ("ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN", "ISEMAIL_RFC5321")


@pytest.mark.skipif(not ISEMAIL, reason="ISEMAIL_TESTS does not name isemail's tests.xml")
def test_the_list_of_isemail() -> None:
    tests = ElementTree.parse(ISEMAIL).getroot().findall("test")
    found = set()
    for test in tests:
        # U+2400 and what follows it stand for the control characters.
        address = re.sub("[\u2400-\u2420]", lambda c: chr(ord(c[0]) - 0x2400), test.findtext("address") or "")
        verdict = diagnose(f"MAIL FROM:<{address}>").well_formed
        if verdict != (test.findtext("category") in VALID_CATEGORIES):
            found.add(test.get("id"))
    assert len(tests) == 164
    assert found == explained("isemail").keys()
