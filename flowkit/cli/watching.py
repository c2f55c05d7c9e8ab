"""`flowkit validate --watch`: checks again whenever a file of the projects changes.

The files are looked at again and again: their times, sizes and names. That works on every system and disk, and takes
less than a hundredth of a second for hundreds of flows.
"""

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from flowkit.cli.failures import UsageProblem
from flowkit.cli.files import Files, stamps

_PAUSE: Final = 0.3
_CLEAR: Final = "\x1b[H\x1b[2J\x1b[3J"


def watch(read: Callable[[], Sequence[Files]], report: Callable[[Sequence[Files]], int]) -> int:
    """Reports until Ctrl-C, which is how it ends well.

    Args:
        read: the projects as they are now.
        report: tells what is found in them.
    """
    found = read()  # what cannot be found at all ends the command before it begins
    try:
        while True:
            folders = [files.folder for files in found]
            seen = stamps(folders)
            _clear()
            report(found)
            print("watching; Ctrl-C ends it", file=sys.stderr, flush=True)
            found = _changed(folders, seen, read)
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 0


def _changed(folders: Sequence[Path], seen: object, read: Callable[[], Sequence[Files]]) -> Sequence[Files]:
    """Waits for a change; the projects after it."""
    while True:
        time.sleep(_PAUSE)
        now = stamps(folders)
        if now == seen:
            continue
        seen = now
        try:
            return read()
        except UsageProblem as problem:  # a file that an editor is just writing, or that is gone
            _tell((problem.message, problem.hint))


def _tell(lines: Iterable[str]) -> None:
    print("\n  ".join(filter(None, lines)), file=sys.stderr, flush=True)


def _clear() -> None:
    if sys.stdout.isatty():
        sys.stdout.write(_CLEAR)
        sys.stdout.flush()
