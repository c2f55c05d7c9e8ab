"""Carrying a call with a channel beside it: the two ways in for whoever has a caller."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from flowkit.carrier.call import CarriedCall
from flowkit.carrier.equipment import Equipment
from flowkit.engine.call import Call
from flowkit.engine.events import CallStarted
from flowkit.journal.rows import Row

Caller = Callable[[CarriedCall], Awaitable[None]]
"""What a channel does on a call: waits for the caller's turn, types, hangs up."""


async def carry(equipment: Equipment, started: CallStarted, caller: Caller) -> Call:
    """Carries a new call to its end and gives its final state.

    Args:
        equipment: what it is carried with.
        started: the first event; `at` and `n` are stamped here.
        caller: runs beside it; when it returns, the call goes on without another word of the caller, and when the call
            is over first, it is cancelled.

    Raises:
        LineError: there is no line to the model.
    """
    call = CarriedCall(equipment)
    return await _beside(call, call.run(started), caller)


async def carry_on(equipment: Equipment, rows: Sequence[Row], caller: Caller) -> Call:
    """Carries a recorded call on to its end; otherwise as `carry`.

    Args:
        rows: all that was recorded of it.

    Raises:
        CallError: it cannot be carried on.
        LineError: there is no line to the model.
    """
    call = CarriedCall(equipment)
    return await _beside(call, call.resume(rows), caller)


async def _beside(call: CarriedCall, carrying: Awaitable[Call], caller: Caller) -> Call:
    run = asyncio.ensure_future(carrying)
    channel = asyncio.ensure_future(caller(call))
    try:
        await asyncio.wait({run, channel}, return_when=asyncio.FIRST_COMPLETED)
        if not run.done():
            channel.result()
            await call.ended()
        return await run
    finally:
        for task in (run, channel):
            task.cancel()
        await asyncio.gather(run, channel, return_exceptions=True)
