"""A call shown on standard output as it goes: lines for a person, or one JSON object a line."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flowkit.channels.masks import Masks
from flowkit.channels.story import Entry, Story
from flowkit.channels.terminal import Printer
from flowkit.channels.tracing import trace_entry, trace_lines
from flowkit.cli.beginning import Beginning
from flowkit.cli.choices import LOCAL, Choices
from flowkit.cli.failures import UsageProblem
from flowkit.cli.terminal import wants_color
from flowkit.engine.call import Call
from flowkit.engine.codec import event_from_json
from flowkit.engine.effects import Effect
from flowkit.engine.events import Event
from flowkit.engine.step import step

if TYPE_CHECKING:
    from flowkit.simulator.adversary import Adversary

STAND_IN = "No key is needed: a small set of rules on this machine stands in for the model."


class View:
    """Shows a call as it goes: lines for a person, or one JSON object a line."""

    def __init__(self, choices: Choices, beginning: Beginning, adversary: "Adversary | None" = None) -> None:
        self._story = Story(beginning.program, Masks(beginning.program, beginning.mask_key))
        self._json = choices.json
        self._typed = not choices.virtual and sys.stdin.isatty()
        self._printer = Printer(wants_color(choices.color, sys.stdout))
        self._choices = choices
        self._adversary = adversary
        self._struck = 0

    def opening(self, beginning: Beginning) -> None:
        """What is to be known before the first word; of a call that goes on, the story so far is known, not told."""
        call = Call()
        for row in beginning.rows:
            if row.kind == "event":
                event = event_from_json(row.body)
                call, effects = step(beginning.program, call, event)
                self._story.tell(event, effects, call)
        if call.over:
            raise UsageProblem(f"the call '{call.id}' is over: {call.outcome}", "begin a new one")
        if self._json:
            self._print({"type": "call_started", "call": beginning.call_id, "digest": beginning.program.digest})
            return
        goes_on = " goes on" if beginning.rows else ""
        print(f"Call {beginning.call_id}{goes_on}, recorded in {self._choices.journal}")
        if self._choices.simulated:
            print(STAND_IN)
        if self._adversary is not None:
            print(f"It misbehaves on purpose: {self._choices.adversary}")
        if self._typed:
            print("You are the caller. Ctrl-D hangs up.")
        print(flush=True)

    def saw(self, event: Event, effects: tuple[Effect, ...], call: Call) -> None:
        """One step."""
        entries = self._story.tell(event, effects, call)
        self._strikes()
        if self._choices.trace:
            self._traced(event, effects, call)
        for entry in entries:
            if not (self._typed and entry["type"] == "caller"):
                self._print(entry)

    def _strikes(self) -> None:
        """What the model did on purpose, before what came of it."""
        new = self._adversary.strikes[self._struck :] if self._adversary is not None else []
        self._struck += len(new)
        for strike in new:
            what = f"{strike.name} {strike.detail}".strip()
            if self._json:
                self._print({"type": "misbehaviour", "response": strike.response, "name": what})
            else:
                print(f"        model   misbehaves: {what}", flush=True)

    def _traced(self, event: Event, effects: tuple[Effect, ...], call: Call) -> None:
        if self._json:
            self._print(trace_entry(event, effects, self._story.masks))
            return
        print(*trace_lines(event, effects, self._story.masks, call.started), sep="\n", flush=True)

    def _print(self, entry: Entry) -> None:
        if self._json:
            print(json.dumps(entry, ensure_ascii=False), flush=True)
            return
        for line in self._printer.lines(entry):
            print(line, flush=True)

    def prompt(self) -> None:
        """It is the caller's turn; lines that come through a pipe are shown as they are taken instead."""
        if self._typed:
            print("you     ", end="", flush=True)

    def line_end(self) -> None:
        """The caller hung up behind the prompt."""
        if self._typed:
            print(flush=True)

    def interrupted(self, call_id: str) -> None:
        """The process is stopped; the call is not over."""
        journal = "" if self._choices.journal == Path(".flowkit/calls.db") else f" --journal {self._choices.journal}"
        model = "" if self._choices.model == LOCAL else f" --model {self._choices.model}"
        print(f"\nStopped. The call goes on with: flowkit run --resume {call_id}{journal}{model}", file=sys.stderr)
