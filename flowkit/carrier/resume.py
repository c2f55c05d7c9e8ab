"""Going on with a call that another process began: its record is played to the engine again, and must fit.

What the engine had asked for and nobody answered is left over: reads and inquiries are made again; of a write nobody
knows, and it is never made again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowkit.carrier.equipment import Equipment
from flowkit.carrier.errands import Errand, is_errand
from flowkit.carrier.errors import CallError
from flowkit.engine import effects, events
from flowkit.engine.call import Call
from flowkit.engine.codec import effect_from_json, event_from_json, to_json
from flowkit.journal.rows import Row
from flowkit.lines.utterances import Past

RESTARTED = "restarted"
"""The reason of a write's unknown outcome, when the process that carried it out is gone."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """A call as its record left it.

    `n` and `at` are those of its last event, `sockets` how many sockets it has had. `unknown` are the ends of writes
    that nobody saw, `again` the errands to run again.
    """

    call: Call
    n: int
    at: int
    sockets: int
    past: Past
    unknown: tuple[events.ToolDone, ...]
    again: tuple[Errand, ...]


def replay(equipment: Equipment, rows: Sequence[Row]) -> Resumed:
    """Plays a record to the engine.

    Raises:
        CallError: there is nothing to go on with, or the record is of another engine or other flows.
    """
    call = Call()
    told: list[events.Event] = []
    asked: list[effects.Effect] = []
    for event, recorded in _steps(rows):
        call, made = equipment.step(equipment.program, call, event)
        if [to_json(effect) for effect in made] != [dict(row.body) for row in recorded]:
            raise _does_not_fit(event)
        told.append(event)
        asked += made
    if not told:
        raise CallError("nothing of this call was recorded", "begin it anew")
    if call.over:
        raise CallError(f"the call '{call.id}' is over", "look at its record; a new call can be begun")
    open_errands = _without_answer(asked, told)
    return Resumed(
        call=call,
        n=told[-1].n,
        at=told[-1].at,
        sockets=1 + sum(isinstance(event, events.Back) for event in told),
        past=_past(told),
        unknown=tuple(events.ToolDone(run, "unknown", reason=RESTARTED) for run in _writes(open_errands)),
        again=tuple(errand for errand in open_errands if not (isinstance(errand, effects.RunTool) and errand.write)),
    )


def _steps(rows: Sequence[Row]) -> Iterator[tuple[events.Event, list[Row]]]:
    """Each event with the rows of its effects."""
    place = 0
    while place < len(rows):
        first = rows[place]
        end = place + 1
        while end < len(rows) and rows[end].kind == "effect":
            end += 1
        try:
            event = event_from_json(first.body)
            for row in rows[place + 1 : end]:
                effect_from_json(row.body)
        except (KeyError, TypeError):
            raise CallError(
                f"step {first.step} of the record cannot be read", "it was written by another version of flowkit"
            ) from None
        yield event, list(rows[place + 1 : end])
        place = end


def _does_not_fit(event: events.Event) -> CallError:
    kind = to_json(event)["type"]
    return CallError(
        f"step {event.n} of the record ('{kind}') goes otherwise with the flows as they are now",
        "go on with the files that the call was begun with; they are in its record",
    )


def _past(told: Sequence[events.Event]) -> Past:
    return Past(
        turns=sum(isinstance(event, events.TurnStarted) for event in told),
        adopted=sum(isinstance(event, events.Trouble) and event.kind == "unsolicited" for event in told),
        ready=any(isinstance(event, events.LineReady) for event in told),
    )


def _without_answer(asked: Sequence[effects.Effect], told: Sequence[events.Event]) -> list[Errand]:
    answered: set[tuple[str, str]] = set()
    for event in told:
        match event:
            case events.ToolDone(run=run):
                answered.add(("run", run))
            case events.Counted(draft=draft):
                answered.add(("count", draft))
            case events.Reserved(run=run):
                answered.add(("reserve", run))
            case events.Transferred():
                answered.add(("transfer", ""))
    answered |= {("run", effect.run) for effect in asked if isinstance(effect, effects.Abandon)}
    # What was given back is not taken again.
    answered |= {("reserve", effect.run) for effect in asked if isinstance(effect, effects.Release)}
    return [effect for effect in asked if is_errand(effect) and _question(effect) not in answered]  # type: ignore[misc]


def _question(effect: effects.Effect) -> tuple[str, str]:
    match effect:
        case effects.RunTool(run=run):
            return ("run", run)
        case effects.Count(draft=draft):
            return ("count", draft)
        case effects.Reserve(run=run):
            return ("reserve", run)
        case effects.Transfer():
            return ("transfer", "")
        case _:
            # Giving a share back has no answer; that it is given back twice does no harm.
            return ("", "")


def _writes(errands: Sequence[Errand]) -> list[str]:
    return [errand.run for errand in errands if isinstance(errand, effects.RunTool) and errand.write]
