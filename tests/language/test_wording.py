"""Words: what is written, checked, put together, and what is printed."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.language.expressions.check import Names
from flowkit.language.expressions.parser import parse
from flowkit.language.expressions.syntax import Expr
from flowkit.language.locale import Locale
from flowkit.language.shapes import UNSET, Shape, StandsFor
from flowkit.language.span import Span
from flowkit.language.wording import (
    Spoken,
    always_printed,
    check_words,
    parse_words,
    printed_paths,
    printed_unset,
    put_together,
    read_paths,
)
from flowkit.language.words import Printed, Statement, Words
from flowkit.language.words_template import structure
from tests.language.expressions.conftest import SHAPES, ShopNames

LOCALE = Locale(datetime(2026, 3, 2, 10, 0))
ROOT = Path(__file__).parents[2]


def place(start: int, end: int) -> Span:
    return Span("flow.yaml", 1, start + 1, 1, end + 1)


class Surroundings(ShopNames):
    """The shop's names, some with other shapes."""

    def __init__(self, **shapes: Shape | None) -> None:
        self.shapes: Mapping[str, Shape | None] = {**SHAPES, **shapes}

    def shape_of(self, name: str) -> Shape | None:
        return self.shapes.get(name)

    def known(self) -> Mapping[str, Shape | None]:
        return self.shapes


class Scope:
    def __init__(self, **values: Any) -> None:
        self.values = values

    def lookup(self, name: str) -> Any:
        return self.values.get(name, UNSET)

    def done(self, tool: str, arguments: Mapping[str, Any]) -> bool:
        return tool == "hang_around"


def read(text: str, names: Names | None = None) -> Words:
    words, found = parse_words(text, place)
    assert found == []
    words, found = check_words(words, names or Surroundings())
    assert found == []
    return words


def say(text: str, names: Names | None = None, **values: Any) -> Spoken:
    return put_together(read(text, names), Scope(**values), LOCALE)


