"""Which option of a step, or which flow, the words ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flowkit.simulator.hearing.answers import is_done, is_dont_know, is_no, is_thanks, is_yes
from flowkit.simulator.hearing.likeness import Topic, best, ranked, stems
from flowkit.simulator.hearing.words import Span, Utterance
from flowkit.simulator.local_model.asides import is_wish
from flowkit.simulator.local_model.briefing import Flow, Option, StepNote
from flowkit.simulator.local_model.situation import Situation

NOTHING, OTHER, CANNOT_SAY = "nothing", "other", "cannot_say"
_RESERVED = frozenset({NOTHING, OTHER, CANNOT_SAY})
_FINISHED = re.compile(
    r"\b(answered|resolved|finished|solved|satisfied|is done|has what (?:they|he|she|the caller)|got what)\b",
    re.IGNORECASE,
)
_UNANSWERED = re.compile(
    r"\b(not[ _]covered|not answer|no answer|unanswered|cannot be answered|not know)\b", re.IGNORECASE
)
_OF_CALLER = re.compile(r"\b(caller|customer|they|he|she)\b", re.IGNORECASE)
_STOPPING = re.compile(r"\b(stop|give[ _]?up|gave[ _]?up|quit|no longer|not want)", re.IGNORECASE)
_STOP_WORDS = r"give up|giving up|i quit|stop|had enough|leave it|forget it|never ?mind|dont want to (?:do|try)"
_MORE_ASKED = re.compile(r"\b(else|anything|more|further)\b", re.IGNORECASE)
# Words of a wish that name no wish: without any other the caller has not said what they want.
_OBTAIN = r"(?:need|want|like|get|make|have) (?:a|an|another|some)"
_UNDOING = stems("cancel move change reschedule return end stop")
_VAGUE = stems(
    "help question problem issue something thing favour favor assistance support wonder moment talk speak call"
)
_LEAST_FOR_SWITCH = 0.6
_LEAST_FOR_WISH = 0.5
_SHORT_YES = 4
_WANTS_CANCELLED = (
    r"(?:want|like|need|have|rather|prefer) (?:to )?(?:just )?cancel (?:it|that|this)|"
    r"(?:can|could) (?:i|you|we) (?:just )?cancel (?:it|that|this)|"
    r"(?:actually|instead|rather) (?:just )?cancel (?:it|that)|"
    r"cancel (?:it|that|this) instead"
)
_INQUIRY = r"check|look (?:up|at|into)|tell me|let me know|what about|how about|find out|know (?:about|where|when|if)"
_ASIDE = (
    r"also|first|before (?:that|we|you|i)|by the way|btw|another thing|one more thing|meanwhile|"
    r"(?:yes|yeah|okay|ok|sure) (?:and|but)"
)
_ASKED_OF = r"where|when|tell me|check"
_HOW = r"how (?:long|soon|often)"
_SECOND_WISH = r"(?:and|but|then|and then) also|and then|as well as"
_ON_ACCOUNT = re.compile(r"\b(?:on|in|from|with) my account\b")
_SCOLDING = r"you (?:\w+ ){0,3}(?:machine|computer|thing|robot|bot)"
_TELLING = re.compile(r"\b(know|asks?|asking|questions?|where|when|status|track|checks?|find out)\b", re.IGNORECASE)


class Choices:
    """The options of a step's `choose`, with what is known about them.

    Args:
        note: The latest STEP note.
        flows: The flows of the instructions.
    """

    def __init__(self, note: StepNote, flows: Sequence[Flow]) -> None:
        self._note = note
        by_name = {flow.name: flow for flow in flows}
        offered = note.choices
        if not offered and (not note.number or "choose" in note.may_use):
            offered = (*(Option(flow.name) for flow in flows), Option(NOTHING), Option(OTHER))
        self.keys = frozenset(option.key for option in offered)
        self.unsayable = tuple(option.key for option in offered if option.key.startswith(f"{CANNOT_SAY}_"))
        """The options that say of which single value it is that the caller cannot say it."""
        told = _RESERVED.union(self.unsayable)
        self._topics = tuple(_topic(option, by_name) for option in offered if option.key not in told)
        self._offers_flows = any(option.key in by_name for option in offered)

    def pick(self, heard: Utterance, situation: Situation, recorded: Sequence[str] = ()) -> str | None:
        """The option that the words mean, or `None`.

        Args:
            heard: The caller's words, without those that were recorded.
            situation: Where the conversation stands.
            recorded: The names of what was recorded: they tell what it is about, too.
        """
        if CANNOT_SAY in self.keys and is_dont_know(heard):
            return CANNOT_SAY
        ending = self._ending(heard, situation)
        if ending:
            return ending
        first = self._first_wish(heard)
        if first is not None:
            return self.pick(first, situation, recorded)
        about = self._about(heard)
        if not about:
            return None
        if self._offers_flows:
            about = about.union(*(stems(name) for name in recorded))
        fit = best(about, self._topics) or self._obtained(heard, about) or _asked_about(heard, about, self._topics)
        if fit:
            return fit.name
        if OTHER in self.keys and self._offers_flows and self._fits_none(heard):
            return OTHER
        return None

    def _about(self, heard: Utterance) -> frozenset[str]:
        """What the words are about: not what they call the agent, and the account only if nothing else."""
        if self._offers_flows and heard.has(_SCOLDING) and not heard.is_question:
            return frozenset()
        about = stems(heard.plain) - _VAGUE
        return (stems(_ON_ACCOUNT.sub("", heard.plain)) - _VAGUE if self._offers_flows else about) or about

    def _first_wish(self, heard: Utterance) -> Utterance | None:
        """The first of two wishes for different flows: "a refund, and also where is order 12345"."""
        cut = next((span for span, _ in heard.spans(_SECOND_WISH)), None) if self._offers_flows else None
        if cut is None or cut.first == 0 or cut.last + 1 == len(heard.words):
            return None
        parts = Span(0, cut.first - 1), Span(cut.last + 1, len(heard.words) - 1)
        first, second = (Utterance(heard.said(part)) for part in parts)
        fits = [best(stems(one.plain) - _VAGUE, self._topics) for one in (first, second)]
        return first if all(fits) and fits[0] != fits[1] else None

    def _obtained(self, heard: Utterance, about: frozenset[str]) -> Topic | None:
        """Between several options about one thing "I need a …" means the one that gives it, not one that changes it."""
        if not heard.has(_OBTAIN) or about & _UNDOING:
            return None
        giving = [topic for topic in self._topics if not stems(f"{topic.name} {topic.title}") & _UNDOING]
        return best(about, giving)

    def finished(self) -> str | None:
        """The exit that means the caller has what they wanted, if there is one."""
        return next((one.name for one in self._topics if _FINISHED.search(f"{one.title} {one.about}")), None)

    def settled(self) -> str | None:
        """The exit that the agent's own answer reaches ("the question is answered"); not one the caller has to tell."""
        finished = self.finished()
        about = next((f"{one.title} {one.about}" for one in self._topics if one.name == finished), "")
        return None if _OF_CALLER.search(about) else finished

    def unanswered(self) -> str | None:
        """The exit that means the facts do not answer the question, if there is one."""
        return next((one.name for one in self._topics if _UNANSWERED.search(f"{one.title} {one.about}")), None)

    def stopping(self) -> str | None:
        """The exit that means the caller wants to stop, if there is one."""
        return next((one.name for one in self._topics if _STOPPING.search(f"{one.title} {one.about}")), None)

    def stops(self, heard: Utterance) -> str | None:
        """The exit for stopping, when the words ask for it."""
        return self.stopping() if heard.has(_STOP_WORDS) else None

    def offers_more(self, heard: Utterance, asked: str) -> bool:
        """Whether a bare yes answers "is there anything else?": what, it does not say."""
        bare = len(heard.words) <= _SHORT_YES and is_yes(heard)
        return self._offers_flows and bare and bool(_MORE_ASKED.search(asked))

    def _ending(self, heard: Utterance, situation: Situation) -> str | None:
        """What "no, thanks" and "that's all" choose here."""
        if not (is_done(heard) or (is_no(heard) and len(heard.words) == 1)):
            finished = self.finished()
            return finished if finished and NOTHING not in self.keys and is_thanks(heard) else None
        if NOTHING in self.keys:
            bare = is_no(heard) and len(heard.words) == 1
            asked = f"{situation.agent} {self._note.then_ask}"
            return NOTHING if not bare or _MORE_ASKED.search(asked) or not self._note.then_ask else None
        return self.finished()

    def _fits_none(self, heard: Utterance) -> bool:
        words = stems(heard.plain)
        return is_wish(heard) and bool(words - _VAGUE) and not ranked(words, self._topics)


