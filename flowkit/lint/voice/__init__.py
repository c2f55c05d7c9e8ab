"""What callers hear, judged by the ear: texts read aloud, turns, questions, promises, and what sounds alike.

Every text of a flow is looked at once (`texts`), by rules that first ask whether there can be anything for them.
"""

from collections.abc import Iterator, Mapping

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Flow, Project
from flowkit.lint.outline import Outline
from flowkit.lint.voice.alike import check_alike, check_options
from flowkit.lint.voice.aloud import all_of, check_aloud
from flowkit.lint.voice.ids import check_ids
from flowkit.lint.voice.promises import check_claims, check_promises
from flowkit.lint.voice.prompts import check_persona, check_prompts
from flowkit.lint.voice.questions import (
    check_asked,
    check_greeting,
    check_last_questions,
    check_listening,
    check_questions,
)
from flowkit.lint.voice.texts import LONGEST, Together, texts_of_flow, texts_of_project
from flowkit.lint.voice.translated import check_translations
from flowkit.lint.voice.turns import check_length, check_turns


def check_voice(flow: Flow, project: Project) -> Iterator[Diagnostic]:
    """Findings about what a flow says, asks and promises, and what it tells the model."""
    english = project.languages[0].startswith("en")
    every = texts_of_flow(flow)
    texts = [said for said in every if len(said.words.source) <= LONGEST]
    together = Together(texts)
    yield from check_aloud(texts, together, english)
    yield from check_ids(texts)
    yield from check_length(every)
    yield from check_questions(texts)
    yield from check_listening(flow, project)
    yield from check_asked(flow, english)
    yield from check_turns(flow, project)
    yield from check_alike(flow, project)
    yield from check_prompts(flow, project, english)
    if english:
        yield from check_claims(together, flow, project)
        yield from check_promises(texts, together, project)


def check_voice_of_project(project: Project, outlines: Mapping[str, Outline]) -> Iterator[Diagnostic]:
    """Findings about what is said outside of flows, and about questions between flows."""
    english = project.languages[0].startswith("en")
    every = texts_of_project(project)
    texts = [said for said in every if len(said.words.source) <= LONGEST]
    together = Together(texts)
    yield from all_of(check_aloud(texts, together, english))
    yield from check_ids(texts)
    yield from check_length(every)
    yield from check_questions(texts)
    for slot in project.slots.values():
        yield from check_options(slot, project.span)
    yield from check_persona(project, english)
    yield from check_last_questions(project, outlines)
    yield from check_greeting(project, outlines)
    yield from check_translations(project)
    if english:
        yield from check_promises(texts, together, project)