# The marks « and » stand around the characters that the message points at.
MISTAKES = [
    ("Hi {{ «frist_name» }}", "FK302", "there is no 'frist_name' here", "did you mean 'first_name'?"),
    ("{{ order.eta | «dte» }}", "FK502", "there is no filter 'dte'", "did you mean 'date'?"),
    ("{{ order.eta | «default»('x') }}", "FK502", "there is no filter 'default'", "write: {{ x or 'something else' }}"),
    ("{{ order.eta | «date('%d')» }}", "FK501", "the filter 'date' takes no brackets", "write: | date"),
    (
        "{{ order.eta | «date or 'soon'» }}",
        "FK501",
        "nothing can follow the filter 'date'",
        "write the filter last: {{ x or 'something else' | date }}",
    ),
    (
        "{{ order.eta «|» }}",
        "FK501",
        "a filter is missing after '|'",
        "there are 'spell', 'digits', 'date', 'time' and 'weekday'",
    ),
    ("«{{ }}»", "FK501", "there is nothing to speak in these braces", "write the name of a value"),
    ("«{{» order.eta", "FK501", "'{{' is never closed", "write }} behind the value"),
    ("order.eta «}}»", "FK501", "'}}' closes nothing", "leave it out"),
    (
        "{% if «order.eta» %}x{% endif %}",
        "FK305",
        "'order.eta' is a date; a condition is a yes or no",
        "compare it: 'order.eta == …', or write: order.eta is set",
    ),
    ("«{% if order.eta is set %}»x", "FK501", "'if' is never closed", "write {% endif %} where it ends"),
    ("x«{% endif %}»", "FK501", "'endif' closes nothing", "leave it out"),
    ("«{% else %}»", "FK501", "'else' belongs to no 'if'", "leave it out"),
    (
        "{% for i in order.items %}{{ i.title }}«{% endif %}»",
        "FK501",
        "'endif' stands where 'for' is to be closed",
        "write: {% endfor %}",
    ),
    ("{% for i in order.items %}«{% else %}»{% endfor %}", "FK501", "'else' belongs to no 'if'", "leave it out"),
    (
        "{% if wants_pause %}a{% else %}b«{% else %}»c{% endif %}",
        "FK501",
        "'else' comes after 'else'",
        "an 'if' has one 'else', at its end",
    ),
    (
        "{% if wants_pause %}a{% else %}b«{% elif wants_pause %}»c{% endif %}",
        "FK501",
        "'elif' comes after 'else'",
        "an 'if' has one 'else', at its end",
    ),
    ("{% «set» x = 1 %}", "FK501", "there is no statement 'set'", "give computed values a name under 'let'"),
    (
        "{% «include» 'x' %}",
        "FK501",
        "there is no statement 'include'",
        "there are 'if', 'elif', 'else', 'endif', 'for' and 'endfor'",
    ),
    ("{% «elseif» wants_pause %}", "FK501", "there is no statement 'elseif'", "write: {% elif … %}"),
    ("«{% %}»", "FK501", "this statement is empty", "there are 'if', 'elif', 'else', 'endif', 'for' and 'endfor'"),
    ("{% «if» %}x{% endif %}", "FK501", "nothing follows 'if'", "write: {% if order is set %}"),
    ("{% «for» %}x{% endfor %}", "FK501", "nothing follows 'for'", "write: {% for x in list %}"),
    ("{% for «i» %}x{% endfor %}", "FK501", "this is not how a loop begins", "write: {% for x in list %}"),
    ("{% for «i in» %}x{% endfor %}", "FK501", "this is not how a loop begins", "write: {% for x in list %}"),
    (
        "{% for «i, j in order.items» %}x{% endfor %}",
        "FK501",
        "this is not how a loop begins",
        "write: {% for x in list %}",
    ),
    (
        "{% for «i of order.items» %}x{% endfor %}",
        "FK501",
        "this is not how a loop begins",
        "write: {% for x in list %}",
    ),
    (
        "{% for «amount» in order.items %}x{% endfor %}",
        "FK107",
        "the loop's name 'amount' means something else here",
        "take another one, such as 'x'",
    ),
    (
        "{% for i in «amount» %}{{ i.x }}{% endfor %}",
        "FK303",
        "a loop runs over a list, and 'amount' is an amount of money",
        "name a list",
    ),
    (
        "{% if «wants_pause == true» %}x{% endif %}",
        "FK303",
        "'wants_pause' is a yes or no by itself",
        "write: wants_pause",
    ),
    (
        "{% if wants_pause %}a{% else «if amount > 3» %}b{% endif %}",
        "FK501",
        "nothing can follow 'else'",
        "write: {% elif … %}",
    ),
    ("«{# a note #}»", "FK501", "words hold no comments", "write the comment behind a '#' outside the text"),
    ("Hello {{ amount «&&» count }}", "FK301", "'&&' is not known here", "write: and"),
    ("{{ amount «||» count }}", "FK301", "'||' is not known here", "write: or"),
    (
        "{{ «order» }}",
        "FK501",
        "'order' is a whole order and has no label to be spoken by",
        "give it a 'label', or speak of one of its fields: {{ order.order_id }}",
    ),
    (
        "{{ «order.items» }}",
        "FK501",
        "'order.items' is a list of things and has no label to be spoken by",
        "give it a 'label'",
    ),
    (
        "{{ «item» }}",
        "FK501",
        "'item' is a whole thing and has no label to be spoken by",
        "give it a 'label', or speak of one of its fields: {{ item.item_id }}",
    ),
    (
        "«{{ amount | spell }}»",
        "FK303",
        "'amount' is an amount of money; the filter 'spell' is for texts and whole numbers",
        "leave the filter out: a value is spoken by its type",
    ),
    (
        "«{{ note | weekday }}»",
        "FK303",
        "'note' is a text; the filter 'weekday' is for dates",
        "leave the filter out: a value is spoken by its type; or write 'spell' or 'digits'",
    ),
    ("a «%}» b", "FK501", "'%}' closes nothing", "leave it out"),
    ("«{%» if wants_pause", "FK501", "'{%' is never closed", "write %} behind the statement"),
    (
        "{% if amount «>» %}x{% endif %}",
        "FK301",
        "nothing follows '>'",
        "write a name, a number or a text in quotes after it",
    ),
    ("{{ 'it'«s»' }}", "FK301", "a quote ends the text in its middle", 'use the other quotes around it: "it\'s"'),
    ("{{ note «==» }}", "FK301", "nothing follows '=='", "write a name, a number or a text in quotes after it"),
    ("{{ order.status == «'packd'» }}", "FK304", "'packd' is no option of 'order.status'", "did you mean 'packed'?"),
    (
        "{% for i in order.items «if» i.price > 3 %}x{% endfor %}",
        "FK301",
        "'if' stands in loops only",
        "each case is an edge with its own 'when'; in words it is an {% if %}",
    ),
    ("«{% endfor %}»", "FK501", "'endfor' closes nothing", "leave it out"),
]


