"""What the model says was done, and was not: taken back before it is heard, and set right in any case.

A claim is backed by a tool that was carried out: its latest end in this call is `ok`, and it is neither running nor
being asked for again. Words that several tools share need one of them. What is not backed goes on record.
"""

import re
from collections.abc import Sequence

from flowkit.engine.call import Utterance
from flowkit.engine.effects import Cancel, Result
from flowkit.engine.program import Program
from flowkit.engine.read_back import confirm
from flowkit.engine.speaking.briefs import open_question
from flowkit.engine.work import Work
from flowkit.language.claims import claimed, done_words
from flowkit.language.claims.tables import Verb
from flowkit.language.claims.verbs import tables
from flowkit.language.model import Ask, Choose, Talk
from flowkit.language.phrases import phrases

Watch = tuple[re.Pattern[str], tuple[tuple[str, Verb], ...]]


def watch(program: Program, language: str) -> Watch | None:
    """The tools that words can claim, each with its words, and a pattern of all these words; None if there are none."""
    found = program.claims.get(language)
    if found is None:
        verbs = [(tool.name, done_words(tool, language)) for tool in program.project.tools.values()]
        known = tuple((name, verb) for name, verb in verbs if verb.done)
        said = tables(language)
        words = {word.casefold() for _, verb in known for word in verb.done}.union(said.anything.done)
        if any(verb.nouns for _, verb in known):
            words.update(said.finished)
        # Any of them at all: most replies hold none, and are not looked at any further.
        pattern = re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in sorted(words))})\b", re.IGNORECASE)
        found = program.claims[language] = ((pattern, known),) if known else ()
    return found[0] if found else None


def caught(work: Work, u: str, text: str, reply: Utterance) -> bool:
    """Whether a reply claims what was not done; then it does not sound any more, if it has not begun to."""
    watched = watch(work.program, work.call.language)
    if watched is None or not watched[0].search(text):
        return False
    found = [(tool, words) for tool, verb in watched[1] if (words := claimed(text, verb, work.call.language))]
    unbacked = _unbacked(work, found) or _of_the_draft(work, text)
    if unbacked is None:
        return False
    tool, words = unbacked
    if not reply.sounds:
        work.change_utterance(u, void=True)
        work.emit(Cancel(u))
    work.note("claim", {"u": u, "tool": tool, "words": words})
    work.due(phrases(work.call.language).not_done, "claim")
    return True


def _unbacked(work: Work, found: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """The tool that was claimed without having been carried out, and in which words; the one being asked for first."""
    wrong = [(tool, words) for tool, words in found if not _is_done(work, tool)]
    backed = {words for tool, words in found if _is_done(work, tool)}
    draft = work.call.draft.tool if work.call.draft is not None else ""
    wrong = [(tool, words) for tool, words in wrong if words not in backed or tool == draft]
    return next((each for each in wrong if each[0] == draft), wrong[0] if wrong else None)


def _of_the_draft(work: Work, text: str) -> tuple[str, str] | None:
    """The tool that is being asked for, if a reply says of whatever it is that it is done."""
    draft, language = work.call.draft, work.call.language
    words = claimed(text, tables(language).anything, language) if draft is not None else ""
    return (draft.tool, words) if draft is not None and words else None


def _is_done(work: Work, tool: str) -> bool:
    call = work.call
    if call.draft is not None and call.draft.tool == tool:
        return False
    if any(running.tool == tool for running in call.runs.values()):
        return False
    ends = (entry.outcome for entry in reversed(call.done) if entry.tool == tool)
    return next(ends, "") == "ok"


def go_on(work: Work, reply: Utterance) -> None:
    """The state goes on after a reply that was taken back: its question again, or the model's turn in a `talk`."""
    call = work.call
    if call.stage != "live" or call.top.visit != reply.visit or confirm.is_open(work):
        return
    match work.state.does:
        case Talk():
            if not (call.floor.want_reply or call.tool_calls or call.runs):
                work.emit(Result("nothing of that has been done yet"))
                work.want_reply()
        case Ask() | Choose():
            question = open_question(work)
            again = not call.floor.want_reply and all(due.purpose == "claim" for due in call.floor.due)
            if question.text and again:
                work.due(question.text, "question again", values=question.values)
