"""A small shop as inline files, and a way to make one mistake in it.

A mistake is written as a replacement of one stretch of one file. In the new text, `«` and `»` mark where the message
is expected to point; they are taken out before the files are read.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from flowkit.language.codes import NO_BUILT_IN_WORDS
from flowkit.language.diagnostic import Diagnostic
from flowkit.language.project import Reading, read_project

PROJECT = """\
flowkit: 1
title: Bike shop
start: front
greeting: "Hello, this is the bike shop's automated assistant."
timezone: Europe/Berlin
currency: EUR
country: DE
preconditions:
  known: {when: customer is set, run: auth}
slots:
  order_id: {type: digits, pattern: "[0-9]{5}", ask: "What's the order number?"}
constants:
  most_refund: 200
  closed_days: [2026-12-25, 2026-12-26]
  fees: {basic: 10, gold: 0}
about_us: {automated: I am a machine., recording: It is recorded., data: It is kept for a week.}
facts:
  hours: We are open from nine to six.
handoffs:
  desk: {to: "sip:desk@example.com", default: true}
  workshop: {to: "sip:workshop@example.com", hours: weekdays, callback: help}
roles: [refunds]
guarantees:
  - consent before every write of shop
  - every call ends within 40 turns
environments:
  local: {backends: {shop: "fixture:fixtures/shop.yaml"}}
  live:
    model: some-model
    backends:
      shop: {openapi: shop.json, base_url: "https://shop.example.com", headers: {Authorization: env:SHOP_TOKEN}}
    handoffs: {desk: "sip:live@example.com"}
"""

CATALOG = """\
catalog: shop
requires: known
records:
  customer: {key: id, single: true, fields: {id: text, first_name: name, email: email, tier: {options: [basic, gold]}}}
  order:
    key: order_id
    label: "your order of {{ ordered_on }}"
    fields:
      order_id: digits
      customer_id: text
      ordered_on: date
      status: {options: [packed, shipped, delivered]}
      eta: {type: date, optional: true}
      parts: {many: true, label: "{{ title }}", fields: {part_id: text, title: text, price: money}}
  visit: {key: id, label: "{{ title }} on {{ start }}", fields: {id: text, title: text, start: datetime}}
rules:
  own_order: {when: order.customer_id == customer.id, because: "That order isn't on your account."}
tools:
  find_customer:
    about: Finds a customer.
    requires: []
    effect: read
    input: {email: {type: email, from: caller}}
    output: customer
    outcomes: {not_found: Nobody has this address.}
    backend: python:backend.shop:find_customer
  get_order:
    about: Reads one order.
    effect: read
    input: {order_id: digits}
    output: order
    only_if: own_order
    outcomes: {not_found: There is no such order.}
    backend: python:backend.shop:get_order
  list_visits:
    about: Lists visits.
    effect: read
    input: {customer_id: {type: text, from: customer}}
    output: {many: true, type: visit}
    backend: mcp:calendar/list
  find_openings:
    about: Lists free times.
    effect: read
    input: {visit_id: {type: text, from: visit}, day: date}
    output: {many: true, fields: {start: datetime}}
    timeout: 2 seconds
    retry: 2
    backend: http:findOpenings
  move_visit:
    about: Moves a visit.
    effect: write
    input: {visit_id: {type: text, from: visit}, start: {type: datetime, from: find_openings.start}}
    read_back: "I'll move your {{ visit.title }} to {{ start }}. Shall I do that?"
    limits: at most 2 per visit_id
    timeout: 6 seconds
    when_unknown:
      use: list_visits
      with: {customer_id: customer.id}
      done_if: any(v.id == visit_id and v.start == start for v in result)
    backend: python:backend.shop:move_visit
  refund_part:
    about: Gives back the price of one part.
    effect: money
    role: refunds
    input:
      order_id: {type: digits, from: order}
      part_id: {type: text, from: order.parts.part_id}
      amount: {type: money, from: order.parts.price}
    let: {days_ago: today - order.ordered_on}
    only_if:
      - own_order
      - rule: recent
        when: days_ago <= days(30)
        because: It was ordered more than thirty days ago.
      - {rule: small, when: amount <= most_refund, because: A colleague decides on that.}
    limits:
      - at most 1 per part_id
      - {limit: amount at most 400 per customer per day, rule: daily, because: That is all for today.}
    read_back: "I'll refund {{ amount }} for the {{ part_id }} of {{ order_id }}. Shall I go ahead?"
    changes: customer
    backend: python:backend.shop:refund_part
  ring_bell:
    about: Rings the bell in the shop.
    requires: []
    effect: write
    consent: none
    consent_because: Nothing changes for the caller.
    backend: python:backend.shop:ring_bell
"""

FRONT = """\
flow: front
title: Front door
start: ask_them
states:
  ask_them: {choose: [refund, move, help], question: "How can I help?", next: more}
  more:
    choose: [refund, move, help]
    question: Anything else?
    next: more
    outcomes: {nothing: bye}
  bye: {say: Goodbye., end: resolved}
