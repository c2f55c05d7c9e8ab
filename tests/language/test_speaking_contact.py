"""Speaking digits, phone numbers, post codes, e-mail addresses, codes and names, table by table."""

from datetime import datetime

import pytest

from flowkit.language.locale import Locale
from flowkit.language.readers import read
from flowkit.language.shapes import Shape
from flowkit.language.speaking import speak
from flowkit.language.words import Words


def _locale(country):
    return Locale(datetime(2026, 3, 2, 10), "en", country, "USD")


DIGITS = [
    ("US", "7", "7"),
    ("US", "42", "4 2"),
    ("US", "007", "0 0 7"),
    ("US", "4711", "4 7 1 1"),
    ("US", "12345", "1 2 3 4 5"),
    ("US", "00045", "0 0 0 4 5"),
    ("US", "123456", "1 2 3, 4 5 6"),
    ("US", "900100", "9 0 0, 1 0 0"),
    ("US", "1234567", "1 2 3, 4 5 6 7"),
    ("US", "0012345", "0 0 1, 2 3 4 5"),
    ("US", "12345678", "1 2 3 4, 5 6 7 8"),
    ("US", "20260302", "2 0 2 6, 0 3 0 2"),
    ("US", "123456789", "1 2 3, 4 5 6, 7 8 9"),
    ("US", "998001234", "9 9 8, 0 0 1, 2 3 4"),
    ("US", "1234567890", "1 2 3, 4 5 6, 7 8 9 0"),
    ("US", "5512001234", "5 5 1, 2 0 0, 1 2 3 4"),
    ("US", "12345678901", "1 2 3, 4 5 6 7, 8 9 0 1"),
    ("US", "00112233445", "0 0 1, 1 2 2 3, 3 4 4 5"),
    ("US", "123456789012", "1 2 3, 4 5 6, 7 8 9, 0 1 2"),
    ("US", "1234567890123", "1 2 3, 4 5 6, 7 8 9, 0 1 2 3"),
    ("US", "12345678901234", "1 2 3, 4 5 6, 7 8 9 0, 1 2 3 4"),
    ("US", "4111111111111111", "4 1 1, 1 1 1, 1 1 1, 1 1 1, 1 1 1 1"),
    ("US", "123456789012345", "1 2 3, 4 5 6, 7 8 9, 0 1 2, 3 4 5"),
    ("US", "12345678901234567", "1 2 3, 4 5 6, 7 8 9, 0 1 2 3, 4 5 6 7"),
    ("US", "00000", "0 0 0 0 0"),
    ("US", "000000", "0 0 0, 0 0 0"),
    ("US", "0000000", "0 0 0, 0 0 0 0"),
    ("US", "99", "9 9"),
    ("US", "100", "1 0 0"),
    ("US", "1000", "1 0 0 0"),
    ("US", "10000", "1 0 0 0 0"),
    ("US", "100000", "1 0 0, 0 0 0"),
    ("US", "1000000", "1 0 0, 0 0 0 0"),
    ("US", "8005550199", "8 0 0, 5 5 5, 0 1 9 9"),
    ("US", "771", "7 7 1"),
    ("US", "3091", "3 0 9 1"),
    ("US", "55501", "5 5 5 0 1"),
    ("US", "555012", "5 5 5, 0 1 2"),
    ("US", "5550123", "5 5 5, 0 1 2 3"),
    ("US", "555012345678", "5 5 5, 0 1 2, 3 4 5, 6 7 8"),
]  # fmt: skip

