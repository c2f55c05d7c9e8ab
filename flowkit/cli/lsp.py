"""`flowkit lsp`: the language server, over the same files and findings as `flowkit validate`."""

from collections.abc import Mapping
from pathlib import Path

from flowkit import __version__
from flowkit.cli.failures import UsageProblem
from flowkit.cli.files import Files, project_above, read_all, shown, stamps
from flowkit.cli.told import tell
from flowkit.language.diagnostic import Diagnostic


class Workshop:
    """The files on the disk, as every command finds and judges them."""

    def root(self, path: Path) -> Path | None:
        """The folder of the project that a file belongs to."""
        root = project_above(path.parent)
        hidden = root is not None and any(part.startswith(".") for part in path.resolve().relative_to(root).parts)
        return None if hidden else root

    def read(self, root: Path) -> dict[str, bytes]:
        """The files of a project."""
        return read_all(root)

    def name(self, path: Path) -> str:
        """The name that messages have for a file."""
        return shown(path.resolve())

    def stamps(self, root: Path) -> object:
        """What differs whenever a file of the project has changed."""
        return stamps([root])

    def tell(self, folder: Path, files: Mapping[str, bytes], has_project: bool) -> tuple[Diagnostic, ...]:
        """The findings that `flowkit validate` tells about files."""
        return tell(Files(folder, dict(files), has_project=has_project)).diagnostics


def lsp() -> int:
    """Serves an editor until it goes.

    Raises:
        UsageProblem: what speaks the protocol is not installed.
    """
    try:
        from flowkit.editor.features import serve
    except ModuleNotFoundError as problem:
        if (problem.name or "").partition(".")[0] not in ("pygls", "lsprotocol", "cattrs", "attrs"):
            raise
        raise UsageProblem("the language server needs pygls", "install it: pip install 'flowkit[lsp]'") from None
    serve(Workshop(), __version__)
    return 0