def found_in(text: str, names: Names | None = None) -> list[tuple[str, int, int]]:
    words, found = parse_words(text, place)
    if not found:
        words, found = check_words(words, names or Surroundings())
    return [(one.kind.code, one.span.column - 1, one.span.end_column - 1) for one in found]


@pytest.mark.parametrize(("marked", "code", "message", "help"), MISTAKES)
def test_a_mistake_has_its_code_and_place_and_help(marked: str, code: str, message: str, help: str) -> None:
    start, end = marked.index("«"), marked.index("»") - 1
    words, found = parse_words(marked.replace("«", "").replace("»", ""), place)
    if not found:
        words, found = check_words(words, Surroundings())
    (one,) = found
    assert (one.kind.code, one.message, one.help) == (code, message, help)
    assert one.span == place(start, end)
    assert one.help


def test_every_mistake_of_a_text_is_told_in_order() -> None:
    assert found_in("{{ a = 1 }} {{ | x }} {% set y %} }}") == [
        ("FK301", 5, 6),
        ("FK501", 12, 21),
        ("FK502", 17, 18),
        ("FK501", 25, 28),
        ("FK501", 34, 36),
    ]
    assert found_in("a }} b {{ x = 1 }}") == [("FK501", 2, 4), ("FK301", 12, 13)]
    assert found_in("{{ a {% set y %}") == [("FK501", 0, 2)]
    assert found_in("{{ nobody }} {% if amount %}{{ order.x }}{% endif %}") == [
        ("FK302", 3, 9),
        ("FK305", 19, 25),
        ("FK302", 37, 38),
    ]
    assert found_in("{% if wants_pause %}{% for i in tags %}x{% endif %}{% endfor %}") == [
        ("FK501", 40, 51),
        ("FK501", 51, 63),
    ]


def test_what_never_is_stored_is_never_spoken() -> None:
    names = Surroundings(pin=Shape("digits", sensitive="never_store"))
    assert found_in("{{ pin }}", names) == [("FK503", 3, 6)]
    assert found_in("{{ note or pin }}", names) == [("FK503", 11, 14)]
    assert found_in("{% if pin is set %}Thanks.{% endif %}", names) == []


def test_statements_have_bounds() -> None:
    def nested(loops: int, ifs: int) -> str:
        opening = "".join(f"{{% for x{n} in tags %}}" for n in range(loops)) + "{% if wants_pause %}" * ifs
        return opening + "x" + "{% endif %}" * ifs + "{% endfor %}" * loops

    assert found_in(nested(3, 5)) == []
    assert [code for code, _, _ in found_in(nested(3, 6))] == ["FK501"]
    assert [code for code, _, _ in found_in(nested(4, 0))] == ["FK501"]


def test_words_with_mistakes_can_still_be_put_together() -> None:
    for text in ("a {{ x = 1 }} b", "{% if wants_pause %}a", "{% endfor %}a {{ note }}", "{{ a | nope }}"):
        words, found = parse_words(text, place)
        assert found
        assert not words.branches
        put_together(words, Scope(note="n"), LOCALE)


def test_parts_are_fixed_stretches_values_and_statements() -> None:
    words = read("Hi {{ first_name }}, {% if amount > 3 %}x{% endif %}")
    kinds = [part if isinstance(part, str) else type(part) for part in words.parts]
    assert kinds == ["Hi ", Printed, ", ", Statement, "x", Statement]
    assert not words.fixed
    assert words.branches
    printed = words.parts[1]
    assert isinstance(printed, Printed)
    assert words.span == place(0, 52)
    assert printed.span == place(3, 19)
    assert printed.expr.span == place(6, 16)
    assert printed.shape == Shape("name")
    fixed = read("Nothing { to } see % here")
    assert fixed.fixed
    assert fixed.parts == ("Nothing { to } see % here",)
    assert read("").parts == ()


