"""Decisions: what the model reports beyond facts: a flow, an exit, a wish, that the caller cannot say."""

from flowkit.engine.asking import ask, progress, words_alone
from flowkit.engine.asking.dependents import void_draft
from flowkit.engine.read_back import confirm
from flowkit.engine.speaking.briefs import open_question
from flowkit.engine.tools import use
from flowkit.engine.walking import digressions, ladders, outcomes, requests, walk
from flowkit.engine.watch import watching
from flowkit.engine.work import Came, Work
from flowkit.language.model import Ask, Choose


def decided(work: Work, decision: tuple[str, str]) -> None:
    """What the model reported beyond facts: a flow, an exit, a wish."""
    match decision:
        case ("choose", option) if isinstance(work.state.does, Choose) and option in work.state.does.flows:
            walk.start_flow(work, option, "choose")
        case ("choose", option) if isinstance(work.state.does, Ask) and work.state.does.enough:
            _put_aside(work, option)
        case ("choose", "cannot_say") if words_alone.optional_asked(work, work.last_turn):
            progress.go_on_without(work, work.last_turn)
        case ("request", "cancel") if words_alone.left_out(work, work.last_turn):
            words_alone.leave_out(work, work.last_turn)
            progress.go_on_without(work, work.last_turn)
        case ("choose", "other" | "cannot_say" as name) if name not in work.state.outcomes:
            if not progress.missed(work, work.last_turn):
                _next_rung(work)
        case ("choose", option):
            if confirm.is_open(work):
                void_draft(work, "the talk is over")
            walk.outcome(work, Came(option))
        case ("switch", flow):
            digressions.digress(work, flow)
        case ("request", "person"):
            watching.person_asked_for(work)
            _abandon_draft(work, "the caller wants a person")
            walk.to_person(work, "the caller wants a person")
        case ("request", "cancel"):
            _abandon_draft(work, "the caller stops it")
            outcomes.cancel(work)
        case ("request", _):
            requests.repeat(work)


def _next_rung(work: Work) -> None:
    """The model reported that nothing fits: a ladder of the flow has the words for it, else the model does."""
    question = open_question(work)
    text = ladders.rung_words(work, question.text) if ladders.has_own(work) else None
    if text:
        work.due(text, "question again", values=question.values)
    else:
        work.want_reply()


def _put_aside(work: Work, option: str) -> None:
    """The caller cannot say one of several slots: the next is asked, while the others are enough."""
    came = ask.put_aside(work, option)
    if came is None:
        work.want_reply()
    walk.came(work, came)


def _abandon_draft(work: Work, why: str) -> None:
    void_draft(work, why)
    use.abandon_reads(work)
