"""A project of many flows that differ: in names, slots, guards, words and order, as those of one company do.

Theory of operation. Every flow is made from a seed of its own, so the files are the same in every run, and no two of
them hold the same guards or words. The records and tools are those of one small catalog; a flow chains six to eight
passages (ask, look up, choose, branch, agree), each with state names of its own. Calls begin with the first flow and
come to no other: what all of them need at once is more than one call can hold, so that others are unused is ignored.
"""

from random import Random
from typing import Final

LINES: Final = 120
"""So many lines a flow has, more or less."""

_THINGS: Final = ("parcel", "invoice", "visit", "ticket", "policy", "contract", "order", "repair", "booking", "claim")
_STATUSES: Final = ("open", "packed", "shipped", "paid", "closed", "late", "held", "lost")
_MARKS: Final = ("north", "river", "amber", "cedar", "stone", "violet", "harbor", "meadow", "copper", "willow")

_PROJECT = """\
flowkit: 1
title: A company of many flows
start: flow_0
greeting: This is an automated assistant.
currency: USD
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
lint: {ignore: [unused-flow, nothing-said]}
"""


def many_flows(count: int) -> dict[str, bytes]:
    """The files of a project with so many flows."""
    files = {"flowkit.yaml": _PROJECT, "tools/company.yaml": _catalog()}
    files |= {f"flows/flow_{number}.yaml": flow(number) for number in range(count)}
    return {path: text.encode() for path, text in files.items()}


def _catalog() -> str:
    lines = ["catalog: company", "records:"]
    for thing in _THINGS:
        lines += [
            f"  {thing}:",
            f"    key: {thing}_id",
            '    label: "{{ title }} of {{ day }}"',
            f"    fields: {{{thing}_id: text, title: text, day: date, amount: money, count: integer, urgent: yes_no,",
            f"             status: {{options: [{', '.join(_STATUSES)}]}}, due: {{type: date, optional: true}}}}",
        ]
    lines.append("tools:")
    for thing in _THINGS:
        lines += [
            f"  list_{thing}s: {{about: Lists them., effect: read, input: {{since: date}},",
            f'    output: {{many: true, type: {thing}}}, backend: "python:company:list_{thing}s"}}',
            f"  get_{thing}:",
            f"    about: Reads one {thing}.",
            "    effect: read",
            f"    input: {{{thing}_id: text}}",
            f"    output: {thing}",
            "    outcomes: {not_found: There is none of that number.}",
            f'    backend: "python:company:get_{thing}"',
            f"  change_{thing}:",
            f"    about: Changes one {thing}.",
            "    effect: write",
            f"    input: {{{thing}_id: {{type: text, from: {thing}}}, new_day: {{type: date, from: caller}}}}",
            f'    read_back: "I will change {{{{ {thing}_id }}}} to {{{{ new_day }}}}. Is that right?"',
            f'    backend: "python:company:change_{thing}"',
        ]
    return "\n".join(lines) + "\n"


def flow(number: int) -> str:
    """The text of one flow."""
    chance = Random(number)
    made = _Flow(number, chance)
    while made.length < LINES - 4:
        chance.choice((made.look_up, made.pick, made.change, made.branch))()
    return made.text()


