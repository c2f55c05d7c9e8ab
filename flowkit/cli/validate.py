"""`flowkit validate`: findings on stdout, a summary on stderr, one exit code."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from flowkit import __version__
from flowkit.cli.failures import FOUND, UsageProblem
from flowkit.cli.files import STDIN, Files, here, named_by
from flowkit.cli.settings import check_names
from flowkit.cli.terminal import wants_color
from flowkit.cli.told import Chosen, tell
from flowkit.language.diagnostic import Diagnostic
from flowkit.language.frozen import frozen
from flowkit.lint.report.findings import Findings
from flowkit.lint.report.formats import FORMATS, written
from flowkit.lint.report.order import ordered, summary
from flowkit.lint.selection import FAIL_ON, fails
from flowkit.lint.told import Told

AUTO: Final = "auto"


@frozen
class Options:
    """What was given on the command line; `paths` are none for the project here."""

    paths: tuple[str, ...] = ()
    format: str = "full"
    output_file: str = ""
    color: str = "auto"
    fail_on: str = ""
    exit_zero: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    stdin_filename: str = ""
    watch: bool = False
    use_kept: bool = True


def validate(options: Options) -> int:
    """Checks everything that the paths name.

    Returns:
        The exit code: 0 if nothing weighs as much as `fail_on`, else 1.

    Raises:
        UsageProblem: an option means nothing, or a path names no file.
    """
    _check(options)
    if options.watch:
        from flowkit.cli.watching import watch

        return watch(lambda: projects(options), lambda found: report(found, options))
    text = sys.stdin.buffer.read() if STDIN in options.paths else b""
    found = projects(options, text)
    if options.diff or options.fix or options.unsafe_fixes:
        from flowkit.cli.mending import mend

        return mend(found, options)
    return report(found, options)


def _check(options: Options) -> None:
    if options.format not in (*FORMATS, AUTO):
        raise UsageProblem(f"there is no format '{options.format}'", f"formats: {', '.join(FORMATS)}, {AUTO}")
    if options.fail_on and options.fail_on not in FAIL_ON:
        raise UsageProblem(f"'--fail-on' is one of {', '.join(FAIL_ON)}, not '{options.fail_on}'")
    check_names(options.select, "--select")
    check_names(options.ignore, "--ignore")
    if options.stdin_filename and STDIN not in options.paths:
        raise UsageProblem("'--stdin-filename' names what comes by stdin", "give '-' as the path")
    if options.watch and (STDIN in options.paths or options.fix or options.diff or options.unsafe_fixes):
        raise UsageProblem("'--watch' only looks on; it reads no stdin and mends nothing")
    wants_color(options.color, sys.stdout)


def projects(options: Options, text: bytes = b"") -> list[Files]:
    """The projects that are meant, each with its files."""
    return named_by(options.paths or (here(),), text, options.stdin_filename)


def chosen(options: Options) -> Chosen:
    """What is to be told, as the command line says it."""
    return Chosen(options.select, options.ignore, options.fail_on, options.use_kept)


def report(found: Sequence[Files], options: Options) -> int:
    """Checks projects and tells what was found."""
    return tell_all([tell(files, chosen(options)) for files in found], options)


def tell_all(told: Sequence[Told], options: Options) -> int:
    """Writes the report of all projects, and the summary; gives the exit code."""
    findings = _findings(told)
    format = _format(options)
    to_file = bool(options.output_file)
    text = written(format, findings, not to_file and wants_color(options.color, sys.stdout))
    if to_file:
        from flowkit.cli.writing import write_whole

        write_whole(Path(options.output_file), f"{text}\n".encode() if text else b"")
    elif text:
        print(text)
    _summarise(findings.told, format)
    return 0 if options.exit_zero or not findings.failing else FOUND


def _format(options: Options) -> str:
    if options.format != AUTO:
        return options.format
    return "github" if os.environ.get("GITHUB_ACTIONS") else "full"


def _findings(told: Sequence[Told]) -> Findings:
    failing = {each for one in told for each in one.diagnostics if fails([each], one.fail_on)}
    sources = {path: text for one in told for path, text in one.sources.items()}
    return Findings(
        tuple(each for one in told for each in one.diagnostics),
        tuple(each for one in told for each in one.kept),
        sources,
        frozenset(failing),
        __version__,
    )


def _summarise(told: Sequence[Diagnostic], format: str) -> None:
    sys.stdout.flush()  # a terminal shows both: the report first
    gap = "\n" if format == "full" and told and sys.stdout.isatty() and sys.stderr.isatty() else ""
    print(f"{gap}{summary(told)}", file=sys.stderr)
    if format != "full" or not told:
        return
    once = ordered(told)
    safe = sum(any(fix.safe for fix in each.fixes) for each in once)
    unsafe = sum(bool(each.fixes) for each in once) - safe
    if safe or unsafe:
        ways = [f"{safe} with --fix"] * bool(safe) + [f"{unsafe} with --unsafe-fixes"] * bool(unsafe)
        print(f"can be mended: {', '.join(ways)} (--diff shows how)", file=sys.stderr)
    codes = list(dict.fromkeys(each.kind.code for each in once))
    more = f", {', '.join(codes[1:4])}{', …' if len(codes) > 4 else ''}" if len(codes) > 1 else ""
    print(f"to know more: flowkit explain {codes[0]}{f'  (also{more[1:]})' if more else ''}", file=sys.stderr)
