"""Which flows a call can come to, and which of them callers can ask for."""

from typing import Any

from flowkit.compiler.reach import offered_flows, reachable_flows
from flowkit.language.model import Project


def test_chosen_required_and_run_flows_by_name(project: Project) -> None:
    assert reachable_flows(project) == ("front", "rent", "repair", "sign_in", "survey", "talk_bikes")


def test_offered_flows_in_the_order_a_caller_meets_them(project: Project) -> None:
    assert offered_flows(project) == ("repair", "rent", "talk_bikes")


def test_a_start_inside_offers_what_is_met_from_there(reads: Any, files: Any) -> None:
    started = reads({"flowkit.yaml": files["flowkit.yaml"].replace("start: front", "start: talk_bikes")})
    assert reachable_flows(started) == ("repair", "sign_in", "survey", "talk_bikes")
    assert offered_flows(started) == ("repair",), "offered as a digression"


def test_a_flow_called_when_nobody_is_there(reads: Any, files: Any) -> None:
    text = files["flowkit.yaml"].replace("default: true}", "default: true, hours: '9-17', callback: apart}")
    assert "apart" in reachable_flows(reads({"flowkit.yaml": text}))


def test_a_flow_that_stands_in_for_something_built_in(reads: Any, files: Any) -> None:
    text = files["flowkit.yaml"] + "anytime: {cancel: apart, wait: 'off'}\n"
    assert "apart" in reachable_flows(reads({"flowkit.yaml": text}))
