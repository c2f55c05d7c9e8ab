"""The examples of the language page, put where they belong: whole files as one project, pieces into a flow around them.

A fence says what its block is: ` ```yaml book.yaml ` is a file of the page's project, ` ```yaml states ` a piece of a
flow, and so on for `slots`, `let`, `flow`, `tools` and `project`.
"""

import re
from pathlib import Path

import yaml

from flowkit.language.codes import UNUSED_FACT, UNUSED_TOOL
from flowkit.language.diagnostic import Diagnostic
from flowkit.language.project import read_project
from flowkit.lint.check import check

PAGE = Path(__file__).parent / "language.md"
_BLOCK = re.compile(r"```yaml (\S+)\n(.*?)```", re.DOTALL)
TIME = 'time: {type: choice, options: times, key: start, label: "{{ start.time }}", ask: "What time?"}\n'
DONE = "done: {end: resolved}\n"

_BY_PIECES = (UNUSED_FACT, UNUSED_TOOL)


class Examples:
    """The blocks of a page.

    Args:
        page: The text of the page.
    """

    def __init__(self, page: str) -> None:
        blocks = [(each[1], each[2]) for each in _BLOCK.finditer(page)]
        self.translations = {name: text.encode() for name, text in blocks if name.startswith("words/")}
        self.files = {name: text.encode() for name, text in blocks if name.endswith(".yaml")}
        for name in self.translations:
            del self.files[name]
        self.pieces = [(place, text) for place, text in blocks if not place.endswith(".yaml")]

    def problems(self, place: str = "", piece: str = "") -> list[Diagnostic]:
        """What is wrong with the project of the page, or with the piece that is put into it.

        Args:
            place: Where the piece belongs: `states`, `slots`, `let`, `flow`, `tools`, `project`; empty: no piece.
            piece: The YAML of the piece.
        """
        added = self._with(place, piece) if place else {}
        reading = read_project(self.files | added)
        found = list(reading.diagnostics)
        if reading.project is not None:
            # A flow is made around a piece only so that it can be read: that nothing leads to a part of it is no news.
            # What the files name and only a piece uses is used all the same.
            told = check(reading.project)
            if place:
                found += [each for each in told if each.severity.value == "error"]
            else:
                found += [each for each in told if each.kind not in _BY_PIECES]
        return [each for each in found if not place or each.span.path in added]

    def _with(self, place: str, text: str) -> dict[str, bytes]:
        text = text.rstrip("\n") + "\n"
        match place:
            case "states":
                return {"piece.yaml": self._flow_of(text).encode()}
            case "slots":
                return {"piece.yaml": self._flow(slots=text).encode()}
            case "let":
                return {"piece.yaml": self._flow(let=text).encode()}
            case "flow":
                return {"piece.yaml": (self._flow() + text).encode()}
            case "tools":
                return {"tools/workshop.yaml": (self._catalog() + "\n" + _indented(text)).encode()}
            case "fixture":
                catalog = re.sub(r"python:\S+", "fixture:fixtures/workshop.yaml", self._catalog())
                return {"tools/workshop.yaml": catalog.encode(), "fixtures/workshop.yaml": text.encode()}
            case "project":
                top = {line.split(":")[0] for line in text.splitlines() if re.match(r"\w", line)}
                tools = "".join(piece for kind, piece in self.pieces if kind == "tools" and piece.split(":")[0] in text)
                return {"flowkit.yaml": (self._project_without(top) + text).encode()} | self._with("tools", tools)
            case _:
                raise ValueError(f"no place for a piece under '{place}'")

    def _catalog(self) -> str:
        return self.files["tools/workshop.yaml"].decode()

    def _project_without(self, keys: set[str]) -> str:
        parts = re.split(r"^(?=\w)", self.files["flowkit.yaml"].decode(), flags=re.MULTILINE)
        return "".join(part for part in parts if part.split(":")[0] not in keys)

    def _flow_of(self, states: str) -> str:
        """A flow of these states, once all is known that they speak of; states they lead to elsewhere end it."""
        names = re.findall(r"^(\w+):", states, re.MULTILINE)
        leads = set(re.findall(r"(?:go|next): (\w+)", states)) | set(re.findall(r"outcomes: \{\w+: (\w+)", states))
        ends = [f"{name}: {{end: resolved}}\n" for name in sorted(leads - set(names) - {"person", "hang_up"})]
        plain, picked = self._slots()
        known = f"known: {{ask: [ticket, {', '.join(plain)}], next: look_at_it}}\n"
        looked = (
            "look_at_it: {use: get_repair, with: {ticket: ticket}, next: times_of_it, outcomes: {not_found: person}}\n"
        )
        listed = "times_of_it: {use: list_times, with: {day: day}, save_as: times, next: chosen}\n"
        chosen = f"chosen: {{ask: [{', '.join(picked)}], next: {names[0]}}}\n"
        return self._flow("known", known + looked + listed + chosen + states + "".join(ends))

    def _slots(self) -> tuple[list[str], list[str]]:
        """The slots around a piece: those that can be asked for at once, and those that are picked from a list."""
        own = "".join(text for place, text in self.pieces if place == "slots") + "day: date\n" + TIME
        lines = [line for line in own.splitlines() if re.match(r"\w+:", line)]
        picked = [line.split(":")[0] for line in lines if re.search(r"options: [a-z]", line)]
        return [name for line in lines if (name := line.split(":")[0]) not in picked], picked

    def _flow(self, start: str = "done", states: str = DONE, slots: str = "", let: str = "") -> str:
        own = slots or "".join(text for place, text in self.pieces if place == "slots")
        own += 'day: {type: date, ask: "What day?"}\n' + TIME
        if "save_as: times" not in states:
            states += "listed: {use: list_times, with: {day: day}, save_as: times, next: done}\n"
            states += "asked: {ask: day, next: listed}\n"
        return (
            "flow: example\ntitle: An example\nabout: It stands on the page.\nrequires: identified\n"
            + f"slots:\n{_indented(own)}"
            + (f"let:\n{_indented(let)}" if let else "")
            + f"start: {start}\nstates:\n{_indented(states)}"
        )


def mistakes(page: str) -> str:
    """The table of mistakes: each is made, and what flowkit says is written down."""
    examples = Examples(page)
    lines = ["| in | written | flowkit says |", "|---|---|---|"]
    for each in yaml.safe_load((PAGE.parent / "mistakes.yaml").read_text(encoding="utf-8")):
        ((place, piece),) = each.items()
        found = [problem for problem in examples.problems(place, piece) if "unreachable" not in problem.kind.slug]
        said = "<br>".join(dict.fromkeys(f"{problem.message}. *{problem.help}*" for problem in found[:2]))
        assert said, f"flowkit says nothing of: {piece}"
        written = "<br>".join(f"`{line}`" for line in piece.strip().splitlines())
        lines.append(f"| {place} | {_cell(written)} | {_cell(said)} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _indented(text: str) -> str:
    return re.sub(r"^(?=.)", "  ", text, flags=re.MULTILINE)
