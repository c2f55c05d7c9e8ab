"""Fixes: the texts of files with what their findings bring to mend them.

Theory of operation. A fix is a few edits of stretches of text, all of them or none. Of one round those fixes are taken,
in the order of the report, that touch nothing that another one has touched; then the files are looked at again, as one
mistake may have hidden or caused another, until there is nothing left to mend: what YAML itself takes otherwise comes
first, then keys, then everything else. What stands outside of the edits is kept to the
character: comments, line ends, a byte order mark, a missing last line end. What a round must not do is to make a file
unreadable that could be read: then its edits of that file are taken back.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from flowkit.language.codes import UNKNOWN_KEY
from flowkit.language.diagnostic import Diagnostic, Edit, Fix, Severity
from flowkit.language.frozen import frozen
from flowkit.language.tree import Document
from flowkit.lint.report.order import ordered

ROUNDS: Final = 10
"""After so many rounds it is left as it is; a chain of mistakes that hide each other is never that long."""
_BYTE_ORDER_MARK: Final = "\ufeff"


@frozen
class Applied:
    """A fix that was made, and the finding that brought it."""

    found: Diagnostic
    fix: Fix


@frozen
class Fixed:
    """The files that changed, by path, and the fixes that were made, in the order they were."""

    files: Mapping[str, bytes]
    applied: tuple[Applied, ...]


def fixed(
    files: Mapping[str, bytes], look: Callable[[Mapping[str, bytes]], Iterable[Diagnostic]], unsafe: bool = False
) -> Fixed:
    """The files with all that can be mended.

    Args:
        files: path → content. Files that are not UTF-8 stay as they are.
        look: gives the findings of such files.
        unsafe: whether fixes are made that may not be what was meant, too.
    """
    now, applied, refused = dict(files), list[Applied](), set[Applied]()
    found, before = [*look(now)], [now]
    for _ in range(ROUNDS):
        step, done = _round(now, found, unsafe, refused)
        if not done or step in before:
            break
        after = [*look(step)]
        spoilt = _unreadable(after) - _unreadable(found)
        if spoilt:
            refused.update(each for each in done if any(edit.span.path in spoilt for edit in each.fix.edits))
            continue
        now, found = step, after
        before.append(now)
        applied += done
    return Fixed({path: data for path, data in now.items() if data != files[path]}, tuple(applied))


def _unreadable(found: Iterable[Diagnostic]) -> set[str]:
    return {each.span.path for each in found if each.severity is Severity.ERROR and each.kind.code.startswith("FK0")}


def _round(
    files: Mapping[str, bytes], found: Iterable[Diagnostic], unsafe: bool, refused: set[Applied]
) -> tuple[dict[str, bytes], list[Applied]]:
    """The files after one round, and the fixes that were made in it."""
    choices = [[Applied(each, fix) for fix in each.fixes if fix.safe or unsafe] for each in ordered(found)]
    for stage in (_of_yaml, _of_keys, _of_all):
        texts, done = _Texts(files), list[Applied]()
        for choice in choices:
            fixes = (one for one in choice if stage(one.found) and one not in refused)
            made = next((one for one in fixes if texts.take(one.fix.edits)), None)
            done += [made] if made is not None else []
        if done:
            return texts.written(), done
    return dict(files), []


def _of_yaml(found: Diagnostic) -> bool:
    return found.kind.code.startswith("FK0")


def _of_keys(found: Diagnostic) -> bool:
    return found.kind is UNKNOWN_KEY


def _of_all(found: Diagnostic) -> bool:
    return True


class _Texts:
    """Files, and the edits of them that were taken so far."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._documents: dict[str, Document | None] = {}
        self._taken: dict[str, list[tuple[int, int, str]]] = {}

    def take(self, edits: Iterable[Edit]) -> bool:
        """Takes all of these edits, unless one of them touches another that was taken, or no file."""
        placed = [self._placed(edit) for edit in edits]
        wanted = [place for place in placed if place is not None]
        if not wanted or len(wanted) < len(placed):
            return False
        for path, start, end, _ in wanted:
            if any(start <= b and a <= end for a, b, _ in self._taken.get(path, ())):
                return False
        for path, start, end, text in wanted:
            self._taken.setdefault(path, []).append((start, end, text))
        return any(self._changes(*place) for place in wanted)

    def _placed(self, edit: Edit) -> tuple[str, int, int, str] | None:
        document = self._document(edit.span.path)
        if document is None:
            return None
        starts, span = document.starts, edit.span
        if not 1 <= span.line <= span.end_line <= len(starts):
            return None
        start, end = starts[span.line - 1] + span.column - 1, starts[span.end_line - 1] + span.end_column - 1
        return (span.path, start, end, edit.text) if start <= end <= len(document.text) else None

    def _changes(self, path: str, start: int, end: int, text: str) -> bool:
        document = self._documents[path]
        return document is not None and document.text[start:end] != text

    def _document(self, path: str) -> Document | None:
        if path not in self._documents:
            text = _text(self._files.get(path))
            self._documents[path] = None if text is None else Document(path, text.removeprefix(_BYTE_ORDER_MARK))
        return self._documents[path]

    def written(self) -> dict[str, bytes]:
        """The files with the edits that were taken."""
        written = dict(self._files)
        for path, edits in self._taken.items():
            document = self._documents[path]
            assert document is not None
            mark = _BYTE_ORDER_MARK if written[path].startswith(_BYTE_ORDER_MARK.encode()) else ""
            written[path] = (mark + _edited(document.text, edits)).encode()
        return written


def _text(data: bytes | None) -> str | None:
    try:
        return None if data is None else data.decode()
    except UnicodeDecodeError:
        return None


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    line_end = "\r\n" if "\r\n" in text else "\n"
    for start, end, put in sorted(edits, reverse=True):
        text = text[:start] + put.replace("\r\n", "\n").replace("\n", line_end) + text[end:]
    return text


def difference(path: str, before: bytes, after: bytes) -> str:
    """The change of a file as a unified diff, with its last line end; empty where there is none."""
    from difflib import unified_diff  # where something is mended

    changes = unified_diff(_lines(before), _lines(after), path, path)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in changes)


def _lines(data: bytes) -> list[str]:
    """The lines with their ends, as `diff` takes them: a line ends at LF alone."""
    *lines, last = data.decode(errors="replace").split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]
