"""The link to the model over a whole call: one socket after another, each with its number.

It decides nothing. What it has to tell goes into the call's inbox, in order: frames, the loss of a socket, a new one,
and that it gives up. Frames of a socket that is not the current one any more are of no interest to anybody.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from flowkit.carrier.errors import LineError
from flowkit.lines.traffic import Frame

FIRST_PAUSE = 0.3
LONGEST_PAUSE = 8.0
GIVE_UP_AFTER = 20.0
"""Seconds: pauses between attempts to connect anew double from the first to the longest, for so long in all."""


class Socket(Protocol):
    """A socket that is open."""

    async def send(self, frame: Frame) -> None:
        """Sends a frame; a closed socket takes it silently."""
        ...

    async def receive(self) -> Frame:
        """The next frame; raises `LineError` when the socket is closed."""
        ...

    async def close(self) -> None:
        """Closes it."""
        ...


Connect = Callable[[], Awaitable[Socket]]
"""Opens a socket, or raises `LineError`."""


@dataclass(frozen=True, slots=True)
class Received:
    """A frame came over the socket with this number."""

    socket: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class Broken:
    """The socket with this number is gone."""

    socket: int
    why: LineError


@dataclass(frozen=True, slots=True)
class Connected:
    """A new socket is the current one, in place of one that was lost."""

    socket: int


@dataclass(frozen=True, slots=True)
class GivenUp:
    """There is no getting another socket."""

    why: LineError


@dataclass(frozen=True, slots=True)
class Spare:
    """Another socket waits to take over, because the current one is near its age limit. `now`: no more waiting."""

    now: bool = False


News = Received | Broken | Connected | GivenUp | Spare


class Link:
    """Keeps a socket to the model.

    Args:
        connect: opens one.
        tell: takes what there is to tell.
        number: how many sockets the call has had.
        renew: seconds after which a socket is to be exchanged for another, and after which it has to be; the server
            ends a session after an hour without a warning.
    """

    def __init__(
        self,
        connect: Connect,
        tell: Callable[[News], None],
        *,
        number: int = 0,
        renew: tuple[float, float] | None = None,
    ) -> None:
        self.number = number
        self._connect = connect
        self._tell = tell
        self._renew = renew
        self._socket: Socket | None = None
        self._spare: Socket | None = None
        self._reader: asyncio.Task[None] | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._closing: set[asyncio.Task[None]] = set()

    @property
    def connecting(self) -> bool:
        """Whether a new socket is being sought in place of one that was lost."""
        return self._socket is None and self._keeper is not None and not self._keeper.done()

    async def open(self) -> None:
        """Opens the first socket; nobody is told but the one who asks.

        Raises:
            LineError: that did not work.
        """
        self._use(await self._connect())

    async def send(self, frame: Frame) -> None:
        """Sends a frame over the current socket, if there is one."""
        if self._socket is not None:
            await self._socket.send(frame)

    def break_off(self) -> None:
        """The current socket is no good any more: it counts as broken."""
        self._tell(Broken(self.number, LineError("the model does not answer any more")))

    def lost(self) -> None:
        """The current socket is gone: takes the spare one, or seeks another."""
        if self._reader is not None:
            self._reader.cancel()
        self._drop(self._socket)
        self._socket = None
        if self.take_spare():
            self._tell(Connected(self.number))
        else:
            self._keep(self._reconnect())

    def take_spare(self) -> bool:
        """The spare socket becomes the current one, and nobody is told but the one who asks; False: there is none."""
        spare, self._spare = self._spare, None
        if spare is None:
            return False
        old, self._socket = self._socket, None
        self._use(spare)
        self._drop(old)
        return True

    async def close(self) -> None:
        """Ends everything."""
        for task in (self._keeper, self._reader):
            if task is not None:
                task.cancel()
        self._drop(self._socket)
        self._drop(self._spare)
        self._socket = self._spare = None
        if self._closing:
            await asyncio.wait(self._closing)

    def _use(self, socket: Socket) -> None:
        if self._reader is not None:
            self._reader.cancel()
        self.number += 1
        self._socket = socket
        self._reader = asyncio.create_task(self._read(socket, self.number))
        if self._renew is not None:
            self._keep(self._grow_old(*self._renew))

    def _keep(self, work: Awaitable[None]) -> None:
        if self._keeper is not None and self._keeper is not asyncio.current_task():
            self._keeper.cancel()
        self._keeper = asyncio.ensure_future(work)

    def _drop(self, socket: Socket | None) -> None:
        """Closes a socket without waiting for it."""
        if socket is not None:
            task = asyncio.create_task(socket.close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def _read(self, socket: Socket, number: int) -> None:
        try:
            while True:
                self._tell(Received(number, await socket.receive()))
        except LineError as error:
            self._tell(Broken(number, error))

    async def _reconnect(self) -> None:
        since, pause = time.monotonic(), FIRST_PAUSE
        while True:
            # A little off the beat, so that many calls that lost the same server do not come back as one.
            await asyncio.sleep(pause * random.uniform(0.75, 1.0))
            try:
                async with asyncio.timeout(max(0.0, since + GIVE_UP_AFTER - time.monotonic())):
                    socket = await self._connect()
            except TimeoutError:
                self._tell(GivenUp(LineError("the connection to the model did not come back", fatal=True)))
                return
            except LineError as error:
                if error.fatal or time.monotonic() + pause > since + GIVE_UP_AFTER:
                    self._tell(GivenUp(error))
                    return
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                self._use(socket)
                self._tell(Connected(self.number))
                return

    async def _grow_old(self, renew: float, renew_by: float) -> None:
        await asyncio.sleep(renew)
        pause = FIRST_PAUSE
        while self._spare is None:
            try:
                self._spare = await self._connect()
            except LineError:
                # The current one still works; when it ends without a spare, that is an ordinary loss.
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
        self._tell(Spare())
        await asyncio.sleep(max(0.0, renew_by - renew))
        self._tell(Spare(now=True))
