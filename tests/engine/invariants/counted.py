"""A project whose writes a store counts, with a case for every handoff and few turns."""

from flowkit.engine.program import Program
from tests.engine.conversation import program_of
from tests.engine.test_reservations import CATALOG, DAILY, PROJECT

__all__ = ["DAILY", "counted_program"]

FLOW = """\
flow: give
title: Give
slots:
  amount: {type: money, ask: "How much?"}
  phone: {type: phone, ask: "Your phone number?"}
  postcode: {type: postcode, ask: "Your post code?"}
  name: {type: name, ask: "Your name?"}
start: who
states:
  who:
    ask: [phone, postcode, name]
    enough: 2
    question: "Two of phone number, post code and name?"
    next: ask
    outcomes: {cannot_say: {times: 2, go: who}}
  ask: {ask: amount, next: agree}
  agree:
    confirm: credit
    with: {amount: amount}
    next: bell
    outcomes: {daily: [{times: 1, clear: amount, go: ask}, {go: person}], closed: person}
  bell: {use: ring, next: done}
  done: {say: Done., end: resolved}
  person: {handoff: desk, outcomes: {failed: [{times: 1, go: bell}, {go: hang_up}]}}
"""


def counted_program() -> Program:
    """The project, ready to run."""
    project = PROJECT + "max_turns: 9\n"
    files = {"flowkit.yaml": project, "tools/bank.yaml": CATALOG, "give.yaml": FLOW}
    return program_of({name: text.encode() for name, text in files.items()})