PHONES = [
    ("US", "+12125550147", "2 1 2, 5 5 5, 0 1 4 7"),
    ("US", "+18005550199", "8 0 0, 5 5 5, 0 1 9 9"),
    ("US", "+16135550123", "6 1 3, 5 5 5, 0 1 2 3"),
    ("CA", "+14165550123", "4 1 6, 5 5 5, 0 1 2 3"),
    ("US", "+442079460958", "plus 4 4, 2 0 7, 9 4 6, 0 9 5 8"),
    ("US", "+33612345678", "plus 3 3, 6 1 2, 3 4 5, 6 7 8"),
    ("US", "+525512345678", "plus 5 2, 5 5 1, 2 3 4, 5 6 7 8"),
    ("US", "+85221234567", "plus 8 5 2, 2 1 2 3, 4 5 6 7"),
    ("GB", "+447700900123", "0 7 7 0 0, 9 0 0, 1 2 3"),
    ("GB", "+442079460958", "0 2 0, 7 9 4 6, 0 9 5 8"),
    ("GB", "+441144960123", "0 1 1 4, 4 9 6, 0 1 2 3"),
    ("GB", "+441614960119", "0 1 6 1, 4 9 6, 0 1 1 9"),
    ("GB", "+443069990123", "0 3 0 6, 9 9 9, 0 1 2 3"),
    ("GB", "+448081570123", "0 8 0 8, 1 5 7, 0 1 2 3"),
    ("GB", "+441632960001", "0 1 6 3 2, 9 6 0, 0 0 1"),
    ("GB", "+12125550147", "plus 1, 2 1 2, 5 5 5, 0 1 4 7"),
    ("DE", "+493023125014", "0 3 0, 2 3 1 2, 5 0 1 4"),
    ("DE", "+4915123456789", "0 1 5 1, 2 3 4 5, 6 7 8 9"),
    ("DE", "+491701234567", "0 1 7 0, 1 2 3, 4 5 6 7"),
    ("DE", "+43720123456", "plus 4 3, 7 2 0, 1 2 3, 4 5 6"),
    ("FR", "+33612345678", "0 6, 1 2, 3 4, 5 6, 7 8"),
    ("FR", "+33199001234", "0 1, 9 9, 0 0, 1 2, 3 4"),
    ("FR", "+4915123456789", "plus 4 9, 1 5 1, 2 3 4 5, 6 7 8 9"),
    ("ES", "+34612345678", "6 1 2, 3 4 5, 6 7 8"),
    ("ES", "+34912345678", "9 1 2, 3 4 5, 6 7 8"),
    ("PT", "+351912345678", "9 1 2, 3 4 5, 6 7 8"),
    ("PL", "+48601234567", "6 0 1, 2 3 4, 5 6 7"),
    ("CZ", "+420601123456", "6 0 1, 1 2 3, 4 5 6"),
    ("IN", "+919876543210", "9 8 7 6 5, 4 3 2 1 0"),
    ("IN", "+911123456789", "1 1 2 3 4, 5 6 7 8 9"),
    ("AU", "+61491570156", "0 4 9 1, 5 7 0, 1 5 6"),
    ("AU", "+61298765432", "0 2, 9 8 7 6, 5 4 3 2"),
    ("AU", "+61298765432", "0 2, 9 8 7 6, 5 4 3 2"),
    ("JP", "+819012345678", "0 9 0, 1 2 3 4, 5 6 7 8"),
    ("JP", "+81312345678", "0 3, 1 2 3 4, 5 6 7 8"),
    ("BR", "+5511912345678", "1 1, 9 1 2 3 4, 5 6 7 8"),
    ("BR", "+551131234567", "1 1, 3 1 2 3, 4 5 6 7"),
    ("MX", "+525512345678", "5 5, 1 2 3 4, 5 6 7 8"),
    ("NL", "+31612345678", "0 6, 1 2 3 4, 5 6 7 8"),
    ("NL", "+31201234567", "0 2 0, 1 2 3, 4 5 6 7"),
    ("BE", "+32470123456", "0 4 7 0, 1 2, 3 4, 5 6"),
    ("BE", "+3227012345", "0 2, 7 0 1, 2 3, 4 5"),
    ("CH", "+41791234567", "0 7 9, 1 2 3, 4 5, 6 7"),
    ("IE", "+353851234567", "0 8 5, 1 2 3, 4 5 6 7"),
    ("IE", "+35314567890", "0 1, 4 5 6, 7 8 9 0"),
    ("DK", "+4532123456", "3 2, 1 2, 3 4, 5 6"),
    ("NO", "+4722123456", "2 2, 1 2, 3 4, 5 6"),
    ("SG", "+6561234567", "6 1 2 3, 4 5 6 7"),
    ("HK", "+85221234567", "2 1 2 3, 4 5 6 7"),
    ("IT", "+393123456789", "3 1 2, 3 4 5, 6 7 8 9"),
    ("SE", "+46701234567", "0 7 0, 1 2 3, 4 5 6 7"),
]  # fmt: skip

