"""Drafts: a write as it would be made, in the words in which the caller is asked for it.

A draft holds its canonical arguments, the versions of the slots that they were made of, the statement (every value) and
the question (none). What nothing can prove takes a key, and then the question says so.
"""

from flowkit.engine.altering import altered
from flowkit.engine.call import Draft
from flowkit.engine.effects import Count
from flowkit.engine.read_back.keys import digest_of
from flowkit.engine.scope import FlowScope, ToolScope, arguments_json, spoken, tuples
from flowkit.engine.speaking.slow_words import slow_words
from flowkit.engine.tools.authority import Allow
from flowkit.engine.tools.limits import counters
from flowkit.engine.work import Work
from flowkit.language.expressions.paths import names_in
from flowkit.language.model import Confirm, ReadBack, Tool
from flowkit.language.phrases import phrases
from flowkit.language.shapes import UNSET
from flowkit.language.words import Words

_SILENT = ReadBack(Words("", ()), Words("", ()))


def draft_of(work: Work, tool: Tool, verdict: Allow) -> Draft:
    call = work.call
    call.drafts += 1
    does = work.state.does
    own = does.read_back if isinstance(does, Confirm) else None
    read_back = own or tool.read_back or _SILENT
    scope: FlowScope = ToolScope(work, call.top, tool, verdict.arguments, stale=True)
    if own is not None:
        scope = FlowScope(work, call.top, {**dict.fromkeys(tool.input, UNSET), **verdict.arguments}, stale=True)
    statement = spoken(read_back.statement, scope, work.locale)
    question = spoken(read_back.question, scope, work.locale).text
    keyed = tool.consent == "key"
    arguments = arguments_json(tool, verdict.arguments, work.locale.currency)
    asked = counters(work, call.top, tool, verdict.arguments)
    if asked:
        work.emit(Count(f"D{call.drafts}", asked))
    versions = _versions(work, _slots_behind(work, verdict.depends))
    doubted = call.can.audio and any(_is_doubted(work, name) for name in versions)
    draft = Draft(
        id=f"D{call.drafts}",
        tool=tool.name,
        arguments=arguments,
        digest=digest_of(tool.name, arguments),
        versions=versions,
        statement=statement.text,
        question=phrases(call.language).press_to_confirm if keyed else question,
        values=tuples(statement),
        called=not isinstance(does, Confirm),
        counting=bool(asked),
        keyed=keyed,
    )
    return slowly(work, draft) if doubted else draft


def _is_doubted(work: Work, name: str) -> bool:
    held = work.call.top.slots.get(name) or work.call.slots.get(name)
    return held is not None and held.doubted


def slowly(work: Work, draft: Draft) -> Draft:
    """The draft with a statement that says every figure and letter of its values by itself, in words."""
    text, at, values = draft.statement, 0, []
    for kind, exact, words in draft.values:
        place, slow = text.find(words, at), slow_words(kind, exact, words, work.locale)
        if place < 0:
            slow = words
        else:
            text = text[:place] + slow + text[place + len(words) :]
            at = place + len(slow)
        values.append((kind, exact, slow))
    return altered(draft, statement=text, values=tuple(values))


def _slots_behind(work: Work, depends: frozenset[str]) -> frozenset[str]:
    """The slots that a write is made of, and those that the lists were looked up with from which they were chosen."""
    frame = work.call.top
    names: set[str] = set()
    todo = list(depends)
    while todo:
        name = todo.pop()
        if name in names:
            continue
        names.add(name)
        slot = work.program.slot(frame.flow, name)
        for source in names_in(slot.shape.options_from) if slot is not None and slot.shape.options_from else ():
            saved = frame.saved.get(source)
            todo += saved.depends if saved is not None else frame.latest_depends.get(source, ())
    return frozenset(names)


def _versions(work: Work, names: frozenset[str]) -> dict[str, int]:
    held = {name: work.call.top.slots.get(name) or work.call.slots.get(name) for name in sorted(names)}
    order = sorted((value.version, name) for name, value in held.items() if value is not None)
    return {name: version for version, name in order}


def proves(work: Work) -> bool:
    """Whether the line can tell what was heard; typed words are heard as they are shown."""
    return work.call.can.proves_playback or not work.call.can.audio


def for_a_key(work: Work, draft: Draft) -> Draft:
    """The draft to which only a key agrees, because nothing proves what was heard of it."""
    return altered(draft, keyed=True, unproved=True, question=phrases(work.call.language).press_to_confirm)


def needs_person(work: Work, draft: Draft) -> bool:
    """Whether no answer on this line could prove that the caller agrees: without keys, and for money without proof."""
    money = work.program.project.tools[draft.tool].effect == "money"
    return draft.keyed and (not work.call.can.keys or (draft.unproved and money))
