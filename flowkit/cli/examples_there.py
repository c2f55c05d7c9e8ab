"""Examples of rule pages with files beside them that are none of the language: checked in a folder of their own."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from flowkit.cli.files import Files
from flowkit.cli.found import find
from flowkit.lint.pages.form import Example
from flowkit.lint.pages.stage import findings, staged
from flowkit.lint.told import Told, settled, wanted


def findings_there(example: Example, shop: Mapping[str, str]) -> Told:
    """What `flowkit validate` tells of an example, with what it finds on the disk."""
    if not example.beside:
        return findings(example, shop)
    with TemporaryDirectory() as folder:
        contents = staged(example, shop)
        for name, content in {**contents, **{file.name: file.content for file in example.beside}}.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        found = find(Files(Path(folder), contents), use_kept=False)
        return settled(found, wanted(found))