def other_flow(
    heard: Utterance, situation: Situation, flows: Sequence[Flow], *, recorded: bool, facts: Sequence[str] = ()
) -> str | None:
    """The flow that the words ask for in the middle of another one, or `None`.

    Args:
        heard: The caller's words without those that were recorded.
        situation: Where the conversation stands.
        flows: The flows of the instructions.
        recorded: Whether something else was read from the words; then only an open wish or question switches.
        facts: The names of what was recorded: they tell what it is about, too.
    """
    note = situation.note
    goal = note.goal.rstrip(". ")
    current = next((flow.name for flow in flows if flow.title.rstrip(". ") == goal), situation.current)
    under_way = situation.opened | {current}
    topics = [Topic(flow.name, flow.title, flow.about) for flow in flows]
    asking = heard.is_question or is_wish(heard) or heard.has(_INQUIRY) or heard.has(_ASIDE)
    if recorded and not asking:
        return None
    # While consent is asked a question is about that, unless it is clearly about something else.
    beside = heard.has(_ASIDE) or any(_is_beside(name, note) for name in facts) or (facts and heard.has(_ASKED_OF))
    certain = asking and (beside or not note.is_confirm)
    about = stems(heard.plain)
    least = _LEAST_FOR_WISH if certain and is_wish(heard) else _LEAST_FOR_SWITCH
    fit = _same_question(heard, flows) or best(about, topics, least=least if certain else 2 * _LEAST_FOR_SWITCH)
    if fit is None and facts and certain and not set(facts) & set(note.missing):
        # "And order 12347?" is about the flow under way if that one has orders, too.
        here = [topic for topic in topics if topic.name in under_way]
        fit = None if ranked(about, here) else _asked_about(heard, about, topics)
    return None if fit is None or fit.name in under_way else fit.name