def test_braces_in_quotes_close_nothing() -> None:
    words = read("{{ note or '}}' }}{{ note or \"%}\" }}")
    assert [part.alternatives[1].value for part in words.parts] == ["}}", "%}"]  # type: ignore[union-attr]
    assert len(read("{{ note or '|' | spell }}").parts[0].filters) == 1  # type: ignore[union-attr]


def test_each_alternative_has_its_own_shape() -> None:
    (printed,) = read("{{ order.eta or (new_day or 'soon') | weekday }}").parts
    assert isinstance(printed, Printed)
    assert [shape.type for shape in printed.shapes if shape] == ["date", "date", "text"]
    assert printed.filters == ("weekday",)


# Put together.

SAID = [
    ("Plain.", "Plain."),
    ("{{ first_name }}", "Ana"),
    ("Hi {{first_name}}!", "Hi Ana!"),
    ("{{ amount }}", "twelve dollars fifty"),
    ("{{ new_day }}", "Friday, March sixth"),
    ("{{ new_day | weekday }}", "Friday"),
    ("{{ start }}", "Friday, March sixth at ten am"),
    ("{{ start | date }}", "Friday, March sixth"),
    ("{{ start | time }}", "ten am"),
    ("{{ start | weekday }}", "Friday"),
    ("{{ order_id }}", "1 2 3 4 5"),
    ("{{ note | spell }}", "K 7 Q X"),
    ("{{ wants_pause }}", "yes"),
    ("{{ reason }}", "wrong item"),
    ("{{ count + 1 }}", "four"),
    ("{{ order.eta or 'soon' }}", "soon"),
    ("{{ order.eta or new_day }}", "Friday, March sixth"),
    ("{{ order.eta or new_day | weekday }}", "Friday"),
    ("{{ order.eta or 'soon' | weekday }}", "soon"),
    ("{{ wants_pause or count > 5 }}", "yes"),
    ("{{ tags }}", "a, b and c"),
    ("{{ order.items[0].title }}", "kettle"),
    ("{{ length(order.items) }}", "two"),
    ("{{ sum(i.price for i in order.items) }}", "forty-one dollars"),
    ("{% if count > 2 %}many{% else %}few{% endif %}", "many"),
    ("{% if count > 3 %}many{% elif count > 2 %}some{% else %}few{% endif %}", "some"),
    ("{% if order.eta == today %}now{% else %}later{% endif %}", "later"),
    ("{% if not order.eta == today %}now{% else %}later{% endif %}", "later"),
    ("{% if order.eta is set or count == 3 %}yes{% endif %}", "yes"),
    (
        "{% for i in order.items %}{{ i.title }}, {{ i.price }}; {% endfor %}",
        "kettle, thirty-five dollars; pot, six dollars; ",
    ),
    ("{% for i in order.items %}{% if i.price > 10 %}{{ i.title }}{% endif %}{% endfor %}", "kettle"),
    (
        "{% for i in order.items %}{% for t in tags %}{{ t }}{{ i.qty }} {% endfor %}{% endfor %}",
        "aone bone cone atwo btwo ctwo ",
    ),
    ("{% for i in order.items %}{{ count(j.price >= i.price for j in order.items) }} {% endfor %}", "one two "),
    ("{% for o in records.order %}{{ o.order_id }} {% endfor %}", "1 2 3 "),
    ("{% for t in ['x', note] %}{{ t }} {% endfor %}", "x k7qx "),
    ("{% if done(hang_around) %}done{% endif %}", "done"),
    ("a {%- if count > 2 -%} b {%- endif -%} c", "abc"),
    ("a {{- note -}} b", "ak7qxb"),
    ("{ {{ note }} }", "{ k7qx }"),
    ("{{ note }}%{{ note }}", "k7qx%k7qx"),
    ("{% if count > 2 %} { {{ note }}{% endif %}}", " { k7qx}"),
    ("{% if count > 2 %}{{ note }}{% endif %}\n", "k7qx\n"),
]
VALUES: Mapping[str, Any] = {
    "first_name": "Ana",
    "amount": Decimal("12.50"),
    "new_day": date(2026, 3, 6),
    "start": datetime(2026, 3, 6, 10, 0),
    "order_id": "12345",
    "note": "k7qx",
    "wants_pause": True,
    "reason": "wrong_item",
    "count": 3,
    "today": date(2026, 3, 2),
    "tags": ["a", "b", "c"],
    "order": {
        "status": "shipped",
        "items": [
            {"item_id": "i1", "title": "kettle", "price": Decimal(35), "qty": 1},
            {"item_id": "i2", "title": "pot", "price": Decimal(6), "qty": 2},
        ],
    },
    "records": {"order": {"123": {"order_id": "123"}}},
}


