"""What editors fill in: examples under keys, and whole maps to start from.

A test reads each of them back: what an editor writes is never marked red by the same editor.
"""

from collections.abc import Mapping
from typing import Any, Final

from flowkit.language.frozen import frozen


@frozen
class Snippet:
    """A whole map to start from. In its body `$1`, `${2:word}` are the places that are typed over one by one."""

    label: str
    about: str
    body: Mapping[str, Any]


_STATES: Final = (
    Snippet("state: speak", "Says something, and goes on.", {"say": "$1", "next": "${2:state}"}),
    Snippet(
        "state: branch", "Goes where the facts lead.", {"next": [{"when": "$1", "go": "${2:state}"}, {"go": "$3"}]}
    ),
    Snippet("state: ask", "Asks for slots until they are filled.", {"ask": "${1:slot}", "next": "${2:state}"}),
    Snippet(
        "state: choose",
        "Finds out what the caller wants, and runs that flow.",
        {"choose": ["${1:flow}"], "question": "${2:How can I help?}", "next": "${3:state}"},
    ),
    Snippet(
        "state: use",
        "Reads, or writes what needs no consent.",
        {
            "use": "${1:tool}",
            "with": {"${2:argument}": "${3:slot}"},
            "next": "${4:state}",
            "outcomes": {"${5:not_found}": "${6:state}"},
        },
    ),
    Snippet(
        "state: confirm",
        "Reads back, asks for consent, then writes.",
        {"confirm": "${1:tool}", "with": {"${2:argument}": "${3:slot}"}, "next": "${4:state}"},
    ),
    Snippet(
        "state: talk",
        "Free conversation towards a goal.",
        {
            "talk": "${1:goal}",
            "tools": ["${2:tool}"],
            "exits": {"${3:answered}": "${4:They know now.}"},
            "next": "${5:state}",
        },
    ),
    Snippet("state: run", "Runs another flow, then comes back.", {"run": "${1:flow}", "next": "${2:state}"}),
    Snippet(
        "state: handoff", "Gives the call to a person.", {"handoff": "${1:desk}", "summary": "${2:What they need.}"}
    ),
    Snippet("state: end", "Ends the flow.", {"say": "${1:Goodbye.}", "end": "${2:resolved}"}),
)
_EDGES: Final = (
    Snippet("edge: when", "Is taken if this is true.", {"when": "$1", "go": "${2:state}"}),
    Snippet("edge: else", "Is always taken; the last one.", {"go": "${1:state}"}),
    Snippet(
        "edge: try again",
        "Says why, forgets a slot and asks again, so many times.",
        {"times": 2, "say": "${1:Let's try again.}", "clear": "${2:slot}", "go": "${3:state}"},
    ),
)
_SLOTS: Final = (
    Snippet("slot: a value", "A date, a name, a number…", {"type": "${1:date}", "ask": "${2:What day suits you?}"}),
    Snippet(
        "slot: digits",
        "A number spoken digit by digit.",
        {"type": "digits", "pattern": '"${1:[0-9]{5\\}}"', "ask": "${2:What's the order number?}"},
    ),
    Snippet(
        "slot: a choice",
        "One of a few words.",
        {"options": {"${1:word}": {"about": "${2:What it means.}"}}, "ask": "${3:Which one?}"},
    ),
    Snippet(
        "slot: from a list",
        "One thing of a list that a tool returned.",
        {"type": "choice", "options": "${1:list}", "key": "${2:id}", "ask": "${3:Which one?}"},
    ),
)
_READ: Final = {
    "about": "${1:Reads one order.}",
    "effect": "read",
    "input": {"${2:order_id}": "${3:digits}"},
    "output": "${4:text}",
    "outcomes": {"${5:not_found}": "${6:There is none.}"},
    "backend": "${7:python:backend.shop:get_order}",
}
_WRITE: Final = {
    "about": "${1:Moves a visit.}",
    "effect": "write",
    "input": {"${2:visit_id}": {"type": "${3:text}", "from": "${4:visit}"}},
    "read_back": "${5:I'll move it. Shall I do that?}",
    "backend": "${6:python:backend.shop:move_visit}",
}
_MONEY: Final = {
    "about": "${1:Gives money back.}",
    "effect": "money",
    "input": {"${2:amount}": "money"},
    "limits": "${2:amount} at most ${3:200} per call",
    "read_back": "${4:I'll refund {{ amount \\}\\}. Shall I do that?}",
    "backend": "${5:python:backend.shop:refund}",
}

