"""A call that is carried: what a channel does with it, and what happens next.

Theory of operation. Everything that happens waits in one inbox and is taken in the order in which it came: frames of
the model, the caller's messages, the ends of errands. `driver` hands it to line and engine, which are pure and decide,
keeps the record ahead of every effect, and carries the effects out in their order. What follows at once (the engine's
own words are generated and heard) comes before anything else is taken; events that come together are recorded
together, so that a process which stops between two of them leaves neither.

With a clock that skips, time stands still while anything is under way, and jumps to the next timer when nothing is. It
also stands still when the channel was told that it is the caller's turn (`quiet`), until the channel does something.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from flowkit.carrier.clock import Name, Timers
from flowkit.carrier.driver import Driver
from flowkit.carrier.equipment import Equipment
from flowkit.carrier.errands import Errands
from flowkit.carrier.errors import LineError
from flowkit.carrier.inbox import Inbox
from flowkit.carrier.link import Broken, Connected, GivenUp, Link, News, Received, Spare
from flowkit.carrier.resume import replay
from flowkit.carrier.turn import CallersTurn
from flowkit.engine import events
from flowkit.engine.call import Call
from flowkit.journal.rows import Row
from flowkit.lines.traffic import Dropped, Message, Opened, Woken


@dataclass(frozen=True, slots=True)
class _Fired:
    """A timer is due."""

    name: Name
    due: int


_Item = News | Message | events.Event | _Fired


class CarriedCall:
    """A call under way: `run` or `resume` it as a task, and tell it what the caller does.

    Args:
        equipment: what it is carried with.
    """

    def __init__(self, equipment: Equipment) -> None:
        self._equipment = equipment
        self._clock = equipment.clock
        self._inbox: Inbox[_Item] = Inbox()
        self._timers = Timers(frozenset() if equipment.no_input else frozenset({("engine", "no_input")}))
        self._turn = CallersTurn()
        self._errands = Errands(
            equipment.tools, equipment.limits, equipment.desk, self._errand_ended, in_order=equipment.clock.skips
        )
        renew = equipment.renew if equipment.line.ages and not equipment.clock.skips else None
        self._link = Link(equipment.connect, self._inbox.put, renew=renew)
        self._driver = Driver(equipment, self._link, self._timers, self._errands, self._end_for_caller)
        self._spare: Spare | None = None
        self._caller_is_done = False
        self._done = asyncio.Event()

    @property
    def call(self) -> Call:
        """The state of the call, as the engine knows it."""
        return self._driver.call

    # For the channel.

    @property
    def over(self) -> bool:
        """Whether the caller can say nothing any more."""
        return self._done.is_set() or self._caller_is_done

    async def message(self, text: str) -> bool:
        """The caller typed `text`; False if the call is over."""
        return self._tell(Message(text))

    async def key(self, digit: str) -> bool:
        """The caller pressed a key or a button; False if the call is over."""
        return self._tell(events.Key(digit))

    async def hang_up(self) -> bool:
        """The caller is gone; nothing is delivered any more. False if the call is over."""
        told = self._tell(events.Lost("caller"))
        self._driver.caller_is_gone = True
        self._end_for_caller()
        return told

    async def quiet(self) -> bool:
        """Waits until it is the caller's turn: nothing is under way, and no timer runs but those for the caller.

        A clock that skips then stands still until the channel calls something else here. False: the call is over.
        """
        return not self.over and await self._acted(self._turn.wait())

    async def silence(self, ms: int) -> bool:
        """Lets so much time pass without a word of the caller, then waits for `quiet`. False: the call is over."""
        if self.over:
            return False
        name, waiter = self._turn.wait_out()
        self._timers.arm(name, self._clock.now() + ms)
        return await self._acted(waiter) and await self.quiet()

    async def ended(self) -> Call:
        """Waits until the call is over, whatever time that takes; gives its final state."""
        await self._acted(asyncio.ensure_future(self._done.wait()))
        return self.call

    def _acted(self, waiter: asyncio.Future[bool]) -> Awaitable[bool]:
        """The channel does something, so time may pass again."""
        self._turn.awaited = False
        self._inbox.wake()
        return waiter

    def _tell(self, item: Message | events.Event) -> bool:
        if self.over:
            return False
        self._turn.awaited = False
        self._inbox.put(item)
        return True

    def _errand_ended(self, event: events.Event | None) -> None:
        if event is None:
            self._inbox.wake()
        else:
            self._inbox.put(event)

    def _end_for_caller(self) -> None:
        self._caller_is_done = True
        self._turn.end()

    # From beginning to end.

    async def run(self, started: events.CallStarted) -> Call:
        """Carries a new call to its end and gives its final state.

        Args:
            started: the first event; `at` and `n` are stamped here.

        Raises:
            LineError: there is no line to the model, so that the call could not begin.
        """

        async def begin() -> None:
            await self._driver.to_engine((started,))
            await self._driver.to_line(Opened(self._link.number))

        self._driver.begin(started.call)
        return await self._carry(begin)

    async def resume(self, rows: Sequence[Row]) -> Call:
        """Carries a recorded call on to its end and gives its final state.

        Args:
            rows: all that was recorded of it.

        Raises:
            CallError: it cannot be carried on.
            LineError: there is no line to the model; the call stays as it was.
        """
        resumed = replay(self._equipment, rows)

        async def go_on() -> None:
            # The engine hears that the model is back before it hears how writes ended: it tells the new session first.
            await self._driver.to_line(Opened(self._link.number), also=resumed.unknown)
            for errand in resumed.again:
                self._errands.start(errand)

        self._driver.go_on(resumed)
        self._link.number = resumed.sockets
        return await self._carry(go_on)

    async def _carry(self, begin: Callable[[], Awaitable[None]]) -> Call:
        try:
            await self._link.open()
            await begin()
            while not self.call.over:
                await self._take(await self._next())
                await self._exchange_session()
        finally:
            self._done.set()
            self._turn.end()
            self._errands.stop()
            await self._link.close()
        return self.call

    # What happens next.

    async def _next(self) -> _Item:
        while True:
            item = self._inbox.take() or self._errand_in_order()
            if item is not None:
                return item
            busy = self._driver.line.waiting or self._errands.running or self._link.connecting
            if not busy:
                self._clock.idle()
                self._turn.come(self._timers.names())
            due = self._due_next(busy)
            if due is not None and ((self._clock.skips and not busy) or self._clock.left(due[1]) <= 0):
                self._clock.advance(due[1])
                self._timers.clear(due[0])
                return _Fired(*due)
            await self._inbox.wait(None if due is None else self._clock.left(due[1]))

    def _due_next(self, busy: bool) -> tuple[tuple[str, str], int] | None:
        """The timer to wait for. How fast a tool or a machine happens to be is no part of a call whose clock skips."""
        if not self._clock.skips:
            return self._timers.next()
        if not busy:
            return None if self._turn.awaited else self._timers.next()
        if self._driver.line.waiting:
            return self._timers.next(_watches_model)
        return None

    def _errand_in_order(self) -> events.Event | None:
        """With a clock that skips, the model comes first and errands in their order, whatever was faster."""
        return self._errands.take() if self._clock.skips and not self._driver.line.waiting else None

    async def _take(self, item: _Item) -> None:
        match item:
            case Received(number, frame):
                if number == self._link.number:
                    await self._driver.to_line(frame)
            case Broken(number, why):
                if number == self._link.number:
                    await self._lost(why)
            case Connected(number):
                await self._driver.to_line(Opened(number))
            case GivenUp(why):
                await self._without_model(why)
            case Spare():
                self._spare = item
            case Message():
                await self._driver.to_line(item)
            case _Fired((whose, name), due):
                await self._fired(whose, name, due)
            case _:
                await self._driver.to_engine((item,))

    async def _fired(self, whose: str, name: str, due: int) -> None:
        match whose:
            case "engine":
                await self._driver.to_engine((events.Tick(name, due),))
            case "line":
                await self._driver.to_line(Woken(name))
            case _:
                self._turn.passed((whose, name))

    async def _lost(self, why: LineError) -> None:
        self._spare = None
        await self._driver.to_line(Dropped(why.message))
        if why.fatal:
            await self._without_model(why)
        else:
            self._link.lost()

    async def _without_model(self, why: LineError) -> None:
        """There will be no model any more: the call goes on to a person, if it had begun at all."""
        if not self._driver.line.ready:
            raise why
        await self._driver.to_engine((events.Trouble("fatal", why.message),))

    async def _exchange_session(self) -> None:
        """A session near its age limit is exchanged when nothing is under way, or when there is no more time."""
        if self._spare is None:
            return
        calm = self._driver.line.quiet and not self._errands.running
        if self._spare.now or (calm and self.call.draft is None and not self.call.floor.open_turn):
            self._spare = None
            if self._link.take_spare():
                await self._driver.to_line(Opened(self._link.number))


def _watches_model(name: tuple[str, str]) -> bool:
    """Whether a timer finds out that the model says nothing."""
    return name[0] == "line" or name == ("engine", "generate")