@pytest.mark.parametrize(("text", "said"), SAID)
def test_words_are_put_together(text: str, said: str) -> None:
    assert say(text, **VALUES).text == said
    # A second time from the kept plan.
    assert say(text, **VALUES).text == said


def test_the_values_that_were_spoken_are_told_in_order() -> None:
    spoken = say(
        "{{ amount }} for {% for i in order.items %}{{ i.title }} {% endfor %}on {{ start | date }}.", **VALUES
    )
    assert [(one.type, one.canonical, one.spoken) for one in spoken.values] == [
        ("money", "12.50", "twelve dollars fifty"),
        ("text", "kettle", "kettle"),
        ("text", "pot", "pot"),
        ("date", "2026-03-06", "Friday, March sixth"),
    ]
    assert spoken.unset == ()
    weekday = say("{{ start | weekday }}{{ tags }}", **VALUES)
    assert [(one.type, one.canonical) for one in weekday.values] == [
        ("choice", "friday"),
        ("text", "a"),
        ("text", "b"),
        ("text", "c"),
    ]


def test_what_is_unset_is_left_out_and_told() -> None:
    spoken = say("a {{ order.eta }}{{ note or amount }}{{ order.eta }}b{% for t in tags %}{{ t }}{% endfor %}")
    assert spoken.text == "a b"
    assert spoken.unset == ("order.eta", "note", "tags")
    assert spoken.values == ()
    assert say("{{ note or 'x' }}").unset == ()


VISIT = Shape(
    "object",
    record="visit",
    key="id",
    fields={"id": Shape("text"), "title": Shape("text"), "start": Shape("datetime", optional=True)},
)


def labelled(text: str, shape: Shape) -> Shape:
    class Fields(Surroundings):
        def __init__(self) -> None:
            self.shapes = shape.fields

    return replace(shape, label=read(text, Fields()))


def test_a_thing_is_spoken_by_its_label() -> None:
    names = Surroundings(visit=labelled("{{ title }} on {{ start }}", VISIT))
    visit = {"id": "v1", "title": "dentist", "start": datetime(2026, 3, 6, 10, 0)}
    spoken = say("Your {{ visit }}.", names, visit=visit)
    assert spoken.text == "Your dentist on Friday, March sixth at ten am."
    assert [(one.type, one.canonical) for one in spoken.values] == [
        ("text", "dentist"),
        ("datetime", "2026-03-06T10:00"),
    ]
    # A field the thing has no value for is not taken from elsewhere.
    spoken = say("{{ visit }}", names, visit={"id": "v1", "title": "dentist"}, start=datetime(2026, 3, 6, 10, 0))
    assert spoken.text == "dentist on "
    assert spoken.unset == ("start",)


def test_lists_of_things_are_spoken_by_their_labels() -> None:
    shape = replace(labelled("{{ title }}", VISIT), many=True)
    visits = [{"id": "v1", "title": "dentist"}, {"id": "v2", "title": "barber"}, {"id": "v3", "title": "vet"}]
    assert say("{{ visits }}", Surroundings(visits=shape), visits=visits).text == "dentist, barber and vet"


def test_a_label_may_branch_and_look_around() -> None:
    class Around(Surroundings):
        def __init__(self) -> None:
            self.shapes = {**VISIT.fields, "count": Shape("integer")}

    label = read("{% if start is set %}{{ start | weekday }}{% else %}{{ title }} {{ count }}{% endif %}", Around())
    names = Surroundings(visit=replace(VISIT, label=label))
    assert say("{{ visit }}", names, visit={"title": "dentist"}, count=3).text == "dentist three"
    assert say("{{ visit }}", names, visit={"start": datetime(2026, 3, 6)}, count=3).text == "Friday"


def test_a_label_that_prints_nothing_stands_for_the_thing() -> None:
    shape = labelled("the visit", VISIT)
    spoken = say("{{ visit }}", Surroundings(visit=shape), visit={"id": "v1", "title": "dentist"})
    assert spoken.text == "the visit"
    assert [(one.type, one.canonical, one.spoken) for one in spoken.values] == [("object", "v1", "the visit")]


