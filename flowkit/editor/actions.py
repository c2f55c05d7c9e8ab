"""Code actions: what mends a finding, what keeps it with a reason, and what mends all that can mean one thing only."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from flowkit.editor.book import Place
from flowkit.language.diagnostic import Diagnostic, Edit, Severity
from flowkit.language.frozen import frozen
from flowkit.language.span import Span
from flowkit.language.tree import Document

WHY: Final = "say here why it stays"
"""What stands in place of the reason until the author writes it."""


@frozen
class Change:
    """A stretch of a file and what it becomes."""

    place: Place
    text: str


@frozen
class Action:
    """Something that an editor offers for a finding: what it does, in an order, and the changes.

    `preferred`: nothing else can be meant. `about`: the finding that it is for.
    """

    label: str
    changes: tuple[Change, ...]
    about: Diagnostic
    preferred: bool = False
    mends: bool = True


def actions(found: Iterable[Diagnostic], documents: Mapping[str, Document]) -> list[Action]:
    """What can be done about some findings.

    Args:
        found: the findings at the place that the editor asks about.
        documents: the texts that the findings are about.
    """
    listed = [*found]
    mending = [action for each in listed for action in _mending(each, documents)]
    keeping = [action for each in listed if (action := _keeping(each, documents)) is not None]
    return [*mending, *keeping]


def _mending(found: Diagnostic, documents: Mapping[str, Document]) -> Iterator[Action]:
    for fix in sorted(found.fixes, key=lambda each: not each.safe):
        if all(edit.span.path in documents for edit in fix.edits):
            changes = tuple(_change(edit, documents[edit.span.path]) for edit in fix.edits)
            yield Action(fix.label, changes, found, fix.safe)


def _change(edit: Edit, document: Document) -> Change:
    starts, span = document.starts, edit.span
    start = starts[min(span.line, len(starts)) - 1] + span.column - 1
    end = starts[min(span.end_line, len(starts)) - 1] + span.end_column - 1
    text = edit.text
    if "\r\n" in document.text:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return Change(Place(span.path, start, min(end, len(document.text))), text)


def _keeping(found: Diagnostic, documents: Mapping[str, Document]) -> Action | None:
    """The comment that keeps a finding; none for an error, which cannot be ignored, and where no comment can stand."""
    document = documents.get(found.span.path)
    if document is None or found.kind.severity is Severity.ERROR or found.kind.code.startswith("FK9"):
        return None
    start = document.starts[found.span.line - 1]
    line = document.lines[found.span.line - 1]
    indent = line[: len(line) - len(line.lstrip())]
    end = "\r\n" if "\r\n" in document.text else "\n"
    comment = f"{indent}# flowkit: ignore[{found.kind.code}] {WHY}{end}"
    if not _holds(document, start, comment, found):
        return None
    label = f"ignore {found.kind.code} {found.kind.slug} here, with a reason"
    return Action(label, (Change(Place(document.path, start, start), comment),), found, mends=False)


def _holds(document: Document, at: int, comment: str, found: Diagnostic) -> bool:
    """Whether a comment put in at an offset ignores the finding, which is then one line further down."""
    from flowkit.lint.suppression import ignores_in

    span = found.span
    below = Span(span.path, span.line + 1, span.column, span.end_line + 1, span.end_column)
    text = document.text[:at] + comment + document.text[at:]
    return any(ignore.holds_for(replace(found, span=below)) for ignore in ignores_in(document.path, text))


def all_safe(
    path: str, files: Mapping[str, bytes], look: Callable[[Mapping[str, bytes]], Iterable[Diagnostic]]
) -> bytes | None:
    """One file with everything mended that can mean one thing only; None if nothing can.

    Args:
        files: all files of its project.
        look: gives the findings of such files.
    """
    from flowkit.lint.fixing import fixed

    def own(now: Mapping[str, bytes]) -> Iterator[Diagnostic]:
        for each in look(now):
            fixes = tuple(fix for fix in each.fixes if all(edit.span.path == path for edit in fix.edits))
            if each.span.path == path or not fixes:
                yield replace(each, fixes=fixes)

    return fixed(files, own).files.get(path)
