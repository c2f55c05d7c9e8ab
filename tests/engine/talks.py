"""A project whose flows are conversations: a device that is offline, questions, an account, orders, plans."""

from tests.engine.conversation import Conversation, program_of

PROJECT = """
flowkit: 1
title: Corner shop line
start: front
greeting: "Hi, this is the corner shop's automated assistant."
timezone: America/New_York
preconditions:
  known: {when: customer is set, run: sign_in}
slots:
  order_id: {type: digits, pattern: "[0-9]{5}", ask: "What's the order number?"}
constants: {refund_cap: 200}
about_us: {automated: I'm a program., recording: Yes., data: It is deleted after a week.}
facts: {hours: We are open from nine to six., returns: Anything can be returned within thirty days.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
"""

FRONT = """
flow: front
title: Front door
start: help
states:
  help:
    choose: [device_help, questions, account, orders, plans]
    question: How can I help?
    next: help
    outcomes: {nothing: bye}
  bye: {say: Goodbye., end: resolved}
"""

SIGN_IN = """
flow: sign_in
title: Who is calling
slots: {email: {type: email, ask: "What's your e-mail address?", check_back: none}}
start: who
states:
  who: {ask: email, next: find}
  find: {use: find_customer, with: {email: email}, next: ok, outcomes: {not_found: person}}
  ok: {end: resolved}
"""

DEVICE = """
flow: device_help
title: Get a device online
about: A device does not connect.
slots:
  serial: {type: text, pattern: "[A-Z0-9]{4}", speak_as: letters, ask: "Read me the last four characters of the ID."}
  light: {type: choice, options: ["off", red, green], ask: "What colour is the light?"}
start: which
states:
  which: {ask: [serial, light], next: check}
  check:
    use: device_status
    with: {serial: serial}
    next: [{when: device.online, go: fine}, {go: fix}]
  fix:
    talk: Help the caller get the device online, one step at a time. Offer to restart it.
    tools: [device_status, reset_device, log_step]
    until: device.online
    exits: {gave_up: The caller wants to stop.}
    max_turns: 4
    next: fine
    outcomes: {gave_up: sorry, too_long: slow}
  fine: {say: "It's online now.", end: resolved}
  sorry: {say: "All right, another time.", end: unresolved}
  slow: {say: "This takes too long, I'll stop here.", end: unresolved}
"""

QUESTIONS = """
flow: questions
title: Questions
about: Opening hours and returns.
start: answer
states:
  answer:
    talk: Answer the question from the facts and from nothing else.
    facts: [hours, returns]
    exits:
      answered: The question is answered.
      not_covered: The facts do not answer it.
    next: done
    outcomes: {not_covered: person}
  done: {end: resolved}
"""

ACCOUNT = """
flow: account
title: Balance and charges
about: The caller asks about the balance or a charge.
requires: known
start: answer
states:
  answer:
    talk: "Answer questions about the balance ({{ customer.balance }}) and about single orders."
    tools: [get_order, find_customer]
    exits:
      answered: The caller has what they wanted to know.
      disputes: The caller disputes a charge.
    next: done
    outcomes: {disputes: person}
  done: {end: resolved}
"""

ORDERS = """
flow: orders
title: Orders
about: Refunds and addresses.
requires: known
start: serve
states:
  serve:
    talk: See to the caller's order.
    tools: [get_order, refund_item, hold_order]
    exits: {served: The caller has what they wanted.}
    next: done
    outcomes: {under_cap: approve}
  approve: {say: "A colleague has to approve that one.", end: refused}
  done: {end: resolved}
"""

PLANS = """
flow: plans
title: Plans
about: The caller wants a plan.
start: sell
states:
  sell:
    talk: Find the right plan.
    tools: [list_plans, buy_plan]
    exits: {served: The caller has what they wanted.}
    next: done
    outcomes: {unknown: lost}
  lost: {say: "I don't know whether that worked.", end: unresolved}
  done: {end: resolved}
"""

