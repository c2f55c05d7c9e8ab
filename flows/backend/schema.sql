-- The demo shop's system of record.
--
-- Money is whole cents. A day is 'YYYY-MM-DD', a time of the shop's wall clock is 'YYYY-MM-DDTHH:MM'; the CHECKs hold
-- both to that, because SQLite itself has no dates and would take any text.

CREATE TABLE seeding (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seeded_for TEXT NOT NULL CHECK (strftime('%Y-%m-%dT%H:%M', seeded_for) IS seeded_for),
  seed INTEGER NOT NULL
) STRICT;

CREATE TABLE plans (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL UNIQUE,
  monthly_cents INTEGER NOT NULL CHECK (monthly_cents >= 0),
  about TEXT NOT NULL
) STRICT;

-- The balance is what the customer owes, the sum of the customer's charges; below zero the shop owes the customer.
CREATE TABLE customers (
  id TEXT PRIMARY KEY CHECK (id GLOB 'c[0-9]*'),
  first_name TEXT NOT NULL CHECK (first_name <> ''),
  last_name TEXT NOT NULL CHECK (last_name <> ''),
  email TEXT NOT NULL UNIQUE CHECK (email LIKE '%_@_%' AND email = lower(email)),
  phone TEXT NOT NULL CHECK (phone GLOB '+[0-9]*'),
  postcode TEXT NOT NULL CHECK (postcode <> '' AND postcode = upper(postcode) AND postcode NOT LIKE '% %'),
  card_last4 TEXT NOT NULL CHECK (card_last4 GLOB '[0-9][0-9][0-9][0-9]'),
  balance_cents INTEGER NOT NULL,
  plan_id TEXT NOT NULL REFERENCES plans (id)
) STRICT;

CREATE TABLE orders (
  id TEXT PRIMARY KEY CHECK (id GLOB '[1-9][0-9][0-9][0-9][0-9]'),
  customer_id TEXT NOT NULL REFERENCES customers (id),
  placed_on TEXT NOT NULL CHECK (date(placed_on) IS placed_on),
  status TEXT NOT NULL CHECK (status IN ('packed', 'shipped', 'delivered', 'cancelled')),
  street TEXT NOT NULL CHECK (street <> ''),
  city TEXT NOT NULL CHECK (city <> ''),
  postcode TEXT NOT NULL CHECK (postcode <> '')
) STRICT;

CREATE INDEX orders_of_customer ON orders (customer_id, placed_on);

-- One line of an order is one thing: three mugs are three lines. Ids are unique in the whole shop.
CREATE TABLE order_items (
  id TEXT PRIMARY KEY CHECK (id GLOB 'i[0-9]*'),
  order_id TEXT NOT NULL REFERENCES orders (id),
  title TEXT NOT NULL CHECK (title <> ''),
  price_cents INTEGER NOT NULL CHECK (price_cents > 0)
) STRICT;

CREATE INDEX items_of_order ON order_items (order_id);

-- There is a shipment as soon as the parcel has left; a carrier may leave it without an eta.
CREATE TABLE shipments (
  id INTEGER PRIMARY KEY,
  order_id TEXT NOT NULL UNIQUE REFERENCES orders (id),
  tracking TEXT NOT NULL UNIQUE,
  shipped_on TEXT NOT NULL CHECK (date(shipped_on) IS shipped_on),
  eta TEXT CHECK (date(eta) IS eta),
  delivered_on TEXT CHECK (date(delivered_on) IS delivered_on AND delivered_on >= shipped_on)
) STRICT;

-- An opening is a time at which one place (a chair, a van) of a calendar can take one visit.
CREATE TABLE openings (
  id INTEGER PRIMARY KEY,
  calendar TEXT NOT NULL CHECK (calendar <> ''),
  place TEXT NOT NULL CHECK (place <> ''),
  start TEXT NOT NULL CHECK (strftime('%Y-%m-%dT%H:%M', start) IS start),
  UNIQUE (calendar, start, place)
) STRICT;

