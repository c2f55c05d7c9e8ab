"""Guards that stand alone: rules of tools and slots, preconditions, talks, computed values; and refusals."""

from flowkit.language.project import read_project
from flowkit.lint.guards.check import check_guards, check_tool_rules

PROJECT = """\
flowkit: 1
title: Desk
start: desk
greeting: "Hello, this is a machine."
about_us: {automated: A machine., recording: No., data: None is kept.}
handoffs: {front: {to: "sip:desk@example.com", default: true}}
preconditions: {known: {when: customer is set, run: ident}}
"""
IDENT = """\
flow: ident
title: Who calls
start: find
states:
  find: {use: find_customer, with: {phone: "'+15551234567'"}, next: bye}
  bye: {end: resolved}
"""
CATALOG = """\
catalog: shop
requires: known
records:
  customer: {key: id, single: true, fields: {id: text, vip: yes_no, balance: money}}
  order:
    key: number
    fields:
      number: digits
      customer_id: text
      kind: {type: text, optional: true}
      status: {options: [packed, shipped, lost]}
      amount: money
      items: {many: true, fields: {id: text, price: money}}
tools:
  find_customer:
    about: Finds the caller.
    effect: read
    requires: []
    input: {phone: phone}
    output: customer
    backend: fixture:shop.yaml
  get_order:
    about: Looks an order up.
    effect: read
    input: {number: digits}
    output: order
    backend: fixture:shop.yaml
  refund:
    about: Pays money back.
    effect: money
    input: {number: {type: digits, from: order}, amount: money}
    let: {double: amount * 2}
    only_if:
RULES
    limits: [amount at most 500]
    read_back: "I pay back {{ amount }} for {{ number }}. Is that right?"
    done_words: [paid back]
    backend: fixture:shop.yaml
  note:
    about: Notes something.
    effect: write
    requires: []
    input: {words: text}
    read_back: "I note {{ words }}. Is that right?"
    done_words: [noted]
    backend: fixture:shop.yaml
"""
FLOW = """\
flow: desk
title: Desk
requires: known
slots:
  number: {type: digits, ask: "Which number?"}
  amount: {type: money, ask: "How much?"}
  words: {type: text, ask: "What else?"}
start: which
states:
  which: {ask: [number, amount], next: look}
  look:
    use: get_order
    with: {number: number}
    next: NEXT
  pay:
    confirm: refund
    with: {number: order.number, amount: amount}
    next: bye
  bye: {end: resolved}
"""
CAP = ["{rule: cap, when: amount <= 100, because: That is too much.}"]
FIRST_RULE = 34


def _told(rules=(), next="[{when: amount <= 100, go: pay}, {go: bye}]", project=PROJECT, flow=FLOW):
    lines = "\n".join(f"      - {rule}".replace("ONE", f"rule_{place}") for place, rule in enumerate(rules or CAP))
    files = {
        "flowkit.yaml": project,
        "ident.yaml": IDENT,
        "desk.yaml": flow.replace("NEXT", next),
        "tools/shop.yaml": CATALOG.replace("RULES", lines),
    }
    reading = read_project({path: text.encode() for path, text in files.items()})
    assert reading.project is not None
    assert not [each.message for each in reading.diagnostics if each.severity == "error"]
    found = [each for flow in reading.project.flows.values() for each in check_guards(flow, reading.project)]
    found += check_tool_rules(reading.project, {})
    return [f"{each.span}: {each.kind.code} {each.message}" for each in found]


def _rule(when):
    return f'{{rule: ONE, when: "{when}", because: No.}}'


def test_rules_that_can_refuse_and_can_hold_are_fine():
    assert _told() == []
    assert _told([_rule("order.status == 'packed'"), _rule("amount <= order.amount"), _rule("customer.vip")]) == []
    assert _told([_rule("order.customer_id == customer.id"), _rule("double < 90 or customer.vip")]) == []


def test_a_rule_that_never_holds_makes_a_tool_useless():
    assert _told([_rule("amount > 100 and amount < 50")]) == [
        f"tools/shop.yaml:{FIRST_RULE}:48: FK318 'amount < 50' is never true where 'amount > 100' is"
    ]


def test_rules_that_exclude_each_other_are_told_also_by_way_of_what_is_computed():
    assert _told([_rule("amount > 100"), _rule("double < 50")], next="pay") == [
        f"tools/shop.yaml:{FIRST_RULE + 1}:31: FK318 'double < 50' is never true where 'amount > 100' is"
    ]
    assert _told(
        [_rule("amount > 0"), _rule("amount < 10 or customer.vip"), _rule("amount == 20 and not customer.vip")]
    ) == [
        f"tools/shop.yaml:{FIRST_RULE + 2}:31: FK318 "
        "'amount == 20 and not customer.vip' is never true where 'amount < 10 or customer.vip' is"
    ]