SNIPPETS: Final[Mapping[str, tuple[Snippet, ...]]] = {
    "state": _STATES,
    "edge": _EDGES,
    "rung": (Snippet("rung: leave", "The last rung.", {"say": "${1:Let me get someone.}", "go": "${2:person}"}),),
    "slot": _SLOTS,
    "rule": (Snippet("rule: when", "A condition, and why not.", {"when": "$1", "because": "${2:Why not.}"}),),
    "tool rule": (
        Snippet(
            "rule: named", "A condition, and why not.", {"rule": "${1:name}", "when": "$2", "because": "${3:Why not.}"}
        ),
    ),
    "record": (Snippet("record", "A thing and its key.", {"key": "${1:id}", "fields": {"${1:id}": "${2:text}"}}),),
    "tool": (
        Snippet("tool: read", "Looks something up.", _READ),
        Snippet("tool: write", "Changes something, with consent.", _WRITE),
        Snippet("tool: money", "Moves money, within a limit.", _MONEY),
    ),
    "test": (
        Snippet(
            "test",
            "What the caller says, and what must follow.",
            {"steps": [{"caller": "${1:words}"}, {"expect": {"state": "${2:flow.state}"}}]},
        ),
    ),
    "place": (Snippet("handoff", "Where a call is given to.", {"to": "${1:sip:desk@example.com}", "default": True}),),
    "precondition": (Snippet("precondition", "What must hold.", {"when": "$1", "run": "${2:flow}"}),),
}
"""By kind."""

SAMPLES: Final[Mapping[tuple[str, str], tuple[Any, ...]]] = {
    ("project", "greeting"): ("Hello, this is the shop's automated assistant.",),
    ("project", "timezone"): ("America/New_York", "Europe/Berlin"),
    ("project", "currency"): ("USD", "EUR"),
    ("project", "country"): ("US", "DE"),
    ("project", "languages"): (["en"], ["en", "es"]),
    ("project", "budget"): (0.5,),
    ("project", "guarantees"): (["every call ends within 40 turns"],),
    ("place", "to"): ("sip:desk@example.com",),
    ("flow", "examples"): (["where's my order", "track a package"],),
    ("flow", "guarantees"): (["get_order before refund_part", "refund_part only if reason is set"],),
    ("state", "end"): ("resolved", "unresolved", "refused"),
    ("state", "enough"): (2,),
    ("state", "until"): ("day is set and hour is set",),
    ("edge", "when"): ("order.status == 'shipped'", "visits is empty"),
    ("edge", "times"): (2,),
    ("slot", "pattern"): ("[0-9]{5}",),
    ("shape", "pattern"): ("[0-9]{5}",),
    ("argument", "pattern"): ("[0-9]{5}",),
    ("argument", "from"): ("caller", "order", ["caller", "order"]),
    ("rule", "when"): ("day >= today",),
    ("tool rule", "when"): ("days_ago <= days(30)",),
    ("named rule", "when"): ("order.customer_id == customer.id",),
    ("precondition", "when"): ("customer is set",),
    ("tool", "limits"): ("at most 3 per call", "amount at most 400 per customer per day"),
    ("limit", "limit"): ("at most 1 per order_id",),
    ("tool", "backend"): ("python:module:function", "http:operation", "mcp:server/tool", "fixture:fixtures/shop.yaml"),
    ("tool outcome", "status"): (404, 409),
    ("backend", "openapi"): ("shop.json",),
    ("backend", "base_url"): ("https://shop.example.com",),
    ("backend", "headers"): ({"Authorization": "env:SHOP_TOKEN"},),
    ("suite", "now"): ("2026-03-02T10:00",),
    ("test", "now"): ("2026-03-02T10:00",),
    ("step", "silence"): ("8 seconds",),
    ("step", "keys"): ("123#",),
    ("step", "agent"): ("your order", "/it is (on|at) .*/"),
    ("expect", "state"): ("flow.state",),
    ("words", "words"): ("es", "de"),
}
"""By kind and key."""
