"""Things whose fields are said together: which words are whose."""

import pytest

from flowkit.language.locale import Locale
from flowkit.language.readers import read
from flowkit.language.shapes import Shape
from tests.language.readers.conftest import NOW

TOGETHER = [
    ("name email", "bob@acme.com", {"email": "bob@acme.com"}, False),
    ("name email", "I'm Bob, bob at acme dot com", {"name": "Bob", "email": "bob@acme.com"}, False),
    ("digits phone", "account 998001, phone 415-555-0132", {"digits": "998001", "phone": "+14155550132"}, False),
    ("digits phone", "415-555-0132", {"phone": "+14155550132"}, True),
    ("digits phone", "998001", {"digits": "998001"}, False),
    ("digits postcode", "the zip is 60614 and the order is 4711", {"digits": "4711", "postcode": "60614"}, False),
    ("digits postcode", "60614", {"postcode": "60614"}, True),
    ("integer text", "three of A B one two", {"integer": 3, "text": "AB12"}, False),
    ("integer text", "A B one two", {"text": "AB12"}, False),
    ("integer text", "no idea", None, False),
    ("digits name", "4711 or 4712", None, False),
]


@pytest.mark.parametrize(("types", "text", "value", "doubt"), TOGETHER)
def test_fields_take_their_own_words(types, text, value, doubt):
    fields = {
        kind: Shape(kind, optional=True, pattern="[A-Z]{2}[0-9]{2}" if kind == "text" else "") for kind in types.split()
    }
    found = read(Shape("object", fields=fields), text, Locale(NOW))
    assert [one.value for one in found] == ([] if value is None else [value])
    assert [bool(one.doubt) for one in found] == ([] if value is None else [doubt])
    for one in found:
        assert list(one.value) == [kind for kind in fields if kind in one.value]


def test_a_thing_is_whole_or_not_read():
    both = Shape("object", fields={"name": Shape("name"), "phone": Shape("phone")})
    assert read(both, "It's Ana Lopez.", Locale(NOW)) == ()
    assert len(read(both, "Ana Lopez, 415 555 0132", Locale(NOW))) == 1
