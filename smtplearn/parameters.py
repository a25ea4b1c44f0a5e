"""The ESMTP parameters of MAIL and RCPT that the lab's server offers: one row each."""

from __future__ import annotations

from dataclasses import dataclass

from smtplearn.codes import Source
from smtplearn.grammar import Rule


@dataclass(frozen=True)
class Parameter:
    """One parameter: the commands that take it, and the rule of its value."""

    commands: tuple[str, ...]
    rule: Rule


PARAMETERS: dict[str, Parameter] = {
    "SIZE": Parameter(("MAIL",), Rule("size-value", "1*20DIGIT", Source("RFC 1870", "3"), r"[0-9]{1,20}")),
    "BODY": Parameter(("MAIL",), Rule("body-value", '"7BIT" / "8BITMIME"', Source("RFC 6152", "2"), r"7BIT|8BITMIME")),
}
