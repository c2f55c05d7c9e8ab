"""A project whose flows are about several things at once: parts of an order, people, codes, rows of a search."""

from tests.engine.conversation import Conversation, program_of

PROJECT = """
flowkit: 1
title: Corner shop line
start: front
greeting: "Hi, this is the corner shop's automated assistant."
timezone: America/New_York
about_us: {automated: I'm a program., recording: Yes., data: It is deleted after a week.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
"""

FRONT = """
flow: front
title: Front door
start: help
states:
  help: {choose: [send_back, codes, travel, party, trip], question: "How can I help?", next: help}
"""

SEND_BACK = """
flow: send_back
title: Send items back
about: The caller returns items.
slots:
  things: {options: order.items, key: item_id, many: true, ask: "Which items?"}
  why: {options: [broken, too small, unwanted], many: true, ask: "What's wrong with them?"}
start: what
states:
  what: {ask: [things, why], next: agree}
  agree:
    confirm: return_items
    with: {order_id: order.order_id, item_ids: things.item_id, why: why, amount: "sum(t.price for t in things)"}
    next: done
  done: {say: "They are on their way back.", end: resolved}
"""

CODES = """
flow: codes
title: A booking
about: The caller asks about a booking.
slots:
  which: {options: customer.bookings, speak_as: letters, ask: "Which booking?"}
  ticket: {options: customer.tickets, take_single: true, ask: "Which ticket?"}
  all_tickets: {options: customer.tickets, many: true, take_single: true, ask: "Which tickets?"}
start: ask_which
states:
  ask_which: {ask: [which, ticket, all_tickets], next: look}
  look: {use: get_booking, with: {code: which}, next: drop}
  drop:
    confirm: drop_booking
    with: {code: which, ticket: ticket}
    next: done
  done: {say: "It's dropped.", end: resolved}
"""

TRAVEL = """
flow: travel
title: Travel
about: The caller books flights.
start: serve
states:
  serve:
    talk: Find flights, and book them.
    tools: [search_flights, book_flights, swap_items, get_product, choose_variants]
    exits: {served: The caller has what they wanted.}
    next: done
  done: {end: resolved}
"""

TRIP = """
flow: trip
title: A trip
about: The caller picks flights.
slots:
  picked:
    options: found
    key: flight_number
    many: true
    label: "{{ flight_number | spell }} on {{ day }}"
    ask: Which flights?
start: find
states:
  find: {use: search_flights, with: {day: today}, save_as: found, next: pick}
  pick: {ask: picked, next: agree}
  agree: {confirm: book_flights, with: {flights: picked}, next: again}
  again: {confirm: book_flights, with: {flights: "[picked[0], picked[0]]"}, next: done}
  done: {say: "They are booked.", end: resolved}
"""

PARTY = """
flow: party
title: A party
about: The caller brings guests.
slots:
  guests:
    many: true
    fields: {first_name: name, last_name: name, born: date}
    label: "{{ first_name }} {{ last_name }}, born {{ born }}"
    ask: Who is coming?
start: who
states:
  who: {ask: guests, next: agree}
  agree: {confirm: invite, with: {guests: guests}, next: done}
  done: {say: "They are invited.", end: resolved}
"""

