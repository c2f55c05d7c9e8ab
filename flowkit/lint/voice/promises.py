"""What callers are told that was done, before it was; and what they are promised that nothing will do.

Theory of operation. What a claim is, the engine knows as well: it catches claims of the model by the words of
`language.claims`. Here the same words are looked for in what the flow says. A claim is early if its state can be
reached on a way on which no write has succeeded that it could speak of: the ways out of a write's success are taken
out of the graph, and what is still reached has done nothing. "It is cancelled" also tells how things are; so only "I've
cancelled it" and "Done." count everywhere, and the other forms beside a read-back, where nothing else can be meant.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from flowkit.language.claims import claimed, done_words
from flowkit.language.claims.tables import Verb
from flowkit.language.claims.verbs import tables
from flowkit.language.codes import CLAIMED_EARLY, EMPTY_PROMISE
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.syntax import Done, Expr
from flowkit.language.model import Choose, Confirm, Edge, Flow, Project, Run, Speak, State, Talk, Tool, Use
from flowkit.language.words import Words
from flowkit.lint.voice.texts import LONGEST, Said, Together, fixed_text, words_in

_ANYTHING: Final = Verb(("done", "all set", "taken care of", "sorted", "arranged"))
_FIRST_PERSON: Final = re.compile(r"\b(?:i|we)(?:['’]ve|\s+have)?\s+(?:\w+\s+){0,2}?$", re.IGNORECASE)
_BEGINS: Final = re.compile(
    r"(?:^|[.!?…:]\s*)(?:(?:and|so|okay|ok|great|right|perfect|well|all|that's|it's)[, ]+)*$", re.IGNORECASE
)
_BEFORE_NOW: Final = re.compile(r"\balready\b|\bbefore\b|\bearlier\b", re.IGNORECASE)

_I_HAVE: Final = re.compile(r"\b(?:i|we)(?:['’]ve|\s+have)\b", re.IGNORECASE)
_PLAIN_WORDS: Final = frozenset(
    (
        "made",
        "set",
        "put",
        "held",
        "given",
        "opened",
        "sent",
        "written",
        "started",
        "stopped",
        "confirmed",
        "put on hold",
    )
)
"""What "I have …" says of a search, a note or a thought as well."""

_GENERAL: Final = frozenset(("done", "set", "care", "sorted", "arranged"))
_PERFECT: Final = frozenset(("i've", "we've", "have", "been"))


def check_claims(together: Together, flow: Flow, project: Project) -> Iterator[Diagnostic]:
    """Warnings about words that claim a success that has not come about on some way to them."""
    language = project.languages[0]
    writes = _writes(flow, project)
    if not writes and not flow.about:  # another flow runs it, and may have done what it speaks of
        return
    if not writes and _GENERAL.isdisjoint(together.words) and _PERFECT.isdisjoint(together.words):
        return
    verbs = [(tool, done_words(tool, language)) for tool in (writes or _all_writes(project))]
    telling = {part for _, verb in verbs for word in (*verb.done, *verb.nouns) for part in word.split()} | _GENERAL
    if telling.isdisjoint(together.words) and _I_HAVE.search(together.text) is None:
        return
    early: dict[tuple[str, ...], set[str]] = {}
    for state in flow.states.values():
        if state.say is not None and not isinstance(state.does, Confirm):
            yield from _judge(state.say, state, None, flow, project, verbs, early, language)
        for outcome, way in (("next", state.next), *state.outcomes.items()):
            for edge in way:
                if edge.say is not None:
                    if outcome == "next" and _succeeds(state, project, {tool.name for tool, _ in verbs}):
                        continue
                    yield from _judge(edge.say, state, edge, flow, project, verbs, early, language)


def _writes(flow: Flow, project: Project) -> list[Tool]:
    """The writes that a flow may do itself."""
    names: dict[str, None] = {}
    for state in flow.states.values():
        does = state.does
        if isinstance(does, Confirm | Use):
            names[does.tool] = None
        elif isinstance(does, Talk):
            names.update(dict.fromkeys(does.tools))
    tools = (project.tools.get(name) for name in names)
    return [tool for tool in tools if tool is not None and tool.writes]


def _all_writes(project: Project) -> list[Tool]:
    return [tool for tool in project.tools.values() if tool.writes]


def _judge(
    words: Words,
    state: State,
    edge: Edge | None,
    flow: Flow,
    project: Project,
    verbs: Sequence[tuple[Tool, Verb]],
    early: dict[tuple[str, ...], set[str]],
    language: str,
) -> Iterator[Diagnostic]:
    text = fixed_text(words)
    if len(text) > LONGEST:
        return
    if words.source.endswith("?") and "." not in words.source:
        return
    word, tools = _claimed(text, verbs, language)
    if not word and _I_HAVE.search(text) and _beside(state, edge, flow):
        word, tools = claimed(text, _any_verb(language), language), {tool.name for tool, _ in verbs}
    if not word or _BEFORE_NOW.search(text):
        return
    beside = _beside(state, edge, flow)
    if not beside and not _plainly(text, word):
        return
    names = tuple(sorted(tools))
    if names not in early:
        early[names] = _reached_before(flow, project, set(names))
    failed = edge is not None and isinstance(state.does, Confirm) and state.does.tool in tools
    if not failed and state.name not in early[names]:
        return
    if edge is None and edge_guarded(state, flow):
        return
    of = f"'{names[0]}' was carried out" if len(names) == 1 else "anything was carried out"
    message = f"this claims that something is done ('{word}'), and can be heard before {of}"
    confirm = next(
        (each for each in flow.states.values() if isinstance(each.does, Confirm) and each.does.tool in names), None
    )
    related = (Related(confirm.span, "only behind this has it been done"),) if confirm is not None else ()
    help = "say it on the 'next' of the write, or on the state behind it"
    if confirm is None:
        help = "say what was found or what comes next; only a write that was carried out makes it true"
    yield problem(CLAIMED_EARLY, words.span, message, help, related)


def edge_guarded(state: State, flow: Flow) -> bool:
    """Whether every way to a state asks by `done(…)` whether it was carried out."""
    leading = [
        edge
        for each in flow.states.values()
        for way in (each.next, *each.outcomes.values())
        for edge in way
        if edge.go == state.name
    ]
    return bool(leading) and all(edge.when is not None and _asks_done(edge.when.expr) for edge in leading)


def _asks_done(expr: Expr) -> bool:
    waiting: list[object] = [expr]
    while waiting:
        match waiting.pop():
            case Done():
                return True
            case tuple() as several:
                waiting += several
            case part if hasattr(part, "__dataclass_fields__") and not hasattr(part, "line"):
                waiting += [getattr(part, name) for name in part.__dataclass_fields__ if name != "span"]
    return False


def _claimed(text: str, verbs: Sequence[tuple[Tool, Verb]], language: str) -> tuple[str, set[str]]:
    """The word that claims something, and the tools that it may speak of."""
    there = words_in(text)
    found: dict[str, str] = {}
    for tool, verb in verbs:
        # Taking a sentence apart costs more than looking whether it can be about this tool at all.
        if not there.isdisjoint(part for word in verb.done for part in word.split()) or not there.isdisjoint(
            verb.nouns
        ):
            word = claimed(text, verb, language)
            if word:
                found[tool.name] = word
    if found:
        return next(iter(found.values())), set(found)
    if there.isdisjoint(_GENERAL):
        return "", set()
    return claimed(text, _ANYTHING, language), {tool.name for tool, _ in verbs}


@cache
def _any_verb(language: str) -> Verb:
    """What is said of any write: beside a read-back "I've moved it" speaks of that, whatever the tool is called."""
    words = dict.fromkeys(word for verb in tables(language).verbs.values() for word in verb.done)
    return Verb(tuple(word for word in words if word not in _PLAIN_WORDS))


def _plainly(text: str, word: str) -> bool:
    """Whether the word stands by itself, or behind "I have": then it tells of nothing but what was done just now."""
    last = word.split()[-1]
    for found in re.finditer(rf"\b{re.escape(last)}\b", text, re.IGNORECASE):
        before = text[: found.start()]
        first = len(word) - len(last)
        before = before[: len(before) - first] if first and before.lower().endswith(word[:first].lower()) else before
        if _FIRST_PERSON.search(before) or _BEGINS.search(before):
            return True
    return False


def _beside(state: State, edge: Edge | None, flow: Flow) -> bool:
    """Whether a text stands on an outcome of a read-back, or right before it."""
    if edge is not None:
        target = flow.states.get(edge.go)
        return isinstance(state.does, Confirm) or (target is not None and isinstance(target.does, Confirm))
    if isinstance(state.does, Speak) and len(state.next) == 1:
        target = flow.states.get(state.next[0].go)
        if target is not None and isinstance(target.does, Confirm):
            return True
    leading = [
        (each, outcome)
        for each in flow.states.values()
        for outcome, way in (("next", each.next), *each.outcomes.items())
        for way_edge in way
        if way_edge.go == state.name
    ]
    return any(isinstance(each.does, Confirm) and outcome != "next" for each, outcome in leading)


def _succeeds(state: State, project: Project, tools: set[str]) -> bool:
    """Whether by the `next` of a state one of the tools, or whatever another flow does, may have been carried out."""
    match state.does:
        case Confirm(tool=name) | Use(tool=name):
            return name in tools
        case Talk(tools=names):
            return not tools.isdisjoint(names)
        case Run() | Choose():
            return True
    return False


def _reached_before(flow: Flow, project: Project, tools: set[str]) -> set[str]:
    """The states that can be reached without any of the tools having been carried out, or behind one that failed."""
    confirms = [each for each in flow.states.values() if isinstance(each.does, Confirm) and each.does.tool in tools]
    waiting = [flow.start, *(edge.go for each in confirms for way in each.outcomes.values() for edge in way)]
    reached = {*waiting}
    while waiting:
        state = flow.states.get(waiting.pop())
        if state is None:
            continue
        ways = [
            way
            for outcome, way in state.outcomes.items()
            if not (isinstance(state.does, Talk) and _succeeds(state, project, tools))
        ]
        if not _succeeds(state, project, tools):
            ways.append(state.next)
        for edge in (edge for way in ways for edge in way):
            if edge.go not in reached and not (edge.when is not None and _asks_done(edge.when.expr)):
                reached.add(edge.go)
                waiting.append(edge.go)
    return reached


# Promises.

_WHO: Final = (
    r"(?:you(?:['’]ll| will)|we(?:['’]ll| will)|i(?:['’]ll| will)"
    r"|(?:someone|somebody|(?:a|an|one of our|our|the) "
    r"(?:colleagues?|technicians?|persons?|specialists?|agents?|experts?|teams?)"
    r"|our team|they) (?:will|is going to)|(?:someone|they)['’]ll)"
)
_PROMISE: Final = re.compile(
    rf"\b{_WHO}\b(?:\s+(?!not\b|never\b|n't)\w+){{0,3}}?\s+(?:"
    r"(?P<call>(?:call|ring|phone)\s+you|get back to you|be in touch|contact you|reach out)"
    r"|(?P<message>(?:text|e-?mail|message|notify|write)\s+(?:to\s+)?you"
    r"|(?:get|receive|have|send|be sent|find)\b[^.!?;]{0,30}?"
    r"\b(?:texts?|sms|e-?mails?|messages?|letter|confirmation|notification|link)\b))",
    re.IGNORECASE,
)
_MAY_PROMISE: Final = ("'ll", "’ll", "will ", "going to ")
_BACKS: Final = {
    "message": re.compile(
        r"text message|sms|e-?mail|\bmail|messag|notif|letter|send|sends|confirmation|\blink\b", re.IGNORECASE
    ),
    "call": re.compile(r"call.?back|phone|contact|follow.?up|ticket|wait(?:ing)?.?list", re.IGNORECASE),
}


def check_promises(texts: Sequence[Said], together: Together, project: Project) -> Iterator[Diagnostic]:
    """Warnings about promises of a message or a call that no tool of the project can keep."""
    if not any(sign in together.text for sign in _MAY_PROMISE):
        return
    for said in texts:
        source = said.words.source
        if not any(sign in source for sign in _MAY_PROMISE):
            continue
        for found in _PROMISE.finditer(source):
            kind = "call" if found["call"] else "message"
            if kind == "call" and any(place.callback for place in project.places.values()):
                continue
            if any(_keeps(tool, kind) for tool in project.tools.values()):
                continue
            what = "a call" if kind == "call" else "a message"
            message = f"this promises {what}, and the project has no tool that sees to it"
            help = "use a write that does it before this is said, or leave the promise out"
            yield problem(EMPTY_PROMISE, said.place(found.start(), found.end()), message, help)


def _keeps(tool: Tool, kind: str) -> bool:
    if not tool.writes:
        return False
    told = f"{tool.name.replace('_', ' ')} {tool.about}"
    # A write that callers agree to is often confirmed by the system behind it; what is for ourselves alone is not.
    return _BACKS[kind].search(told) is not None
