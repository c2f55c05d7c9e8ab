"""Whatever slips into a file while it is typed: reading it never fails, and every place that is named exists."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.project import read_project
from flowkit.lint.check import check
from flowkit.lint.report import full
from tests.language.test_deletions import FILES

PIECES = (
    *"{}[]:,'\"#&*!|>%@-? \n\t\r\0",
    *("{{", "}}", "{% if ", "{{ order.id }}", " or ", "any(", "==", "- ", "---\n", "...\n", "%YAML 1.1\n", "<<: "),
    *("null", "true", "1e999", "0x1F", "\u2028", "\ufeff", "\u00a0", "\U0001f600", "a" * 300, "[" * 70),
    *("go: ", "ask: "),
)
WORDS = sorted({word for text in FILES.values() for word in re.findall(r"\w+", text)})
LINES = sorted({line for text in FILES.values() for line in text.splitlines()})
slips = st.one_of(
    st.tuples(st.just("cut"), st.integers(0, 5000), st.integers(1, 30), st.just("")),
    st.tuples(st.just("type"), st.integers(0, 5000), st.integers(0, 10), st.sampled_from(PIECES)),
    st.tuples(st.just("word"), st.integers(0, 5000), st.just(0), st.sampled_from(WORDS)),
    st.tuples(st.just("line"), st.integers(0, 200), st.just(0), st.sampled_from(LINES)),
    st.tuples(st.just("indent"), st.integers(0, 200), st.integers(0, 9), st.just("")),
)


def slipped(text: str, kind: str, at: int, length: int, piece: str) -> str:
    """The text with one slip."""
    lines = text.split("\n")
    match kind:
        case "word":
            found = list(re.finditer(r"\w+", text))
            word = found[at % len(found)] if found else None
            return text if word is None else text[: word.start()] + piece + text[word.end() :]
        case "line":
            return "\n".join([*lines[: at % len(lines)], piece, *lines[at % len(lines) :]])
        case "indent":
            number = at % len(lines)
            return "\n".join([*lines[:number], " " * length + lines[number].lstrip(" "), *lines[number + 1 :]])
        case _:
            place = at % (len(text) + 1)
            return text[:place] + piece + text[place + length :]


def fine(found: Diagnostic, sources: dict[str, str]) -> bool:
    """Whether a message is one sentence on one line, about a place that is there."""
    lines = re.split("\r\n|\r|\n", sources[found.span.path])
    there = 1 <= found.span.line <= len(lines) and found.span.column >= 1
    plain = "\n" not in found.message and not re.search(r"Traceback|object at 0x|Scalar\(|Mapping\(", found.message)
    return there and plain and 0 < len(found.message) < 700


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.lists(slips, min_size=1, max_size=4))
def test_slips_never_break_the_reading(path: str, made: list[tuple[str, int, int, str]]) -> None:
    text = FILES[path]
    for slip in made:
        text = slipped(text, *slip)
    files = {name: content.encode() for name, content in {**FILES, path: text}.items()}
    reading = read_project(files)
    found = [*reading.diagnostics, *(check(reading.project) if reading.project is not None else ())]
    assert all(fine(each, dict(reading.sources)) for each in found)
    full(found, reading.sources, color=False)
