"""Tools: names that say otherwise than their effect, writes that are not safe, and what nothing uses or reaches."""

import pytest

from flowkit.language.model import Project
from flowkit.language.project import read_project
from flowkit.lint.outline import outline
from flowkit.lint.tools.check import check_tools

PROJECT = """\
flowkit: 1
title: Desk
start: hello
greeting: "Hello, this is a machine."
about_us: {automated: A machine., recording: No., data: None is kept.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
facts: {hours: Nine to six.}
"""
FLOW = """\
flow: hello
title: Hello
slots: {number: {type: digits, ask: "Which number?"}, sum: {type: money, ask: "How much?"}}
start: hi
states:
  hi: {talk: Help., tools: [TOOL], facts: hours, exits: {done_it: Done.}, next: bye}
  bye: {end: resolved}
"""
READ = """\
catalog: shop
tools:
  TOOL:
    about: Does it.
    effect: read
    input: {number: digits}
    backend: "fixture:a.yaml"
"""
WRITE = """\
catalog: shop
tools:
  TOOL:
    about: Does it.
    effect: write
    input: {number: digits}
    read_back: "I'll do {{ number }}. Is that right?"
    backend: "fixture:a.yaml"
"""
MONEY = """\
catalog: shop
tools:
  TOOL:
    about: Does it.
    effect: money
    input: {sum: money}
    limits: sum at most 200
    read_back: "I'll give {{ sum }}. Is that right?"
    backend: "fixture:a.yaml"
"""


def project_of(catalog: str, tool: str = "do_it", project: str = PROJECT, flow: str = FLOW) -> Project:
    texts = {"flowkit.yaml": project, "shop.yaml": catalog, "hello.yaml": flow}
    reading = read_project({name: text.replace("TOOL", tool).encode() for name, text in texts.items()})
    assert reading.project is not None, [f"{found.span} {found.message}" for found in reading.diagnostics]
    return reading.project


def found_in(*given: str, **named: str) -> list[str]:
    project = project_of(*given, **named)
    found = check_tools(project, {name: outline(flow) for name, flow in project.flows.items()})
    return [f"{each.kind.code} {each.span} {each.message}" for each in found]


@pytest.mark.parametrize("name", ["cancel_order", "update", "send_text", "book_visit", "find_and_delete", "refund"])
def test_a_read_that_sounds_like_a_write_is_told_at_its_effect(name: str) -> None:
    assert [each[:20] for each in found_in(READ, name)] == ["FK410 shop.yaml:5:13"]


@pytest.mark.parametrize(
    "name", ["get_order", "order", "order_status", "book_info", "find_refund", "charge_details", "check_in"]
)
def test_a_read_that_sounds_like_one_is_clean(name: str) -> None:
    assert found_in(READ, name) == []


@pytest.mark.parametrize("name", ["get_order", "list_visits", "lookup_customer"])
def test_a_write_that_sounds_like_a_read_is_told_at_its_effect(name: str) -> None:
    (found,) = found_in(WRITE, name)
    message = f"'{name}' sounds like a read, and is a 'write': the caller is asked to agree to it"
    assert found == f"FK411 shop.yaml:5:13 {message}"


@pytest.mark.parametrize("name", ["find_or_create", "check_in", "set_address", "get_and_close"])
def test_a_write_that_sounds_like_one_is_clean(name: str) -> None:
    assert found_in(WRITE, name) == []


def test_a_write_that_moves_money_is_told_at_its_effect() -> None:
    catalog = MONEY.replace("effect: money", "effect: write")
    (found,) = found_in(catalog, "refund_order")
    assert found.startswith("FK421 shop.yaml:5:13 'refund_order' moves money ('sum')")
    assert found_in(catalog, "set_sum") == []
    (named,) = found_in(catalog.replace("sum", "refund"), "cancel_it")
    assert named.startswith("FK421 shop.yaml:5:13 'cancel_it' moves money ('refund')")
    assert found_in(catalog.replace("{sum: money}", "{sum: {type: money, send: false}}"), "refund_order") == []
    assert found_in(MONEY, "refund_order") == []


