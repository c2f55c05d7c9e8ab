"""Backends as texts: each kind is read into its parts, and what is none says why."""

import pytest

from flowkit.language.backends import (
    FixtureBackend,
    HttpBackend,
    McpBackend,
    Mistake,
    PythonBackend,
    is_secret,
    is_variable,
    parse_backend,
)


@pytest.mark.parametrize(
    ("text", "backend"),
    [
        ("python:backend.shop:get_order", PythonBackend("backend.shop", "get_order")),
        ("python:shop:_get", PythonBackend("shop", "_get")),
        ("http:getOrder", HttpBackend("getOrder")),
        ("http:orders.get-one", HttpBackend("orders.get-one")),
        ("mcp:calendar/list", McpBackend("calendar", "list")),
        ("mcp:calendar/events/list", McpBackend("calendar", "events/list")),
        ("fixture:fixtures/shop.yaml", FixtureBackend("fixtures/shop.yaml")),
        ("fixture:my fixtures/shop.yaml", FixtureBackend("my fixtures/shop.yaml")),
    ],
)
def test_each_kind_is_read_into_its_parts(text: str, backend: object) -> None:
    assert parse_backend(text) == backend


@pytest.mark.parametrize(
    ("text", "message", "instead"),
    [
        ("", "'' is no backend", ""),
        ("shop", "'shop' is no backend", ""),
        ("backend.shop:get_order", "'backend.shop:get_order' is no backend", "python:backend.shop:get_order"),
        ("backend.shop.get_order", "'backend.shop.get_order' is no backend", "python:backend.shop:get_order"),
        ("pyhton:backend.shop:get", "'pyhton:backend.shop:get' is no backend", "python:backend.shop:get"),
        ("PYTHON:a:b", "'PYTHON:a:b' is no backend", "python:a:b"),
        ("python:", "nothing follows 'python:'", ""),
        ("fixture: ", "nothing follows 'fixture:'", ""),
        ("python:backend", "'python:backend' names no function", ""),
        ("python:backend.shop", "'python:backend.shop' names no function", ""),
        ("python:backend.shop.get", "'python:backend.shop.get' names no function", "python:backend.shop:get"),
        ("python:backend/shop.py:get", "'backend/shop.py' is no name of a module", "python:backend.shop:get"),
        ("python:a..b:get", "'a..b' is no name of a module", ""),
        ("python:a:get()", "'get()' is no name of a function", "python:a:get"),
        ("python:a:get-one", "'get-one' is no name of a function", "python:a:get_one"),
        ("python:a:b:c", "'b:c' is no name of a function", ""),
        ("python: a:b", "'python: a:b' has a space in it", "python:a:b"),
        ("python:a b:c", "'python:a b:c' has a space in it", ""),
        ("fixture: shop.yaml", "'fixture: shop.yaml' has a space in it", "fixture:shop.yaml"),
        ("http:GET /orders", "'http:GET /orders' has a space in it", ""),
        ("http:/orders", "'/orders' is no operationId", ""),
        ("https://shop.example.com", "a backend names an operation, not an address", ""),
        ("mcp:calendar", "'mcp:calendar' names no tool of the server", ""),
        ("mcp:calendar/", "'mcp:calendar/' names no tool of the server", ""),
        ("mcp:/list", "'mcp:/list' names no server", ""),
    ],
)
def test_a_text_that_is_none_says_why(text: str, message: str, instead: str) -> None:
    found = parse_backend(text)
    assert isinstance(found, Mistake)
    assert (found.message, found.instead) == (message, instead)
    assert found.help
    assert not instead or not isinstance(parse_backend(instead), Mistake), "what is offered instead must be one"


@pytest.mark.parametrize("value", ["env:TOKEN", "env:shop_token"])
def test_a_variable_is_no_secret(value: str) -> None:
    assert is_variable(value)
    assert not is_secret("Authorization", value)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Authorization", "anything"),
        ("X-Api-Key", "k"),
        ("Cookie", "a=b"),
        ("X-Shop", "Bearer 8s7df6"),
        ("X-Shop", "sk-abcdefgh12"),
        ("", "https://me:pw@shop.example.com"),
        ("", "https://shop.example.com/?api_key=8s7df6"),
        ("", "--token=8s7df6"),
        ("X-Shop", "0123456789abcdef0123456789abcdef01234567"),
    ],
)
def test_what_looks_like_a_secret_is_one(header: str, value: str) -> None:
    assert is_secret(header, value)


@pytest.mark.parametrize(
    ("header", "value"),
    [("X-Shop", "bikes"), ("Accept-Language", "en"), ("", "https://shop.example.com/v1"), ("", "--port=80")],
)
def test_what_does_not_is_none(header: str, value: str) -> None:
    assert not is_secret(header, value)
