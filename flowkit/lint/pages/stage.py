"""The project that an example stands in: its own files, in the shop."""

from collections.abc import Mapping
from typing import Final

from flowkit.lint.pages.form import Example, File, top_keys
from flowkit.lint.told import Told, told

OFFERED: Final = "example"
"""The flow of the shop that an example's first flow takes the place of."""
_FRONT_DOOR: Final = "front_door.yaml"
_PROJECT: Final = "flowkit.yaml"
_FLOW_BEGINS: Final = "flow:"
_ADDED: Final = {
    "title": "title: An example\n",
    "about": "about: The caller wants what this example is about.\n",
    "requires": "requires: known\n",
}


def staged(example: Example, shop: Mapping[str, str]) -> dict[str, bytes]:
    """The files of the whole project by path, those of the example first.

    Args:
        shop: the text of the shop's files by path.
    """
    own = {file.name: _whole(file, example, shop) for file in example.files}
    if example.alone:
        return own
    flows = [file for file in example.files if file.text.startswith(_FLOW_BEGINS)]
    offered = flows[0].text.split(maxsplit=2)[1] if flows else OFFERED
    rest = {name: text for name, text in shop.items() if name not in own}
    if flows:
        rest.pop(f"{OFFERED}.yaml", None)
    if _FRONT_DOOR in rest and f"{offered}.yaml" not in shop:
        rest[_FRONT_DOOR] = rest[_FRONT_DOOR].replace(f"[{OFFERED},", f"[{offered},")
    elif _FRONT_DOOR in rest and offered != OFFERED:
        rest[_FRONT_DOOR] = rest[_FRONT_DOOR].replace(f"[{OFFERED}, ", "[")
    return own | {name: text.encode() for name, text in rest.items()}


def _whole(file: File, example: Example, shop: Mapping[str, str]) -> bytes:
    """A file with what it leaves out at the top, below it."""
    there = {*top_keys(file.text)}
    if example.alone:
        return file.content
    if file.name == _PROJECT:
        blocks = _blocks(shop[_PROJECT])
        added = "".join(text for key, text in blocks.items() if key not in there)
    elif file.text.startswith(_FLOW_BEGINS):
        added = "".join(text for key, text in _ADDED.items() if key not in there)
    else:
        return file.content
    return file.content + added.encode()


def _blocks(text: str) -> dict[str, str]:
    """The parts of a file by their key at the top."""
    blocks: dict[str, str] = {}
    key = ""
    for line in text.splitlines(keepends=True):
        key = next(top_keys(line), key)
        blocks[key] = blocks.get(key, "") + line
    return blocks


def findings(example: Example, shop: Mapping[str, str]) -> Told:
    """What `flowkit validate` tells of an example."""
    return told(staged(example, shop))
