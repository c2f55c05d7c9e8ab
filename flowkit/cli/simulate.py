"""`flowkit simulate`: the local server on its own."""

import asyncio

from flowkit.cli.adversaries import LIST, plan_of
from flowkit.cli.adversaries import adversary as made
from flowkit.cli.failures import FOUND, UsageProblem


def simulate(host: str, port: int, seed: int, adversary: str = "") -> int:
    """Serves until it is stopped; with `list` as the adversary, only says what there is to choose from."""
    from flowkit.simulator import Simulator
    from flowkit.simulator.adversary import listing

    if adversary == LIST:
        print(listing())
        return 0
    enemy = made(plan_of(adversary)) if adversary else None

    async def serve() -> None:
        async with Simulator(host=host, port=port, seed=seed, adversary=enemy) as simulator:
            print(f"A stand-in for the Realtime API listens at {simulator.url} (stop with Ctrl-C).", flush=True)
            print("It speaks the protocol; its model is a small set of rules, not a language model.", flush=True)
            if enemy is not None:
                print(f"It misbehaves on purpose: {adversary}", flush=True)
            await simulator.serve_forever()

    try:
        asyncio.run(serve())
    except OSError as problem:
        reason = "the port is taken" if problem.errno in (48, 98) else problem.strerror or "it cannot be opened"
        hint = "give another with --port, or 0 for a free one"
        raise UsageProblem(f"cannot listen on {host}:{port}: {reason}", hint, FOUND) from None
    return 0