"""

AUTH = """\
flow: auth
title: Who is calling
slots:
  email: {type: email, ask: "Which e-mail address?", sensitive: mask, check_back: none}
gives: email
start: who
states:
  who: {ask: email, next: find, outcomes: {cannot_say: person}}
  find:
    use: find_customer
    with: {email: email}
    next: found
    outcomes:
      not_found:
        - {times: 2, say: "I can't find that.", clear: email, go: who}
        - {go: person}
  found: {say: "Thanks, {{ customer.first_name }}.", end: resolved}
"""

REFUND = """\
flow: refund
title: Money back
about: The caller wants money back.
examples: [I want a refund]
requires: known
slots:
  part: {type: choice, options: order.parts, key: part_id, ask: "Which part?", take_single: true}
  reason:
    type: choice
    options:
      broken: {about: It does not work., examples: [it's cracked]}
      wrong_part: {about: Something else was in the box.}
    ask: What was wrong?
let:
  dear: part.price > 100
start: which
states:
  which: {ask: order_id, next: look}
  look:
    use: get_order
    with: {order_id: order_id}
    next:
      - {when: order.status == 'delivered' and order.eta is set, go: details}
      - {when: order.status == 'shipped', times: 2, say: Still on its way., clear: order_id, go: which}
      - {go: person}
    outcomes: {not_found: person, own_order: too_bad}
  details: {ask: [part, reason], next: agree}
  agree:
    confirm: refund_part
    with: {order_id: order_id, part_id: part.part_id, amount: part.price}
    next: done
    outcomes: {small: person, daily: too_bad, declined: too_bad}
  done: {say: It is refunded., end: resolved}
  too_bad: {say: That is not possible., end: refused}
  person: {handoff: desk, summary: "Refund of {{ part.price or 'a part' }}."}
guarantees:
  - get_order before refund_part
  - refund_part only if reason is set
  - never move_visit after refund_part
  - known before refund_part
  - agree leads to handoff
"""

MOVE = """\
flow: move
title: Move a visit
about: The caller wants another time.
requires: known
slots:
  visit_chosen: {options: visits, key: id, ask: "Which visit?", take_single: true}
  day: {type: date, ask: "What day?", only_if: {when: day >= today and day not in closed_days, because: Closed.}}
  hour: {type: choice, options: openings, key: start, label: "{{ start.time }}", ask: "What time?"}
start: find
states:
  find:
    use: list_visits
    with: {customer_id: customer.id}
    save_as: visits
    next:
      - {when: visits is empty, go: nothing_there}
      - {go: which}
  which: {ask: [visit_chosen, day], next: look}
  look:
    use: find_openings
    with: {visit_id: visit_chosen.id, day: day}
    save_as: openings
    next:
      - {when: openings is empty, times: 3, say: Nothing is free., clear: day, go: which}
      - {when: openings is empty, go: person}
      - {go: pick}
  pick: {ask: hour, next: agree, patience: long}
  agree:
    confirm: move_visit
    with: {visit_id: visit_chosen.id, start: hour.start}
    next: bell
  bell: {use: ring_bell, next: done}
  done: {say: It is moved., end: resolved}
  nothing_there: {say: I don't see a visit., end: unresolved}
"""

HELP = """\
flow: help
title: Help
about: Anything else.
start: again
states:
  again: {run: auth, with: {}, save_as: who_it_is, next: answer, outcomes: {cancelled: stop}}
  answer:
    talk: "Help {{ customer.first_name }}."
    tools: [get_order, refund_part]
    facts: hours
    exits: {answered: They know now., gave_up: They stop.}
    next: stop
    outcomes: {gave_up: person, small: person}
    max_turns: 5
    no_match: ["Sorry? {{ question }}", {say: Let me get someone., go: person}]
  stop: {end: closed}
"""

SHOP = {
    "flowkit.yaml": PROJECT,
    "tools/shop.yaml": CATALOG,
    "front.yaml": FRONT,
    "auth.yaml": AUTH,
    "refund.yaml": REFUND,
    "move.yaml": MOVE,
    "help.yaml": HELP,
}


SUITE = """\
suite: calls
now: 2026-03-02T10:00
results:
  find_customer: {id: c1, first_name: Ana, email: ana@example.com, tier: gold}
  list_visits: [{id: v1, title: repair, start: 2026-03-03T09:00}]
  find_openings: {in_turn: [[], [{start: 2026-03-06T10:00}, {start: 2026-03-06T14:30}]]}
  move_visit: {outcome: unknown}
  ring_bell: {}
  refund_part: {}
tests:
  moves a visit in one breath:
    steps:
      - caller: I'd like to move my repair to Friday
      - agent: e-mail
      - model: {says: Hello.}
      - model: {nothing: true}
      - expect: {state: move.pick, slots: {day: 2026-03-06, visit_chosen: v1}, not_used: move_visit, said: [What time]}
      - barge_in: half past two
      - silence: 8 seconds
      - keys: "1#"
      - expect: {used: {move_visit: {visit_id: v1, start: 2026-03-06T14:30}}, outcome: resolved}
    ends: {move: resolved, front: resolved}
  the model cannot make up an amount:
    start: refund.agree
    language: en
    given:
      customer: {id: c1, first_name: Ana, email: ana@example.com, tier: gold}
      order:
        order_id: "12345"
        customer_id: c1
        ordered_on: 2026-02-20
        status: delivered
        parts: [{part_id: p1, title: lamp, price: 12.50}]
      order_id: "12345"
      part: p1
      reason: broken
    results:
      refund_part: {outcome: failed}
    steps:
      - model: {use: refund_part, with: {order_id: "12345", part_id: p1, amount: 900}}
      - expect: {refused: [refund_part, small], not_used: refund_part}
      - model: {record: {reason: wrong_part}}
      - agent: /lamp.*ahead/
      - caller: "yes"
      - expect: {used: refund_part, state: agree}
"""

WORDS = """\
words: es
texts:
  "Hello, this is the bike shop's automated assistant.": Hola, soy el asistente automático de la tienda.
  "What's the order number?": ¿Cuál es el número de pedido?
  I am a machine.: Soy una máquina.
  It is recorded.: Se graba.
  It is kept for a week.: Se guarda una semana.
  We are open from nine to six.: Abrimos de nueve a seis.
  "your order of {{ ordered_on }}": su pedido del {{ ordered_on }}
  "{{ title }} on {{ start }}": "{{ title }} el {{ start }}"
  That order isn't on your account.: Ese pedido no es suyo.
  "I'll move your {{ visit.title }} to {{ start }}. Shall I do that?":
    "El {{ start }} para {{ visit.title }}. ¿Lo hago?"
  It was ordered more than thirty days ago.: Hace más de treinta días.
  A colleague decides on that.: Eso lo decide un colega.
  That is all for today.: Eso es todo por hoy.
  "I'll refund {{ amount }} for the {{ part_id }} of {{ order_id }}. Shall I go ahead?":
    "Devuelvo {{ amount }} por {{ part_id }} de {{ order_id }}. ¿Sigo?"
  How can I help?: ¿En qué puedo ayudar?
  Anything else?: ¿Algo más?
  Goodbye.: Adiós.
  Which e-mail address?: ¿Qué correo?
  I can't find that.: No lo encuentro.
  "Thanks, {{ customer.first_name }}.": "Gracias, {{ customer.first_name }}."
  I want a refund: Quiero una devolución
  Which part?: ¿Qué pieza?
  broken: rota
  it's cracked: está rajada
  wrong_part: pieza equivocada
  What was wrong?: ¿Qué pasaba?
  Still on its way.: Sigue en camino.
  It is refunded.: Está devuelto.
  That is not possible.: No es posible.
  Which visit?: ¿Qué cita?
  What day?: ¿Qué día?
  Closed.: Cerrado.
  What time?: ¿A qué hora?
  Nothing is free.: No hay nada libre.
  It is moved.: Está cambiado.
  I don't see a visit.: No veo ninguna cita.
  "Sorry? {{ question }}": "¿Perdón? {{ question }}"
  Let me get someone.: Busco a alguien.
"""

TESTED = {
    **SHOP,
    "flowkit.yaml": PROJECT.replace("currency: EUR", "languages: [en, es]\ncurrency: EUR"),
    "tests/calls.yaml": SUITE,
    "words/es.yaml": WORDS,
}
"""The shop with tests and a translation; of Spanish it is told that flowkit has no words of its own."""


def read_texts(files: dict[str, str]) -> Reading:
    """Reads files given as texts."""
    return read_project({path: text.encode() for path, text in files.items()})


@dataclass(frozen=True)
class Slip:
    """What reading said about one mistake, and the stretch that was marked: (line, column, end line, end column)."""

    found: tuple[Diagnostic, ...]
    marked: tuple[int, int, int, int]


def _position(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def make_slip(path: str, old: str, new: str) -> Slip:
    """Reads the shop with one stretch of one file replaced; with tests and a translation where the file is one."""
    files = SHOP if path in SHOP else TESTED
    text = files[path]
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    changed = text.replace(old, new)
    start = changed.index("«")
    end = changed.index("»") - 1
    changed = changed.replace("«", "").replace("»", "")
    reading = read_texts({**files, path: changed})
    found = tuple(each for each in reading.diagnostics if each.kind is not NO_BUILT_IN_WORDS)
    return Slip(found, (*_position(changed, start), *_position(changed, end)))


@pytest.fixture
def shop() -> dict[str, str]:
    """The files of the shop."""
    return dict(SHOP)


@pytest.fixture
def tested() -> dict[str, str]:
    """The files of the shop with tests and a translation."""
    return dict(TESTED)


@pytest.fixture
def slip() -> Callable[[str, str, str], Slip]:
    """Makes one mistake in the shop: file, old text, new text with the expected place marked by « and »."""
    return make_slip


@pytest.fixture
def reading_of() -> Callable[[dict[str, str]], Reading]:
    """Reads files given as texts."""
    return read_texts
