"""What does not fit between a tool and an operation is told before any call, without a connection."""

import json
from typing import Any

import pytest

FITS = """
openapi: 3.0.3
info: {title: Shop, version: "1"}
servers: [{url: https://shop.example.com/v1}]
paths:
  /orders/{orderId}:
    get:
      operationId: getOrder
      parameters:
        - {name: orderId, in: path, required: true, schema: {type: string}}
      responses:
        404: {description: none}
  /orders:
    get: {operationId: search, parameters: [PARAMETERS]}
  /payments:
    post:
      operationId: pay
      requestBody: {required: true, content: {"application/json": {schema: SCHEMA}}}
"""

SEARCH = ("day", "at", "hour", "least", "weight", "lasts", "pieces", "open", "place", "days")
PARAMETERS = ", ".join(f"{{name: {name}, in: query, schema: {{}}}}" for name in SEARCH)
SCHEMA = "{type: object, properties: {order_id: {type: string}}}"
BACKENDS = {f"python:MODULE:{ours}": f"http:{theirs}" for ours, theirs in
            {"get_order": "getOrder", "search": "search", "pay": "pay"}.items()}  # fmt: skip


def problems(bench: Any, openapi: str = FITS, file: str = "shop.yaml", **environment: Any) -> list[str]:
    (bench.folder / file).write_text(openapi.replace("PARAMETERS", PARAMETERS).replace("SCHEMA", SCHEMA))
    bench.backends = {"shop": {"openapi": file, **environment}}
    return [each.replace(str(bench.folder.resolve()) + "/", "") for each in bench.check(BACKENDS)]


def test_what_fits_is_no_problem(bench: Any) -> None:
    assert problems(bench) == []
    assert problems(bench, base_url="http://127.0.0.1:1") == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "operationId: getOrder",
            "operationId: getOrders",
            "tool 'get_order': the file shop.yaml has no operation 'getOrder'; did you mean 'getOrders'?",
        ),
        (
            "operationId: pay\n",
            "x: 1\n",
            "tool 'pay': the file shop.yaml has no operation 'pay'; it has 'getOrder' and 'search'",
        ),
        (
            "name: orderId, in: path",
            "name: order, in: path",
            "tool 'get_order': the operation 'getOrder' has no place for 'order_id'; it takes 'order'",
        ),
        (
            "name: orderId, in: path",
            "name: order, in: path",
            "tool 'get_order': the operation 'getOrder' needs 'order', "
            "which is no argument of the tool; add it to 'input'",
        ),
        (
            "[PARAMETERS]",
            "[PARAMETERS, {name: shop, in: query, required: true}]",
            "tool 'search': the operation 'search' needs 'shop', which is no argument of the tool; add it to 'input'",
        ),
        (
            "[PARAMETERS]",
            f"[{PARAMETERS.replace('day, in: query', 'day, in: query, required: true')}]",
            "tool 'search': the operation 'search' needs 'day', "
            "which is optional in the tool; take away 'optional: true'",
        ),
        (
            "[PARAMETERS]",
            f"[{PARAMETERS.replace('day, in: query', 'dey, in: query')}]",
            "tool 'search': the operation 'search' has no place for 'day'; did you mean 'dey'?",
        ),
        (
            "[PARAMETERS]",
            f"[{PARAMETERS.replace('day, in: query', 'day, in: cookie')}]",
            "tool 'search': the operation 'search' takes 'day' in a cookie, and no cookie is sent",
        ),
        (
            "[PARAMETERS]",
            f"[{PARAMETERS.replace('place, in: query', 'place, in: header')}]",
            "tool 'search': the operation 'search' takes 'place' in a header, where a thing with fields has no room",
        ),
        (
            "{name: orderId, in: path,",
            "{name: orderId, in: path, style: matrix,",
            "tool 'get_order': the operation 'getOrder' takes 'orderId' in the style 'matrix', "
            "and only 'simple' is known there",
        ),
        (
            "SCHEMA",
            "{type: object, required: [order_id, amount], properties: {order_id: {}, amount: {}}}",
            "tool 'pay': the operation 'pay' needs 'amount', which is no argument of the tool; add it to 'input'",
        ),
        (
            "SCHEMA",
            "{type: object, required: [why], properties: {order_id: {}, why: {}}}",
            "tool 'pay': the operation 'pay' needs 'why', which is only for the rules (send: false)",
        ),
        (
            "SCHEMA",
            "{type: array}",
            "tool 'pay': the operation 'pay' takes a body that is no object but of the type 'array'",
        ),
        (
            "application/json",
            "text/csv",
            "tool 'pay': the operation 'pay' takes a body of the kind 'text/csv', and only JSON can be sent",
        ),
        (
            "SCHEMA",
            '{$ref: "other.yaml#/Payment"}',
            "tool 'pay': the operation 'pay' cannot be understood: "
            "the reference 'other.yaml#/Payment' leads to another file; put both into one",
        ),
        (
            "SCHEMA",
            '{$ref: "#/components/schemas/Payment"}',
            "tool 'pay': the operation 'pay' cannot be understood: "
            "the reference '#/components/schemas/Payment' leads nowhere",
        ),
        (
            "SCHEMA",
            "{$ref: '#/paths/~1payments/post/requestBody/content/application~1json/schema'}",
            "tool 'pay': the operation 'pay' cannot be understood: "
            "its references lead to each other and never to a value",
        ),
        (
            "servers: [{url: https://shop.example.com/v1}]",
            "servers: [{url: /v1}]",
            "tool 'get_order': nothing says where 'shop' is: give its backend a 'base_url', such as "
            "https://shop.example.com",
        ),
        (
            "openapi: 3.0.3",
            'swagger: "2.0"',
            "tool 'get_order': the OpenAPI file shop.yaml is of the version 2.0; "
            "it begins with: openapi: 3.1.0, or 3.0.3",
        ),
        (
            "openapi: 3.0.3",
            "opnapi: 3",
            "tool 'get_order': the OpenAPI file shop.yaml says no version; it begins with: openapi: 3.1.0, or 3.0.3",
        ),
    ],
)
def test_what_does_not_fit(bench: Any, old: str, new: str, told: str) -> None:
    assert old in FITS
    assert told in problems(bench, FITS.replace(old, new))