def test_a_write_without_a_key_or_a_look_is_told_at_its_idempotency() -> None:
    (found,) = found_in(WRITE + "    idempotency: none\n")
    assert found.startswith("FK412 shop.yaml:9:18 'do_it' takes no key")
    look = "    when_unknown: {use: see, with: {number: number}, done_if: result.on}\n"
    see = "  see: {about: S., effect: read, input: {number: digits}, output: {fields: {on: yes_no}},\n"
    see += '    backend: "fixture:a"}\n'
    assert found_in(WRITE + "    idempotency: none\n" + look + see) == []


@pytest.mark.parametrize("consent", ["heard", "none"])
def test_money_without_a_read_back_is_told_at_its_consent(consent: str) -> None:
    why = "    consent_because: It is small.\n" if consent == "none" else ""
    (found,) = found_in(MONEY + f"    consent: {consent}\n{why}")
    assert found.startswith("FK413 shop.yaml:10:14 'do_it' moves money")
    assert found_in(WRITE + f"    consent: {consent}\n{why}") == []
    assert found_in(MONEY + "    consent: key\n") == []


def test_a_wait_that_no_caller_bears_is_told_at_its_timeout() -> None:
    (found,) = found_in(READ + "    timeout: 45 seconds\n")
    assert (
        found == "FK414 shop.yaml:8:14 a caller would wait up to 45 seconds for 'do_it', and hangs up long before that"
    )
    assert found_in(READ + "    timeout: 20 seconds\n") == []


ENVIRONMENTS = """\
environments:
  live: {backends: {shop: {openapi: shop.json, base_url: "https://shop.example.com"}}}
  test: {model: small}
"""


def test_a_catalog_that_one_environment_cannot_reach_is_told_there() -> None:
    catalog = READ.replace("fixture:a.yaml", "http:getIt")
    assert found_in(catalog, project=PROJECT + ENVIRONMENTS) == [
        "FK415 flowkit.yaml:10:3 the environment 'test' does not say where 'shop' is reached"
    ]
    both = ENVIRONMENTS.replace("{model: small}", '{backends: {shop: "fixture:shop.yaml"}}')
    assert found_in(catalog, project=PROJECT + both) == []
    assert found_in(READ, project=PROJECT + "environments: {test: {model: small}}\n") == []


def test_a_catalog_that_nothing_reaches_is_told_at_the_tool() -> None:
    (found,) = found_in(READ.replace("fixture:a.yaml", "mcp:shop/get"))
    assert found.startswith("FK415 shop.yaml:7:14 no environment says where 'shop' is reached")


def test_a_role_that_one_environment_lacks_is_told_there() -> None:
    roles = "environments:\n  live: {roles: clerk}\n  test: {model: small}\n"
    (found,) = found_in(READ + "    role: clerk\n", project=PROJECT + roles)
    assert found == "FK416 flowkit.yaml:10:3 the environment 'test' does not hold the role 'clerk'"
    assert found_in(READ + "    role: clerk\n", project=PROJECT + "roles: clerk\n" + roles) == []


def test_tools_facts_and_handoffs_that_nothing_uses_are_told_at_their_names() -> None:
    more = '  other: {about: O., effect: read, output: text, backend: "fixture:a.yaml"}\n'
    project = PROJECT.replace("default: true}}", 'default: true}, back: {to: "sip:b@example.com"}}')
    found = found_in(READ + more, project=project, flow=FLOW.replace("facts: hours, ", ""))
    assert found == [
        "FK121 shop.yaml:8:3 no flow uses the tool 'other'",
        "FK123 flowkit.yaml:7:9 no state may state the fact 'hours'",
        "FK124 flowkit.yaml:6:63 nothing gives a call to 'back'",
    ]


def test_a_read_that_the_engine_uses_by_itself_is_clean() -> None:
    catalog = READ.replace("{number: digits}", "{number: {type: digits, from: order}}")
    catalog += '  see: {about: S., effect: read, input: {id: digits}, output: order, backend: "fixture:a.yaml"}\n'
    assert found_in(catalog + "records: {order: {key: id, fields: {id: digits}}}\n") == []


def test_a_rule_that_no_tool_names_is_told_at_its_name() -> None:
    rules = "rules:\n  own: {when: 1 == 1, because: No.}\n"
    texts = {"flowkit.yaml": PROJECT, "hello.yaml": FLOW, "shop.yaml": READ + rules}
    reading = read_project({name: text.replace("TOOL", "do_it").encode() for name, text in texts.items()})
    assert [(each.kind.code, str(each.span)) for each in reading.diagnostics] == [("FK122", "shop.yaml:9:3")]
