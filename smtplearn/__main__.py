"""The command line: one thin function for each verb. `python -m smtplearn` alone opens the course."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
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
from smtplearn.moods import mood, moods
from smtplearn.states import state_diagram
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


def show_peers(args: argparse.Namespace) -> int:
    """List the mail servers beside the lab, or fetch some; 1 when one cannot be fetched."""
    from smtplearn.peers import peer, peers
    from smtplearn.peers.fetch import FetchError, fetch

    if args.fetch is None:
        print(peers())
        return 0
    failed = 0
    fetchable = [each for each in peers() if each.missing and each.kind != "python"]
    for program in [peer(name) for name in args.fetch] or fetchable:
        print(say("peers-fetching", title=program.title, packages=" ".join(program.packages)), flush=True)
        try:
            folder = fetch(program)
            print(say("peers-fetched", title=program.title, version=program.version or "", folder=str(folder)))
        except FetchError as error:
            print(error, file=sys.stderr)
            failed = 1
    return failed


def serve(args: argparse.Namespace) -> int:
    """Run the strict server until Ctrl-C."""
    from smtplearn.lab import LabError
    from smtplearn.serve import serve

    try:
        serve(args.host, args.port, args.mood, as_json=args.json)
    except LabError as error:
        raise ValueError(str(error)) from error
    return 0


def show_demonstration(args: argparse.Namespace) -> int:
    """Show a reply code happen; 1 where no server owes it."""
    from smtplearn.demonstration import demonstrate

    found = demonstrate(args.code)
    print(found)
    return 0 if found.shown else 1


def show_moods(args: argparse.Namespace) -> int:
    """List the moods of the lab's server, or tell of one."""
    if args.mood is not None:
        print(mood(args.mood))
        return 0
    for each in moods():
        print(f"{each.name:22}{each.title}")
    return 0


def show_states(args: argparse.Namespace) -> int:
    """Show the states of a session and what leads from one to another."""
    print(state_diagram())
    return 0


def survey(args: argparse.Namespace) -> int:
    """Grade one server, or record or check what the peers answer, or show what was recorded."""
    from smtplearn.client import LabError
    from smtplearn.survey import recording
    from smtplearn.survey.agreement import agreement
    from smtplearn.survey.reportcard import report_card

    if (args.record and args.check) or (len(args.servers) > 1 and not (args.record or args.check)):
        raise ValueError(say("cli-one-server"))
    try:
        if args.record:
            seen = recording.record(args.servers, date=f"{datetime.now(UTC):%Y-%m-%d}")
            print(say("recording-wrote", servers=", ".join(seen.servers), rows=len(seen)))
            return 0
        if args.check:
            found = recording.check(args.servers)
            print(found)
            return 0 if found.ok else 1
        if not args.servers:
            print(agreement())
            return 0
        card = report_card(args.servers[0], seconds=args.seconds)
    except LabError as error:
        raise ValueError(str(error)) from error
    if args.junit:
        Path(args.junit).write_text(card.junit(), encoding="utf-8")
    print(json.dumps(card.as_dict(), ensure_ascii=False, indent=2) if args.json else card)
    return 0 if len(card.wrong) <= args.allow else 1


def explain_files(args: argparse.Namespace) -> int:
    """Explain a bounce, or count the replies of a log; always 0, whatever the replies are."""
    from smtplearn import reports

    if (args.text is None) == (not args.file):
        raise ValueError(say("cli-file-or-text"))
    reports.report(args.file, text=args.text, way=args.way, json=args.json)
    return 0


def show_exercises(args: argparse.Namespace) -> int:
    """List the exercises, and for the teacher their answers."""
    from smtplearn.exercises import sheet

    print(sheet(args.lesson, answers=args.answers))
    return 0


def write_slides(args: argparse.Namespace) -> int:
    """Write the lessons as slides and print where they are."""
    from smtplearn.slides import SlidesError, write

    try:
        for path in write(args.lesson, args.out, dark=args.dark):
            print(path)
    except SlidesError as error:
        raise SystemExit(str(error)) from error
    return 0


def take_exam(args: argparse.Namespace) -> int:
    """Take an exam in the shell, or report a class's files of marks as one table; 1 when not everything is right."""
    from smtplearn.exercises import Exam
    from smtplearn.sitting import sit

    if args.report:
        from smtplearn import tables

        report = tables.class_report(args.report)
        print(report)
        if args.out:
            report.to_csv(args.out, index=False)
        return 0
    exam = Exam(args.seed, args.count, drills=args.drills, minutes=args.minutes, learner=args.learner)
    marks = sit(exam, input, print)
    print(f"\n{marks}")
    if args.out:
        marks.save(args.out)
    return 0 if marks.right == len(marks.marks) else 1


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
    tasks = verb("exercises", show_exercises)
    tasks.add_argument("--lesson", type=int, metavar="N", help=say("cli-exercises-lesson"))
    tasks.add_argument("--answers", action="store_true", help=say("cli-exercises-answers"))
    shown = verb("slides", write_slides)
    shown.add_argument("lesson", nargs="?", metavar="LESSON", help=say("cli-slides-lesson"))
    shown.add_argument("--out", default="slides", metavar="DIR", help=say("cli-slides-out"))
    shown.add_argument("--dark", action="store_true", help=say("cli-slides-dark"))
    exam = verb("exam", take_exam)
    exam.add_argument("--seed", type=int, default=1, help=say("cli-exam-seed"))
    exam.add_argument("--count", type=int, default=20, help=say("cli-exam-count"))
    exam.add_argument("--drills", type=int, default=0, help=say("cli-exam-drills"))
    exam.add_argument("--minutes", type=float, help=say("cli-exam-minutes"))
    exam.add_argument("--learner", default="", help=say("cli-exam-learner"))
    exam.add_argument("--out", metavar="FILE", help=say("cli-exam-out"))
    exam.add_argument("--report", nargs="+", metavar="FILE", help=say("cli-exam-report"))
    verb("compare", show_comparison).add_argument("codes", nargs="+", help=say("cli-codes"))
    verb("search", search_codes).add_argument("query", nargs="+", help=say("cli-query"))
    verb("matrix", show_matrix).add_argument("command", nargs="?", help=say("cli-command"))
    verb("peers", show_peers).add_argument("--fetch", nargs="*", metavar="NAME", help=say("cli-fetch"))
    server = verb("serve", serve)
    server.add_argument("--host", default="127.0.0.1", help=say("cli-host"))
    server.add_argument("--port", type=int, default=2525, help=say("cli-port"))
    server.add_argument("--mood", nargs="+", default=(), help=say("cli-mood"))
    server.add_argument("--json", action="store_true", help=say("cli-serve-json"))
    verb("demonstrate", show_demonstration).add_argument("code", help=say("cli-one-code"))
    verb("moods", show_moods).add_argument("mood", nargs="?", help=say("cli-one-mood"))
    verb("states", show_states)
    asked = verb("survey", survey)
    asked.add_argument("servers", nargs="*", metavar="server", help=say("cli-servers"))
    asked.add_argument("--json", action="store_true", help=say("cli-survey-json"))
    asked.add_argument("--junit", metavar="FILE", help=say("cli-junit"))
    asked.add_argument("--allow", type=int, default=0, metavar="N", help=say("cli-allow"))
    asked.add_argument("--seconds", type=float, default=5.0, help=say("cli-seconds"))
    asked.add_argument("--record", action="store_true", help=say("cli-record"))
    asked.add_argument("--check", action="store_true", help=say("cli-record-check"))
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
