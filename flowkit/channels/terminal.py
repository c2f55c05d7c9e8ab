"""A call in the terminal: the story of a call as lines, readable with and without colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_COLORS: Mapping[str, str] = {
    "caller": "36",
    "agent": "1",
    "state": "2",
    "slot": "32",
    "tool": "34",
    "good": "32",
    "bad": "33",
    "end": "1",
}

_BUILT_IN = ("", "refused", "failed", "not heard")
"""Refusals of the language itself, which no rule of the project made."""


@dataclass(frozen=True, slots=True)
class Printer:
    """Entries of a story as lines of text."""

    color: bool = False

    def lines(self, entry: Mapping[str, Any]) -> list[str]:
        """The lines of one entry; the caller's own words are not printed back in a live call, see `caller`."""
        match entry["type"]:
            case "caller":
                return [self._paint("caller", f"caller  {entry['text']}")]
            case "agent":
                return [self._paint("agent", f"agent   {entry['text']}")]
            case "state":
                return [self._aside("state", f"state   {entry['flow']}.{entry['state']}")]
            case "slot":
                value = "(cleared)" if entry["value"] is None else entry["value"]
                return [self._aside("slot", f"slot    {entry['slot']} = {value}")]
            case "tool":
                return [self._aside("tool", f"tool    {entry['tool']}({_arguments(entry['arguments'])})")]
            case "tool_done":
                return [self._aside("tool", f"tool    {entry['tool']}: {entry['outcome']}{_reason(entry)}")]
            case "call_ended":
                return self._summary(entry)
        return self._decision(entry)

    def _decision(self, entry: Mapping[str, Any]) -> list[str]:
        match entry["type"]:
            case "refused":
                what = entry.get("tool") or entry.get("function", "")
                rule = f" by {entry['rule']}" if entry.get("rule", "") not in _BUILT_IN else ""
                return [self._aside("bad", f"refused {what}{rule}: {_because(entry['because'])}")]
            case "consent_asked":
                return [self._aside("tool", f"consent asked for {entry['tool']}({_arguments(entry['arguments'])})")]
            case "consent_given":
                answer = f"key {entry['key']}" if "key" in entry else f'"{entry["words"]}"'
                return [self._aside("good", f"consent given for {entry['tool']}: {answer}")]
            case "consent_void":
                return [self._aside("bad", f"consent not given for {entry['tool']}: {entry['because']}")]
            case "answer":
                return [self._aside("state", f"answer  {entry['reading']} ({entry['because']})")]
            case "flow_ended":
                return [self._aside("state", f"flow    {entry['flow']} ended: {entry['outcome']}")]
            case "transfer":
                return [self._aside("end", f"handoff to {entry['place']}: {entry['text']}".removesuffix(": "))]
            case "trouble":
                return [self._aside("bad", f"trouble {entry['kind']}: {entry['detail']}")]
            case "guarantee":
                return [self._aside("bad", f"guarantee '{entry['sentence']}' at {entry['where']}: {entry['why']}")]
            case "case":
                return [self._aside("bad", f"case    not written by {entry['tool']}: {entry['because']}")]
            case "claim":
                return [self._aside("bad", f"claimed '{entry['words']}', but {entry['tool']} was not carried out")]
            case "budget":
                return [self._aside("bad", f"budget {entry['budget']} reached: {entry['spent']} spent")]
        return []

    def _summary(self, entry: Mapping[str, Any]) -> list[str]:
        flows = ", ".join(f"{each['flow']} {each['outcome']}" for each in entry["flows"])
        done = ", ".join(f"{each['tool']} {each['outcome']}" for each in entry["tool_calls"]) or "none"
        slots = ", ".join(f"{name} {value}" for name, value in entry["slots"].items()) or "none"
        where = ".".join(filter(None, (entry["flow"], entry["state"])))
        ended = f"{entry['outcome']} in {where}"
        lines = [f"Call {entry['call']} ended: {ended} after {entry['turns']} turns"]
        lines += [f"  flows  {flows}", f"  slots  {slots}", f"  tools  {done}"]
        lines += [f"  cost   {entry['cost']} {entry['currency']}"] if "cost" in entry else []
        return ["", self._paint("end", lines[0]), *lines[1:]]

    def _aside(self, kind: str, text: str) -> str:
        return self._paint(kind, f"        {text}")

    def _paint(self, kind: str, text: str) -> str:
        return f"\x1b[{_COLORS[kind]}m{text}\x1b[0m" if self.color else text


def _arguments(arguments: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {_short(value)}" for name, value in arguments.items())


def _short(value: Any) -> str:
    """A value on the line it belongs to: of a text with several lines, the first."""
    first, *more = str(value).splitlines() or [""]
    return f"{first} …" if more else first


def _reason(entry: Mapping[str, Any]) -> str:
    return f", {entry['reason']}" if entry.get("reason") else ""


def _because(because: Any) -> str:
    if isinstance(because, Mapping):
        return "; ".join(f"{name}: {reason}" for name, reason in because.items())
    return str(because) or "not allowed here"
