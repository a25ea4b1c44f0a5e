"""The command line: one thin function for each verb. `python -m smtplearn` alone opens the course."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from smtplearn import dialogue, render
from smtplearn.codes import ReplyCode, UnknownCodeError, code
from smtplearn.comparison import compare
from smtplearn.diagnosis import Diagnosis, diagnose
from smtplearn.dialogue import Dialogue
from smtplearn.enhanced import EnhancedCode, enhanced
from smtplearn.lookup import search, statuses
from smtplearn.matrices import matrix
from smtplearn.text import languages, say, use_language


def check(args: argparse.Namespace) -> int:
    """Diagnose one line, or a file of lines, or a pasted session; 1 when anything in it is wrong."""
    if (args.line is None) == (args.file is None):
        raise ValueError(say("cli-line-or-file"))
    found: Diagnosis | Dialogue
    if args.file is not None:
        found = dialogue.check(sys.stdin.buffer.read() if args.file == "-" else Path(args.file).read_bytes())
    elif "\n" in args.line.removesuffix("\n"):
        found = dialogue.check(args.line)
    else:
        found = diagnose(args.line.removesuffix("\n"))
    if args.json:
        print(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
    else:
        print(render.text(found, long=args.long))
    return 0 if found.ok else 1


def show_comparison(args: argparse.Namespace) -> int:
    """Compare two or more codes."""
    print(compare(*args.codes))
    return 0


def show_code(args: argparse.Namespace) -> int:
    """Show the codebook's entry of one reply code or enhanced code."""
    print(enhanced(args.code) if "." in args.code else code(args.code))
    return 0


def search_codes(args: argparse.Namespace) -> int:
    """List the codes that fit some words, best first; 1 when there are none. Enhanced codes in them are told first."""
    query = " ".join(args.query)
    found: list[EnhancedCode | ReplyCode] = [*statuses(query), *search(query)]
    if not found:
        print(say("cli-found-none", query=query), file=sys.stderr)
        return 1
    for entry in found:
        print(entry.label)
        print(f"    {entry.meaning}")
    return 0


def show_matrix(args: argparse.Namespace) -> int:
    """Show which command may get which code."""
    print(matrix(args.command))
    return 0


def explain_files(args: argparse.Namespace) -> int:
    """Explain a bounce, or count the replies of a log; always 0, whatever the replies are."""
    from smtplearn import reports

    if (args.text is None) == (not args.file):
        raise ValueError(say("cli-file-or-text"))
    reports.report(args.file, text=args.text, way=args.way, json=args.json)
    return 0


def course(args: argparse.Namespace) -> int:
    """Open the course in JupyterLab at the first lesson."""
    from smtplearn.course import CourseError, open_course

    try:
        return open_course(browser=not args.no_browser)
    except CourseError as error:
        raise SystemExit(str(error)) from error


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
    one.add_argument("line", nargs="?", help=say("cli-line"))
    one.add_argument("--file", help=say("cli-file"))
    one.add_argument("--long", action="store_true", help=say("cli-long"))
    one.add_argument("--json", action="store_true", help=say("cli-json"))
    told = verb("explain", explain_files)
    told.add_argument("file", nargs="*", metavar="FILE", help=say("cli-explain-file"))
    told.add_argument("--text", help=say("cli-explain-text"))
    way = told.add_mutually_exclusive_group()
    way.add_argument("--each", dest="way", action="store_const", const="each", help=say("cli-explain-each"))
    way.add_argument("--tally", dest="way", action="store_const", const="tally", help=say("cli-explain-tally"))
    told.add_argument("--json", action="store_true", help=say("cli-explain-json"))
    verb("compare", show_comparison).add_argument("codes", nargs="+", help=say("cli-codes"))
    verb("search", search_codes).add_argument("query", nargs="+", help=say("cli-query"))
    verb("matrix", show_matrix).add_argument("command", nargs="?", help=say("cli-command"))
    verb("code", show_code).add_argument("code", help=say("cli-one-code"))
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; what it returns is the exit status, 2 for a wrong argument."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Cyrillic still shows the rest
    args = parser().parse_args(arguments)
    with use_language(args.lang):
        try:
            status = int(args.run(args))
            sys.stdout.flush()
            return status
        except BrokenPipeError:
            # The reader has had enough: `... | head`. Python's own last flush must not complain either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except (UnknownCodeError, ValueError, OSError) as error:
            print(error, file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main())
