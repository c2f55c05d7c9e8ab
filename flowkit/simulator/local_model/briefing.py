"""What the notes and instructions say, as values: STEP notes line by line, flow lines, answers about the agent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

_HEAD = re.compile(r"\s*STEP (\d+)\b[^\n]*")
_LABELS = (
    "Goal",
    "Known",
    "Missing",
    "Options",
    "Facts",
    "Say first",
    "Repeat",
    "Then ask",
    "You may use",
    "Must not",
    "If you cannot make it out",
)
_LABEL = re.compile(rf"({'|'.join(_LABELS)})(?:, say)?:\s*(.*)", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_SLOT_PREFIX = re.compile(r"([A-Za-z_][\w.]*):\s+(.*)", re.DOTALL)
_ANY_OF = re.compile(r"any \d+ of\s+", re.IGNORECASE)
_FLOW_LINE = re.compile(r"\s*[-*]\s+([\w.-]+),\s*([^:\n]+?)(?::\s*(.+))?\s*")
_FLOWS_BELOW = re.compile(r"^What callers .*:\s*$", re.MULTILINE)
_ABOUT_US = re.compile(r'If asked (?:whether|about|if)\s+([^:\n]+):\s*"([^\n]+)"')


@dataclass(frozen=True, slots=True)
class Option:
    """One option: what is reported, how it is spoken of, and how else callers speak of it."""

    key: str
    spoken: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A known slot: its value and how that is spoken."""

    value: str
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class StepNote:
    """A STEP note. Lines it does not have are empty.

    Attributes:
        number: The n of `STEP n`.
        goal: What this step is for.
        today: The day the call is on, when the note says it.
        known: Slots that have a value, by name.
        missing: Slots still to be asked, in order.
        options: The options of slots, by slot.
        choices: The options of `choose`.
        facts: Sentences that may be stated.
        say_first: Texts to say.
        repeat: A value to say back.
        then_ask: The question.
        may_use: Functions usable now; empty when the note does not say.
        must_not: What is not to be said or done.
        otherwise: The words when the caller was not understood.
    """

    number: int = 0
    goal: str = ""
    today: date | None = None
    known: Mapping[str, Fact] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    options: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    choices: tuple[Option, ...] = ()
    facts: tuple[str, ...] = ()
    say_first: tuple[str, ...] = ()
    repeat: str = ""
    then_ask: str = ""
    may_use: tuple[str, ...] = ()
    must_not: str = ""
    otherwise: str = ""

    @property
    def is_confirm(self) -> bool:
        """Whether the caller is being asked for consent."""
        return self.goal.startswith("The caller is asked")

    @property
    def is_running(self) -> bool:
        """Whether a tool is at work and nothing may be promised."""
        return "promise none" in self.goal or "is being looked up" in f"{self.goal} {self.must_not}"