TOOLS = """
catalog: shop
records:
  customer:
    key: id
    single: true
    fields: {id: text, email: email, balance: money, pin: {type: digits, sensitive: never_store, optional: true}}
  order:
    key: order_id
    fields:
      order_id: digits
      customer_id: text
      status: {options: [packed, shipped, delivered]}
      items: {many: true, label: "{{ title }}", fields: {item_id: text, title: text, price: money}}
  device: {key: serial, fields: {serial: text, online: yes_no}}
rules:
  own_order: {when: order.customer_id == customer.id, because: "That order isn't on your account."}
tools:
  find_customer:
    about: Finds a customer by e-mail.
    effect: read
    input: {email: {type: email, from: caller}}
    output: customer
    outcomes: {not_found: No customer has this e-mail.}
    backend: python:backend:find_customer
  get_order:
    about: Reads one order.
    requires: known
    effect: read
    input: {order_id: digits}
    output: order
    only_if: own_order
    outcomes: {not_found: There is no order with this number.}
    backend: python:backend:get_order
  refund_item:
    about: Gives back the price of one item.
    requires: known
    effect: money
    input:
      order_id: {type: digits, from: order}
      item_id: {type: text, from: order.items.item_id}
      amount: {type: money, from: order.items.price}
    only_if:
      - own_order
      - {rule: delivered, when: order.status == 'delivered', because: "It hasn't been delivered yet."}
      - {rule: under_cap, when: amount <= refund_cap, because: A refund of this size needs a colleague.}
    limits: at most 1 per item_id
    read_back: "I'll refund {{ amount }} for the {{ item_id }} of order {{ order_id }}. Shall I go ahead?"
    backend: python:backend:refund_item
  hold_order:
    about: Keeps an order back.
    requires: known
    effect: write
    input: {order_id: {type: digits, from: order}}
    only_if: {rule: packed, when: order.status == 'packed', because: It has left already.}
    read_back: "I'll keep order {{ order_id }} back. Shall I do that?"
    backend: python:backend:hold_order
  device_status:
    about: Says whether a device is online.
    effect: read
    input: {serial: {type: text, from: caller}}
    output: device
    backend: python:backend:device_status
  reset_device:
    about: Restarts a device.
    effect: write
    input: {serial: {type: text, from: device}}
    limits: at most 2 per serial
    read_back: "I'll restart device {{ serial | spell }} now. Do you want to proceed?"
    backend: python:backend:reset_device
  log_step:
    about: Notes which device a step was tried on.
    effect: write
    input: {serial: {type: text, from: device}}
    consent: none
    consent_because: It is a note for us.
    backend: python:backend:log_step
  list_plans:
    about: Lists the plans.
    effect: read
    output: {many: true, fields: {plan: text, price: money}}
    backend: python:backend:list_plans
  buy_plan:
    about: Buys a plan.
    effect: write
    input: {plan: {type: text, from: list_plans.plan}, price: {type: money, from: list_plans.price}}
    read_back: "That is the {{ plan }} plan for {{ price }}. Shall I order it?"
    backend: python:backend:buy_plan
"""

FILES = {
    "flowkit.yaml": PROJECT,
    "front.yaml": FRONT,
    "sign_in.yaml": SIGN_IN,
    "device_help.yaml": DEVICE,
    "questions.yaml": QUESTIONS,
    "account.yaml": ACCOUNT,
    "orders.yaml": ORDERS,
    "plans.yaml": PLANS,
    "tools/shop.yaml": TOOLS,
}
ANA = {"id": "c1", "email": "ana@example.com", "balance": "12.50"}
ORDER = {
    "order_id": "12345",
    "customer_id": "c1",
    "status": "delivered",
    "items": [
        {"item_id": "i1", "title": "kettle", "price": "35.00"},
        {"item_id": "i2", "title": "tv", "price": "900.00"},
    ],
}
OFFLINE = {"serial": "K7QX", "online": False}


def talks_program():
    """The project, ready to run."""
    return program_of({path: text.encode() for path, text in FILES.items()})


def fixing(talk: Conversation) -> None:
    """The call up to the talk about a device that is offline; u3 is the model's turn."""
    talk.start("device_help")
    talk.ready()
    talk.heard("u1")
    talk.caller("K7QX, and the light is red")
    talk.model("u2", c1=("record", '{"serial": "K7QX", "light": "red"}'))
    talk.tool("r1", result=OFFLINE)
    assert talk.call.top.state == "fix"


def serving(talk: Conversation, flow: str) -> None:
    """The call up to a flow's talk with the customer known; u2 is the model's turn."""
    talk.start(flow, customer=ANA)
    talk.ready()
    talk.heard("u1")
