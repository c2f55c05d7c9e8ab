"""Texts and codes in callers' words."""

import pytest

from flowkit.language.shapes import Shape

SERIAL = Shape("text", pattern="[A-Z0-9]{4}")
CODES = [
    ("K7QX", "K7QX"),
    ("K7QX, and the light is red", "K7QX"),
    ("it's K7QX", "K7QX"),
    ("k7qx", "K7QX"),
    ("that is k7qx", "K7QX"),
    ("k seven q x", "K7QX"),
    ("K, 7, Q, X", "K7QX"),
    ("capital K seven Q X", "K7QX"),
    ("K as in kilo 7 Q X", "K7QX"),
    ("kilo seven quebec xray", "K7QX"),
    ("K 7 double Q", "K7QQ"),
    ("zed one two three", "Z123"),
    ("double u one two three", "W123"),
    ("O one two three", "O123?"),
    ("capital O one two three", "O123"),
    ("1 2 3 4", "1234"),
    ("twelve thirty four", "1234"),
    ("THAT IS K7QX", "K7QX"),
    ("ABCD", "ABCD"),
    ("a K7QX", "K7QX"),
    ("K7QX or K7QY", "K7QX | K7QY"),
    ("not K7QX", ""),
    ("K7QX, no wait, K7QY", "K7QY!"),
    ("that one there", ""),
    ("well this is what I have", ""),
    ("K7QXY", ""),
    ("K 7 Q", ""),
    ("abK7QX", ""),
    ("K7QX.", "K7QX"),
    ("IT IS 1234", "1234"),
    ("K7QX, no, 8 at the end", "K7QX?"),
]
MIXED = [
    ("ORD-[0-9]{4}", "ord 4711", "ORD-4711"),
    ("ORD-[0-9]{4}", "O R D four seven double one", "ORD-4711"),
    ("ORD-[0-9]{4}", "order 4711", ""),
    ("[A-Z]{2}[0-9]{2}", "po 12", "PO12?"),
    ("[A-Z]{2}[0-9]{2}", "we are 42", ""),
    ("[A-Z]{2}[0-9]{2}", "A B 1 2 something", "AB12?"),
    ("[A-Z]{1,3}-[A-Z]{1,2}[0-9]{1,4}", "M X Y one two three", "MX-Y123?"),
    ("[A-Z]{1,3}-[A-Z]{1,2}[0-9]{1,4}", "M dash X Y one two three", "M-XY123"),
    ("[a-z]+_[0-9]+", "Cam underscore seven", "cam_7"),
    ("T-[0-9]{2}-[A-Z]", "tango one two bravo", "T-12-B"),
    ("[A-Z0-9]{6}", "please", ""),
    ("[A-Z0-9]{6}", "x ray seven kilo two papa quebec", "X7K2PQ"),
    ("[A-Z0-9]{6}", "letter X, number seven, K, two, P, Q", "X7K2PQ"),
    ("[a-z]+ [a-z]+", "Dark green.", "dark green"),
    ("[a-z]+ [a-z]+", "the colour is dark green", ""),
    ("[A-Z]{2}[0-9]{2}", "A. B. One. Two.", "AB12"),
    ("[A-Z]{2}-[0-9]{4}", "AB-1234", "AB-1234"),
    ("[A-Z]{2}-[0-9]{4}", "ab-1234 please", "AB-1234"),
    ("[A-Z]{2}-[0-9]{4}", "a b dash one two three four", "AB-1234"),
    ("[A-Z]{2}-[0-9]{4}", "A B 1 2 3 4", "AB-1234"),
    ("W[0-9]{5}", "W 12345", "W12345"),
    ("W[0-9]{5}", "order W12345, please", "W12345"),
    ("W[0-9]{5}", "double u one two three four five", "W12345"),
    ("W[0-9]{5}", "12345", ""),
    ("[0-9]{3}", "oh one two", "012"),
    ("[a-z]+", "purple", "purple"),
    ("[a-z]+", "the purple one", "purple?"),
    ("(small|large)", "the large one", "large?"),
    ("[A-Z][a-z]+ [0-9]+", "I live at Mainstreet 12", "Mainstreet 12"),
]
WHOLE = [
    ("12 Main Street", "12 Main Street?"),
    ("um, it's 12 Main Street, thanks", "12 Main Street?"),
    ("I live at 12 Main Street.", "12 Main Street?"),
    ("Springfield", "Springfield?"),
    ("Springfield, uh", "Springfield?"),
    ("thanks", ""),
    ("uh", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), CODES)
def test_codes(said, text, expected):
    assert said(SERIAL, text) == expected


@pytest.mark.parametrize(("pattern", "text", "expected"), MIXED)
def test_the_pattern_decides(said, pattern, text, expected):
    assert said(Shape("text", pattern=pattern), text) == expected


@pytest.mark.parametrize(("text", "expected"), [("K L M", "KLM?"), ("mike x-ray 5", "MX5?"), ("green", "green?")])
def test_letters_are_put_together(said, text, expected):
    assert said(Shape("text", speak_as="letters"), text) == expected


@pytest.mark.parametrize(("text", "expected"), WHOLE)
def test_a_text_without_a_pattern_is_always_in_doubt(said, text, expected):
    assert said("text", text) == expected
