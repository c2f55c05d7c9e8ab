"""Reports for people: a frame for each finding, or one line for each."""

from collections.abc import Iterable, Mapping

from flowkit.language.diagnostic import Diagnostic
from flowkit.lint.report.order import ordered


def concise(diagnostics: Iterable[Diagnostic]) -> str:
    """One line for each: `path:line:column: FK302 message`."""
    from flowkit.lint.report.frames import line  # where nothing is wrong, nothing is shown

    return "\n".join(line(found) for found in ordered(diagnostics))


def full(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], color: bool) -> str:
    """Each with its code frame, its related places and its help, separated by empty lines.

    `sources` holds the text of each file by its path; a file that is missing there is named without a frame. `color`
    adds the escape sequences of terminals.
    """
    once = ordered(diagnostics)
    if not once:
        return ""
    from flowkit.language.tree import Document
    from flowkit.lint.report.frames import Style, lines  # where nothing is wrong, nothing is shown

    style = Style(color)
    documents = {path: Document(path, text.removeprefix("\ufeff")) for path, text in sources.items()}
    return "\n\n".join("\n".join(lines(found, documents, style)) for found in once)