def expression(text: str) -> Expr:
    expr, found = parse(text, place)
    assert found == []
    assert expr is not None
    return expr


def test_an_id_is_spoken_as_the_label_of_its_thing() -> None:
    visit = labelled("{{ title }}", VISIT)
    names = Surroundings(
        visit_id=Shape("text", stands_for=StandsFor(expression("visits"), "id", replace(visit, many=True)))
    )
    for visits in (
        [{"id": "v1", "title": "vet"}, {"id": "v2", "title": "dentist"}],
        {"k": {"id": "v2", "title": "dentist"}},
    ):
        spoken = say("Move {{ visit_id }}.", names, visit_id="v2", visits=visits)
        assert spoken.text == "Move dentist."
        assert [(one.type, one.canonical) for one in spoken.values] == [("text", "dentist")]
    assert say("{{ visit_id }}", names, visit_id="v9", visits=[]).text == "v9"
    assert say("{{ visit_id }}", names, visit_id="v9").text == "v9"
    # A filter asks for the id itself.
    assert say("{{ visit_id | spell }}", names, visit_id="v2", visits=[{"id": "v2", "title": "x"}]).text == "V 2"


def test_labels_that_speak_of_each_other_come_to_an_end() -> None:
    fields = {"id": Shape("text"), "other": Shape("text", stands_for=StandsFor(expression("all"), "id", VISIT))}
    shape = labelled("{{ other }}", Shape("object", fields=fields, key="id"))
    fields["other"] = Shape("text", stands_for=StandsFor(expression("all"), "id", shape))
    shape = labelled("<{{ other }}>", Shape("object", fields=fields, key="id"))
    things = [{"id": "a", "other": "b"}, {"id": "b", "other": "a"}]
    spoken = say("{{ thing }}", Surroundings(thing=shape), thing=things[0], all=things)
    assert spoken.text.startswith("<")
    assert len(spoken.text) < 100


def test_loops_in_words_end() -> None:
    values = list(range(200))
    text = "{% for a in tags %}{% for b in tags %}{% for c in tags %}.{% endfor %}{% endfor %}{% endfor %}"
    assert len(say(text, tags=[str(value) for value in values]).text) <= 10_000


def test_unchecked_words_are_spoken_by_what_they_look_like() -> None:
    words, found = parse_words("{{ a }} {{ b }} {{ c }} {{ d }} {{ e }}", place)
    assert found == []
    scope = Scope(a=True, b=3, c=date(2026, 3, 6), d=["x", "y"], e="z")
    assert put_together(words, scope, LOCALE).text == "yes three Friday, March sixth x and y z"


# What callers and backends say is never source.


@pytest.mark.parametrize(
    "note",
    ["{{ 7 * 7 }}", "{% for x in tags %}", "{{ e0 }}", "{% include 'x' %}", "{# #}", "{{ ''.__class__ }}", "{{", "%}"],
)
def test_values_are_never_taken_for_a_template(note: str) -> None:
    text = "{% if note is set %}{{ note }}{% endif %}{% for t in tags %}{{ t }}{% endfor %}"
    assert say(text, note=note, tags=[note]).text == note * 2
    assert say("{{ note }}", note=note).text == note


def test_the_template_holds_nothing_but_statements_and_numbers() -> None:
    words = read(
        "Hi <b>{{ note }}</b> {% if note == 'x' %}a{% elif count > 1 %}b{% else %}c{% endif %}"
        "{% for t in tags %}{{ t }}{% endfor %}"
    )
    assert structure(words.parts) == (
        "{{ e0 }}{{ e1 }}{{ e2 }}{% if e3 %}{{ e4 }}{% elif e5 %}{{ e6 }}{% else %}{{ e8 }}{% endif %}"
        "{% for x10 in e10 %}{{ e11 }}{% endfor %}"
    )


