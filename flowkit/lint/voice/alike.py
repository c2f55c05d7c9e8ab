"""What callers and the model have to tell apart: options of a choice, flows that are offered together, exits of a talk.

Theory of operation. What a caller says is compared with what is written by words: without case and plural, figures
and number words alike, and an example by its telling words in any order. Two things that have one form in common are
the same to the reader. Beyond that, a voice on a telephone line loses single sounds: words that differ in one letter,
or have the same sounds, are alike. Both are found by making every form once, and looking where two things meet.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice
from typing import Final

from flowkit.language.codes import SAME_SOUND, SOUNDS_ALIKE, SOUNDS_LIKE_COMMAND
from flowkit.language.diagnostic import Code, Diagnostic, Related, problem
from flowkit.language.frozen import frozen
from flowkit.language.model import Choose, Flow, Project, Slot, Talk
from flowkit.language.shapes import Option
from flowkit.language.span import Span
from flowkit.lint.voice.places import Path, place_at

_WORD: Final = re.compile(r"[^\W_]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_IDLE: Final = _words(
    "a an the my your our this that these those it its is are am was be to of for in on at with and or i "
    "you we me us want wants would like please can could caller do does have has some about know need "
    "needs"
)
_NUMBERS: Final = {
    word: str(number)
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
}
COMMANDS: Final = {
    "cancel": "to stop",
    "stop": "to stop",
    "repeat": "to hear it again",
    "again": "to hear it again",
    "wait": "for a moment's silence",
    "hold on": "for a moment's silence",
    "agent": "for a person",
    "person": "for a person",
    "human": "for a person",
    "operator": "for a person",
    "representative": "for a person",
    "a person": "for a person",
    "someone": "for a person",
    "never mind": "to stop",
    "forget it": "to stop",
}
_MOST_TOLD: Final = 10
_MOST_COMPARED: Final = 40
_ALIKE: Final = 0.75
_FEWEST_WORDS: Final = 3


@frozen
class Form:
    """One way to name a thing: its words as they are compared, and the path to where it is written."""

    thing: str
    text: str
    words: tuple[str, ...]
    path: Path
    example: bool = False


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    return tuple(
        _stem(_NUMBERS.get(word, word)) for word in _WORD.findall(text.casefold().replace("'", "").replace("’", ""))
    )


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def check_alike(flow: Flow, project: Project) -> Iterator[Diagnostic]:
    """Findings about things of one flow that callers, or the model, cannot tell apart."""
    for slot in flow.slots.values():
        if len(slot.shape.options) > 1:
            yield from check_options(slot, flow.span)
    compared: set[tuple[str, ...]] = set()
    for state in flow.states.values():
        does = state.does
        if isinstance(does, Choose) and len(does.flows) > 1 and does.flows not in compared:
            compared.add(does.flows)
            yield from _flows(does.flows, project, state.does_span)
        elif isinstance(does, Talk) and len(does.exits) > 1:
            yield from _exits(does, state.name, flow.span)


# Options.


def check_options(slot: Slot, top: Span) -> Iterator[Diagnostic]:
    """Findings about the fixed options of a slot."""
    path: Path = ("slots", slot.name, "options")
    forms = [form for number, option in enumerate(slot.shape.options) for form in _forms(option, number, path)]
    yield from islice(_meetings(forms, top, "option"), _MOST_TOLD)
    for form in forms:
        command = COMMANDS.get(" ".join(_WORD.findall(form.text.casefold())))
        if command is not None and not form.example:
            message = f"callers also say '{form.text}' {command}, at any time; it may not be taken for this option"
            help = "give the option a 'label' of more words, such as 'cancel the order'"
            yield problem(SOUNDS_LIKE_COMMAND, place_at(top, form.path), message, help)


def _forms(option: Option, number: int, path: Path) -> Iterator[Form]:
    here = (*path, number)
    name = option.value
    yield Form(name, option.spoken, words_of(option.spoken), (*path, name, "label") if option.label else here)
    if option.label and words_of(option.value) != words_of(option.label):
        yield Form(name, option.value.replace("_", " "), words_of(option.value), here)
    for place, example in enumerate(option.examples):
        yield Form(name, example, words_of(example), (*path, name, "examples", place), True)


def _meetings(forms: Sequence[Form], top: Span, what: str) -> Iterator[Diagnostic]:
    """Forms of different things that are the same, or alike."""
    by_words: dict[tuple[str, ...], Form] = {}
    by_bag: dict[frozenset[str], Form] = {}
    met: set[frozenset[str]] = set()
    for form in forms:
        if not form.words:
            continue
        other = by_words.setdefault(form.words, form)
        if other.thing != form.thing:
            met.add(frozenset((other.thing, form.thing)))
            if not (
                form.example and other.example and _plain(form.text) == _plain(other.text)
            ):  # the reader tells that
                yield _same(form, other, top, what)
            continue
        bag = frozenset(form.words) - _IDLE
        if form.example and bag:
            other = by_bag.setdefault(bag, form)
            if other.thing != form.thing and frozenset((other.thing, form.thing)) not in met:
                met.add(frozenset((other.thing, form.thing)))
                yield _told(
                    SOUNDS_ALIKE, form, other, top, f"say the same of two {what}s: the order of words tells nothing"
                )
    labels = [form for form in forms if not form.example]
    for one, other in _near(labels):
        if one.thing != other.thing and frozenset((one.thing, other.thing)) not in met:
            met.add(frozenset((one.thing, other.thing)))
            if "".join(one.words) == "".join(other.words):
                yield _same(other, one, top, what)
            else:
                yield _told(SOUNDS_ALIKE, other, one, top, "sound alike on the telephone")


def _plain(example: str) -> str:
    return " ".join(example.casefold().split()).rstrip(" .?!")


def _same(form: Form, other: Form, top: Span, what: str) -> Diagnostic:
    quoted = f"'{form.text}'" if form.text == other.text else f"'{form.text}' and '{other.text}'"
    message = f"{quoted} sound the same, and stand for two {what}s: '{other.thing}' and '{form.thing}'"
    if form.text == other.text:
        message = f"{quoted} stands for two {what}s: '{other.thing}' and '{form.thing}'"
    return _problem(SAME_SOUND, form, other, top, message)


def _told(code: Code, form: Form, other: Form, top: Span, how: str) -> Diagnostic:
    return _problem(code, form, other, top, f"'{other.text}' and '{form.text}' {how}")


def _problem(code: Code, form: Form, other: Form, top: Span, message: str) -> Diagnostic:
    help = f"say one of them so that only '{form.thing}' or only '{other.thing}' is meant"
    return problem(
        code, place_at(top, form.path), message, help, (Related(place_at(top, other.path), "the other one"),)
    )


def _near(forms: Iterable[Form]) -> Iterator[tuple[Form, Form]]:
    """Labels that differ in one letter, or have the same sounds."""
    met: dict[str, list[Form]] = {}
    for form in islice(forms, 5 * _MOST_COMPARED):
        text = "".join(form.words)
        if len(text) < 4 or any(sign.isdigit() for sign in text):
            continue
        keys = {text, f"~{sounds(text)}"}
        keys |= {text[:at] + text[at + 1 :] for at in range(len(text))} if len(text) <= 16 else set()
        for other in {id(each): each for key in keys for each in met.get(key, ())}.values():
            if _one_apart(text, "".join(other.words)) or sounds(text) == sounds("".join(other.words)):
                yield other, form
        for key in keys:
            met.setdefault(key, []).append(form)


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter, put in, taken out or replaced, makes one of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, others = one[at:], other[at:]
    return rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]


_SAME_SOUNDS: Final = (
    ("ph", "f"), ("ck", "k"), ("gh", "g"), ("wr", "r"), ("kn", "n"), ("qu", "kw"), ("tion", "shn"), ("sch", "sk"),
    ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("c", "k"), ("q", "k"), ("z", "s"), ("x", "ks"), ("y", "i"),
)  # fmt: skip


def sounds(text: str) -> str:
    """The sounds of an English word, roughly: its consonants by how they are said, and where vowels stand."""
    for sign, sound in _SAME_SOUNDS:
        text = text.replace(sign, sound)
    text = re.sub(r"e$", "", text)
    text = re.sub(r"(.)\1+", r"\1", text)
    return text[:1] + re.sub(r"[aeiou]+", "-", text[1:])


# Flows that are offered together, and exits of a talk.


def _flows(names: tuple[str, ...], project: Project, place: Span) -> Iterator[Diagnostic]:
    flows = [project.flows[name] for name in names if name in project.flows]
    seen: dict[tuple[str, ...], str] = {}
    told: set[frozenset[str]] = set()
    said: dict[tuple[str, ...], tuple[Flow, str]] = {}
    for flow in flows:
        for key, text in (("title", flow.title), ("about", flow.about)):
            words = (key, *words_of(text))
            other = seen.setdefault(words, flow.name)
            if len(words) > 1 and other != flow.name and frozenset((flow.name, other)) not in told:
                told.add(frozenset((flow.name, other)))
                yield _flows_alike(SAME_SOUND, project.flows[other], flow, f"have the same '{key}'", key, key)
        for number, example in enumerate(flow.examples):
            bag = tuple(sorted({*words_of(example)} - _IDLE))
            before, text = said.setdefault(bag, (flow, example))
            if bag and before.name != flow.name and frozenset((flow.name, before.name)) not in told:
                if _plain(text) == _plain(example):  # the reader tells that
                    continue
                told.add(frozenset((flow.name, before.name)))
                how = f"have examples that say the same: '{text}' and '{example}'"
                at = before.examples.index(text)
                yield _flows_alike(SOUNDS_ALIKE, before, flow, how, ("examples", at), ("examples", number))
    yield from _alike_abouts(flows, told)
    titles = [Form(flow.name, flow.title, words_of(flow.title), ("title",)) for flow in flows]
    for near, far in _near(titles):
        if near.thing != far.thing and frozenset((near.thing, far.thing)) not in told:
            first, second = project.flows[near.thing], project.flows[far.thing]
            yield _flows_alike(SOUNDS_ALIKE, first, second, "have titles that sound alike", "title", "title")


def _alike_abouts(flows: Sequence[Flow], told: set[frozenset[str]]) -> Iterator[Diagnostic]:
    if len(flows) > _MOST_COMPARED:
        return
    bags = [(flow, {*words_of(flow.about)} - _IDLE) for flow in flows]
    for (one, first), (other, second) in combinations(bags, 2):
        shared = len(first & second)
        if shared >= _FEWEST_WORDS and shared >= _ALIKE * len(first | second):
            if frozenset((one.name, other.name)) in told:
                continue
            told.add(frozenset((one.name, other.name)))
            yield _flows_alike(SOUNDS_ALIKE, one, other, "are described in nearly the same words", "about", "about")


def _flows_alike(code: Code, one: Flow, other: Flow, how: str, first: str | Path, second: str | Path) -> Diagnostic:
    message = f"the flows '{one.name}' and '{other.name}' {how}, and are offered together"
    help = "say what only one of them is for; the agent chooses by these words"
    there = place_at(one.span, (first,) if isinstance(first, str) else first)
    here = place_at(other.span, (second,) if isinstance(second, str) else second)
    return problem(code, here, message, help, (Related(there, "the other one"),))


def _exits(talk: Talk, state: str, top: Span) -> Iterator[Diagnostic]:
    forms = [Form(name, text, words_of(text), ("states", state, "exits", name)) for name, text in talk.exits.items()]
    seen: dict[frozenset[str], Form] = {}
    for form in forms:
        other = seen.setdefault(frozenset(form.words) - _IDLE, form)
        if other is not form:
            message = (
                f"the exits '{other.thing}' and '{form.thing}' say the same; the agent cannot tell which one it is"
            )
            code = SAME_SOUND if other.words == form.words else SOUNDS_ALIKE
            yield _problem(code, form, other, top, message)
