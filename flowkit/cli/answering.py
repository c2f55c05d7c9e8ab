"""Who answers on a call from the command line: the stand-in on this machine, a Realtime model, or a chat endpoint."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flowkit.carrier.chat_endpoint import ChatEndpoint
from flowkit.carrier.errors import LineError
from flowkit.carrier.link import Connect
from flowkit.carrier.socket import Endpoint
from flowkit.cli.choices import CHAT_PREFIX, LOCAL, OPENAI, OPENAI_MODEL, Choices
from flowkit.cli.failures import UsageProblem
from flowkit.language.model import Environment
from flowkit.lines.chat.line import CHAT
from flowkit.lines.kinds import Kind
from flowkit.lines.realtime import REALTIME

if TYPE_CHECKING:
    from flowkit.simulator.adversary import Adversary

LOCAL_MODEL = "flowkit-local"


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers: how they are connected to, over which kind of line, and what a line has to know of them."""

    connect: Connect
    line: Kind
    extras: dict[str, Any]


def check_model(choices: Choices) -> None:
    """That the model can be asked at all, before anything is begun: a URL that is one, a key where one is wanted."""
    if choices.chats:
        if choices.base_url:
            raise UsageProblem("a chat endpoint has its URL in --model already", "leave out --base-url")
        try:
            _chat_endpoint(choices).check()
        except LineError as problem:
            raise UsageProblem(problem.message, problem.hint) from None
    elif choices.model != LOCAL and not os.environ.get("OPENAI_API_KEY", "").strip():
        raise UsageProblem(
            f"there is no API key for the model '{choices.model}'",
            "set the environment variable OPENAI_API_KEY, or leave out --model: the local model needs none",
        )


@asynccontextmanager
async def answering(
    choices: Choices, environment: Environment | None, adversary: "Adversary | None" = None
) -> AsyncIterator[Answering]:
    """Who answers, for as long as the call lasts; the stand-in misbehaves as the `adversary` wants it."""
    if choices.chats:
        endpoint = _chat_endpoint(choices)
        yield Answering(endpoint.connect, CHAT, {"model": endpoint.model})
    elif choices.simulated:
        from flowkit.simulator import Simulator

        async with Simulator(seed=choices.seed or 0, adversary=adversary) as simulator:
            connect = Endpoint(LOCAL_MODEL, "local", simulator.url).connect
            yield Answering(connect, REALTIME, {"model": LOCAL_MODEL})
    else:
        name = model_name(choices, environment)
        key = "local" if choices.model == LOCAL else ""
        yield Answering(Endpoint(name, key, choices.base_url).connect, REALTIME, {"model": name})


def model_name(choices: Choices, environment: Environment | None) -> str:
    """The name of the model that answers."""
    if choices.chats:
        return _chat_endpoint(choices).model
    usual = environment.model if environment and environment.model else OPENAI_MODEL
    return {OPENAI: usual, LOCAL: LOCAL_MODEL}.get(choices.model, choices.model)


def _chat_endpoint(choices: Choices) -> ChatEndpoint:
    """`chat:URL#model`; each part may be left out."""
    url, _, model = choices.model.removeprefix(CHAT_PREFIX).partition("#")
    return ChatEndpoint(url.strip(), model.strip())