def _loaded_after(code: str) -> set[str]:
    report = f"{code}\nimport sys; print('\\n' + ' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, cwd=ROOT, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_jinja2_is_loaded_by_the_first_text_that_needs_it() -> None:
    start = (
        "from datetime import datetime\nfrom flowkit.language.wording import *\n"
        "from flowkit.language.locale import Locale\n"
        "from flowkit.language.span import NOWHERE\n"
        "class Scope:\n    lookup = lambda self, name: True\n    done = lambda self, tool, arguments: True\n"
        "def say(text):\n    words, found = parse_words(text, lambda a, b: NOWHERE)\n    assert not found\n"
        "    return put_together(words, Scope(), Locale(datetime(2026, 3, 2))).text\n"
    )
    reading = _loaded_after("import flowkit.language.wording, flowkit.language.words_check")
    assert "jinja2" not in reading
    assert "flowkit.language.speaking" not in reading
    assert "jinja2" not in _loaded_after(start + "assert say('{{ x }}') == 'yes'")
    assert "jinja2" in _loaded_after(start + "assert say('{% if x %}{{ x }}{% endif %}') == 'yes'")


# What is printed.

PRINTED = [
    ("Nothing.", "", "", ""),
    ("{{ order.status }} {{ amount }}", "order.status amount", "order.status amount", "order.status amount"),
    ("{{ amount or order.total }}", "amount order.total", "amount", "amount order.total"),
    ("{{ length(tags) }} {{ amount + 1 }}", "", "", "tags amount"),
    ("{{ order.items[0].title | spell }}", "order.items.title", "order.items.title", "order.items.title"),
    (
        "{% for i in order.items %}{{ i.title }}{% endfor %}",
        "order.items.title",
        "order.items.title",
        "order.items order.items.title",
    ),
    ("{% if count > 1 %}{{ note }}{% endif %}", "note", "", "count note"),
    (
        "{% if count > 1 %}{{ note }}{% else %}{{ note }}{{ amount }}{% endif %}",
        "note amount",
        "note",
        "count note amount",
    ),
    (
        "{% if count > 1 %}{{ note }}{% elif count > 2 %}{{ amount }}{% else %}{{ note }}{% endif %}",
        "note amount",
        "",
        "count note amount",
    ),
    (
        "{% if count > 1 %}{{ note }}{% elif count > 2 %}{{ note }}{% endif %}{{ amount }}",
        "note amount",
        "amount",
        "count note amount",
    ),
    (
        "{% for t in tags %}{% if t == 'x' %}{{ t }}{% else %}{{ t }}{% endif %}{{ note }}{% endfor %}{{ amount }}",
        "tags note amount",
        "tags note amount",
        "tags note amount",
    ),
    (
        "{% if wants_pause %}{% if wants_pause %}{{ note }}{% else %}{{ note }}{% endif %}"
        "{% else %}{{ note }}{% endif %}",
        "note",
        "note",
        "wants_pause note",
    ),
    (
        "{% if amount < 0 %}{{ -amount }} back{% else %}{{ amount }}{% endif %}",
        "amount",
        "amount",
        "amount",
    ),
    (
        "{% for p in pairs(order.items, tags) %}{{ p.first.title }}{{ p.second }}{% endfor %}",
        "order.items.title tags",
        "order.items.title tags",
        "order.items tags order.items.title",
    ),
]


@pytest.mark.parametrize(("text", "printed", "always", "read_"), PRINTED)
def test_what_words_print_and_read(text: str, printed: str, always: str, read_: str) -> None:
    def paths(joined: str) -> list[tuple[str, ...]]:
        return [tuple(path.split(".")) for path in joined.split()]

    words = read(text)
    assert printed_paths(words) == tuple(paths(printed))
    assert always_printed(words) == frozenset(paths(always))
    assert read_paths(words) == tuple(paths(read_))


GUARDED = [
    ("{{ note }}", True, True),
    ("{{ amount }} {% if note is set %}{{ note }}{% endif %}", True, False),
    ("{% if note is set %}{{ note }}{% endif %}{{ note }}", True, True),
    ("{% if note is set and count > 1 %}{{ note }}{% endif %}", False, False),
    ("{% if count > 1 %}{{ note }}{% endif %}", False, True),
    ("{% if note is not set %}{{ amount }}{% else %}{{ note }}{% endif %}", True, False),
    ("{% if note is not set %}{{ note }}{% endif %}", False, True),
    ("{% if count > 1 %}{% elif note is set %}{{ note }}{% endif %}", False, False),
    ("{% if note is set %}{{ note }}{% elif count > 1 %}{% endif %}", True, False),
    ("{% if note is set %}{% if count > 1 %}{{ note }}{% else %}{{ note }}{% endif %}{% endif %}", True, False),
    ("{{ note or 'nothing' }}", True, False),
    ("{{ amount or note }}", False, True),
]


