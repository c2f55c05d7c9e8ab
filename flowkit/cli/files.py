"""Finding a project and reading its files.

A path on the command line is a file, a folder, or a flow's name. The project is the nearest `flowkit.yaml` in the
file's folder or above; its files are all `.yaml` files below its folder, except those of folders whose name begins with
a dot. Files are named as a reader of the messages would name them: relative to where the command was given.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from flowkit.cli.failures import UsageProblem
from flowkit.language.frozen import frozen

PROJECT_FILE = "flowkit.yaml"
ENDINGS = (".yaml", ".yml")
STDIN = "-"
_PATTERN = re.compile(r"[*?\[]")


@frozen
class Files:
    """The files of one project. `named` are those that the command line named; empty: the whole project.

    `flow` is the flow that was meant, where a flow's file or name was given.
    """

    folder: Path
    contents: dict[str, bytes]
    named: tuple[str, ...] = ()
    flow: str = ""
    has_project: bool = True


def shown(path: Path) -> str:
    """A path as messages show it: relative to the working folder where it lies below it."""
    try:
        return os.path.relpath(path) if path.resolve().is_relative_to(Path.cwd()) else str(path)
    except OSError:
        return str(path)


class _Disk:
    """Folders of projects, each read once for one command."""

    def __init__(self) -> None:
        self._read: dict[Path, dict[str, bytes]] = {}

    def all_of(self, root: Path) -> dict[str, bytes]:
        """The files of a project's folder, as `read_all` gives them."""
        whole = root.resolve()
        if whole not in self._read:
            self._read[whole] = read_all(root)
        return dict(self._read[whole])


def find(given: str, disk: _Disk | None = None) -> Files:
    """The project that a command-line argument means.

    Raises:
        UsageProblem: nothing is there, or it cannot be read.
    """
    path, disk = Path(given), disk or _Disk()
    if path.is_dir():
        return _of_folder(path, disk)
    if path.is_file():
        return _of_file(path, disk)
    if path.suffix or "/" in given:
        raise UsageProblem(f"there is no file or folder '{given}'", _where_flows_are())
    return _of_name(given, disk)


def here() -> str:
    """The folder of the project that a command without a path means: `flows`, or the working folder.

    Raises:
        UsageProblem: there is no project in either, nor above.
    """
    for place in ("flows", "."):
        if (Path(place) / PROJECT_FILE).is_file():
            return place
    if project_above(Path()) is not None:
        return "."
    raise UsageProblem("there is no project here", "give a project's folder, a file, or the name of a flow")


def named_by(paths: Iterable[str], text: bytes | None = None, stands_for: str = "") -> list[Files]:
    """The projects that the paths mean, each once, with all of its files that they name.

    Args:
        paths: files, folders, names of flows, and patterns such as `flows/*.yaml`; `-` is `text`.
        stands_for: the file that `text` stands in for, within its project; empty: it stands alone.

    Raises:
        UsageProblem: one of them means nothing, or what it means cannot be read.
    """
    disk, found = _Disk(), dict[tuple[Path, str], Files]()
    for path in paths:
        for files in _projects(path, disk, text or b"", stands_for):
            key = (files.folder.resolve(), "" if files.has_project else " ".join(files.named))
            found[key] = _joined(found[key], files) if key in found else files
    return list(found.values())


def _joined(one: Files, other: Files) -> Files:
    """Both of one project; all of it where one of them is all of it."""
    named = tuple(dict.fromkeys((*one.named, *other.named))) if one.named and other.named else ()
    return Files(one.folder, {**one.contents, **other.contents}, named, one.flow, one.has_project)


def _projects(given: str, disk: _Disk, text: bytes, stands_for: str) -> Iterator[Files]:
    if given == STDIN:
        yield _of_text(text, stands_for, disk)
    elif _PATTERN.search(given) and not Path(given).exists():
        from glob import glob

        matches = sorted(glob(given, recursive=True))
        if not matches:
            raise UsageProblem(f"no files match '{given}'", _where_flows_are())
        for each in matches:
            yield from projects_below(each, disk)
    else:
        yield from projects_below(given, disk)


def _of_text(text: bytes, stands_for: str, disk: _Disk) -> Files:
    """What came by stdin, as if it stood in a file."""
    if not stands_for:
        return Files(Path(), {"stdin": text}, ("stdin",), has_project=False)
    path = Path(stands_for)
    root = project_above(path.parent)
    if root is None:
        return Files(path.parent, {shown(path): text}, (shown(path),), path.stem, has_project=False)
    contents = disk.all_of(root)
    name = _name_in(contents, path)
    whole = path.name == PROJECT_FILE
    return Files(root, {**contents, name: text}, () if whole else (name,), "" if whole else path.stem)


