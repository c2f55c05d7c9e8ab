"""Records that a write has changed since are looked up again, before a state goes on that reads them."""

from flowkit.engine.tools import use
from flowkit.engine.tools.lookups import LookUpFirst
from flowkit.engine.tools.stale import before_state
from flowkit.engine.work import Work
from flowkit.language.model import Ask, Talk

ON_ENTRY, UNTIL, OPEN = "(entry)", "(until)", "(open)"
"""What a state was about to do when a record had to be looked up again first, beside choosing a way on.

`(open) choose refund`: to open that flow, whose preconditions read the record.
"""


def looks_up(work: Work, looking: LookUpFirst | None, then: str) -> bool:
    """Whether the call has to wait for a stale record, which is looked up again, before the state goes on."""
    waits = [each.then for each in work.call.runs.values() if each.then and each.visit == work.call.top.visit]
    if then in waits or (waits and isinstance(work.state.does, Ask)):
        return True
    return looking is not None and use.renew(work, looking, then)


def look_up_in_state(work: Work) -> None:
    """Looks up again what a value waits for that is asked now, and what the guard reads that ends a `talk`.

    In a `talk` the model may be able to do so itself.
    """
    call = work.call
    does = work.state.does if call.frames and call.stage == "live" else None
    if call.runs and any(running.purpose in ("write", "look") for running in call.runs.values()):
        return
    match does:
        case Ask(slots=names) if not call.waiting.keys().isdisjoint(names):
            looks_up(work, before_state(work), ON_ENTRY)
        case Talk(tools=tools):
            looking = before_state(work)
            if looking is not None and looking.tool not in tools:
                looks_up(work, looking, f"{UNTIL} reply" if call.floor.want_reply else UNTIL)
