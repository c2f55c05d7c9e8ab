"""What is known of facts after a guard: never less is kept than can be, and little more."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.language.shapes import Shape
from flowkit.lint.policy.facts import ANY, FALSE, TRUE, UNKNOWN, UNSET, Facts, masks
from flowkit.lint.policy.followed import Followed

FACTS = Facts()
NUMBER, FLAG, OPAQUE = (
    FACTS.fact(kind, key, "", lambda key=key: frozenset((("", key[0]),)))
    for kind, key in (("term", ("number",)), ("term", ("flag",)), ("test", ("opaque",)))
)
NUMBER.path, NUMBER.ordered, NUMBER.constants = ("number",), True, {1: None, 5: None}
FLAG.path, FLAG.shape = ("flag",), Shape("yes_no")
FOLLOWED = Followed(FACTS, frozenset((0, 1, 2)), {})
TESTS = [
    *(("test", NUMBER, operator, value) for operator in ("<", "<=", ">", ">=", "==") for value in (1, 5)),
    ("test", NUMBER, "in", (1, 5)),
    ("test", NUMBER, "set", None),
    ("test", FLAG, "==", True),
    ("test", FLAG, "set", None),
    ("test", OPAQUE, "yes", None),
    ANY,
]
formulas = st.recursive(
    st.sampled_from(TESTS),
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner),
        st.tuples(st.sampled_from(["all", "some"]), st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)


def value(formula, regions):
    """What a formula comes to where each fact is in one region: the values that are possible."""
    match formula:
        case ("any",):
            return {TRUE, FALSE, UNKNOWN}
        case ("test", fact, operator, constant):
            bit = 1 << regions[fact.number]
            true, false, unknown = masks(fact, operator, constant)
            return {name for name, bits in ((TRUE, true), (FALSE, false), (UNKNOWN, unknown)) if bits & bit}
        case ("not", part):
            return {{TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}[each] for each in value(part, regions)}
        case (kind, parts):
            strong, weak = (FALSE, TRUE) if kind == "all" else (TRUE, FALSE)
            found = set()
            for ways in product(*(value(part, regions) for part in parts)):
                found.add(strong if strong in ways else UNKNOWN if UNKNOWN in ways else weak)
            return found


@settings(max_examples=300, deadline=None)
@given(formulas, st.integers(1, 7), st.tuples(st.integers(1, 63), st.integers(1, 7), st.integers(1, 7)))
def test_nothing_that_can_be_is_lost(formula, wanted, bits):
    known = tuple(enumerate(bits))
    left = FOLLOWED.refined(known, formula, wanted)
    places = [[place for place in range(6) if bits[number] >> place & 1] for number in range(3)]
    for regions in product(*places):
        if any(each & wanted for each in value(formula, regions)):
            assert left is not None
            assert all(dict(left).get(number, bits[number]) >> place & 1 for number, place in enumerate(regions))


def test_a_single_test_leaves_just_what_it_says():
    assert FOLLOWED.refined((), ("test", NUMBER, "<", 5), TRUE) == ((0, 0b001110),)
    assert FOLLOWED.refined(((0, 0b000010),), ("test", NUMBER, ">", 1), TRUE) is None
    assert FOLLOWED.refined((), ("test", FLAG, "==", True), FALSE) == ((1, 0b100),)
    assert FOLLOWED.refined((), ("not", ("test", FLAG, "==", True)), TRUE) == ((1, 0b100),)
    assert FOLLOWED.refined((), ("test", FLAG, "==", True), FALSE | UNKNOWN) == ((1, 0b101),)
    assert FOLLOWED.refined((), ("all", (("test", FLAG, "set", None), ("test", OPAQUE, "yes", None))), TRUE) == (
        (1, 6),
        (2, 2),
    )
    assert FOLLOWED.refined(
        ((1, UNSET),), ("some", (("test", FLAG, "set", None), ("test", OPAQUE, "yes", None))), TRUE
    ) == ((1, 1), (2, 2))
