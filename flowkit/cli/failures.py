"""What a user can cause, told in one sentence with what to do, and the exit codes.

Exit codes: 0 well, 1 findings or a call that could not be carried on, 2 usage, 3 a bug of flowkit's own.
"""

import os
import sys
import traceback
from collections.abc import Callable
from typing import NoReturn

FOUND = 1
USAGE = 2
BUG = 3
INTERRUPTED = 130


class UsageProblem(Exception):
    """The command cannot do what was asked: `message` says why, `hint` what to do."""

    def __init__(self, message: str, hint: str = "", code: int = USAGE) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code


class Bug(Exception):
    """flowkit could not cope with something that was given to it: `place` is the file, or the folder of several."""

    def __init__(self, place: str, cause: Exception) -> None:
        super().__init__(f"{type(cause).__name__}: {cause}")
        self.place = place
        self.cause = cause


def fail(problem: UsageProblem) -> NoReturn:
    """Says the sentence on stderr and ends with its exit code."""
    print(f"flowkit: {problem.message}", file=sys.stderr)
    if problem.hint:
        print(f"  {problem.hint}", file=sys.stderr)
    sys.exit(problem.code)


def guarded(command: Callable[[], None]) -> NoReturn:
    """Runs the command line; nothing a user can cause shows a traceback."""
    try:
        try:
            command()
        finally:
            sys.stdout.flush()  # here, where a reader that has gone is expected, and not when Python ends
    except UsageProblem as problem:
        fail(problem)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has gone; closing it ourselves keeps Python from complaining at its own exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as unexpected:
        _explain(unexpected)
    sys.exit(0)


def _explain(unexpected: Exception) -> NoReturn:
    """What no command foresaw: a broken installation, or a bug of flowkit's own."""
    from flowkit.language.text import LibyamlMissing

    if isinstance(unexpected, LibyamlMissing):
        fail(UsageProblem(str(unexpected)))
    where = ""
    if isinstance(unexpected, Bug):
        where, unexpected = f" (in '{unexpected.place}')", unexpected.cause
    print(f"flowkit: this is a bug of flowkit's own{where}: {type(unexpected).__name__}: {unexpected}", file=sys.stderr)
    if os.environ.get("FLOWKIT_DEBUG"):
        traceback.print_exception(unexpected)
    else:
        print("  please report it; FLOWKIT_DEBUG=1 shows where it happened", file=sys.stderr)
    sys.exit(BUG)
