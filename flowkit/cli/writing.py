"""Writing files so that nobody ever sees half of one."""

import os
from contextlib import suppress
from pathlib import Path

from flowkit.cli.failures import UsageProblem


def write_whole(path: Path, data: bytes) -> None:
    """Puts a file in place of the one that stands there, at once; it keeps the rights of that one, and its links.

    Raises:
        UsageProblem: it cannot be written.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        mode = target.stat().st_mode & 0o7777 if target.exists() else None
        with open(beside, "xb") as file:
            file.write(data)
        if mode is not None:
            beside.chmod(mode)
        beside.replace(target)
    except OSError as problem:
        with suppress(OSError):
            beside.unlink()
        reason = problem.strerror or type(problem).__name__
        raise UsageProblem(f"cannot write '{path}': {reason}", "check the folder and its rights") from None
