"""What is put on record of a consent: everything that it rests on, so that anyone can judge it afterwards.

`witness` tells whose ears heard the yes: `text` (it was typed), `yes` (the transcript and the model), `one` (the
transcript alone, where the tool allows that), `key` (none: a key was pressed). `heard` tells of a spoken statement
whether it is proved that it was played to its end; `said_by: model`, that the agent's own words stand for it. Sensitive
values stand masked; `digest` is that of the arguments as they are.
"""

from collections.abc import Mapping
from typing import Any

from flowkit.engine.call import Draft
from flowkit.engine.masking import masked, masked_arguments
from flowkit.engine.work import Work


def consent_note(work: Work, draft: Draft, key: str, depends: frozenset[str]) -> Mapping[str, Any]:
    """The consent to a draft; `key` is that of the write, `depends` the slots that its arguments are made of."""
    question = work.call.utterances.get(draft.question_u)
    statement: dict[str, Any] = {
        "u": draft.statement_u,
        "text": masked(work, draft.statement),
        "extent": draft.statement_extent,
    }
    said = work.call.utterances.get(draft.statement_u)
    if draft.own_words and said is not None:
        statement |= {"text": masked(work, said.text), "said_by": "model"}
    proved = {"heard": "unproved" if draft.unproved else "proved"} if work.call.can.audio else {}
    return {
        "consent": work.call.consents,
        "tool": draft.tool,
        "arguments": masked_arguments(work, work.program.project.tools[draft.tool], draft.arguments),
        "digest": draft.digest,
        "versions": {name: version for name, version in draft.versions.items() if name in depends},
        "statement": statement,
        "question": {"u": draft.question_u, "text": question.text if question is not None else draft.question},
        "answer": {"key": draft.pressed} if draft.pressed else _answer(work, draft),
        "witness": _witness(work, draft),
        "key": key,
    } | proved


def _answer(work: Work, draft: Draft) -> Mapping[str, Any]:
    heard = [work.call.turns[turn] for turn in draft.turns if turn in work.call.turns]
    words = " ".join(turn.text for turn in heard if turn.text)
    several = {"turns": list(draft.turns)} if len(draft.turns) > 1 else {}
    return {"turn": draft.turns[-1], "words": masked(work, words), "reading": "yes"} | several


def _witness(work: Work, draft: Draft) -> str:
    if draft.pressed:
        return "key"
    if not work.call.can.audio:
        return "text"
    return "yes" if draft.hearing == "yes" else "one"