CREATE TABLE visits (
  id TEXT PRIMARY KEY CHECK (id GLOB 'v[0-9]*'),
  customer_id TEXT NOT NULL REFERENCES customers (id),
  title TEXT NOT NULL CHECK (title <> ''),
  opening_id INTEGER NOT NULL REFERENCES openings (id),
  status TEXT NOT NULL CHECK (status IN ('booked', 'done', 'cancelled'))
) STRICT;

CREATE INDEX visits_of_customer ON visits (customer_id);

-- An opening is taken while a visit holds it. That is the only place where it says so, so it can never be wrong,
-- and no race can put two visits into one opening.
CREATE UNIQUE INDEX one_visit_per_opening ON visits (opening_id) WHERE status <> 'cancelled';

CREATE TABLE visit_moves (
  id INTEGER PRIMARY KEY,
  visit_id TEXT NOT NULL REFERENCES visits (id),
  from_start TEXT NOT NULL,
  to_start TEXT NOT NULL,
  moved_at TEXT NOT NULL
) STRICT;

CREATE TABLE devices (
  id TEXT PRIMARY KEY CHECK (id GLOB '[A-Z0-9][A-Z0-9][A-Z0-9][A-Z0-9]'),
  customer_id TEXT NOT NULL REFERENCES customers (id),
  model TEXT NOT NULL CHECK (model <> ''),
  online INTEGER NOT NULL CHECK (online IN (0, 1)),
  restart_helps INTEGER NOT NULL CHECK (restart_helps IN (0, 1)),
  restarted_at TEXT
) STRICT;

CREATE TABLE charges (
  id TEXT PRIMARY KEY CHECK (id GLOB 'h[0-9]*'),
  customer_id TEXT NOT NULL REFERENCES customers (id),
  charged_on TEXT NOT NULL CHECK (date(charged_on) IS charged_on),
  kind TEXT NOT NULL CHECK (kind IN ('plan', 'payment', 'refund', 'payout')),
  title TEXT NOT NULL CHECK (title <> ''),
  amount_cents INTEGER NOT NULL CHECK (amount_cents <> 0 AND (amount_cents > 0) = (kind IN ('plan', 'payout')))
) STRICT;

CREATE INDEX charges_of_customer ON charges (customer_id, charged_on);

CREATE TABLE refunds (
  id TEXT PRIMARY KEY CHECK (id GLOB 'r[0-9]*'),
  item_id TEXT NOT NULL UNIQUE REFERENCES order_items (id),
  charge_id TEXT NOT NULL UNIQUE REFERENCES charges (id),
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  refunded_on TEXT NOT NULL CHECK (date(refunded_on) IS refunded_on)
) STRICT;

CREATE TABLE cases (
  id TEXT PRIMARY KEY CHECK (id GLOB 'k[0-9]*'),
  customer_id TEXT REFERENCES customers (id),
  subject TEXT NOT NULL CHECK (subject <> ''),
  status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
  opened_at TEXT NOT NULL CHECK (strftime('%Y-%m-%dT%H:%M', opened_at) IS opened_at)
) STRICT;

CREATE TABLE case_notes (
  id INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  noted_at TEXT NOT NULL CHECK (strftime('%Y-%m-%dT%H:%M', noted_at) IS noted_at),
  note TEXT NOT NULL CHECK (note <> '')
) STRICT;

-- What makes a write exactly-once: the row is written in the transaction of the effect, and holds what was returned.
CREATE TABLE keys (
  key TEXT PRIMARY KEY CHECK (key <> ''),
  tool TEXT NOT NULL,
  arguments TEXT NOT NULL CHECK (json_valid(arguments)),
  result TEXT NOT NULL CHECK (json_valid(result)),
  written_at TEXT NOT NULL
) STRICT;

-- What every write changed, row by row; the seed leaves this empty. 'before' is NULL for a new row.
CREATE TABLE changes (
  id INTEGER PRIMARY KEY,
  changed_at TEXT NOT NULL,
  key TEXT NOT NULL REFERENCES keys (key) DEFERRABLE INITIALLY DEFERRED,
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  after TEXT NOT NULL CHECK (json_valid(after))
) STRICT;

CREATE INDEX changes_of_key ON changes (key);