TOOLS = """
catalog: shop
records:
  customer:
    key: id
    single: true
    fields: {id: text, bookings: {type: text, many: true}, tickets: {type: digits, many: true}}
  order:
    key: order_id
    fields:
      order_id: digits
      items: {many: true, label: "{{ title }}", fields: {item_id: text, title: text, price: money}}
  product:
    key: product_id
    fields: {product_id: text, variants: {keyed: true, label: "{{ color }}", fields: {variant_id: text, color: text}}}
  booking: {key: code, fields: {code: text, customer_id: text}}
tools:
  get_booking:
    about: Reads a booking.
    effect: read
    input: {code: {type: text, from: customer.bookings}}
    output: booking
    backend: python:backend:get_booking
  drop_booking:
    about: Drops a booking.
    effect: write
    input: {code: {type: text, from: booking}, ticket: {type: digits, from: customer.tickets}}
    read_back: "I'll drop booking {{ code | spell }} with ticket {{ ticket }}. Shall I do that?"
    backend: python:backend:drop_booking
  return_items:
    about: Takes items back.
    effect: money
    input:
      order_id: {type: digits, from: order}
      item_ids: {type: text, many: true, from: order.items.item_id}
      why: {options: [broken, too small, unwanted], many: true, from: caller}
      amount: {type: money, from: computed}
    limits: amount at most 5000
    read_back: "I'll take back {{ item_ids }} of order {{ order_id }} ({{ why }}) for {{ amount }}. Shall I do that?"
    backend: python:backend:return_items
  swap_items:
    about: Swaps items.
    effect: write
    input:
      order_id: {type: digits, from: order}
      item_ids: {type: text, many: true, from: order.items.item_id}
      prices: {type: money, many: true, from: order.items.price, optional: true}
    read_back: >-
      I'll swap {{ item_ids }} of order {{ order_id }}{% if prices is set %} for {{ prices }}{% endif %}.
      Shall I do that?
    backend: python:backend:swap_items
  get_product:
    about: Reads a product.
    effect: read
    input: {product_id: text}
    output: product
    backend: python:backend:get_product
  choose_variants:
    about: Takes variants of a product.
    effect: write
    input: {variant_ids: {type: text, many: true, from: product.variants.variant_id}}
    read_back: "I'll take {{ variant_ids }}. Shall I do that?"
    backend: python:backend:choose_variants
  search_flights:
    about: Finds flights.
    effect: read
    input: {day: date}
    output: {many: true, fields: {flight_number: text, day: date, seats: integer}}
    backend: python:backend:search_flights
  book_flights:
    about: Books flights.
    effect: write
    input:
      flights: {many: true, from: search_flights, fields: {flight_number: text, day: date}}
      people: {many: true, from: caller, fields: {first_name: name, last_name: name, born: date}, optional: true}
    read_back: >-
      I'll book {% for f in flights %}{{ f.flight_number | spell }} on {{ f.day }} {% endfor %}{% if people is set %}for
      {% for p in people %}{{ p.first_name }} {{ p.last_name }}, born {{ p.born }} {% endfor %}{% endif %}.
      Shall I do that?
    backend: python:backend:book_flights
  invite:
    about: Invites guests.
    effect: write
    input:
      guests:
        many: true
        from: caller
        fields: {first_name: name, last_name: name, born: date}
        label: "{{ first_name }} {{ last_name }}, born {{ born }}"
    read_back: "I'll invite {{ guests }}. Shall I do that?"
    backend: python:backend:invite
"""

FILES = {
    "flowkit.yaml": PROJECT,
    "front.yaml": FRONT,
    "send_back.yaml": SEND_BACK,
    "codes.yaml": CODES,
    "travel.yaml": TRAVEL,
    "trip.yaml": TRIP,
    "party.yaml": PARTY,
    "tools/shop.yaml": TOOLS,
}
ORDER = {
    "order_id": "12345",
    "items": [
        {"item_id": "i1", "title": "kettle", "price": "35.00"},
        {"item_id": "i2", "title": "lamp", "price": "20.00"},
        {"item_id": "i3", "title": "chair", "price": "90.00"},
        {"item_id": "i3", "title": "chair", "price": "90.00"},
    ],
}
CUSTOMER = {"id": "c1", "bookings": ["K7QX", "M2ZZ"], "tickets": ["4711"]}


def lists_program():
    """The project, ready to run."""
    return program_of({path: text.encode() for path, text in FILES.items()})


def begun(program, state: str, order=ORDER, **given) -> Conversation:
    """A call that starts in a state (`flow.state`) with its records known."""
    talk = Conversation(program)
    talk.start(state, order=order, customer=CUSTOMER, **given)
    talk.ready()
    talk.heard("u1")
    if talk.call.floor.generating:
        talk.model(talk.call.floor.generating, "What can I do for you?")
    return talk
