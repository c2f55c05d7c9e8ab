"""The command line: one command per file, nothing but wiring.

What a command needs is imported when it runs, so that `flowkit validate` starts without the parts that carry calls.
"""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from flowkit.cli.failures import guarded

app = typer.Typer(
    name="flowkit",
    help="Support calls as YAML state graphs: checked, compiled for the Realtime API, and enforced on the line.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@contextmanager
def _brief() -> Iterator[None]:
    """For commands that end soon: to look for garbage while they run and when Python ends is a fifth of their time."""
    gc.disable()
    atexit.register(gc.freeze)
    try:
        yield
    finally:
        gc.enable()


def _version(wanted: bool) -> None:
    if wanted:
        from flowkit import __version__

        typer.echo(f"flowkit {__version__}")
        raise typer.Exit


@app.callback()
def _flowkit(
    version: Annotated[bool, typer.Option("--version", help="Print the version.", callback=_version)] = False,
) -> None:
    pass


_RULES = "Codes, names, or beginnings of codes, such as FK2; with commas between them."


@app.command()
def validate(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH...]", help="Flows, folders or patterns; - for stdin; the project here if none is given."
        ),
    ] = None,
    format: Annotated[
        str, typer.Option("--format", help="full, concise, json, sarif, github, junit, gitlab, or auto.")
    ] = "full",
    output_file: Annotated[
        str, typer.Option("--output-file", metavar="PATH", help="Where the report goes, if not to stdout.")
    ] = "",
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on", help="Exit code 1 from here on: error (if nothing says otherwise), warning, note, or never."
        ),
    ] = "",
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit code 0 whatever is found.")] = False,
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="RULES", help=f"Only these, and errors. {_RULES}")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", metavar="RULES", help="None of these.")] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can mean one thing only.")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="Mend what may have been meant otherwise, too.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what would be mended, and mend nothing.")] = False,
    stdin_filename: Annotated[
        str, typer.Option("--stdin-filename", metavar="PATH", help="The file that stdin stands in for.")
    ] = "",
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a file changes.")] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Look at everything anew, and keep nothing for the next time.")
    ] = False,
    color: Annotated[str, typer.Option("--color", help="auto, always or never.")] = "auto",
) -> None:
    """Check flows: every problem of every file, each at its place, with what to do.

    Exit codes: 0 nothing fails, 1 something does, 2 the command or a setting means nothing, or no file is there, 3 a
    bug of flowkit's own.
    """
    with _brief():
        from flowkit.cli.validate import Options
        from flowkit.cli.validate import validate as run

        options = Options(
            paths=tuple(paths or ()),
            format=format,
            output_file=output_file,
            color=color,
            fail_on=fail_on,
            exit_zero=exit_zero,
            select=_rules(select),
            ignore=_rules(ignore),
            fix=fix,
            unsafe_fixes=unsafe_fixes,
            diff=diff,
            stdin_filename=stdin_filename,
            watch=watch,
            use_kept=not no_cache,
        )
        raise typer.Exit(run(options))


def _rules(given: list[str] | None) -> tuple[str, ...]:
    """Names of rules, given one by one or with commas between them."""
    return tuple(name.strip() for each in given or () for name in each.split(",") if name.strip())


@app.command()
def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Its code or its name: FK202 or unreachable-state.")],
    color: Annotated[str, typer.Option("--color", help="auto, always or never.")] = "auto",
) -> None:
    """Explain a rule: why it matters on a call, what is wrong and right, and what to do."""
    with _brief():
        from flowkit.cli.explain import explain as run

        raise typer.Exit(run(rule, color))


@app.command()
def rules(
    format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """List all rules that flows are checked by."""
    with _brief():
        from flowkit.cli.explain import rules as run

        raise typer.Exit(run(format))


@app.command()
def lsp() -> None:
    """Serve an editor over stdin and stdout: findings while typing, hovers, completion, renaming, fixes."""
    from flowkit.cli.lsp import lsp as run

    raise typer.Exit(run())


@app.command("test")
def play(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH...]", help="Suites, flows, or folders; the project here if none is given."),
    ] = None,
    only: Annotated[str, typer.Option("-k", metavar="TEXT", help="Only tests with this in their name.")] = "",
    format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """Play the conversation tests of suites: what was expected, and what happened instead."""
    with _brief():
        from flowkit.cli.test import test as run

        raise typer.Exit(run(paths or [], only, format))


@app.command()
def compile(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A project or a flow.")],
) -> None:
    """Print what the model gets, as JSON: sessions by group, briefs by state, and the digest."""
    with _brief():
        from flowkit.cli.compile import compile as run

        raise typer.Exit(run(path))


