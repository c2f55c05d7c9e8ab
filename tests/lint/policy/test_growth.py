"""Proofs grow with the flow, and cost nothing where nothing is written."""

import time

from flowkit.language.project import read_project
from flowkit.lint.outline import outline
from flowkit.lint.policy.guarantees import check_guarantees
from tests.lint.policy.shop import PROJECT, TOOLS

SENTENCES = [
    "check before refund",
    "get_order before refund",
    "never front.begin after refund",
    "refund only if customer is not set",
]


def long_flow(states):
    """A flow of many states in a row, each fourth with a refund."""
    lines = ["flow: front", "title: Long", "slots:"]
    count = states // 4
    lines += [f'  n{k}: {{type: digits, check_back: none, ask: "Which {k}?"}}' for k in range(count)]
    lines += ["start: begin", "states:", "  begin: {ask: n0, next: first}"]
    lines += ["  first: {use: check, with: {order_id: n0}, save_as: seen, next: a0}"]
    for k in range(count):
        following = f"a{k + 1}" if k + 1 < count else "done"
        lines.append(f"  a{k}: {{ask: n{k}, next: l{k}}}")
        lines.append(
            f"  l{k}: {{use: get_order, with: {{order_id: n{k}}},"
            f" next: [{{when: order.status == 'open', go: p{k}}}, {{go: t{k}}}],"
            f" outcomes: {{not_found: {following}}}}}"
        )
        lines.append(f"  p{k}: {{confirm: refund, with: {{order_id: n{k}, price: order.price}}, next: {following}}}")
        lines.append(f"  t{k}: {{say: Not open., next: {following}}}")
    return "\n".join([*lines, "  done: {end: resolved}", ""])


def seconds(states):
    sign_in = "flow: sign_in\ntitle: W\nstart: a\nstates: {a: {end: resolved}}\n"
    project = PROJECT + f"guarantees: {SENTENCES}\n".replace("'", '"')
    files = {"flowkit.yaml": project, "front.yaml": long_flow(states), "shop.yaml": TOOLS, "sign_in.yaml": sign_in}
    read = read_project({path: text.encode() for path, text in files.items()})
    assert read.project is not None, read.diagnostics
    outlines = {name: outline(flow) for name, flow in read.project.flows.items()}
    begun = time.process_time()
    found = list(check_guarantees(read.project, outlines))
    assert found == []
    return time.process_time() - begun


def test_the_work_grows_with_the_flow():
    small = min(seconds(200) for _ in range(2))
    assert seconds(800) < 12 * small + 0.1


def test_nothing_is_done_where_nothing_is_written():
    project = read_project(
        {
            "flowkit.yaml": PROJECT.encode(),
            "front.yaml": long_flow(8).encode(),
            "shop.yaml": TOOLS.encode(),
            "s.yaml": b"flow: sign_in\ntitle: W\nstart: a\nstates: {a: {end: resolved}}\n",
        }
    ).project
    assert check_guarantees(project, {name: outline(flow) for name, flow in project.flows.items()}) == ()
