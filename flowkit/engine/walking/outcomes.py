"""What a state came to, where the flow names no way on for it: the defaults of the language.

Values that the caller was not heard to say are asked for again where they were asked for; what failed, and what nobody
knows, goes to a person; what a rule refuses and what the caller drops ends the flow.
"""

# Walking needs the defaults, and the defaults walk on: the two modules know each other.
from flowkit.engine.altering import altered
from flowkit.engine.asking import ask, check_backs
from flowkit.engine.asking.dependents import forget
from flowkit.engine.handover import handoff
from flowkit.engine.read_back import confirm
from flowkit.engine.walking import anytime, ladders, walk, ways
from flowkit.engine.walking.carried_out import titles_of_done
from flowkit.engine.watch import watching
from flowkit.engine.work import Came, Work
from flowkit.language.model import Ask, Choose, Confirm, Handoff, State, Talk, Use
from flowkit.language.model import Run as RunFlow
from flowkit.language.phrases import phrases

DECLINED_TRIES = 2
"""How often "what should I change?" is asked where the flow cannot be dropped, before a person is called."""

UNHEARD_TRIES = 2
"""How often a value that was only claimed is asked for again, before a person is called."""


def default(work: Work, state: State, what: Came) -> None:
    """What a state comes to where the flow names no way on for it."""
    words = phrases(work.call.language)
    match state.does, what.outcome:
        case (_, watching.BROKEN):
            walk.give_to_person(work, "a guarantee would be broken", words.refused)
        case (_, anytime.INSTEAD):
            walk.start_flow(work, what.because, "digression")
        case (_, confirm.NO_PROOF.outcome):
            walk.to_person(work, "not agreed")
        case (_, "unheard"):
            _bear_out(work, what.because.split())
        case (Ask(), ask.CANNOT_SAY):
            walk.leave(work, (ladders.last_edge(work),), "no_match")
        case (Choose(), "nothing"):
            walk.end_flow(work, "resolved")
        case (RunFlow(), "cancelled" | "refused" | "unresolved" as result):
            walk.end_flow(work, result)
        case (Confirm(), "declined") if anytime.is_off(work, "correct"):
            walk.outcome(work, confirm.GIVEN_UP)
        case (Confirm(), "declined"):
            confirm.ask_what_to_change(work)
        case (_, confirm.GIVEN_UP.outcome) if anytime.flow_for(work, "cancel"):
            cancel(work)
        case (Confirm(), confirm.GIVEN_UP.outcome) if "declined" in state.outcomes:
            # The flow says what happens when it is not to be done, and that may be more than to stop.
            walk.leave(work, state.outcomes["declined"], "declined")
        case (_, confirm.GIVEN_UP.outcome) if anytime.is_off(work, "cancel"):
            _ask_once_more(work)
        case (_, confirm.GIVEN_UP.outcome):
            cancel(work)
        case (Handoff(), handoff.CALLBACK):
            walk.start_flow(work, what.because, "callback")
        case (Handoff(), "failed"):
            handoff.nobody(work)
        case (_, "failed"):
            walk.to_person(work, "failed", words.failed)
        case (_, "unknown"):
            walk.to_person(work, "unknown", words.unknown)
        case (Use() | Confirm(), _):
            work.due(what.because or words.refused, "because")
            walk.end_flow(work, "refused")
        case (Talk(), confirm.NOT_AGREED.outcome):
            walk.to_person(work, "not agreed", words.failed)
        case (Talk(exits=exits), result) if result in exits:
            walk.leave(work, state.next, "next")
        case _:
            walk.to_person(work, what.outcome)


def _ask_once_more(work: Work) -> None:
    """The caller drops what cannot be dropped here: what is to be changed is asked again, and not for ever."""
    if work.call.declined < DECLINED_TRIES:
        confirm.ask_what_to_change(work)
    else:
        walk.to_person(work, "it cannot be dropped here")


def _bear_out(work: Work, slots: list[str]) -> None:
    """Values that the caller was not heard to say: they are asked whether they said the first of them."""
    if not check_backs.begin(work, slots[0], said=True):
        ask_anew(work, slots)


def ask_anew(work: Work, slots: list[str], *, said: bool = False) -> None:
    """Values that the caller did not say, or that are wrong, are asked for again, where they were asked for.

    `said`: the caller is being told why already.
    """
    frame = work.call.top
    target = ways.asked_in(work.flow, frame, slots)
    tries = frame.counts.get("unheard", 0) + 1
    if tries > UNHEARD_TRIES and isinstance(work.state.does, Ask):
        walk.leave(work, (ladders.last_edge(work),), "no_match")
        return
    if target is None or tries > UNHEARD_TRIES:
        walk.to_person(work, "not heard")
        return
    work.set_frame(altered(frame, counts={**frame.counts, "unheard": tries}))
    forget(work, len(work.call.frames) - 1, slots)
    if not said:
        work.due(phrases(work.call.language).not_caught, "because")
    walk.enter(work, target, "not heard")


def cancel(work: Work) -> None:
    """The caller drops what the flow is about: it ends, or what the flow has instead begins."""
    instead = anytime.flow_for(work, "cancel")
    if instead:
        walk.start_flow(work, instead, "cancel")
    else:
        drop(work)


def drop(work: Work) -> None:
    """The flow ends, because the caller does not want it any more, and they are told so.

    Where nothing is under way, because the call stands between two flows, they want nothing else. What was carried out
    is not undone by it, and must not sound as if it were.
    """
    words, frame = phrases(work.call.language), work.call.top
    between = isinstance(work.state.does, Choose) and work.flow.router and bool(frame.ran)
    done = titles_of_done(work, 0 if between else len(work.call.frames) - 1)
    if not between:
        work.due(words.cancelled, "edge")
    if done:
        work.due(words.already_done.format(what=", ".join(done)), "edge")
    if between:
        walk.outcome(work, Came("nothing"))
    else:
        walk.end_flow(work, "cancelled")
