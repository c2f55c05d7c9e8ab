"""Which backend a tool gets, and where its system is: told in one sentence when it cannot be had."""

from typing import Any

import pytest

HTTP = {"python:MODULE:get_order": "http:getOrder"}
MCP = {"python:MODULE:get_order": "mcp:shop/get_order"}
REST = {"python:MODULE:search": "mcp:shop/search", "python:MODULE:pay": "mcp:shop/pay"}


def told(bench: Any, backend: dict[str, str], address: Any = None) -> str:
    """What is said of the first tool."""
    bench.write("def search(**a): ...\ndef pay(order_id): ...")
    bench.backends = {} if address is None else {"shop": address}
    found = bench.check(backend)
    return str(found[0]).replace(str(bench.folder.resolve()), "FOLDER") if found else ""


def test_no_environment_says_where_it_is(bench: Any) -> None:
    assert told(bench, HTTP) == (
        "tool 'get_order': nothing says where 'shop' is reached; write it in flowkit.yaml, and choose it with "
        '--environment: environments: {test: {backends: {shop: {openapi: shop.json, base_url: "https://…"}}}}'
    )
    assert "{shop: {command: [python, -m, shop_server]}}" in told(bench, MCP)


def test_an_environment_that_could_be_chosen(bench: Any) -> None:
    bench.settings += "environments: {live: {backends: {shop: {openapi: shop.json}}}}\n"
    assert told(bench, HTTP) == (
        "tool 'get_order': where 'shop' is reached is said by an environment; choose one with --environment: 'live'"
    )


@pytest.mark.parametrize(
    ("backend", "address", "sentence"),
    [
        (
            HTTP,
            {"url": "https://x.example.com"},
            "it needs an OpenAPI file, and the environment gives 'shop' an MCP server; "
            "put tools of two kinds into two catalogs",
        ),
        (
            MCP,
            {"openapi": "shop.json"},
            "it needs an MCP server, and the environment gives 'shop' an OpenAPI file; "
            "put tools of two kinds into two catalogs",
        ),
        (
            {**MCP, "python:MODULE:search": "mcp:stock/search"},
            {"url": "https://x.example.com"},
            "'shop' has tools of the MCP servers 'shop' and 'stock', and a catalog is reached at one; "
            "give each a catalog of its own",
        ),
        (HTTP, {}, "the backend of 'shop' has none of 'openapi', 'command' and 'url'; give it one of them"),
        (
            HTTP,
            {"openapi": "x", "base_url": "shop.example.com"},
            "the 'base_url' of 'shop' is no address; write it like https://shop.example.com",
        ),
        (
            HTTP,
            {"openapi": "x", "base_url": "https://ana:sesame@shop.example.com"},
            "the 'base_url' of 'shop' has a password in it; give it in a header: Authorization: env:NAME",
        ),
        (
            MCP,
            {"url": "https://shop.example.com/mcp?token=sesame"},
            "the 'url' of 'shop' has a '?' or '#' in it; leave out what follows",
        ),
        (
            HTTP,
            {"openapi": "x", "headers": {"Authorization": "env:SHOP_TOKEN"}},
            "the header 'Authorization' of 'shop' is the environment variable SHOP_TOKEN, which is not set; set it",
        ),
        (
            HTTP,
            {"openapi": "x", "base_url": "env:SHOP_URL"},
            "the 'base_url' of 'shop' is the environment variable SHOP_URL, which is not set; set it",
        ),
        (MCP, {"command": []}, "the 'command' of 'shop' is empty; write it like [python, -m, shop_server]"),
        (MCP, {"command": "python 'x"}, "the 'command' of 'shop' has a quote that is not closed; close it"),
        (
            MCP,
            {"command": "no-such-program-here --fast"},
            "the 'command' of 'shop' starts with 'no-such-program-here', and there is no such program on the path of "
            "this machine",
        ),
        (
            MCP,
            {"command": ["./serve"]},
            "the 'command' of 'shop' starts with './serve', and there is no such program in FOLDER",
        ),
    ],
)
def test_an_address_that_cannot_be_used(
    bench: Any, backend: dict[str, str], address: Any, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOP_TOKEN", raising=False)
    monkeypatch.delenv("SHOP_URL", raising=False)
    found = told(bench, backend, address)
    assert found == f"tool 'get_order': {sentence}"
    assert "sesame" not in found


def test_a_fixture_stands_in_for_tools_of_every_kind(bench: Any) -> None:
    (bench.folder / "shop.yaml").write_text(
        "get_order: {output: {order_id: '7', paid: 1, items: []}}\nsearch: {output: []}\npay: {}\n"
    )
    bench.backends = {"shop": "fixture:shop.yaml"}
    bench.catalog = bench.catalog.replace("python:MODULE:get_order", "http:getOrder").replace(
        "python:MODULE:pay", "mcp:shop/pay"
    )
    assert bench.check() == []
    assert bench.run("get_order", order_id="7").result["order_id"] == "7"
    assert bench.run("pay", order_id="7").outcome == "ok"


def test_an_mcp_server_is_not_asked_before_a_call(bench: Any) -> None:
    assert told(bench, {**MCP, **REST}, {"url": "http://127.0.0.1:9/mcp"}) == ""
    assert told(bench, {**MCP, **REST}, {"command": "python -m shop_server"}) == ""
