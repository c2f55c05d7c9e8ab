"""Money: what a call has cost so far, and what happens when its budget is reached.

Every response costs, whether it counted or not. From the moment the budget is reached the caller is offered no side
topics; what is under way goes on to its end, and the next wish goes to a person. Once a quarter more is spent, the call
goes to a person at once. Without prices nothing is counted, and no budget is ever reached.
"""

from collections.abc import Mapping
from decimal import Decimal

from flowkit.engine.events import Json
from flowkit.engine.walking import walk
from flowkit.engine.work import Work
from flowkit.language.prices import NoPrice, cost_of

OVER = Decimal("1.25")
"""How much of its budget a call may cost, before it goes to a person wherever it is."""


def spent(work: Work, usage: Mapping[str, Json]) -> None:
    """Adds what a response cost."""
    prices = work.program.prices
    if prices is None or not usage:
        return
    try:
        cost = cost_of(usage, prices)
    except NoPrice as problem:
        work.note("trouble", {"kind": "price", "detail": problem.message})
        return
    call, budget = work.call, work.program.project.budget
    call.cost += cost
    if budget is not None and not call.budget_reached and call.cost >= budget:
        call.budget_reached = True
        call.wish = ""
        work.note("budget", {"spent": str(call.cost), "budget": str(budget)})


def rest(work: Work) -> None:
    """After a step: a call that has spent a good deal more than its budget goes to a person."""
    budget = work.program.project.budget
    if budget is not None and work.call.stage == "live" and work.call.cost >= budget * OVER:
        walk.to_person(work, "the budget is spent")
