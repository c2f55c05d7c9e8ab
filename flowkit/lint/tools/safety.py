"""What makes a write safe: a key against doing it twice, a read-back before money moves, a wait that callers bear."""

from collections.abc import Iterator
from typing import Final

from flowkit.language.codes import LONG_WAIT, MONEY_UNREAD, NO_IDEMPOTENCY
from flowkit.language.diagnostic import Diagnostic, Edit, Fix, problem
from flowkit.language.model import Project, Tool

LONGEST_WAIT_MS: Final = 20_000
"""Longer than this nobody stays on the line, whatever fills the silence."""


def check_safety(project: Project) -> Iterator[Diagnostic]:
    """Warnings about writes that may be done twice or without a read-back, and about tools that take too long."""
    for tool in project.tools.values():
        if tool.writes:
            if not tool.takes_key and tool.when_unknown is None:
                yield _no_key(tool)
            if tool.effect == "money" and tool.consent in ("heard", "none"):
                yield _unread(tool)
        if tool.timeout_ms > LONGEST_WAIT_MS:
            seconds = f"{tool.timeout_ms / 1000:g} seconds"
            message = f"a caller would wait up to {seconds} for '{tool.name}', and hangs up long before that"
            help = f"at most {LONGEST_WAIT_MS // 1000} seconds; what takes longer is better promised than waited for"
            yield problem(LONG_WAIT, tool.places.get("timeout", tool.span), message, help)


def _no_key(tool: Tool) -> Diagnostic:
    message = f"'{tool.name}' takes no key, so nothing keeps it from being done twice when its answer is lost"
    help = "say how to look whether it was done: when_unknown: {use: …, with: …, done_if: …}"
    return problem(NO_IDEMPOTENCY, tool.places.get("idempotency", tool.span), message, help)


def _unread(tool: Tool) -> Diagnostic:
    place = tool.places.get("consent", tool.span)
    if tool.consent == "none":
        message = f"'{tool.name}' moves money, and nobody is asked"
        help = "write: consent: read_back; then the caller hears what will be done, and agrees to it"
        return problem(MONEY_UNREAD, place, message, help)
    message = f"'{tool.name}' moves money on the model's own words ('consent: heard'), not on its read-back"
    fix = Fix("write 'read_back'", (Edit(place, "read_back"),), safe=False)
    return problem(MONEY_UNREAD, place, message, "write: consent: read_back", fixes=(fix,))
