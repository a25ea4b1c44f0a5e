"""The command line: one thin function for each verb. `python -m smtplearn` alone opens the course."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from smtplearn.codes import UnknownCodeError, code
from smtplearn.comparison import compare
from smtplearn.diagnosis import Diagnosis, diagnose
from smtplearn.text import languages, say, use_language


def check(args: argparse.Namespace) -> int:
    """Diagnose one line; 1 when it is malformed."""
    diagnosis = diagnose(args.line)
    print(json.dumps(as_json(diagnosis), ensure_ascii=False, indent=2) if args.json else diagnosis)
    return 0 if diagnosis.ok else 1


def show_comparison(args: argparse.Namespace) -> int:
    """Compare two or more codes."""
    print(compare(*args.codes))
    return 0


def show_code(args: argparse.Namespace) -> int:
    """Show the codebook's entry of one code."""
    print(code(args.code))
    return 0


def course(args: argparse.Namespace) -> int:
    """Open the course in JupyterLab at the first lesson."""
    from smtplearn.course import CourseError, open_course

    try:
        return open_course(browser=not args.no_browser)
    except CourseError as error:
        raise SystemExit(str(error)) from error


def as_json(diagnosis: Diagnosis) -> dict[str, Any]:
    """A diagnosis as plain data: octets outside UTF-8 are escaped, spans count octets."""
    return {
        "line": diagnosis.line.decode("utf-8", "backslashreplace"),
        "ok": diagnosis.ok,
        "reply": {"code": diagnosis.reply.code, "enhanced": diagnosis.reply.enhanced, "text": diagnosis.reply.text},
        "findings": [
            {
                "id": finding.message.id,
                "start": finding.start,
                "end": finding.end,
                "rule": finding.rule,
                "source": str(finding.source),
                "message": str(finding.message),
                "expected": finding.expected,
                "code": finding.code,
                "enhanced": finding.enhanced,
            }
            for finding in diagnosis.findings
        ],
        "fixed": diagnosis.fixed.decode("utf-8", "backslashreplace") if diagnosis.fixed is not None else None,
    }


def parser() -> argparse.ArgumentParser:
    """All verbs and their options."""
    top = argparse.ArgumentParser("smtplearn", description=say("cli-about"))
    top.add_argument("--no-browser", action="store_true", help=say("cli-no-browser"))
    top.add_argument("--lang", choices=languages(), help=say("cli-lang"))
    top.set_defaults(run=course)
    verbs = top.add_subparsers(title=say("cli-verbs"))

    def verb(name: str, run: Any) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=say(f"cli-{name}"), description=say(f"cli-{name}"))
        # Without a default of its own, or it would undo a `--lang` before the verb.
        made.add_argument("--lang", choices=languages(), default=argparse.SUPPRESS, help=say("cli-lang"))
        made.set_defaults(run=run)
        return made

    one = verb("check", check)
    one.add_argument("line", help=say("cli-line"))
    one.add_argument("--json", action="store_true", help=say("cli-json"))
    verb("compare", show_comparison).add_argument("codes", nargs="+", help=say("cli-codes"))
    verb("code", show_code).add_argument("code", help=say("cli-one-code"))
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; what it returns is the exit status, 2 for a wrong argument."""
    args = parser().parse_args(arguments)
    with use_language(args.lang):
        try:
            return int(args.run(args))
        except (UnknownCodeError, ValueError) as error:
            print(error, file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main())
