"""Running plain functions beside the event loop, one daemon thread each.

A pool would be joined when the process ends, and one backend that hangs would keep it from ending; its other calls
would wait in line behind the hanging ones. A thread of its own costs about a tenth of a millisecond.
"""

import asyncio
import contextlib
import contextvars
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


async def in_thread(function: Callable[[], Result], name: str) -> Result:
    """Runs a function in a thread and gives back what it returns, or raises what it raises.

    Cancelling this does not stop the thread: nothing can; it means that nobody waits for it any more.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[tuple[Result | None, BaseException | None]] = loop.create_future()
    context = contextvars.copy_context()

    def deliver(result: Result | None, error: BaseException | None) -> None:
        if not ended.done():
            ended.set_result((result, error))

    def work() -> None:
        result, error = None, None
        try:
            result = context.run(function)
        except (Exception, SystemExit, asyncio.CancelledError) as raised:
            error = raised
        except BaseException as raised:
            # No signal ends up here; where it is raised again, it must not look like one.
            error = RuntimeError(type(raised).__name__)
        # The loop may be gone by now: then nobody waits for it.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(deliver, result, error)

    threading.Thread(target=work, name=name, daemon=True).start()
    # An exception travels as a value: a future refuses to hold a StopIteration.
    value, error = await ended
    if error is not None:
        raise error
    return value  # type: ignore[return-value]
