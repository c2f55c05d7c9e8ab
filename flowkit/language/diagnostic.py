"""What flowkit says about a file: one problem, at its place, with what to do about it.

A diagnostic is a value. Findings are never exceptions: reading goes on, so that all problems of all files are told
at once.
"""

from enum import StrEnum

from flowkit.language.frozen import frozen
from flowkit.language.span import Span


class Severity(StrEnum):
    """How much a diagnostic weighs; only errors keep a flow from running."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Related:
    """A second place that a diagnostic speaks of, such as where a name was first defined."""

    span: Span
    message: str


@frozen
class Edit:
    """A change of one file's text: what stands in `span` becomes `text`; an empty span puts it in."""

    span: Span
    text: str


@frozen
class Fix:
    """How a problem is mended by changing texts: what that does, in an order ("write 'shipped'"), and the changes.

    `safe`: nothing else can be meant, or what the flow does stays as it is.
    """

    label: str
    edits: tuple[Edit, ...]
    safe: bool = True


@frozen
class Code:
    """The identity of a kind of diagnostic: `FK` with three digits, a slug, and its usual severity."""

    code: str
    slug: str
    severity: Severity = Severity.ERROR


@frozen
class Diagnostic:
    """One problem: its code, its place, one sentence that says what is wrong, and `help` that says what to do."""

    kind: Code
    span: Span
    message: str
    help: str = ""
    related: tuple[Related, ...] = ()
    severity: Severity = Severity.ERROR
    fixes: tuple[Fix, ...] = ()

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """The order of reports: by file, place, code, message."""
        return (self.span.path, self.span.line, self.span.column, self.kind.code, self.message)


def problem(
    kind: Code,
    span: Span,
    message: str,
    help: str = "",
    related: tuple[Related, ...] = (),
    fixes: tuple[Fix, ...] = (),
) -> Diagnostic:
    """A diagnostic with the usual severity of its kind; a help that is an `Advice` brings its fix."""
    if help.__class__ is not str:
        from flowkit.language.advice import fixes_of  # where something is wrong that can be mended

        return Diagnostic(kind, span, message, str(help), related, kind.severity, fixes or fixes_of(help, span))
    return Diagnostic(kind, span, message, help, related, kind.severity, fixes)