def test_a_body_with_any_fields_takes_the_rest(bench: Any) -> None:
    assert problems(bench, FITS.replace("SCHEMA", "{type: object, additionalProperties: true}")) == []
    assert problems(bench, FITS.replace("SCHEMA", "{type: object}")) == []
    closed = problems(bench, FITS.replace("SCHEMA", "{type: object, additionalProperties: false}"))
    assert closed == ["tool 'pay': the operation 'pay' has no place for 'order_id'; it takes nothing"]


def test_parts_and_choices_of_a_body(bench: Any) -> None:
    parts = "{allOf: [{properties: {order_id: {}}}, {required: [amount], properties: {amount: {}}}]}"
    assert "needs 'amount'" in problems(bench, FITS.replace("SCHEMA", parts))[0]
    choices = (
        "{oneOf: [{required: [order_id], properties: {order_id: {}}}, {required: [iban], properties: {iban: {}}}]}"
    )
    assert problems(bench, FITS.replace("SCHEMA", choices)) == []


def test_a_header_that_the_environment_gives_is_given(bench: Any) -> None:
    wants = FITS.replace("[PARAMETERS]", "[PARAMETERS, {name: X-Shop, in: header, required: true}]")
    assert "needs 'X-Shop'" in problems(bench, wants)[0]
    assert problems(bench, wants, headers={"x-shop": "1"}) == []


def test_a_key_that_is_needed(bench: Any) -> None:
    wants = FITS.replace(
        "operationId: pay\n",
        "operationId: pay\n      parameters: [{name: Idempotency-Key, in: header, required: true}]\n",
    )
    assert problems(bench, wants) == []
    bench.catalog = bench.catalog.replace("    effect: write\n", "    effect: write\n    idempotency: none\n")
    assert problems(bench, wants) == [
        "tool 'pay': the operation 'pay' needs 'Idempotency-Key', and the tool says idempotency: none"
    ]


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("shop.json", '{"openapi": "3.1.0",', "the OpenAPI file shop.json is no JSON: line 1: "),
        ("shop.json", "{" + '"a":[' * 100_000, "the OpenAPI file shop.json is no JSON: "),
        ("shop.yaml", "a: [", "the OpenAPI file cannot be read: shop.yaml:1:"),
        ("shop.yaml", "", "the OpenAPI file cannot be read: "),
        ("shop.yaml", "- 1", "the OpenAPI file shop.yaml says no version"),
    ],
)
def test_a_file_that_is_none(bench: Any, file: str, text: str, told: str) -> None:
    found = problems(bench, text, file)
    assert found[0].startswith(f"tool 'get_order': {told}")


def test_no_file(bench: Any) -> None:
    bench.backends = {"shop": {"openapi": "shop.json"}}
    assert bench.check(BACKENDS)[0].endswith("shop.json cannot be read: no such file or directory")


def test_a_large_file_is_read_soon_enough(bench: Any) -> None:
    paths = {f"/x{n}": {"get": {"operationId": f"x{n}", "responses": {"200": {}}}} for n in range(20_000)}
    own = {"/p": {"post": {"operationId": "pay"}}}
    found = problems(bench, json.dumps({"openapi": "3.1.0", "paths": {**paths, **own}}), "shop.json")
    assert "nothing says where" in found[-1]