POSTCODES = [
    ("US", "90210", "9 0 2 1 0"),
    ("US", "10001", "1 0 0 0 1"),
    ("US", "02134", "0 2 1 3 4"),
    ("US", "90210-1234", "9 0 2 1 0, 1 2 3 4"),
    ("US", "00501", "0 0 5 0 1"),
    ("US", "60614", "6 0 6 1 4"),
    ("GB", "SW1A1AA", "S W 1 A, 1 A A"),
    ("GB", "M11AE", "M 1, 1 A E"),
    ("GB", "B338TH", "B 3 3, 8 T H"),
    ("GB", "CR26XH", "C R 2, 6 X H"),
    ("GB", "DN551PT", "D N 5 5, 1 P T"),
    ("GB", "EC1A1BB", "E C 1 A, 1 B B"),
    ("GB", "W1A0AX", "W 1 A, 0 A X"),
    ("GB", "NW14RY", "N W 1, 4 R Y"),
    ("GB", "G128QQ", "G 1 2, 8 Q Q"),
    ("GB", "OX13PW", "O X 1, 3 P W"),
    ("CA", "K1A0B1", "K 1 A, 0 B 1"),
    ("CA", "M5V3L9", "M 5 V, 3 L 9"),
    ("CA", "V6B1A1", "V 6 B, 1 A 1"),
    ("DE", "10115", "1 0 1 1 5"),
    ("DE", "01067", "0 1 0 6 7"),
    ("DE", "80331", "8 0 3 3 1"),
    ("FR", "75008", "7 5 0 0 8"),
    ("FR", "69002", "6 9 0 0 2"),
    ("ES", "28013", "2 8 0 1 3"),
    ("IT", "00184", "0 0 1 8 4"),
    ("NL", "1012AB", "1 0 1 2, A B"),
    ("NL", "3511LX", "3 5 1 1, L X"),
    ("PL", "00-950", "0 0, 9 5 0"),
    ("PL", "31-042", "3 1, 0 4 2"),
    ("PT", "1000-205", "1 0 0 0, 2 0 5"),
    ("JP", "100-0001", "1 0 0, 0 0 0 1"),
    ("BR", "01310-100", "0 1 3 1 0, 1 0 0"),
    ("IE", "D02AF30", "D 0 2, A F 3 0"),
    ("IE", "D04X123", "D 0 4, X 1 2 3"),
    ("IN", "110001", "1 1 0, 0 0 1"),
    ("IN", "560034", "5 6 0, 0 3 4"),
    ("AU", "2000", "2 0 0 0"),
    ("AU", "3053", "3 0 5 3"),
    ("AT", "1010", "1 0 1 0"),
    ("CH", "8001", "8 0 0 1"),
    ("SE", "11122", "1 1 1 2 2"),
    ("SG", "238801", "2 3 8, 8 0 1"),
]  # fmt: skip

EMAILS = [
    ("US", "ana@example.com", "ana at example dot com"),
    ("US", "ana.lopez@example.com", "ana dot lopez at example dot com"),
    ("US", "ana_lopez@gmail.com", "ana underscore lopez at gmail dot com"),
    ("US", "ana-lopez@gmail.com", "ana dash lopez at gmail dot com"),
    ("US", "ana+shop@gmail.com", "ana plus shop at gmail dot com"),
    ("US", "ana99@example.com", "ana 9 9 at example dot com"),
    ("US", "ana.lopez99@example.co.uk", "ana dot lopez 9 9 at example dot co dot uk"),
    ("US", "jsmith@hotmail.co.uk", "jsmith at hotmail dot co dot uk"),
    ("US", "j.smith@outlook.com", "j dot smith at outlook dot com"),
    ("US", "k7qx_b@my-shop.de", "k 7 q x underscore b at my dash shop dot de"),
    ("US", "info@my-company.com", "info at my dash company dot com"),
    ("US", "support@mail.example.org", "support at mail dot example dot org"),
    ("US", "max.mustermann@t-online.de", "max dot mustermann at t dash online dot de"),
    ("US", "peter_pan_7@yahoo.fr", "peter underscore pan underscore 7 at yahoo dot fr"),
    ("US", "sam@sam-jones.co.uk", "sam at sam dash jones dot co dot uk"),
    ("US", "sam.jones+news@example.co.uk", "sam dot jones plus news at example dot co dot uk"),
    ("US", "jane007@gmail.com", "jane 0 0 7 at gmail dot com"),
    ("US", "xyz42@example.io", "xyz 4 2 at example dot io"),
    ("US", "bob@acme.net", "bob at acme dot net"),
    ("US", "tom@abc.org", "tom at abc dot org"),
    ('US', "jane.o'neil@example.org", 'jane dot o apostrophe neil at example dot org'),
    ("US", "jay@example.com", "j a y at example dot com"),
    ("US", "kay.lopez@example.com", "k a y dot lopez at example dot com"),
    ("US", "mike@mike.com", "mike at mike dot com"),
    ("US", "dot@example.com", "d o t at example dot com"),
    ("US", "at@example.com", "a t at example dot com"),
    ("US", "one@example.com", "o n e at example dot com"),
    ("US", "two.three@example.com", "t w o dot t h r e e at example dot com"),
    ("US", "it@example.com", "i t at example dot com"),
    ("US", "a@b.com", "a at b dot com"),
    ("US", "ab@example.com", "a b at example dot com"),
    ("US", "hr@example.eu", "h r at example dot eu"),
    ("US", "rhythm@example.com", "rhythm at example dot com"),
    ("US", "double.trouble@example.com", "d o u b l e dot trouble at example dot com"),
    ("US", "123@example.com", "1 2 3 at example dot com"),
    ("US", "4you@example.com", "4 y o u at example dot com"),
    ("US", "info@163.com", "info at 1 6 3 dot com"),
    ("US", "mail@web.de", "m a i l at web dot de"),
    ("US", "me@me.me", "m e at me dot me"),
    ("US", "x-ray@example.com", "x dash ray at example dot com"),
    ("US", "no-reply@example.com", "n o dash reply at example dot com"),
    ("US", "first.last@sub.dept.example.edu", "f i r s t dot last at sub dot dept dot example dot edu"),
    ("US", "strengths@example.com", "strengths at example dot com"),
    ("US", "underscore@example.com", "u n d e r s c o r e at example dot com"),
    ("US", "under_score@example.com", "u n d e r underscore score at example dot com"),
    ("US", "and@example.com", "a n d at example dot com"),
]  # fmt: skip