@app.command()
def graph(
    flow: Annotated[str, typer.Argument(metavar="FLOW", help="A flow: its file or its name.")],
    format: Annotated[str, typer.Option("--format", help="mermaid.")] = "mermaid",
) -> None:
    """Draw a flow."""
    with _brief():
        from flowkit.cli.graph import graph as run

        raise typer.Exit(run(flow, format))


_GIVEN = (
    "What is known before the call begins, as if it had been said or looked up: name=value, the name of a slot or a "
    "record. A choice by its key, a day as 2026-03-06; lists and records as JSON. May be repeated."
)

_MODEL = (
    "local, openai, or the name of a Realtime model; or a chat endpoint: chat:URL#NAME, such as "
    "chat:http://127.0.0.1:8000/v1. NAME may be left out where there is one model, URL for OpenAI's own."
)

_ADVERSARY = (
    "Makes the local model misbehave: seed:7 by chance, seed:7:0.5 at every second response or so, the name of a "
    "misbehaviour, or a file with lines such as '2: claim_success', '3-5: nothing', 'once: invent new_day'."
)


@app.command()
def run(
    flow: Annotated[str | None, typer.Argument(metavar="FLOW", help="A flow or a project.")] = None,
    say: Annotated[list[str] | None, typer.Option("--say", help="What the caller says; may be repeated.")] = None,
    script: Annotated[Path | None, typer.Option("--script", help="A file with one line of the caller a line.")] = None,
    start: Annotated[str, typer.Option("--start", help="A flow, or flow.state, to start in.")] = "",
    given: Annotated[list[str] | None, typer.Option("--given", help=_GIVEN)] = None,
    model: Annotated[str, typer.Option("--model", help=_MODEL)] = "local",
    base_url: Annotated[str, typer.Option("--base-url", help="Where the Realtime API is, if not at OpenAI.")] = "",
    environment: Annotated[str, typer.Option("--environment", help="One of the project's environments.")] = "",
    journal: Annotated[Path, typer.Option("--journal", help="Where the call is recorded.")] = Path(".flowkit/calls.db"),
    resume: Annotated[str, typer.Option("--resume", help="Goes on with a recorded call.")] = "",
    now: Annotated[str, typer.Option("--now", help="The time of the call, such as 2026-03-02T10:00.")] = "",
    seed: Annotated[int | None, typer.Option("--seed", help="Makes the run repeatable.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    trace: Annotated[bool, typer.Option("--trace", help="Show every event and every effect, too.")] = False,
    color: Annotated[str, typer.Option("--color", help="auto, always or never.")] = "auto",
    adversary: Annotated[str, typer.Option("--adversary", metavar="HOW", help=_ADVERSARY)] = "",
) -> None:
    """Carry a call in the terminal: you are the caller."""
    from flowkit.cli.choices import Choices
    from flowkit.cli.run import run as carry

    choices = Choices(
        flow=flow,
        say=tuple(say or ()),
        script=script,
        start=start,
        given=tuple(given or ()),
        model=model,
        base_url=base_url,
        environment=environment,
        journal=journal,
        resume=resume,
        now=now,
        seed=seed,
        json=json,
        trace=trace,
        color=color,
        adversary=adversary,
    )
    raise typer.Exit(carry(choices))


calls = typer.Typer(help="Recorded calls: which there are, and what was decided on one.", no_args_is_help=True)
app.add_typer(calls, name="calls")

_JOURNAL = typer.Option("--journal", help="Where calls are recorded.")


@calls.command("list")
def calls_list(
    journal: Annotated[Path, _JOURNAL] = Path(".flowkit/calls.db"),
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the calls of a journal, the latest last."""
    from flowkit.cli.calls import calls_list as run

    raise typer.Exit(run(journal, json))


@calls.command("show")
def calls_show(
    call: Annotated[str, typer.Argument(metavar="CALL", help="The id of the call, such as call_1.")],
    journal: Annotated[Path, _JOURNAL] = Path(".flowkit/calls.db"),
    trace: Annotated[bool, typer.Option("--trace", help="Every event and every effect, instead of the story.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    color: Annotated[str, typer.Option("--color", help="auto, always or never.")] = "auto",
) -> None:
    """Tell a recorded call: what was said, what was decided where, and why."""
    from flowkit.cli.calls import calls_show as run

    raise typer.Exit(run(call, journal, trace=trace, as_json=json, color=color))


@app.command()
def simulate(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8765,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    seed: Annotated[int, typer.Option("--seed", help="Makes ids and answers repeatable.")] = 0,
    adversary: Annotated[
        str, typer.Option("--adversary", metavar="HOW", help=f"{_ADVERSARY} With list: shows all misbehaviours.")
    ] = "",
) -> None:
    """Run the local server for Realtime and chat, with its small rule-based model."""
    from flowkit.cli.simulate import simulate as serve

    raise typer.Exit(serve(host, port, seed, adversary))


def main() -> None:
    """The entry point of `flowkit`."""
    guarded(lambda: app(standalone_mode=True))