def test_a_rule_outside_the_limits_is_told():
    assert _told([_rule("amount > 500")], next="pay") == [
        f"tools/shop.yaml:{FIRST_RULE}:31: FK318 'amount > 500' is never true within the limits"
    ]
    assert _told([_rule("amount >= 500")], next="pay") == []


def test_a_rule_that_never_refuses_is_told():
    assert _told([_rule("order.status in ['packed', 'shipped', 'lost']")]) == [
        f"tools/shop.yaml:{FIRST_RULE}:31: FK319 "
        "this rule never refuses: 'order.status in ['packed', 'shipped', 'lost']' is always true"
    ]
    assert _told([*CAP, _rule("amount < 200")]) == [
        f"tools/shop.yaml:{FIRST_RULE + 1}:31: FK319 "
        "this rule never refuses: 'amount < 200' is true wherever the rules before it hold"
    ]


def test_a_rule_that_says_what_holds_anyway_is_told():
    assert _told([_rule("order is set")]) == [
        f"tools/shop.yaml:{FIRST_RULE}:31: FK320 'order is set' is true in any case: 'number' comes from 'order'"
    ]
    assert _told([_rule("number == order.number")]) == [
        f"tools/shop.yaml:{FIRST_RULE}:31: FK320 "
        "'number == order.number' is true in any case: 'number' comes from 'order'"
    ]
    assert _told([_rule("customer is set")]) == [
        f"tools/shop.yaml:{FIRST_RULE}:31: FK320 'customer is set' is true in any case: the tool requires 'known'"
    ]


def test_a_rule_that_refuses_while_a_value_is_unset_is_told():
    assert _told([_rule("order.kind != 'gift'")]) == [
        f"tools/shop.yaml:{FIRST_RULE}:31: FK316 "
        "'order.kind != 'gift'' is not true, and so refuses, while order.kind is unset"
    ]


def test_the_same_rule_of_two_tools_is_told_unless_it_has_a_name_of_its_own():
    other = CATALOG.replace(
        "    input: {words: text}\n", f"    input: {{words: text, amount: money}}\n    only_if: {CAP[0]}\n"
    )
    other = other.replace("note {{ words }}", "note {{ words }} and {{ amount }}")
    files = {"flowkit.yaml": PROJECT, "ident.yaml": IDENT, "desk.yaml": FLOW.replace("NEXT", "pay")}
    twice = read_project(
        {
            path: text.encode()
            for path, text in {**files, "tools/shop.yaml": other.replace("RULES", f"      - {CAP[0]}")}.items()
        }
    ).project
    assert twice is not None
    assert [(str(each.span), each.message) for each in check_tool_rules(twice, {})] == [
        ("tools/shop.yaml:44:32", "'refund' has the same rule")
    ]
    named = other.replace("RULES", "      - cap").replace(f"only_if: {CAP[0]}", "only_if: cap")
    named = named.replace("tools:\n", "rules: {cap: {when: amount <= 100, because: Too much.}}\ntools:\n")
    once = read_project({path: text.encode() for path, text in {**files, "tools/shop.yaml": named}.items()}).project
    assert once is not None
    assert list(check_tool_rules(once, {})) == []


def test_an_edge_to_a_tool_that_must_refuse_is_told_with_values():
    assert _told(next="[{when: amount > 100, go: pay}, {go: bye}]") == [
        "desk.yaml:14:19: FK323 'refund' refuses whatever this edge is taken for, such as where amount is 100.01"
    ]
    assert _told(next="[{when: amount <= 100, go: bye}, {go: pay}]") == [
        "desk.yaml:14:44: FK323 'refund' refuses whatever this edge is taken for, such as where amount is 100.01"
    ]
    assert _told([_rule("order.status == 'packed'")], next="[{when: order.status == 'lost', go: pay}, {go: bye}]") == [
        "desk.yaml:14:19: FK323 'refund' refuses whatever this edge is taken for, such as where order.status is 'lost'"
    ]