@pytest.mark.parametrize(("text", "spoken", "gap"), GUARDED)
def test_what_words_say_of_a_value_that_may_be_left_out(text: str, spoken: bool, gap: bool) -> None:
    words = read(text)
    assert (("note",) in always_printed(words, [("note",)])) == spoken
    assert printed_unset(words, [("note",)]) == gap


# What holds for every text.

STATEMENTS = "{{ }} {% %} {# #} {{- -%} if elif else endif for endfor in set"
OTHERS = "note amount order.eta | spell | 'x' \" ' ( x } { - % or , ."
WORDS_PIECES = [*STATEMENTS.split(), *OTHERS.split(), " ", "\n"]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(WORDS_PIECES), max_size=16).map(" ".join) | st.text(max_size=30))
def test_any_text_is_read_and_put_together_without_an_exception(text: str) -> None:
    words, found = parse_words(text, place)
    assert all(
        one.message and one.help and 1 <= one.span.column <= one.span.end_column <= len(text) + 1 for one in found
    )
    words, _ = check_words(words, Surroundings())
    printed_paths(words), always_printed(words, [("note",)]), read_paths(words), printed_unset(words, [("note",)])
    spoken = put_together(words, Scope(**VALUES), LOCALE)
    if not found and words.fixed:
        assert spoken.text == text


@st.composite
def texts(draw: st.DrawFn, depth: int = 3, loops: int = 0) -> str:
    """Texts in balance over a few names."""
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        kinds = ["fixed", "printed"] + (["if", "for"] if depth else [])
        kind = draw(st.sampled_from(kinds))
        if kind == "fixed":
            parts.append(draw(st.sampled_from(["a", " b ", "{", "}", "%", "\n", "'"])) + " ")
        elif kind == "printed":
            names = ["note", "count", "order.eta or note", *[f"x{n}" for n in range(loops)]]
            parts.append("{{ " + draw(st.sampled_from(names)) + " }}")
        elif kind == "if":
            condition = draw(st.sampled_from(["count > 2", "note == 'k7qx'", "order.eta is set", "order.eta == today"]))
            body = draw(texts(depth - 1, loops))
            other = "{% else %}" + draw(texts(depth - 1, loops)) if draw(st.booleans()) else ""
            parts.append(f"{{% if {condition} %}}{body}{other}{{% endif %}}")
        elif loops < 3:
            body = draw(texts(depth - 1, loops + 1))
            parts.append(f"{{% for x{loops} in tags %}}{body}{{% endfor %}}")
    return "".join(parts)


def plainly(parts: list[Any], values: dict[str, Any], at: int = 0) -> tuple[str, int]:
    """What balanced words say, worked out without a template engine."""
    said = ""
    while at < len(parts):
        part = parts[at]
        if isinstance(part, str):
            said += part
        elif isinstance(part, Printed):
            found = [
                put_together(Words("", (replace(part, expr=one, shapes=(shape,)),)), Scope(**values), LOCALE)
                for one, shape in zip(part.alternatives, part.shapes, strict=True)
            ]
            said += next((one.text for one in found if not one.unset), "")
        elif part.keyword == "if":
            holds = bool(put_together(Words("", (Printed(part.expr),)), Scope(**values), LOCALE).text == "yes")
            inside, middle = plainly(parts, values, at + 1)
            said += inside if holds else ""
            if parts[middle].keyword == "else":
                inside, middle = plainly(parts, values, middle + 1)
                said += "" if holds else inside
            at = middle
        elif part.keyword == "for":
            _, end = plainly(parts, values, at + 1)
            for row in values["tags"]:
                said += plainly(parts, {**values, part.name: row}, at + 1)[0]
            at = end
        else:
            return said, at
        at += 1
    return said, at


@settings(max_examples=150, deadline=None)
@given(texts())
def test_a_template_says_what_its_parts_say(text: str) -> None:
    words = read(text)
    spoken = put_together(words, Scope(**VALUES), LOCALE)
    assert spoken.text == plainly(list(words.parts), dict(VALUES))[0]
