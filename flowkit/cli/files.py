"""Finding a project and reading its files.

A path on the command line is a file, a folder, or a flow's name. The project is the nearest `flowkit.yaml` in the
file's folder or above; its files are all `.yaml` files below its folder, except those of folders whose name begins with
a dot. Files are named as a reader of the messages would name them: relative to where the command was given.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from flowkit.cli.failures import UsageProblem
from flowkit.language.frozen import frozen

PROJECT_FILE = "flowkit.yaml"
ENDINGS = (".yaml", ".yml")


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


def find(given: str) -> Files:
    """The project that a command-line argument means.

    Raises:
        UsageProblem: nothing is there, or it cannot be read.
    """
    path = Path(given)
    if path.is_dir():
        return _of_folder(path)
    if path.is_file():
        return _of_file(path)
    if path.suffix or "/" in given:
        raise UsageProblem(f"there is no file or folder '{given}'", _where_flows_are())
    return _of_name(given)


def _where_flows_are() -> str:
    folder = Path("flows")
    if not folder.is_dir():
        return "give the path of a flow, such as flows/triage.yaml"
    names = sorted(path.stem for path in folder.glob("*.yaml") if path.name != PROJECT_FILE)
    return f"flows here: {', '.join(names)}" if names else "the folder 'flows' holds no flow yet"


def _of_name(name: str) -> Files:
    for folder in (Path("flows"), Path()):
        if (folder / PROJECT_FILE).is_file():
            candidate = folder / f"{name}.yaml"
            if candidate.is_file():
                return _of_file(candidate)
    raise UsageProblem(f"there is no flow '{name}'", _where_flows_are())


def _of_folder(folder: Path) -> Files:
    roots = [folder] if (folder / PROJECT_FILE).is_file() else sorted({p.parent for p in folder.rglob(PROJECT_FILE)})
    if not roots and _above(folder) is not None:
        root = _above(folder)
        assert root is not None
        contents = read_all(root)
        below = folder.resolve()
        named = tuple(name for name in contents if Path(name).resolve().is_relative_to(below))
        return Files(root, contents, named)
    if not roots:
        contents = read_all(folder)
        if not contents:
            raise UsageProblem(f"no flow was found in '{folder}'", "flows are files that end in .yaml")
        return Files(folder, contents, has_project=False)
    return Files(roots[0], read_all(roots[0]))


def projects_below(given: str) -> list[Files]:
    """Every project that a folder holds; one for a file."""
    path = Path(given)
    if path.is_dir() and not (path / PROJECT_FILE).is_file():
        roots = sorted({found.parent for found in path.rglob(PROJECT_FILE) if not _hidden(found, path)})
        if roots:
            return [Files(root, read_all(root)) for root in roots]
    return [find(given)]


def _above(folder: Path) -> Path | None:
    here = folder.resolve()
    for each in (here, *here.parents):
        if (each / PROJECT_FILE).is_file():
            return each
    return None


def _of_file(path: Path) -> Files:
    root = _above(path.parent)
    if root is None:
        return Files(path.parent, {shown(path): read(path)}, (shown(path),), path.stem, has_project=False)
    contents = read_all(root)
    name = next((shown_name for shown_name in contents if Path(shown_name).resolve() == path.resolve()), shown(path))
    contents.setdefault(name, read(path))
    flow = path.stem if path.name != PROJECT_FILE else ""
    return Files(root, contents, () if path.name == PROJECT_FILE else (name,), flow)


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _flow_files(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        if path.suffix in ENDINGS and path.is_file() and not _hidden(path, root):
            yield path


def read_all(root: Path) -> dict[str, bytes]:
    """The files of a project's folder, by the path that messages show; folders of other projects are left out."""
    others = [found.parent for found in root.rglob(PROJECT_FILE) if found.parent != root]
    return {
        shown(path): read(path) for path in _flow_files(root) if not any(path.is_relative_to(other) for other in others)
    }


def read(path: Path) -> bytes:
    """The bytes of one file."""
    try:
        return path.read_bytes()
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise UsageProblem(f"cannot read '{shown(path)}': {reason}", "check the file's rights") from None
