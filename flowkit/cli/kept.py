"""What was found in a large project before: what did not change since is not looked at again.

Theory of operation. For each project there is one file in the user's own cache folder: the digest of every file of the
project, what was found in each flow with the flow's outline, and what was found beside the flows. If nothing changed,
all of it holds. If only flows changed, and none of them looks different from outside, those are read and checked, and
what was found in the others holds; what lies between flows is looked at again where the outline of a changed flow is
another one. In any other case everything is checked. Nothing is kept of a project that cannot be run: what one flow's
mistakes explain of another's can only be told where both are known.

What is kept is read back only if it was written by this user and by this very flowkit: it holds Python values.
"""

import hashlib
import os
import pickle
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR
from typing import Final

from flowkit import __version__
from flowkit.language.diagnostic import Diagnostic
from flowkit.language.frozen import frozen
from flowkit.language.shapes import Value
from flowkit.lint.outline import Outline
from flowkit.lint.shares import CheckedFlow, packed

FOLDER: Final = "FLOWKIT_CACHE_DIR"
_STALE_AFTER: Final = 30 * 24 * 3600  # seconds


@frozen
class KeptFlow:
    """A flow as it was: its name, what it looks like from outside, what was found in it, and its outline."""

    name: str
    interface: str
    found: tuple[Diagnostic, ...]
    packed: bytes

    @property
    def outline(self) -> Outline:
        """Its outline."""
        unpacked: Outline = pickle.loads(self.packed)
        return unpacked


def kept_flow(name: str, interface: str, checked: CheckedFlow) -> KeptFlow:
    """What is kept of a flow that was checked."""
    return KeptFlow(name, interface, checked.found, pickle.dumps(packed(checked.outline), pickle.HIGHEST_PROTOCOL))


@frozen
class Kept:
    """What is kept of one project.

    `digests` and `flows` are by path. `beside` is what was found in opening the files, and in tests and translations;
    `between` what the rules of projects found. `tests` are the paths of tests; `translated`: there are translations.
    `outside` are the places on the disk that were looked at, with what `changed_at` says of them.
    """

    digests: Mapping[str, str]
    flows: Mapping[str, KeptFlow]
    beside: tuple[Diagnostic, ...]
    between: tuple[Diagnostic, ...]
    lint: Mapping[str, Value]
    path: str
    tests: frozenset[str]
    translated: bool
    outside: Mapping[str, int]


def digests_of(contents: Mapping[str, bytes]) -> dict[str, str]:
    """A short text for each file that is another one when its content is."""
    return {path: hashlib.blake2b(data, digest_size=16).hexdigest() for path, data in contents.items()}


def changed_at(places: Iterable[str]) -> dict[str, int]:
    """When each file was changed, in nanoseconds; 0 where nothing is, 1 where a folder is."""
    times = {}
    for place in places:
        try:
            status = os.stat(place)
            times[place] = 1 if S_ISDIR(status.st_mode) else status.st_mtime_ns
        except OSError:
            times[place] = 0
    return times


def read_kept(folder: Path, paths: Mapping[str, object]) -> Kept | None:
    """What is kept of the project in a folder whose files are named so; None if there is nothing of use."""
    place = _place(folder, paths)
    try:
        status = place.stat()
        if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
            return None
        with place.open("rb") as file:
            code, kept = pickle.load(file)
    except Exception:  # whatever is wrong with it, the project can be checked without it
        return None
    if code != _this_flowkit() or not isinstance(kept, Kept) or kept.outside != changed_at(kept.outside):
        return None
    return kept


def keep(folder: Path, kept: Kept) -> None:
    """Keeps it, if that is possible; a check is as good without it."""
    place = _place(folder, kept.digests)
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = place.with_name(f"{place.name}.{os.getpid()}")
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            pickle.dump((_this_flowkit(), kept), file, pickle.HIGHEST_PROTOCOL)
        new.replace(place)
        _forget_old(place.parent)


def _place(folder: Path, paths: Mapping[str, object]) -> Path:
    named = "\n".join((str(folder.resolve()), next(iter(paths), "")))  # messages name files by the folder one is in
    return _folder() / f"{hashlib.blake2b(named.encode(), digest_size=12).hexdigest()}.kept"


def _folder() -> Path:
    given = os.environ.get(FOLDER)
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "flowkit"


def _forget_old(folder: Path) -> None:
    oldest = time.time() - _STALE_AFTER
    for place in folder.glob("*.kept*"):
        if place.stat().st_mtime < oldest:
            place.unlink()


def _this_flowkit() -> str:
    """The version; in a checkout, where code changes under the same version, with the times of its files."""
    package = Path(__file__).parents[1]
    if not (package.parent / "pyproject.toml").exists():
        return __version__
    times = hashlib.blake2b(digest_size=8)
    waiting = [str(package)]
    while waiting:
        for entry in os.scandir(waiting.pop()):
            if entry.name.endswith(".py"):
                times.update(f"{entry.path}{entry.stat().st_mtime_ns}".encode())
            elif entry.is_dir() and entry.name != "__pycache__":
                waiting.append(entry.path)
    return f"{__version__}+{times.hexdigest()}"
