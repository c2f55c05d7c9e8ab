"""`flowkit validate --fix` and `--diff`: what can be mended is written into the files, or shown as a change of them."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from flowkit.cli.failures import FOUND
from flowkit.cli.files import STDIN, Files
from flowkit.cli.told import tell
from flowkit.cli.validate import Options, chosen, tell_all
from flowkit.cli.writing import write_whole
from flowkit.language.diagnostic import Diagnostic
from flowkit.lint.fixing import Fixed, difference, fixed
from flowkit.lint.told import Told


def mend(found: Sequence[Files], options: Options) -> int:
    """Mends the files of projects, and tells what is left; with `--diff` shows the changes and writes nothing.

    Returns:
        As `validate`; with `--diff` 1 if there are changes. What came by stdin goes to stdout, mended.
    """
    results = [_fixed(files, options) for files in found]
    if options.diff:
        return _show([(files, one) for files, (one, _) in zip(found, results, strict=True)])
    by_stdin = STDIN in options.paths
    for files, (one, _) in zip(found, results, strict=True):
        for path, data in one.files.items():
            if not by_stdin or path not in files.named:
                write_whole(Path(path), data)
    if by_stdin:
        files, (one, _) = found[0], results[0]
        name = files.named[0] if files.named else options.stdin_filename
        sys.stdout.buffer.write(one.files.get(name, files.contents.get(name, b"")))
        sys.stdout.flush()
    count = sum(len(one.applied) for one, _ in results)
    if count:
        changed = sum(len(one.files) for one, _ in results)
        print(f"mended {_several(count, 'finding')} in {_several(changed, 'file')}", file=sys.stderr)
    left = [told for _, told in results]
    return _quietly(left, options) if by_stdin else tell_all(left, options)


def _fixed(files: Files, options: Options) -> tuple[Fixed, Told]:
    """The changes of a project's files, and what is told of it after them."""
    latest: list[Told] = []

    def look(contents: Mapping[str, bytes]) -> Sequence[Diagnostic]:
        latest.append(tell(replace(files, contents=dict(contents)), chosen(options)))
        return latest[-1].diagnostics

    one = fixed(files.contents, look, options.unsafe_fixes)
    if one.files and not options.diff:
        look({**files.contents, **one.files})
    return one, latest[-1]


def _show(found: Sequence[tuple[Files, Fixed]]) -> int:
    texts = [
        difference(path, files.contents[path], data) for files, one in found for path, data in sorted(one.files.items())
    ]
    sys.stdout.write("".join(texts))
    count = sum(len(one.applied) for _, one in found)
    told = f"would mend {_several(count, 'finding')} in {_several(len(texts), 'file')}" if count else "nothing to mend"
    print(told, file=sys.stderr)
    return FOUND if texts else 0


def _quietly(left: Sequence[Told], options: Options) -> int:
    """Tells what is left on stderr, where the mended text has gone to stdout."""
    from contextlib import redirect_stdout

    with redirect_stdout(sys.stderr):
        return tell_all(left, options)


def _several(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
