"""The catalog of a shop that is reached over HTTP, and the answers that it may give."""

import json
from typing import Any

CATALOG = """
catalog: shop
records:
  order:
    key: order_id
    fields:
      order_id: digits
      paid: money
      eta: {type: date, optional: true}
      ready_at: {type: datetime, optional: true}
      items: {many: true, fields: {title: text, unit_price: money, weight: number}, optional: true}
tools:
  get_order:
    about: Reads an order.
    effect: read
    retry: 0
    input: {order_id: digits}
    output: order
    outcomes: {not_found: {about: There is none., status: 404}}
    backend: http:getOrder
  find_orders:
    about: Finds orders.
    effect: read
    retry: 1
    input:
      day: {type: date, optional: true}
      at: {type: datetime, optional: true}
      least: {type: money, optional: true}
      open: {type: yes_no, optional: true}
      pieces: {type: digits, optional: true}
      days: {type: date, many: true, optional: true}
      x_place: {type: text, optional: true}
    output: {type: order, many: true}
    outcomes: {busy: {about: Busy., status: 423}}
    backend: http:findOrders
  pay:
    about: Pays something.
    effect: write
    timeout: 1 second
    input:
      order_id: digits
      amount: money
      due: {type: date, optional: true}
      tip: {type: money, optional: true}
      notify: {type: yes_no, optional: true}
      to: {fields: {city: text, since: date}, optional: true}
      why: {type: text, send: false}
    output: {fields: {paid: money}}
    consent: none
    consent_because: It is a test.
    outcomes: {declined_by_bank: {about: The bank said no., status: 402}}
    backend: http:pay
"""

SECRET = "Bearer sesame-open-1234567890"
PAY = {"order_id": "12345", "amount": "35.00"}


def json_answer(status: int, data: Any) -> tuple[int, dict[str, str], bytes]:
    return status, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(data).encode()