@dataclass(frozen=True, slots=True)
class Flow:
    """A line of the instructions about what callers can have done."""

    name: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the instructions say to a question about the agent itself."""

    topic: str
    text: str


def step_note(text: str) -> StepNote | None:
    """A system item as a STEP note, or `None` when it is none."""
    head = _HEAD.match(text)
    if head is None:
        return None
    lines = _labelled(text[head.end() :])
    slots, choices = _options(lines.get("options", ""))
    usable, offered = _usable(lines.get("you may use", ""))
    listed = {option.key for option in choices}
    known, today = _known(lines.get("known", ""))
    return StepNote(
        number=int(head.group(1)),
        goal=lines.get("goal", ""),
        today=today,
        known=known,
        missing=tuple(_names(_ANY_OF.sub("", lines.get("missing", ""), count=1))),
        options=slots,
        choices=(*choices, *(option for option in offered if option.key not in listed)),
        facts=tuple(_sentences(lines.get("facts", ""))),
        say_first=_quoted(lines.get("say first", "")),
        repeat=" ".join(_quoted(lines.get("repeat", ""))),
        then_ask=" ".join(_quoted(lines.get("then ask", ""))),
        may_use=usable,
        must_not=lines.get("must not", ""),
        otherwise=" ".join(_quoted(lines.get("if you cannot make it out", ""))),
    )


def flows(instructions: str) -> tuple[Flow, ...]:
    """The flows the instructions list, one a line: `- name, Title: What the caller wants.`"""
    below = _FLOWS_BELOW.search(instructions)
    lines = instructions[below.end() :] if below else ""
    matches = (_FLOW_LINE.fullmatch(line) for line in lines.splitlines())
    return tuple(Flow(*((part or "").strip() for part in match.groups())) for match in matches if match)


def answers(instructions: str) -> tuple[Answer, ...]:
    """What the instructions say to questions about the agent: `If asked about data: "…"`."""
    return tuple(Answer(topic.strip(), text) for topic, text in _ABOUT_US.findall(instructions))


def _labelled(text: str) -> dict[str, str]:
    lines: dict[str, str] = {}
    label = ""
    for line in text.strip().splitlines():
        match = _LABEL.match(line.strip())
        if match:
            label = match.group(1).lower()
            lines[label] = match.group(2).strip()
        elif label:
            lines[label] += f"\n{line.strip()}"
    return lines


def _known(line: str) -> tuple[dict[str, Fact], date | None]:
    known: dict[str, Fact] = {}
    today: date | None = None
    for part in _split(line.removesuffix("."), ";"):
        name, _, rest = part.partition(" ")
        iso = _ISO.search(rest)
        if name == "today" and iso:
            today = date.fromisoformat(iso.group())
        elif name:
            option = _option(rest.lstrip("= "))
            known[name.rstrip(":=")] = Fact(option.key, option.spoken)
    return known, today


def _options(line: str) -> tuple[dict[str, tuple[Option, ...]], tuple[Option, ...]]:
    """The options of slots (`new_time: a (b), c (d)`) and those of `choose` (no name before them)."""
    slots: dict[str, list[Option]] = {}
    choices: list[Option] = []
    for group in _split(line.removesuffix("."), ";\n"):
        current = choices
        for part in _split(group, ","):
            match = _SLOT_PREFIX.fullmatch(part)
            if match:
                current = slots.setdefault(match.group(1), [])
                part = match.group(2)
            current.append(_option(part))
    return {name: tuple(options) for name, options in slots.items()}, tuple(choices)


def _option(text: str) -> Option:
    match = re.fullmatch(r"(.+?)\s*\((.*)\)", text.strip(), re.DOTALL)
    key, spoken = (match.group(1), match.group(2)) if match else (text.strip(), "")
    spoken, _, also = spoken.rpartition("; also ") if "; also " in spoken else (spoken, "", "")
    if spoken.startswith("also "):
        spoken, also = "", spoken.removeprefix("also ")
    return Option(key.strip('"'), spoken.strip('"'), also)


def _usable(line: str) -> tuple[tuple[str, ...], tuple[Option, ...]]:
    """The functions, and the options that stand behind one: `choose(cannot_say)`."""
    names: list[str] = []
    offered: list[Option] = []
    for part in _split(line.removesuffix("."), ",;"):
        match = re.fullmatch(r"(\w[\w-]*)\s*(?:\((.*)\))?", part, re.DOTALL)
        if match:
            names.append(match.group(1))
            offered.extend(_option(one) for one in _split(match.group(2) or "", ",;"))
    return tuple(names), tuple(offered)


def _names(line: str) -> Iterator[str]:
    for part in _split(line.removesuffix("."), ",;"):
        yield part.split()[0]


def _quoted(line: str) -> tuple[str, ...]:
    """One or several texts in quotation marks behind each other; without marks the line is one text."""
    line = line.strip()
    if not line:
        return ()
    if not (line.startswith('"') and line.rstrip(".").endswith('"')):
        return (line,)
    return tuple(text for text in re.split(r'"[,;]?\s+"', line.rstrip(".").strip('"')) if text)


def _sentences(line: str) -> Iterator[str]:
    for part in re.split(r"(?<=[.!?])\"?\s+|\n|;\s+", line):
        text = part.strip().strip('"')
        if text:
            yield text


def _split(text: str, marks: str) -> list[str]:
    """A text cut at any of the marks that stand outside of brackets and quotation marks."""
    parts, depth, quoted, start = [], 0, False, 0
    for index, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        elif not quoted:
            depth += (sign in "([{") - (sign in ")]}")
            if depth <= 0 and sign in marks:
                parts.append(text[start:index])
                start = index + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]
