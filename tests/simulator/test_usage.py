"""Usage: what grows, and what of a prompt was seen before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flowkit.simulator import Output, Seen, Simulator, Speech
from flowkit.simulator.usage import text_tokens

Talk = Callable[..., Simulator]
LONG = "Be friendly and brief. " * 100


def model(seen: Seen) -> tuple[Output, ...]:
    return (Speech("All right, that is noted."),)


def test_the_sums_hold(talk: Talk) -> None:
    async def script(client: Any) -> None:
        await client.text_mode(instructions=LONG)
        usage = (await client.respond())["usage"]
        assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]
        assert usage["input_tokens"] >= text_tokens(LONG)
        assert usage["output_tokens"] == text_tokens("All right, that is noted.")
        assert usage["input_token_details"]["text_tokens"] == usage["input_tokens"]
        assert usage["input_token_details"]["cached_tokens"] == 0
        limits = client.events[-1]["rate_limits"]
        assert limits[0]["remaining"] == limits[0]["limit"] - usage["total_tokens"]

    talk(script, model=model)


def test_what_is_appended_keeps_the_cache_and_what_changes_in_front_breaks_it(talk: Talk) -> None:
    cached: list[int] = []
    read: list[int] = []

    async def ask(client: Any, **response: Any) -> None:
        usage = (await client.respond(**response))["usage"]
        details = usage["input_token_details"]
        assert details["cached_tokens_details"]["text_tokens"] == details["cached_tokens"]
        assert details["cached_tokens"] % 64 == 0
        cached.append(details["cached_tokens"])
        read.append(usage["input_tokens"])

    async def script(client: Any) -> None:
        await client.text_mode(instructions=LONG)
        for text in ("one", "two"):
            await client.user(text)
            await ask(client)
        await client.text_mode(instructions="Now " + LONG)
        await ask(client)
        await ask(client)
        await ask(client, input=[])

    talk(script, model=model)
    first, second, changed, again, alone = cached
    assert (first, changed) == (0, 0)
    assert second > 500
    assert again > 500
    assert alone > 500
    assert read[1] > read[0]


def test_a_deleted_item_breaks_the_cache_from_there_on(talk: Talk) -> None:
    async def script(client: Any) -> None:
        await client.text_mode(instructions="x")
        await client.user("a " * 400, id="first")
        await client.user("b " * 400)
        await client.respond()
        whole = (await client.respond())["usage"]["input_token_details"]["cached_tokens"]
        await client.ask("conversation.item.delete", item_id="first")
        broken = (await client.respond())["usage"]["input_token_details"]["cached_tokens"]
        assert whole >= 384
        assert broken == 0

    talk(script, model=model)


def test_a_failed_response_costs_nothing(talk: Talk) -> None:
    def broken(seen: Seen) -> tuple[Output, ...]:
        raise RuntimeError("broken")

    async def script(client: Any) -> None:
        await client.text_mode()
        usage = (await client.respond())["usage"]
        assert (usage["input_tokens"], usage["output_tokens"], usage["total_tokens"]) == (0, 0, 0)

    talk(script, model=broken)