def test_what_comes_between_the_edge_and_the_tool_is_looked_through():
    asked = FLOW.replace("  bye: {end", "  more: {ask: words, next: say}\n  say: {say: Well., next: pay}\n  bye: {end")
    asked = asked.replace("number: order.number,", "number: number,")
    lost = "[{when: order.status == 'lost', go: more}, {go: bye}]"
    assert _told([_rule("order.status == 'packed'")], next=lost, flow=asked) == [
        "desk.yaml:14:19: FK323 'refund' refuses whatever this edge is taken for, such as where order.status is 'lost'"
    ]
    again = asked.replace("ask: words", "ask: [words, amount]")
    assert _told(next="[{when: amount > 100, go: more}, {go: bye}]", flow=again) == []


def test_an_edge_to_a_tool_that_may_refuse_is_left_alone():
    assert _told(next="[{when: amount > 99, go: pay}, {go: bye}]") == []
    assert _told(next="[{when: amount <= 100, times: 1, go: bye}, {go: pay}]") == []
    assert _told([_rule("order.status == 'packed'")], next="[{when: amount > 300, go: pay}, {go: bye}]") == []
    # Another order than the one that the flow looked up may be meant.
    other = FLOW.replace("number: order.number,", "number: words,").replace(
        "words: {type: text", "words: {type: digits"
    )
    lost = "[{when: order.status == 'lost', go: pay}, {go: bye}]"
    assert _told([_rule("order.status == 'packed'")], next=lost, flow=other) == []


def test_an_outcome_for_a_refusal_that_cannot_be_is_told():
    noting = "{confirm: note, with: {words: words}, next: bye, outcomes: {refused: bye}}"
    flow = FLOW.replace("  bye: {end", f"  noting: {noting}\n  bye: {{end")
    assert _told(next="noting", flow=flow) == [
        "desk.yaml:19:80: FK322 nothing of 'note' can refuse: it has no rule, no limit and no precondition"
    ]
    paying = FLOW.replace("    next: bye\n", "    next: bye\n    outcomes: {refused: bye}\n")
    assert _told(next="pay", flow=paying) == []


def test_rules_of_slots_preconditions_talks_and_computed_values():
    bad = 'amount: {type: money, ask: "How much?", only_if: {when: amount > 5 and amount < 3, because: "No."}}'
    slot = FLOW.replace('amount: {type: money, ask: "How much?"}', bad)
    assert _told(next="bye", flow=slot) == ["desk.yaml:6:74: FK318 'amount < 3' is never true where 'amount > 5' is"]
    computed = FLOW.replace("start: which", "let: {odd: amount > 5 and amount < 3}\nstart: which")
    assert _told(next="bye", flow=computed) == [
        "desk.yaml:8:27: FK310 'amount < 3' is never true where 'amount > 5' is"
    ]
    talk = "  chat: {talk: Chat., until: amount > 5 and amount < 3, next: bye}\n"
    talking = FLOW.replace("  bye: {end", talk + "  bye: {end")
    assert _told(next="chat", flow=talking) == [
        "desk.yaml:19:45: FK324 'amount < 3' is never true where 'amount > 5' is"
    ]
    exits = talking.replace("until: amount", "exits: {enough: They have enough.}, until: amount")
    assert _told(next="chat", flow=exits) == ["desk.yaml:19:81: FK310 'amount < 3' is never true where 'amount > 5' is"]
    never = PROJECT.replace("customer is set", "customer.balance > 5 and customer.balance < 3")
    assert _told(next="bye", project=never)[:1] == [
        "flowkit.yaml:7:56: FK324 'customer.balance < 3' is never true where 'customer.balance > 5' is"
    ]


def test_amounts_have_the_decimals_of_their_currency():
    gap = FLOW.replace("NEXT", "[{when: amount <= 100, go: pay}, {when: amount >= 101, go: bye}]")
    assert _told(project=PROJECT + "currency: JPY\n", flow=gap) == []
    assert _told(flow=gap) == ["desk.yaml:14:51: FK308 nothing is taken when amount is 100.01"]


def test_a_choice_from_a_list_that_is_sure_to_be_empty_is_told():
    flow = FLOW.replace(
        "slots:\n", 'slots:\n  item: {options: order.items, key: id, label: "{{ price }}", ask: "Which item?"}\n'
    )
    flow = flow.replace("  bye: {end", "  pick: {ask: item, next: bye}\n  bye: {end")
    wrong = "[{when: order.items is not empty, go: bye}, {go: pick}]"
    assert _told(next=wrong, flow=flow) == [
        "desk.yaml:15:55: FK325 'item' is picked from 'order.items', which is empty whenever this edge is taken"
    ]
    for fine in (
        "[{when: order.items is empty, go: bye}, {go: pick}]",
        "[{when: length(order.items) > 3, go: bye}, {go: pick}]",
    ):
        assert _told(next=fine, flow=flow) == []
