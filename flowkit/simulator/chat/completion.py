"""One completion: what the model gave, as an answer, with its finish reason and its tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flowkit.simulator.chat.strict import held_to
from flowkit.simulator.ids import Ids
from flowkit.simulator.model import Call, Output, Speech
from flowkit.simulator.usage import Meter, text_tokens


@dataclass(slots=True)
class Completion:
    """What is written so far. `limit`: tokens after which it is cut."""

    limit: int | None
    text: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)
    tokens: int = 0
    cut: bool = False

    def speak(self, text: str) -> None:
        """Adds words."""
        said = self._within(text)
        self.text = f"{self.text} {said}".strip() if self.text else said

    def call(self, call_id: str, name: str, arguments: str) -> None:
        """Adds a call."""
        function = {"name": name, "arguments": self._within(arguments)}
        self.calls.append({"id": call_id, "type": "function", "function": function})

    def _within(self, text: str) -> str:
        cost = text_tokens(text)
        if self.limit is not None and self.tokens + cost > self.limit:
            self.cut = True
            # Four characters a token, as they are counted; more for letters that take more than one byte.
            text = text[: max(0, self.limit - self.tokens) * 4]
            cost = text_tokens(text)
        self.tokens += cost
        return text

    @property
    def finish_reason(self) -> str:
        """Why it ends here."""
        return "length" if self.cut else "tool_calls" if self.calls else "stop"


def written(body: Mapping[str, Any], outputs: Sequence[Output], ids: Ids, limit: int | None = None) -> Completion:
    """Writes what a model gave, within the request's limits, or within `limit` tokens."""
    limit = limit or body.get("max_completion_tokens") or body.get("max_tokens")
    functions = {tool["function"]["name"]: tool["function"] for tool in body.get("tools", ())}
    made = Completion(limit)
    for output in outputs:
        if made.cut:
            break
        match output:
            case Speech(text):
                made.speak(text)
            case Call(name, arguments) if name in functions or not functions:
                made.call(ids.new("call"), name, held_to(functions.get(name, {}), arguments))
            case _:
                # A function that was not offered is never called.
                continue
    return made


def shown(made: Completion, ids: Ids, model: str, created: int, usage: Mapping[str, Any]) -> dict[str, Any]:
    """The body of the answer."""
    message: dict[str, Any] = {"role": "assistant", "content": made.text or None, "refusal": None, "annotations": []}
    if made.calls:
        message["tool_calls"] = made.calls
    elif message["content"] is None:
        message["content"] = ""
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": made.finish_reason}
    return {
        "id": ids.new("chatcmpl").replace("_", "-"),
        "object": "chat.completion",
        "created": created,
        "model": model,
        "choices": [choice],
        "usage": dict(usage),
        "service_tier": "default",
        "system_fingerprint": None,
    }


def usage_of(prompt: str, meter: Meter, tokens: int) -> dict[str, Any]:
    """The tokens of a completion that read `prompt` and made so many."""
    cached = meter.cached(prompt)
    read = text_tokens(prompt)
    made_details = {"reasoning_tokens": 0, "audio_tokens": 0}
    return {
        "prompt_tokens": read,
        "completion_tokens": tokens,
        "total_tokens": read + tokens,
        "prompt_tokens_details": {"cached_tokens": cached, "audio_tokens": 0},
        "completion_tokens_details": made_details | {"accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0},
    }
