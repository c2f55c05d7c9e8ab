"""The default conversation: items in order, found by id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowkit.simulator.errors import ProtocolError, invalid
from flowkit.simulator.ids import Ids
from flowkit.simulator.items import finished

ROOT = "root"
"""The `previous_item_id` that stands for the start of the conversation."""


class Conversation:
    """The items of one conversation.

    Args:
        ids: Where ids come from.
    """

    def __init__(self, ids: Ids) -> None:
        self.id = ids.new("conv")
        self.items: list[dict[str, Any]] = []
        self._ids = ids

    def create(self, item: Mapping[str, Any], previous_item_id: str | None) -> tuple[str | None, dict[str, Any]]:
        """Adds a client's item behind `previous_item_id` (`None`: the end, `root`: the start).

        Returns:
            The id of the item before it, or `None` for the first, and the item as it is kept.

        Raises:
            ProtocolError: The id is taken, the previous item or the answered call does not exist.
        """
        position = self._position(previous_item_id)
        if "id" in item and self.find(item["id"]) is not None:
            raise invalid("item.id", f"Item with id '{item['id']}' already exists in the conversation.")
        self._check_call(item)
        kept = finished(item, item.get("id") or self._ids.new("item"), self._ids.new("call"))
        return self.insert(kept, position), kept

    def insert(self, item: dict[str, Any], position: int | None = None) -> str | None:
        """Puts a finished item in (at the end by default) and returns the id of the one before it."""
        position = len(self.items) if position is None else position
        self.items.insert(position, item)
        return self.items[position - 1]["id"] if position else None

    def find(self, item_id: str) -> dict[str, Any] | None:
        """The item of this id, if there is one."""
        return next((item for item in self.items if item["id"] == item_id), None)

    def retrieve(self, item_id: str) -> dict[str, Any]:
        """The item of this id, with its audio.

        Raises:
            ProtocolError: There is none.
        """
        item = self.find(item_id)
        if item is None:
            raise _no_item("retrieve", item_id)
        return item

    def delete(self, item_id: str) -> None:
        """Takes an item out.

        Raises:
            ProtocolError: There is none of this id.
        """
        item = self.find(item_id)
        if item is None:
            raise _no_item("delete", item_id)
        self.items.remove(item)

    def truncate(self, item_id: str) -> None:
        """Cuts the agent's audio, of which this server makes none yet.

        Raises:
            ProtocolError: Always: there is no such item, or it has no audio.
        """
        if self.find(item_id) is None:
            raise _no_item("truncate", item_id)
        message = "Only model output audio messages can be truncated."
        raise ProtocolError("unsupported_content_type", message, "item_id")

    def _position(self, previous_item_id: str | None) -> int | None:
        if previous_item_id is None:
            return None
        if previous_item_id == ROOT:
            return 0
        for index, item in enumerate(self.items):
            if item["id"] == previous_item_id:
                return index + 1
        message = f"Previous item with id '{previous_item_id}' not found in the conversation."
        raise invalid("previous_item_id", message)

    def _check_call(self, item: Mapping[str, Any]) -> None:
        if item["type"] != "function_call_output":
            return
        call_id = item["call_id"]
        if not any(one["type"] == "function_call" and one["call_id"] == call_id for one in self.items):
            # The API answers this one without the client's event id.
            message = f"Tool call ID '{call_id}' not found in conversation."
            raise ProtocolError("invalid_tool_call_id", message, "item.call_id", echo=False)


def _no_item(verb: str, item_id: str) -> ProtocolError:
    message = f"Error {verb[:-1]}ing item: the item with id '{item_id}' does not exist."
    return ProtocolError(f"item_{verb}_invalid_item_id", message, "item_id")