def _where_flows_are() -> str:
    folder = Path("flows")
    if not folder.is_dir():
        return "give the path of a flow, such as flows/triage.yaml"
    names = sorted(path.stem for path in folder.glob("*.yaml") if path.name != PROJECT_FILE)
    return f"flows here: {', '.join(names)}" if names else "the folder 'flows' holds no flow yet"


def _of_name(name: str, disk: _Disk) -> Files:
    for folder in (Path("flows"), Path()):
        if (folder / PROJECT_FILE).is_file():
            candidate = folder / f"{name}.yaml"
            if candidate.is_file():
                return _of_file(candidate, disk)
    raise UsageProblem(f"there is no flow '{name}'", _where_flows_are())


def _of_folder(folder: Path, disk: _Disk) -> Files:
    roots = [folder] if (folder / PROJECT_FILE).is_file() else sorted({p.parent for p in folder.rglob(PROJECT_FILE)})
    if not roots and project_above(folder) is not None:
        root = project_above(folder)
        assert root is not None
        contents = disk.all_of(root)
        below = folder.resolve()
        named = tuple(name for name in contents if Path(name).resolve().is_relative_to(below))
        if not named:
            raise _nothing_in(folder)
        return Files(root, contents, named)
    if not roots:
        contents = disk.all_of(folder)
        if not contents:
            raise _nothing_in(folder)
        return Files(folder, contents, has_project=False)
    return Files(roots[0], disk.all_of(roots[0]))


def _nothing_in(folder: Path) -> UsageProblem:
    return UsageProblem(f"no flow was found in '{folder}'", "flows are files that end in .yaml")


def projects_below(given: str, disk: _Disk | None = None) -> list[Files]:
    """Every project that a folder holds; one for a file."""
    path, disk = Path(given), disk or _Disk()
    if path.is_dir() and not (path / PROJECT_FILE).is_file():
        roots = sorted({found.parent for found in path.rglob(PROJECT_FILE) if not _hidden(found, path)})
        if roots:
            return [Files(root, disk.all_of(root)) for root in roots]
    return [find(given, disk)]


def project_above(folder: Path) -> Path | None:
    """The nearest folder of a project, at a folder or above it."""
    here = folder.resolve()
    for each in (here, *here.parents):
        if (each / PROJECT_FILE).is_file():
            return each
    return None


def _of_file(path: Path, disk: _Disk) -> Files:
    root = project_above(path.parent)
    if root is None:
        return Files(path.parent, {shown(path): read(path)}, (shown(path),), path.stem, has_project=False)
    contents = disk.all_of(root)
    name = _name_in(contents, path)
    contents.setdefault(name, read(path))
    flow = path.stem if path.name != PROJECT_FILE else ""
    return Files(root, contents, () if path.name == PROJECT_FILE else (name,), flow)


def _name_in(contents: dict[str, bytes], path: Path) -> str:
    """What a file is called among the files of its project."""
    name = shown(path)
    if name in contents:
        return name
    return next((each for each in contents if Path(each).resolve() == path.resolve()), name)


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _flow_files(root: Path) -> Iterator[Path]:
    """The files below a folder, but for those of hidden folders, and of other projects."""
    found = []
    for folder, folders, names in os.walk(root):
        below = folder != str(root)
        if below and PROJECT_FILE in names:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(folder, name) for name in names if name.endswith(ENDINGS) and not name.startswith(".")]
    yield from (path for path in sorted(found) if path.is_file())


def read_all(root: Path) -> dict[str, bytes]:
    """The files of a project's folder, by the path that messages show; folders of other projects are left out."""
    return {shown(path): read(path) for path in _flow_files(root)}


def read(path: Path) -> bytes:
    """The bytes of one file."""
    try:
        return path.read_bytes()
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise UsageProblem(f"cannot read '{shown(path)}': {reason}", "check the file's rights") from None


def stamps(roots: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """When each file of these folders was changed, and its size: what differs where something changed."""
    found = {}
    for root in roots:
        for path in (*_flow_files(root), *(each / "pyproject.toml" for each in (root, *root.resolve().parents))):
            try:
                state = path.stat()
            except OSError:  # gone meanwhile, or never there
                continue
            found[path] = (state.st_mtime_ns, state.st_size)
    return found
