"""The model's side of a call: a Realtime session in this process.

Theory of operation. Frames of the line go in as they would go to the server, and the frames that a line needs come
back. The session, its conversation and the model are the simulator's, so that the model sees exactly what it would see
on a call: instructions, tools, and the items of the conversation. A test may lay down what the model does instead
(`script`); then it does just that, whether it fits or not.
"""

import json
from collections import deque
from collections.abc import Sequence
from typing import Any

from flowkit.language.model.suites import Calls, Nothing, Records, Says
from flowkit.simulator.conversation import Conversation
from flowkit.simulator.errors import ProtocolError
from flowkit.simulator.ids import Ids
from flowkit.simulator.items import check_item
from flowkit.simulator.local_model import LocalModel
from flowkit.simulator.model import Call, Output, Seen, Speech
from flowkit.simulator.session import Session

Frame = dict[str, Any]
Does = Records | Calls | Says | Nothing

MODEL = "flowkit-local"
"""The name by which the local model goes, here as in `flowkit run`."""


class ModelSession:
    """A session, its conversation, and the model that answers in it."""

    def __init__(self) -> None:
        ids = Ids(0, 1)
        self.script: deque[Does] = deque()
        """What the model does in its next responses, in place of what it would do by itself."""
        self.flows: Sequence[str] = ()
        """The flows that are open, the topmost first: a slot that the script names is that of the first that has it."""
        self._ids = ids
        self._session = Session(ids.new("sess"), MODEL, 0)
        self._conversation = Conversation(ids)
        self._model = LocalModel()
        self._active: Frame | None = None

    @property
    def answering(self) -> bool:
        """Whether a response has begun and not ended."""
        return self._active is not None

    def take(self, frame: Frame) -> list[Frame]:
        """Carries out a frame of the line, and gives what the server says to it at once."""
        try:
            return self._carry_out(frame)
        except ProtocolError as refused:
            return [{"type": "error", "error": refused.body(frame.get("event_id"))}]

    def _carry_out(self, frame: Frame) -> list[Frame]:
        match frame["type"]:
            case "session.update":
                self._session.update(frame["session"])
                return [{"type": "session.updated", "session": self._session.config}]
            case "conversation.item.create":
                check_item(frame["item"], "item")
                self._conversation.create(frame["item"], frame.get("previous_item_id"))
            case "conversation.item.delete":
                self._conversation.delete(frame["item_id"])
            case "response.create":
                return [self._begin(frame.get("response", {}))]
            case "response.cancel" if self._active is not None:
                self._active["status"] = "cancelled"
        return []

    def _begin(self, wanted: Frame) -> Frame:
        """A response begins; what it will be is settled when it ends."""
        self._active = {
            "id": self._ids.new("resp"),
            "status": "in_progress",
            "conversation_id": self._conversation.id,
            "metadata": wanted.get("metadata"),
            "tool_choice": wanted.get("tool_choice", "auto"),
        }
        return {"type": "response.created", "response": self._active}

    def begin_unasked(self) -> Frame:
        """The model begins a response that nobody asked for."""
        return self._begin({})

    def finish(self) -> Frame:
        """The response that has begun comes to its end."""
        assert self._active is not None
        response, self._active = self._active, None
        cancelled = response["status"] == "cancelled"
        outputs: Sequence[Output] = () if cancelled else self._answer(response["tool_choice"])
        items = [self._item(output) for output in outputs]
        for item in items:
            self._conversation.insert(item)
        done = {**response, "status": "cancelled" if cancelled else "completed", "output": items, "usage": {}}
        return {"type": "response.done", "response": done}

    def _answer(self, tool_choice: Any) -> Sequence[Output]:
        if self.script:
            return self._scripted(self.script.popleft())
        config = self._session.config
        return self._model(
            Seen(config["instructions"], tuple(self._conversation.items), tuple(config["tools"]), tool_choice)
        )

    def _scripted(self, does: Does) -> Sequence[Output]:
        match does:
            case Says(words):
                return (Speech(words),)
            case Records(values):
                known = self._parameters()
                named = {parameter(name, known, self.flows): value for name, value in values.items()}
                return (Call("record", json.dumps(named, ensure_ascii=False)),)
            case Calls(tool, arguments):
                return (Call(tool, json.dumps(dict(arguments), ensure_ascii=False)),)
            case Nothing():
                return ()

    def _parameters(self) -> Sequence[str]:
        """The parameters of `record` in this session."""
        tools = (tool for tool in self._session.config["tools"] if tool["name"] == "record")
        return [name for tool in tools for name in tool["parameters"]["properties"]]

    def _item(self, output: Output) -> Frame:
        made: Frame = {"id": self._ids.new("item"), "status": "completed"}
        match output:
            case Speech(text):
                content = [{"type": "output_text", "text": text}]
                return made | {"type": "message", "role": "assistant", "content": content}
            case Call(name, arguments):
                called = {"name": name, "call_id": self._ids.new("call"), "arguments": arguments}
                return made | {"type": "function_call"} | called


def parameter(slot: str, known: Sequence[str], flows: Sequence[str]) -> str:
    """What `record` calls a slot: its name, or `flow__slot` where flows have different ones of that name.

    Args:
        known: the parameters of `record`.
        flows: the open flows, the topmost first.
    """
    own = (f"{flow}__{slot}" for flow in flows)
    others = (name for name in known if name.endswith(f"__{slot}"))
    return next((name for name in (slot, *own, *others) if name in known), slot)
