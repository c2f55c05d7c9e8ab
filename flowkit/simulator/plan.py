"""What one `response.create` asks for: the session's configuration with this response's own fields over it."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flowkit.simulator.conversation import Conversation
from flowkit.simulator.errors import invalid
from flowkit.simulator.ids import Ids
from flowkit.simulator.items import check_item, check_reference, finished, shown
from flowkit.simulator.model import Seen
from flowkit.simulator.schema import check
from flowkit.simulator.session import check_modalities, check_tools
from flowkit.simulator.session_shape import RESPONSE


@dataclass(frozen=True, slots=True)
class Plan:
    """One response before it starts. Later changes of the session or conversation do not touch it.

    Attributes:
        seen: What the model will see.
        in_conversation: Whether its items join the default conversation (`conversation: auto`).
        max_output_tokens: 1 to 4096, or `inf`.
        output_modalities: `["text"]`.
        audio: Format and voice, which the response object shows.
        metadata: The client's pairs, echoed.
    """

    seen: Seen
    in_conversation: bool
    max_output_tokens: int | str
    output_modalities: list[str]
    audio: dict[str, Any]
    metadata: dict[str, str] | None


def plan_response(wanted: object, session: Mapping[str, Any], conversation: Conversation, ids: Ids) -> Plan:
    """Judges the `response` of a `response.create` and puts it over the session.

    Args:
        wanted: The field as it came; an empty object when it was absent.
        session: The session's configuration.
        conversation: The default conversation, which is the context unless `input` is given.
        ids: For items of `input` that bring no id.

    Raises:
        ProtocolError: The request breaks a shape, or names a tool or an item that is not there.
    """
    check(wanted, RESPONSE, "response")
    assert isinstance(wanted, dict)
    own = {**session, **wanted}
    check_modalities(own["output_modalities"], "response.output_modalities")
    check_tools(own["tools"], "response.tools")
    _check_tool_choice(own["tool_choice"], own["tools"])
    items = conversation.items if "input" not in wanted else _input_items(wanted["input"], conversation, ids)
    output = {**session["audio"]["output"], **wanted.get("audio", {}).get("output", {})}
    return Plan(
        seen=Seen(
            instructions=own["instructions"],
            items=tuple(shown(item) for item in items),
            tools=tuple(copy.deepcopy(own["tools"])),
            tool_choice=copy.deepcopy(own["tool_choice"]),
        ),
        in_conversation=wanted.get("conversation", "auto") == "auto",
        max_output_tokens=own["max_output_tokens"],
        output_modalities=own["output_modalities"],
        audio={"output": {"format": output["format"], "voice": output["voice"]}},
        metadata=wanted.get("metadata"),
    )


def _check_tool_choice(choice: object, tools: list[dict[str, Any]]) -> None:
    if isinstance(choice, dict) and choice["name"] not in {tool["name"] for tool in tools}:
        raise invalid("response.tool_choice", f"Tool choice '{choice['name']}' not found in 'tools' parameter.")


def _input_items(wanted: list[dict[str, Any]], conversation: Conversation, ids: Ids) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for index, item in enumerate(wanted):
        path = f"response.input[{index}]"
        if item["type"] == "item_reference":
            check_reference(item, path)
            found = conversation.find(item["id"])
            if found is None:
                raise invalid(f"{path}.id", f"Item with id '{item['id']}' not found in the conversation.")
            items.append(found)
        else:
            check_item(item, path)
            items.append(finished(item, item.get("id") or ids.new("item"), ids.new("call")))
    return items
