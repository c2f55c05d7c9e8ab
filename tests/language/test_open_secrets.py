"""Secrets in the texts of files are found at their place; what only looks a little like one is not."""

import pytest

from flowkit.language.open_secrets import open_secrets
from flowkit.language.text import read


def places(text: str) -> list[str]:
    _, document, _ = read("a.yaml", text.encode())
    return [f"{each.span}-{each.span.end_column}" for each in open_secrets(document)]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("title: x  # sk-proj-abcdefghijklmnop123456", "a.yaml:1:13-43"),
        ('key: "AKIAABCDEFGHIJKLMNOP"', "a.yaml:1:7-27"),
        ("store: {password: hunter2hunter2, url: x}", "a.yaml:1:19-33"),
        ("my_secret: 'abc123def456'", "a.yaml:1:13-25"),
        ("api_key: 0abcdef1", "a.yaml:1:10-18"),
    ],
)
def test_a_secret_is_found_at_its_place(line: str, place: str) -> None:
    assert places(line + "\n") == [place]


@pytest.mark.parametrize(
    "line",
    [
        "password: {type: text}",
        "password: digits",
        "ask: What is your password?",
        "secret: env:SHOP_SECRET1",
        "say: The sk-8 model is out.",
        "title: a-very-long-name-without-any-mark-1234567890",
    ],
)
def test_what_is_none_is_left_alone(line: str) -> None:
    assert places(line + "\n") == []


def test_in_a_flow_the_commonest_keys_are_found() -> None:
    assert places("flow: a\ntitle: sk-proj-abcdefghijklmnop123456\n") == ["a.yaml:2:8-38"]
