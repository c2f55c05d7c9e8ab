"""A page as a value: read from its Markdown."""

import re
from collections.abc import Iterator
from typing import Final

from flowkit.language.frozen import frozen

MARK: Final = re.compile(r"[ \t]*#[ \t]*<-- here[ \t]*$", re.MULTILINE)
"""Behind a line of a wrong example where a finding begins."""
FIXES: Final = ("none", "safe", "unsafe")
_BLOCK: Final = re.compile(r"^```(yaml|python|json|text)([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_HEADING: Final = re.compile(r"^## (.+)$", re.MULTILINE)
_MENDING: Final = "What to do"
_FIRST_KEY: Final = re.compile(r"^(\w+)[ \t]*:[ \t]*(\S*)", re.MULTILINE)
_PLACES: Final = {"flow": "{}.yaml", "catalog": "tools/{}.yaml", "suite": "tests/{}.yaml", "words": "words/{}.yaml"}


class NotAPage(ValueError):
    """A text is no page; the message says what is wrong with it."""


@frozen
class File:
    """A file of an example.

    `text` is without marks, and `marks` are the lines (from 1) that had one. `repeat`: how often its last line stands.
    """

    name: str
    text: str
    marks: tuple[int, ...] = ()
    encoding: str = "utf-8"
    repeat: int = 1

    @property
    def content(self) -> bytes:
        """What is in the file."""
        if self.repeat == 1:
            return self.text.encode(self.encoding)
        *first, last = self.text.splitlines(keepends=True)
        numbers = range(1, self.repeat + 1)
        lines = (last.replace("{n}", str(number)).replace("{next}", str(number + 1)) for number in numbers)
        return "".join([*first, *lines]).encode(self.encoding)


@frozen
class Example:
    """The files of an example, and its heading.

    `alone`: nothing of the shop is put around them. `beside`: files on the disk that are none of the language, such as
    the modules that backends name; only a command looks at them.
    """

    heading: str
    files: tuple[File, ...]
    alone: bool = False
    beside: tuple[File, ...] = ()


@frozen
class Page:
    """What there is to say about a rule: see the package. `why` and `mend` are Markdown."""

    code: str
    title: str
    since: str
    fix: str
    why: str
    wrong: tuple[Example, ...]
    right: tuple[Example, ...]
    mend: str


def parse(code: str, text: str) -> Page:
    """The page of a code from its text.

    Raises:
        NotAPage: something is missing in it.
    """
    intro, *sections = _HEADING.split(text)
    title, since, fix, why = _head(code, intro)
    wrong, right, mend = [], [], ""
    for heading, body in zip(sections[::2], sections[1::2], strict=True):
        match heading.split()[0].rstrip(":"):
            case "Wrong":
                wrong.append(_example(code, heading, body))
            case "Right":
                right.append(_example(code, heading, body))
            case _ if heading == _MENDING:
                mend = body.strip()
            case _:
                raise NotAPage(f"{code}: a heading is 'Wrong…', 'Right…' or '{_MENDING}', not '{heading}'")
    for name, part in (("why", why), ("wrong", wrong), ("right", right), ("mend", mend)):
        if not part:
            raise NotAPage(f"{code}: there is no part '{name}'")
    return Page(code, title, since, fix, why, tuple(wrong), tuple(right), mend)


def _head(code: str, intro: str) -> tuple[str, str, str, str]:
    """Title, version, fix, and why it matters."""
    found = re.match(r"# (.+)\nsince: (\S+)\nfix: (\S+)\n", intro)
    if found is None or found[3] not in FIXES:
        raise NotAPage(f"{code}: it begins with '# title', 'since: 0.1' and 'fix: {' or '.join(FIXES)}'")
    return found[1], found[2], found[3], intro[found.end() :].strip()


def _example(code: str, heading: str, body: str) -> Example:
    blocks = [*_BLOCK.finditer(body)]
    if not blocks:
        raise NotAPage(f"{code}: there is no block of YAML under '{heading}'")
    files = [(block[1] == "yaml", _file(code, block[2].split(), block[3])) for block in blocks]
    own, beside = ([file for yaml, file in files if yaml is wanted] for wanted in (True, False))
    return Example(heading, tuple(own), "alone" in blocks[0][2].split(), tuple(beside))


def _file(code: str, words: list[str], text: str) -> File:
    words = [word for word in words if word != "alone"]
    encoding = next((word for word in words if word == "latin-1"), "utf-8")
    times = next((int(word[1:]) for word in words if re.fullmatch(r"x\d+", word)), 1)
    name = next((word for word in words if "." in word), "")
    marks = tuple(number for number, line in enumerate(text.split("\n"), 1) if MARK.search(line))
    return File(name or _named(code, text), MARK.sub("", text), marks, encoding, times)


def _named(code: str, text: str) -> str:
    """The name of a file by its first key."""
    first = _FIRST_KEY.search(text)
    if first is not None and first[1] == "flowkit":
        return "flowkit.yaml"
    if first is None or first[1] not in _PLACES:
        raise NotAPage(f"{code}: a file of an example needs a name: ```yaml name.yaml")
    return _PLACES[first[1]].format(first[2])


def top_keys(text: str) -> Iterator[str]:
    """The keys at the top of a file."""
    return (found[1] for found in re.finditer(r"^(\w+)[ \t]*:", text, re.MULTILINE))
