"""What a failed chat request means, and what an endpoint does not take of a request.

Endpoints that call themselves compatible differ in what they take. What one does not take is left out from then on, and
the request is made again at once: nothing of it was carried out.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Any, Literal

from flowkit.lines.errors import FATAL, Problem, read_problem

Feature = Literal["developer", "strict", "reasoning_effort", "tool_choice"]
"""What can be done without: a role of its own for notes, schemas that bind, an effort, a call that is demanded."""

_NAMED: tuple[tuple[Feature, re.Pattern[str]], ...] = (
    ("developer", re.compile(r"\bdeveloper\b|\b(?:unexpected|unknown|unsupported|invalid) (?:message )?role", re.I)),
    ("strict", re.compile(r"\bstrict\b|invalid_function_parameters|invalid schema for function", re.I)),
    ("reasoning_effort", re.compile(r"\breasoning(?:_effort|\.effort| effort)?\b", re.I)),
    ("tool_choice", re.compile(r"\btool[_ ]choice\b", re.I)),
)
_TOO_LONG = re.compile(r"context_length_exceeded|maximum context length|context (?:size|window|length)", re.I)
_NO_CREDIT = re.compile(r"insufficient_quota|billing|payment required|credit balance", re.I)
_REFUSES_A_FIELD = (400, 422, 500)
"""A template that does not know a role makes some servers fail, though the request is at fault."""


def read_failure(status: int, error: Any) -> Problem:
    """What a failed request means.

    Args:
        status: of HTTP; 0: there was no answer in time.
        error: the `error` object of the answer, or what stands in its place.
    """
    problem = read_problem(error)
    return replace(problem, meaning=_meaning(status, problem), code=_code(status, error))


def _code(status: int, error: Any) -> str:
    given: Mapping[str, Any] = error if isinstance(error, Mapping) else {}
    named = next((each for name in ("code", "type") if isinstance(each := given.get(name), str) and each), "")
    return named or (f"http_{status}" if status else "timeout")


def _meaning(status: int, problem: Problem) -> Any:
    if status in (401, 402, 403, 404) or problem.code in FATAL:
        return "fatal"
    if status == 429:
        return "fatal" if _NO_CREDIT.search(f"{problem.code} {problem.message}") else "rate"
    return "server" if status in (0, 408, 409, 425) or status >= 500 else "bug"


def not_taken(status: int, problem: Problem, left_out: Set[str]) -> Feature | None:
    """What of the request the endpoint does not take, if the error names something that can be left out."""
    if status not in _REFUSES_A_FIELD or is_too_long(problem):
        return None
    text = f"{problem.code} {problem.message}"
    return next((name for name, named in _NAMED if name not in left_out and named.search(text)), None)


def is_too_long(problem: Problem) -> bool:
    """Whether the history is longer than what the model can read."""
    return bool(_TOO_LONG.search(f"{problem.code} {problem.message}"))