def _same_question(heard: Utterance, flows: Sequence[Flow]) -> Topic | None:
    """The flow whose matter is the very question: "how long does it keep" where the flow says "how long it keeps"."""
    if not heard.has(_HOW):
        return None
    about = stems(re.sub(rf"\b(?:{_ASIDE})\b", "", heard.plain))
    topics = [Topic(flow.name, flow.title, flow.about) for flow in flows if Utterance(flow.about).has(_HOW)]
    fits = [one for one in topics if about and about <= stems(f"{one.title} {one.about}")]
    return fits[0] if len(fits) == 1 else None


def cancelling_flow(heard: Utterance, situation: Situation, flows: Sequence[Flow]) -> str | None:
    """The flow whose matter it is to cancel a thing, when that is what the words want: "I want to cancel it"."""
    if not heard.has(_WANTS_CANCELLED):
        return None
    under_way = situation.opened | {situation.current}
    own = [flow.name for flow in flows if flow.name not in under_way and _cancels(flow)]
    return own[0] if len(own) == 1 else None


def _cancels(flow: Flow) -> bool:
    return bool(stems("cancel") & (stems(flow.name.replace("_", " ")) | stems(flow.title)))


def _is_beside(name: str, note: StepNote) -> bool:
    """Whether a slot has no part in what the caller is being asked to agree to."""
    known = note.known.get(name)
    return known is None or (known.spoken or known.value).lower() not in note.goal.lower()


def _asked_about(heard: Utterance, about: frozenset[str], topics: Sequence[Topic]) -> Topic | None:
    """Between several topics about one thing "what about order …" and "check …" mean the one that tells about it."""
    inquiring = heard.is_question or heard.has(_INQUIRY)
    if not inquiring or (is_wish(heard) and not heard.has(_INQUIRY)) or about & _UNDOING or heard.has("instead"):
        return None
    return best(about, [topic for topic in topics if _TELLING.search(f"{topic.title} {topic.about}")])


def without(heard: Utterance, spans: Sequence[Span]) -> Utterance:
    """The words that no span holds."""
    kept = [word.norm for index, word in enumerate(heard.words) if not any(s.first <= index <= s.last for s in spans)]
    mark = "?" if "?" in heard.text else ""
    return Utterance(" ".join(kept) + mark)


def _topic(option: Option, by_name: dict[str, Flow]) -> Topic:
    """An option's title and description, from the note or else from the flow's line."""
    flow = by_name.get(option.key)
    title, _, about = option.spoken.partition(":")
    if not about and flow is not None:
        return Topic(option.key, flow.title, flow.about)
    if not about:
        return Topic(option.key, option.key.replace("_", " "), title)
    return Topic(option.key, title, about)
