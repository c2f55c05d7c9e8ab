"""Reasons for a refusal that say what is sensitive."""

from tests.lint.slots.shop import CATALOG, FLOW, PROJECT, found_in, told

RULED = CATALOG.replace(
    "    input: {number: digits}\n    output: order\n",
    "    input: {number: digits}\n    output: order\n"
    "    only_if: {rule: still_open, when: order.status == 'open', because: REASON}\n",
)


def test_a_reason_of_a_tool_keeps_what_is_sensitive() -> None:
    catalog = RULED.replace("REASON", '"It is {{ order.due }} already."')
    assert told(found_in(FLOW, catalog)) == []
    hidden = catalog.replace("due: date}", "due: {type: date, sensitive: mask}}")
    message = "'order.due' is sensitive, and this reason tells it to whoever is refused"
    assert told(found_in(FLOW, hidden)) == [("FK339", "shop.yaml:12:82", message)]


def test_a_reason_of_a_slot_keeps_what_is_sensitive() -> None:
    rule = 'only_if: {when: day > today, because: "{{ day or number }} is over."}'
    flow = FLOW.replace('ask: "Which day?"', f'ask: "Which day?", {rule}')
    assert told(found_in(flow)) == []
    project = PROJECT.replace("type: digits", "type: digits, sensitive: mask")
    message = "'number' is sensitive, and this reason tells it to whoever is refused"
    assert told(found_in(flow, project=project)) == [("FK339", "move.yaml:5:89", message)]
