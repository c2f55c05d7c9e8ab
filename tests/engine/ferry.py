"""A project in which much can change: who travels when, on which booking, paid with what."""

from tests.engine.conversation import Conversation, program_of

PROJECT = """
flowkit: 1
title: Harbour ferries
start: front
greeting: "Hi, this is the automated assistant of Harbour Ferries."
timezone: America/New_York
preconditions:
  known: {when: customer is set, run: sign_in}
about_us: {automated: I'm a program., recording: Yes., data: It is deleted after a week.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
"""

FRONT = """
flow: front
title: Front door
start: help
states:
  help: {choose: [passage, bags, gift, drop, hello], question: "How can I help?", next: help}
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

PASSAGE = """
flow: passage
title: Book a passage
about: The caller wants to travel.
slots:
  out_day: {type: date, ask: "When do you leave?"}
  back_day:
    type: date
    ask: When do you come back?
    only_if: {when: back_day >= out_day, because: "You can't be back before you leave."}
  travellers: {type: integer, ask: "How many travel?"}
  total_bags: {type: integer, ask: "How many bags?"}
  payment: {options: [credit card, gift card, voucher], ask: "How will you pay?"}
start: when
states:
  when: {ask: [out_day, back_day], next: look}
  look: {use: search, with: {out: out_day, back: back_day}, save_as: found, next: who}
  who: {ask: [travellers, total_bags, payment], next: agree}
  agree:
    confirm: book
    with: {out: out_day, back: back_day, travellers: travellers, bags: total_bags, payment: payment}
    next: done
    outcomes: {covered: {times: 2, say: "A voucher doesn't cover it.", clear: payment, go: who}}
  done: {say: "It's booked.", end: resolved}
"""

BAGS = """
flow: bags
title: Add bags
about: The caller wants to add bags.
requires: known
slots:
  trip: {options: customer.bookings, ask: "Which booking?"}
  total_bags: {type: integer, ask: "How many bags in all?"}
start: which
states:
  which: {ask: trip, next: look}
  look: {use: get_booking, with: {code: trip}, next: how_many}
  how_many: {ask: total_bags, next: agree}
  agree: {confirm: add_bags, with: {code: booking.code, bags: total_bags}, next: done}
  done: {say: "They're added.", end: resolved}
"""

GIFT = """
flow: gift
title: Choose a gift
about: The caller chooses a gift.
slots:
  present: {options: [tea set, mug set, lamp], ask: "Which gift?"}
start: which
states:
  which: {ask: present, next: agree}
  agree: {confirm: send_gift, with: {gift: present}, next: done}
  done: {say: "It's on its way.", end: resolved}
"""

DROP = """
flow: drop
title: Cancel a booking
about: The caller cancels a booking.
requires: known
slots: {trip: {options: customer.bookings, ask: "Which booking shall I cancel?"}}
start: which
states:
  which: {ask: trip, next: done}
  done: {say: "Fine.", end: resolved}
"""

HELLO = """
flow: hello
title: Welcome
about: The caller wants to be welcomed.
start: first
states:
  first: {run: sign_in, next: done}
  done: {say: "Welcome aboard.", end: resolved}
"""

TOOLS = """
catalog: harbour
records:
  customer: {key: id, single: true, fields: {id: text, bookings: {type: text, many: true}}}
  booking: {key: code, fields: {code: text}}
tools:
  find_customer:
    about: Finds a customer.
    effect: read
    input: {email: email}
    output: customer
    outcomes: {not_found: Nobody has that address.}
    backend: python:backend:find_customer
  get_booking:
    about: Reads a booking.
    effect: read
    input: {code: {type: text, from: customer.bookings}}
    output: booking
    backend: python:backend:get_booking
  search:
    about: Finds ferries.
    effect: read
    input: {out: date, back: date}
    output: {many: true, fields: {name: text}}
    backend: python:backend:search
  book:
    about: Books a passage.
    effect: write
    input: {out: date, back: date, travellers: integer, bags: {type: integer, from: caller}, payment: text}
    only_if: [{rule: covered, when: "payment != 'voucher'", because: "A voucher doesn't cover it."}]
    read_back: >-
      I'll book {{ out }} to {{ back }} for {{ travellers }} travellers with {{ bags }} bags by {{ payment }}.
      Shall I do that?
    backend: python:backend:book
  add_bags:
    about: Adds bags.
    effect: write
    input: {code: {type: text, from: booking}, bags: {type: integer, from: caller}}
    read_back: "I'll set booking {{ code | spell }} to {{ bags }} bags. Shall I do that?"
    backend: python:backend:add_bags
  send_gift:
    about: Sends a gift.
    effect: write
    input: {gift: text}
    read_back: "I'll send the {{ gift }}. Shall I do that?"
    backend: python:backend:send_gift
"""

FILES = {
    "flowkit.yaml": PROJECT,
    "front.yaml": FRONT,
    "sign_in.yaml": SIGN_IN,
    "passage.yaml": PASSAGE,
    "bags.yaml": BAGS,
    "gift.yaml": GIFT,
    "drop.yaml": DROP,
    "hello.yaml": HELLO,
    "tools/harbour.yaml": TOOLS,
}
CUSTOMER = {"id": "c1", "bookings": ["ABC123", "DEF456"]}


def ferry_program():
    """The project, ready to run."""
    return program_of({path: text.encode() for path, text in FILES.items()})


def begun(program, state: str, **given) -> Conversation:
    """A call that starts in a flow and was greeted; what comes next has its reply."""
    talk = Conversation(program)
    talk.start(state, **given)
    talk.ready()
    talk.heard("u1")
    settle(talk)
    return talk


def settle(talk: Conversation, text: str = "And then?") -> None:
    """What is being generated is finished: replies say `text` and call nothing."""
    while talk.call.floor.generating:
        u = talk.call.floor.generating
        if talk.call.utterances[u].kind == "say":
            talk.heard(u)
        else:
            talk.model(u, text)


def says(out) -> list[str]:
    """The exact words among effects."""
    from flowkit.engine.effects import Say

    return [effect.text for effect in out if isinstance(effect, Say)]


def record(talk: Conversation, words: str, arguments: str, text: str = ""):
    """The caller says something, and the model records it."""
    talk.caller(words)
    return talk.model(talk.call.floor.generating, text, c=("record", arguments)) if text else _silently(talk, arguments)


def _silently(talk: Conversation, arguments: str):
    number = talk.call.utterance_count
    return talk.model(talk.call.floor.generating, "", **{f"c{number}": ("record", arguments)})