LETTERS = [
    ("US", "K7QX", "K 7 Q X"),
    ("US", "AB12", "A B 1 2"),
    ("US", "ab12", "A B 1 2"),
    ("US", "A", "A"),
    ("US", "7", "7"),
    ("US", "K", "K"),
    ("US", "ABCDE", "A B C D E"),
    ("US", "ABCDEF", "A B C, D E F"),
    ("US", "ABCDEFG", "A B C, D E F G"),
    ("US", "K7Q2X9", "K 7 Q, 2 X 9"),
    ("US", "X7K2PQ", "X 7 K, 2 P Q"),
    ("US", "AB12CD34", "A B 1 2, C D 3 4"),
    ("US", "ABCDEFGHI", "A B C, D E F, G H I"),
    ("US", "1HGCM82633A004352", "1 H G, C M 8, 2 6 3, 3 A 0 0, 4 3 5 2"),
    ("US", "ORD-4711", "O R D dash 4 7 1 1"),
    ("US", "T-12-B", "T dash 1 2 dash B"),
    ("US", "cam_7", "C A M underscore 7"),
    ("US", "M-XY123", "M dash X Y 1 2 3"),
    ("US", "A/B", "A slash B"),
    ("US", "#42", "hash 4 2"),
    ("US", "B&B", "B ampersand B"),
    ("US", "50%", "5 0 percent"),
    ("US", "a.b", "A dot B"),
    ("US", "a+b", "A plus B"),
    ('US', "it's", 'I T apostrophe S'),
    ("US", "K7 QX", "K 7, Q X"),
    ("US", "AB 12 34", "A B, 1 2, 3 4"),
    ("US", "kilo", "K I L O"),
    ("US", "Smythe", "S M Y, T H E"),
    ('US', "O'Brien", 'O apostrophe B R I E N'),
    ("US", "van der Berg", "V A N, D E R, B E R G"),
    ("US", "Ana Lopez", "A N A, L O P E Z"),
    ("US", "ÄÖ", "Ä Ö"),
    ("US", "é", "É"),
    ("US", "x@y", "X at Y"),
    ("US", "*7", "star 7"),
    ("US", "K7QX-2025", "K 7 Q X dash 2 0 2 5"),
    ("US", "AAAA", "A A A A"),
    ("US", "OOO0", "O O O 0"),
    ("US", "0O0O", "0 O 0 O"),
    ("US", "1I1I", "1 I 1 I"),
    ("US", "Z9", "Z 9"),
    ("US", "ORD-20251234", "O R D dash 2 0 2 5, 1 2 3 4"),
    ("US", "1HGCM8-2633A0", "1 H G, C M 8 dash 2 6 3, 3 A 0"),
]  # fmt: skip

