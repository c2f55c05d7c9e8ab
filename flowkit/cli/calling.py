"""One call from the command line: what it runs on, who speaks for the caller, and who looks on."""

import asyncio
import sys
import threading
from typing import TYPE_CHECKING

from flowkit.carrier.call import CarriedCall
from flowkit.carrier.equipment import Equipment
from flowkit.cli.adversaries import adversary, check_adversary
from flowkit.cli.answering import answering, check_model
from flowkit.cli.beginning import Beginning, anew, resumed
from flowkit.cli.choices import Choices
from flowkit.cli.failures import UsageProblem
from flowkit.cli.view import View
from flowkit.engine.call import Call
from flowkit.journal.limits import SqliteLimits
from flowkit.journal.sqlite import SqliteJournal
from flowkit.tools.runner import ToolRunner

if TYPE_CHECKING:
    from flowkit.simulator.adversary import Adversary


async def carry(choices: Choices) -> str:
    """Carries one call and returns its outcome; empty if it did not come to one."""
    lines = _script(choices) if choices.scripted else None
    check_model(choices)
    plan = check_adversary(choices)
    journal = SqliteJournal(choices.journal)
    try:
        beginning = resumed(choices, journal) if choices.resume else anew(choices, journal)
        enemy = adversary(plan, beginning.loaded.project) if plan is not None else None
        return await _carried(choices, journal, beginning, lines, enemy)
    finally:
        journal.close()


async def _carried(
    choices: Choices, journal: SqliteJournal, beginning: Beginning, lines: list[str] | None, enemy: "Adversary | None"
) -> str:
    view = View(choices, beginning, enemy)
    async with answering(choices, beginning.environment, enemy) as model:
        backends = beginning.environment.backends if beginning.environment else None
        runner = ToolRunner(beginning.loaded.project, beginning.loaded.files.folder, backends)
        sessions = {name: group.session for name, group in beginning.compiled.groups.items()}
        carried = CarriedCall(
            Equipment(
                program=beginning.program,
                sessions=sessions,
                connect=model.connect,
                line=model.line,
                tools=runner,
                journal=journal,
                clock=beginning.clock,
                extras=model.extras,
                observers=(view.saw,),
                limits=SqliteLimits(choices.journal, beginning.call_id),
                no_input=choices.virtual,
            )
        )
        view.opening(beginning)
        opening = asyncio.create_task(runner.open())
        call = asyncio.create_task(carried.resume(beginning.rows) if beginning.rows else carried.run(beginning.started))
        caller = asyncio.create_task(_speak(choices, carried, view, lines))
        try:
            await asyncio.wait({call, caller}, return_when=asyncio.FIRST_EXCEPTION)
            if caller.done() and not caller.cancelled():
                caller.result()
            final: Call = await call
            return final.outcome
        except asyncio.CancelledError:
            view.interrupted(beginning.call_id)
            raise
        finally:
            caller.cancel()
            call.cancel()
            opening.cancel()
            await asyncio.gather(call, caller, opening, return_exceptions=True)
            await runner.close()


async def _speak(choices: Choices, carried: CarriedCall, view: View, script: list[str] | None) -> None:
    """Speaks for the caller: line by line from the script, or whoever sits at the terminal."""
    if script is not None:
        for said in script:
            if not await carried.quiet():
                return
            await carried.message(said)
        if await carried.quiet():
            await carried.hang_up()
        return
    lines = _typed(asyncio.get_running_loop())
    while await carried.quiet():
        view.prompt()
        line = await lines.get()
        if line is None:
            view.line_end()
            await carried.hang_up()
            return
        if line.strip():
            await carried.message(line.strip())


def _script(choices: Choices) -> list[str]:
    if choices.script is None:
        return list(choices.say)
    try:
        text = choices.script.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not UTF-8 text"
        raise UsageProblem(f"cannot read the script '{choices.script}': {reason}", "give a text file") from None
    return [*choices.say, *(line.strip() for line in text.splitlines() if line.strip())]


def _typed(loop: asyncio.AbstractEventLoop) -> "asyncio.Queue[str | None]":
    """Lines as they are typed, then None. A thread of its own waits for them, and does not keep the process."""
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, name="terminal", daemon=True).start()
    return lines
