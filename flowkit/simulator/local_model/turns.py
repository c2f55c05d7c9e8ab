"""One response of the local model: what it does with what it sees.

The order of the rules is the order of the methods in `_Turn.answer`: what binds comes first (a person, a fact that was
told), what is only likely comes last, and what fits nothing gets the words for that.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from flowkit.simulator.hearing.answers import is_done, is_dont_know, is_greeting, is_no, is_thanks, is_wait, is_yes
from flowkit.simulator.hearing.words import Utterance
from flowkit.simulator.local_model import asides, speaking
from flowkit.simulator.local_model.briefing import answers, flows
from flowkit.simulator.local_model.choosing import (
    CANNOT_SAY,
    NOTHING,
    OTHER,
    Choices,
    cancelling_flow,
    other_flow,
    without,
)
from flowkit.simulator.local_model.parameters import Parameter, parameters
from flowkit.simulator.local_model.recording import Kept, fill
from flowkit.simulator.local_model.situation import Situation, situation
from flowkit.simulator.local_model.tooling import Toolbox, known_arguments
from flowkit.simulator.model import Call, Output, Seen, Speech

SAY_EXACTLY = "Say exactly the following"
CONTROL = frozenset({"record", "choose", "request", "wait"})
"""The functions by which a model reports; all others are tools."""
_NO_MATCH = "Sorry, I didn't catch that."


class LocalModel:
    """The rule-based model; it keeps nothing between two responses."""

    def __call__(self, seen: Seen) -> Sequence[Output]:
        """Answers one response from what it sees."""
        exact = _exact_words(seen.instructions)
        if exact is not None:
            return (Speech(exact),)
        turn = _Turn(seen)
        if not isinstance(seen.tool_choice, str):
            return turn.forced(str(seen.tool_choice["name"]))
        outputs = turn.answer()
        if seen.tool_choice == "required" and not any(isinstance(one, Call) for one in outputs) and seen.tools:
            return turn.forced(str(seen.tools[0]["name"]))
        return outputs


def _exact_words(instructions: str) -> str | None:
    """The text of a response that only says something."""
    if not instructions.startswith(SAY_EXACTLY):
        return None
    head, _, text = instructions.partition("\n")
    return text.strip() if text.strip() else head.partition(":")[2].strip()


class _Turn:
    """What is seen, read once."""

    def __init__(self, seen: Seen) -> None:
        may_call = seen.tool_choice != "none"
        self._flows = flows(seen.instructions)
        self._now: Situation = situation(seen.items, self._flows)
        self._note = self._now.note
        usable = self._note.may_use
        self._every = {str(tool["name"]): tool for tool in seen.tools}
        self._tools = {name: t for name, t in self._every.items() if may_call and (not usable or name in usable)}
        self._answers = answers(seen.instructions)
        self._choices = Choices(self._note, self._flows)
        self._heard = Utterance(self._now.words)
        self._toolbox = Toolbox(self._own_tools(), self._every.get("record", {}), self._note)

    def _own_tools(self) -> dict[str, Mapping[str, Any]]:
        return {name: tool for name, tool in self._tools.items() if name not in CONTROL}

    def answer(self) -> Sequence[Output]:
        """Calls or speech, by the first rule that fits."""
        if not self._heard.words:
            return (Speech(self._otherwise()),) if self._now.words or self._now.unheard else self._continue()
        kept = self._record()
        if not kept.values and self._is_dealt_with():
            return self._continue()
        calls = list(self._calls(kept))
        if calls:
            return calls
        spoken = self._spoken_answer()
        return spoken if spoken else (Speech(self._otherwise()),)

    def _is_dealt_with(self) -> bool:
        """Whether the words were a bare yes or no to a question before that of the note: it was read without us."""
        asked = self._note.then_ask
        if not (self._now.moved_on and asked) or asked in self._now.agent or speaking.WHAT_ELSE in self._now.agent:
            return False
        return (len(self._heard.words) <= 2 and is_yes(self._heard)) or self._heard.norms == ("no",)

    def forced(self, name: str) -> Sequence[Output]:
        """A call of this one function, with what the words give for it."""
        if name == "choose":
            option = self._choices.pick(self._heard, self._now)
            return (_call("choose", option=option or OTHER),)
        if name == "request":
            kinds = list(self._request())
            return kinds or (_call("request", kind="person"),)
        tool = self._every.get(name, {"name": name})
        kept = self._record() if name == "record" else self._fill(parameters(tool), free_text=True)
        arguments = {**known_arguments(tool, self._note), **kept.values} if name not in CONTROL else dict(kept.values)
        wanted = {one.name: one for one in parameters(tool)}
        for one in wanted.values():
            if "other" in one.values and one.name not in arguments and self._heard.words:
                arguments[one.name] = "other"
        return (_call(name, **arguments),)

    def _calls(self, kept: Kept) -> Iterator[Call]:
        """Facts first, then at most one decision."""
        if kept.values:
            yield _call("record", **kept.values)
        if "request" in self._tools and asides.wants_person(self._heard):
            yield _call("request", kind="person")
        elif kept.values:
            yield from self._decision_beside(kept)
        else:
            yield from self._decision()

    def _decision_beside(self, kept: Kept) -> Iterator[Call]:
        """What the words want besides the facts in them: "where's my order 12345?"."""
        rest = without(self._heard, kept.spans)
        if cannot := self._unsayable(rest, kept.values):
            yield _call("choose", option=cannot)
        elif self._note.is_confirm:
            yield from self._switch(rest, recorded=True, facts=tuple(kept.values)) if "request" in self._tools else ()
        elif tool := self._tool_call(wished=True) or self._same_for(kept):
            yield tool
        elif "choose" in self._tools and not self._note.missing:
            option = self._choices.pick(rest, self._now, tuple(kept.values))
            if option and option not in (OTHER, NOTHING, self._choices.finished(), self._choices.unanswered()):
                yield _call("choose", option=option)
        elif "request" in self._tools:
            yield from self._switch(rest, recorded=True, facts=tuple(kept.values))

    def _decision(self) -> Iterator[Call]:
        heard = self._heard
        if self._is_answer_about_us() or self._told_options():
            return
        if "wait" in self._tools and is_wait(heard):
            yield _call("wait")
            return
        asked = list(self._request())
        stop = self._choices.stops(heard)
        if stop and "choose" in self._tools:
            yield _call("choose", option=stop)
        elif asked:
            yield from asked
        elif is_greeting(heard):
            return
        elif tool := self._tool_call(wished=True):
            yield tool
        elif "choose" in self._tools and (option := self._option()):
            yield _call("choose", option=option)
        elif tool := self._tool_call(wished=False):
            yield tool
        elif "request" in self._tools and not self._is_fact() and not is_dont_know(heard):
            yield from self._switch(heard, recorded=False)

    def _request(self) -> Iterator[Call]:
        if "request" not in self._every:
            return
        if asides.wants_person(self._heard):
            yield _call("request", kind="person")
        elif asides.wants_repeat(self._heard):
            yield _call("request", kind="repeat")
        elif flow := cancelling_flow(self._heard, self._now, self._flows):
            offered = flow in self._choices.keys
            yield _call("choose", option=flow) if offered else _call("request", kind="switch", flow=flow)
        elif asides.wants_cancel(self._heard):
            yield _call("request", kind="cancel")

    def _option(self) -> str | None:
        """An option, unless the words are a question that a fact answers; an exit for "other" comes last."""
        option = self._unsayable(self._heard) or self._choices.pick(self._heard, self._now)
        if option is None or option in (self._choices.finished(), self._choices.unanswered()):
            ending = is_thanks(self._heard) or is_no(self._heard) or not self._heard.is_question
            return option if ending else None
        return None if self._is_fact() else option

    def _unsayable(self, heard: Utterance, told: Container[str] = ()) -> str:
        """Which one of several values it is that the caller does not know, if the words name it; none they `told`."""
        if not self._choices.unsayable or not is_dont_know(heard):
            return ""
        named = {one.name for one in parameters(self._every.get("record", {})) if any(map(one.cued_by, heard.norms))}
        names = {key.removeprefix(f"{CANNOT_SAY}_"): key for key in self._choices.unsayable}
        return next((key for name, key in names.items() if name in named and name not in told), "")

    def _switch(self, rest: Utterance, *, recorded: bool, facts: Sequence[str] = ()) -> Iterator[Call]:
        if self._note.number == 0 or self._offers_flows():
            return
        name = other_flow(rest, self._now, self._flows, recorded=recorded, facts=facts)
        if name:
            yield _call("request", kind="switch", flow=name)

    def _offers_flows(self) -> bool:
        return any(flow.name in self._choices.keys for flow in self._flows)

    def _record(self) -> Kept:
        """What `record` would report of the new words."""
        if "record" not in self._tools:
            return Kept({}, ())
        return self._fill(parameters(self._tools["record"]), free_text=self._may_be_text())

    def _fill(self, wanted: Sequence[Parameter], *, free_text: bool) -> Kept:
        now = self._now
        heard, note, flow = self._heard, now.note, now.current
        return fill(heard, wanted, note, free_text=free_text, offered=now.offered, held=now.held, flow=flow)

    def _may_be_text(self) -> bool:
        """Whether the words can be the answer to a question for free text."""
        heard = self._heard
        aside = (is_greeting, is_thanks, is_done, is_wait, is_dont_know, asides.wants_person, asides.wants_repeat)
        short_answer = len(heard.words) <= 2 and (is_yes(heard) or is_no(heard))
        return not (
            heard.is_question or short_answer or asides.wants_cancel(heard) or any(test(heard) for test in aside)
        ) and not (self._note.number and other_flow(heard, self._now, self._flows, recorded=True))

    def _tool_call(self, *, wished: bool) -> Call | None:
        """A tool of an open conversation: one that the words ask for or agree to (`wished`), or the one that shows
        whether what they report is so."""
        if not self._is_talk() or self._is_fact():
            return None
        if wished:
            return self._toolbox.wished(self._heard, self._now.agent, self._now.called)
        return self._toolbox.checking(self._heard)

    def _same_for(self, kept: Kept) -> Call | None:
        """The look that was made last, for another value: "and 12346?"."""
        if not self._is_talk() or self._is_fact():
            return None
        return self._toolbox.looking_at(self._heard, self._now.called, frozenset(kept.values))

    def _is_talk(self) -> bool:
        """Whether this is an open conversation: nothing missing, nothing to ask, no consent under way."""
        note = self._note
        return not (note.missing or note.then_ask or note.is_confirm or note.is_running)

    def _continue(self) -> Sequence[Output]:
        """No new words: what the note and the functions want said."""
        if speaking.is_silent(self._now):
            return ()
        told, step = speaking.result_text(self._now), speaking.step_text(self._now)
        if self._is_talk() and not step:
            told = _joined(told, speaking.next_in_talk(self._now, told, self._toolbox.acting))
        told = "" if speaking.is_said_in(told, step) else told
        text = " ".join(part for part in (told, step) if part)
        answer = () if told else self._open_answer()
        if answer and isinstance(answer[0], Speech):
            return (Speech(_joined(text, answer[0].text)), *answer[1:])
        if answer:
            return (Speech(text), *answer) if text else answer
        if step and not step.endswith("?") and not told and self._note.number and self._is_talk():
            return (Speech(_joined(step, speaking.talk_text(self._now, self._toolbox.acting))),)
        if text:
            return (Speech(text),)
        if self._note.is_running:
            return (Speech(speaking.WAITING),)
        if self._note.is_confirm:
            return (Speech(speaking.asked_text(self._note)),)
        return (Speech(speaking.talk_text(self._now, self._toolbox.acting)),)

    def _open_answer(self) -> Sequence[Output]:
        """In an open conversation: the answer to what the caller asked on the way here, unless it was given."""
        if not (self._note.number and self._is_talk()):
            return ()
        for words in (self._now.last_words, self._now.wish):
            answer = self._answer_from_facts(Utterance(words)) if words else ()
            if answer and not (isinstance(answer[0], Speech) and answer[0].text in self._now.said):
                return answer
            if words and (way_out := self._exit_for(Utterance(words))):
                return (way_out,)
        return ()

    def _exit_for(self, heard: Utterance) -> Call | None:
        """The exit that the words ask for which led here: "that charge is wrong"."""
        if "choose" not in self._tools or self._now.said:
            return None
        option = self._choices.pick(heard, self._now)
        ends = (OTHER, NOTHING, self._choices.finished(), self._choices.unanswered(), self._choices.stopping())
        return _call("choose", option=option) if option and option not in ends else None

    def _answer_from_facts(self, heard: Utterance) -> Sequence[Output]:
        """The fact that answers a question and, where the step has one, the exit for that."""
        fact = asides.fact_about(heard, self._facts())
        usable = "choose" in self._tools and self._is_talk()
        settled, unanswered = self._choices.settled(), self._choices.unanswered()
        if fact:
            return (Speech(fact), _call("choose", option=settled)) if usable and settled else (Speech(fact),)
        if usable and unanswered and self._note.facts and heard.is_question:
            return (_call("choose", option=unanswered),)
        return ()

    def _facts(self) -> tuple[str, ...]:
        """The note's facts, and the values its goal names: "the balance (12.50)"."""
        return (
            (*self._note.facts, *speaking.goal_facts(self._note.goal))
            if not self._note.is_confirm
            else self._note.facts
        )

    def _is_fact(self) -> bool:
        return asides.fact_about(self._heard, self._facts()) is not None

    def _is_answer_about_us(self) -> bool:
        return asides.about_us(self._heard, self._answers) is not None

    def _spoken_answer(self) -> Sequence[Output]:
        heard, ask = self._heard, self._note.then_ask
        own = asides.about_us(heard, self._answers)
        if own:
            return (Speech(_joined(own, ask)),)
        if options := self._told_options():
            return (Speech(_joined(options, ask)),)
        if is_greeting(heard):
            return (Speech(_joined("Hello!", speaking.step_text(self._now) or speaking.opening(self._now))),)
        facts = self._answer_from_facts(heard)
        if facts:
            first, *rest = facts
            return (Speech(_joined(first.text, ask)) if isinstance(first, Speech) else first, *rest)
        if self._note.is_running:
            return (Speech("There is no result yet. One moment, please."),)
        if self._note.is_confirm:
            return (Speech(speaking.confirm_text(heard, self._note)),)
        if is_thanks(heard):
            return (Speech(_joined("You're welcome.", ask)),)
        if self._choices.offers_more(heard, ask):
            return (Speech(speaking.WHAT_ELSE),)
        if is_no(heard) and self._is_talk():
            return (Speech("All right. What would you like instead?"),)
        return ()

    def _otherwise(self) -> str:
        return speaking.with_options(self._note.otherwise or _joined(_NO_MATCH, self._note.then_ask), self._note)

    def _told_options(self) -> str:
        """What is on offer, when that is what the caller asks."""
        if not asides.asks_options(self._heard):
            return ""
        return speaking.options_text(self._note, self._now.said)


def _joined(*texts: str) -> str:
    return " ".join(text for text in texts if text)


def _call(function: str, /, **arguments: object) -> Call:
    return Call(function, json.dumps(arguments, ensure_ascii=False))