class _Flow:
    """One flow in the making: its slots and states, each of a name of its own."""

    def __init__(self, number: int, chance: Random) -> None:
        self.number = number
        self.chance = chance
        self.slots: list[str] = []
        self.states: list[str] = []
        self.passages = 0

    @property
    def length(self) -> int:
        """How many lines it has so far."""
        return len(self.slots) + len(self.states) + 9

    def text(self) -> str:
        """The whole file."""
        about = f"The caller wants to know something about {self._mark()} number {self.number}."
        head = [
            f"flow: flow_{self.number}",
            f"title: Flow number {self.number}",
            f"about: {about}",
            f"examples: [what is number {self.number}, tell me about {self._mark()}, {self._mark()} of {self.number}]",
            "slots:",
            *self.slots,
            "start: step_1",
            "states:",
            *self.states,
            f'  step_{self.passages + 1}: {{say: "That was {self._mark()}.", end: resolved}}',
            f"  leave: {{handoff: desk, summary: Could not help with {self._mark()}.}}",
        ]
        return "\n".join(head) + "\n"

    def _mark(self) -> str:
        return f"{self.chance.choice(_MARKS)} {self.chance.choice(_THINGS)} {self.chance.randrange(1000)}"

    def _passage(self) -> tuple[str, str, str, str]:
        """A thing, a word for the names of this passage, its first state and the next one."""
        self.passages += 1
        word = f"{self.chance.choice(_MARKS)}_{self.passages}"
        return self.chance.choice(_THINGS), word, f"step_{self.passages}", f"step_{self.passages + 1}"

    def _guard(self, thing: str) -> str:
        status, other = self.chance.sample(_STATUSES, 2)
        amount, count = self.chance.randrange(10, 900), self.chance.randrange(2, 40)
        return self.chance.choice(
            (
                f"{thing}.status == '{status}' and {thing}.due is set",
                f"{thing}.status in ['{status}', '{other}'] or {thing}.amount > {amount}",
                f"{thing}.count >= {count} and not {thing}.urgent",
                f"{thing}.day < today and {thing}.amount * {count} <= {amount}",
                f"{thing}.due is not set",
                f"{thing}.status != '{status}' and ({thing}.urgent or {thing}.day + days({count}) > today)",
            )
        )

    def look_up(self) -> None:
        """Asks for a number, reads the thing, branches on what it is."""
        thing, word, first, after = self._passage()
        self.slots += [
            f"  {word}:",
            "    type: text",
            f"    ask: What's the number of the {self._mark()}?",
        ]
        self.states += [
            f"  {first}:",
            f"    ask: {word}",
            f"    next: read_{word}",
            f"  read_{word}:",
            f"    use: get_{thing}",
            f"    with: {{{thing}_id: {word}}}",
            "    next:",
            f'      - {{when: "{self._guard(thing)}", go: tell_{word}}}',
            f"      - {{go: {after}}}",
            "    outcomes:",
            f'      not_found: {{times: 2, say: "I can\'t find {self._mark()}.", clear: {word}, go: {first}}}',
            f"  tell_{word}:",
            f'    say: "The {self._mark()} is {{{{ {thing}.status }}}}, and it was {{{{ {thing}.day }}}}."',
            f"    next: {after}",
        ]

    def pick(self) -> None:
        """Lists things since a day, lets the caller choose one, and speaks of it."""
        thing, word, first, after = self._passage()
        amount = self.chance.randrange(10, 900)
        self.slots += [
            f"  since_{word}:",
            "    type: date",
            f"    ask: Since when did you have the {self._mark()}?",
            f'    only_if: {{when: since_{word} <= today, because: "That day is still to come."}}',
            f'  {word}: {{type: choice, options: found_{word}, key: {thing}_id, ask: "Which {self._mark()}?"}}',
        ]
        self.states += [
            f"  {first}:",
            f"    ask: since_{word}",
            f"    next: list_{word}",
            f"  list_{word}:",
            f"    use: list_{thing}s",
            f"    with: {{since: since_{word}}}",
            f"    save_as: found_{word}",
            "    next:",
            f"      - {{when: found_{word} is empty, go: {after}}}",
            f"      - {{when: any(each.amount > {amount} for each in found_{word}), go: leave}}",
            f"      - {{go: choose_{word}}}",
            f"  choose_{word}:",
            f"    ask: {word}",
            f"    next: tell_{word}",
            f"  tell_{word}:",
            f'    say: "It is {{{{ {word}.title }}}} of {self._mark()}."',
            f"    next: {after}",
        ]

    def change(self) -> None:
        """Asks for two values, reads them back, and writes them."""
        thing, word, first, after = self._passage()
        self.slots += [
            f'  key_{word}: {{type: text, ask: "Which {self._mark()} do you mean?"}}',
            f'  day_{word}: {{type: date, ask: "What day suits you for {self._mark()}?"}}',
        ]
        self.states += [
            f"  {first}:",
            f"    ask: [key_{word}, day_{word}]",
            f"    next: agree_{word}",
            f"  agree_{word}:",
            f"    confirm: change_{thing}",
            f"    with: {{{thing}_id: key_{word}, new_day: day_{word}}}",
            f"    next: {{say: That is changed., go: {after}}}",
            "    outcomes:",
            f'      declined: {{say: "Then {self._mark()} stays.", go: {after}}}',
        ]

    def branch(self) -> None:
        """Says something by the day and by what a yes or no turned out to be."""
        _, word, first, after = self._passage()
        day = self.chance.randrange(1, 60)
        self.slots += [
            f"  sure_{word}:",
            "    type: yes_no",
            f"    ask: Is the {self._mark()} the one you mean?",
        ]
        self.states += [
            f"  {first}:",
            f"    ask: sure_{word}",
            "    next:",
            f"      - {{when: sure_{word} and today + days({day}) > today, say: '{self._mark()}.', go: {after}}}",
            f"      - {{when: not sure_{word}, times: 3, clear: sure_{word}, go: {first}}}",
            "      - {go: leave}",
        ]
