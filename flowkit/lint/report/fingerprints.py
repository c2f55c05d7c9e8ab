"""What a finding is known by from one report to the next, wherever its line has moved to.

It is made of the rule, the file, and the text of the line: lines may come and go above it, and the messages of a new
version may differ. Where the same stands in a file more than once, the first is the first again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.tree import Document


def fingerprints(found: Iterable[Diagnostic], sources: Mapping[str, str]) -> list[str]:
    """One for each finding, in their order, each different from all others: 64 hexadecimal digits."""
    from hashlib import sha256

    documents = {path: Document(path, text.removeprefix("\ufeff")) for path, text in sources.items()}
    seen: Counter[tuple[str, str, str]] = Counter()
    made = []
    for each in found:
        key = (each.kind.code, each.span.path, _marked(each, documents.get(each.span.path)))
        seen[key] += 1
        made.append(sha256("\0".join((*key, str(seen[key]))).encode(errors="replace")).hexdigest())
    return made


def _marked(found: Diagnostic, document: Document | None) -> str:
    if document is None or not 1 <= found.span.line <= len(document.lines):
        return found.message
    return " ".join(document.lines[found.span.line - 1].split())