AS_THEY_ARE = [
    ("name", "Ana Lopez", "Ana Lopez"),
    ("name", "Ana de la Cruz", "Ana de la Cruz"),
    ("name", "O'Brien", "O'Brien"),
    ("name", "Jean-Luc Picard", "Jean-Luc Picard"),
    ("name", "van der Berg", "van der Berg"),
    ("name", "José María Aznar López", "José María Aznar López"),
    ("name", "Søren Kierkegaard", "Søren Kierkegaard"),
    ("name", "Nguyễn Văn An", "Nguyễn Văn An"),
    ("name", "J. R. Tolkien", "J. R. Tolkien"),
    ("name", "Xi", "Xi"),
    ("name", "Martin Luther King Jr.", "Martin Luther King Jr."),
    ("name", "D'Angelo", "D'Angelo"),
    ("name", "Siobhán O'Connor", "Siobhán O'Connor"),
    ("name", "Muhammad bin Salman", "Muhammad bin Salman"),
    ("name", "smith", "smith"),
    ("text", "12 Main Street", "12 Main Street"),
    ("text", "It does not turn on.", "It does not turn on."),
    ("text", "dark green", "dark green"),
    ("text", "ana@example.com", "ana@example.com"),
    ("text", "4711", "4711"),
    ("text", "K7QX", "K7QX"),
    ("text", "two lamps, one table", "two lamps, one table"),
    ("text", "Größe M", "Größe M"),
    ("text", "a", "a"),
    ("text", "100 %", "100 %"),
    ("text", "C:\\temp", "C:\\temp"),
    ("text", "the one from last week", "the one from last week"),
    ("choice", "wrong_item", "wrong item"),
    ("choice", "yes", "yes"),
    ("choice", "broken", "broken"),
    ("choice", "too_big", "too big"),
    ("choice", "refund", "refund"),
    ("choice", "next_day_delivery", "next day delivery"),
    ("choice", "x", "x"),
    ("choice", "late", "late"),
    ("choice", "card", "card"),
    ("choice", "store_credit", "store credit"),
    ("choice", "Main_Street", "Main Street"),
    ("choice", "no_signal", "no signal"),
    ("choice", "e_bill", "e bill"),
]  # fmt: skip


@pytest.mark.parametrize(("country", "value", "words"), DIGITS)
def test_digits(country, value, words):
    assert speak(value, Shape("digits"), _locale(country)) == words
    form = Shape("digits", pattern=f"[0-9]{{{len(value)}}}")
    assert [one.value for one in read(form, words, _locale(country))] == [value]


@pytest.mark.parametrize("type_", ["phone", "postcode", "email"])
def test_contact(type_):
    for country, value, words in {"phone": PHONES, "postcode": POSTCODES, "email": EMAILS}[type_]:
        assert speak(value, Shape(type_), _locale(country)) == words
        assert [one.value for one in read(Shape(type_), words, _locale(country))] == [value], words


@pytest.mark.parametrize(("country", "value", "words"), LETTERS)
def test_letters(country, value, words):
    assert speak(value, Shape("text", speak_as="letters"), _locale(country)) == words


@pytest.mark.parametrize(("type_", "value", "words"), AS_THEY_ARE)
def test_as_they_are(type_, value, words):
    assert speak(value, Shape(type_), _locale("US")) == words


ADDRESS = {"street": Shape("text"), "zip": Shape("postcode"), "phone": Shape("phone", optional=True)}
THINGS = [
    ({"street": "12 Main Street", "zip": "90210"}, "12 Main Street, 9 0 2 1 0"),
    ({"street": "12 Main Street", "zip": "90210-1234"}, "12 Main Street, 9 0 2 1 0, 1 2 3 4"),
    ({"zip": "10001", "street": "5 Elm Road"}, "5 Elm Road, 1 0 0 0 1"),
    ({"street": "1 A", "zip": "10001", "phone": "+12125550147"}, "1 A, 1 0 0 0 1, 2 1 2, 5 5 5, 0 1 4 7"),
]


@pytest.mark.parametrize(("value", "words"), THINGS)
def test_a_thing_without_a_label_is_its_fields(value, words):
    assert speak(value, Shape("object", fields=ADDRESS), _locale("US")) == words


def test_a_thing_with_a_label_is_its_label():
    shape = Shape("object", fields=ADDRESS, label=Words("{{ street }}", ()))

    def put_together(words, fields):
        return f"the house at {fields['street']}"

    for value, _ in THINGS:
        assert speak(value, shape, _locale("US"), put_together) == f"the house at {value['street']}"
