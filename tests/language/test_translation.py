"""A project in another language: every text that callers hear or say, in all its places, and nothing else."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowkit.language.building.translation_checks import originals_of
from flowkit.language.locale import Locale
from flowkit.language.model import Handoff, Project, ReadBack, Talk
from flowkit.language.model.translations import Translation
from flowkit.language.project import read_project
from flowkit.language.shapes import UNSET, Option, Value
from flowkit.language.spoken_texts import visit_texts
from flowkit.language.translation import key_of_read_back, translate
from flowkit.language.wording import parse_words, put_together
from flowkit.language.words import Words
from tests.language.building.conftest import SHOP, TESTED

LOCALE = Locale(datetime(2026, 3, 2, 10))


def project_of(files: Mapping[str, str]) -> Project:
    reading = read_project({path: text.encode() for path, text in files.items()})
    assert reading.project is not None, [f"{each.span} {each.message}" for each in reading.diagnostics]
    return reading.project


def translated_by(project: Project, change: Callable[[str], str]) -> Translation:
    """A translation of every text of a project, needed or not."""
    originals = originals_of(project)
    texts = {key: _parsed(change(words.source)) for key, words in originals.texts.items()}
    read_backs = {
        key_of_read_back(each): ReadBack(_parsed(change(each.statement.source)), _parsed(change(each.question.source)))
        for each in originals.read_backs.values()
    }
    return Translation("xx", texts, read_backs)


def _parsed(text: str) -> Words:
    words, found = parse_words(text, lambda start, end: Words("", ()).span)
    assert not found
    return words


def with_translation(project: Project, translation: Translation) -> Project:
    return replace(project, languages=("en", "xx"), translations={"xx": translation})


def parts_of(value: Any, path: str = "", seen: frozenset[int] = frozenset()) -> Iterator[tuple[str, Any, Any]]:
    """Every value of the model with the value that it is a part of, wherever it stands."""
    if isinstance(value, Mapping):
        inside = [(str(key), item) for key, item in value.items()]
    elif isinstance(value, tuple):
        inside = [(str(number), item) for number, item in enumerate(value)]
    elif is_dataclass(value) and not isinstance(value, type):
        inside = [(each.name, getattr(value, each.name)) for each in fields(value)]
    else:
        return
    for name, item in inside:
        yield f"{path}.{name}", value, item
        yield from parts_of(item, f"{path}.{name}")


class Scope:
    """Values by name."""

    def __init__(self, **names: Value) -> None:
        self.names = names

    def lookup(self, name: str) -> Value:
        return self.names.get(name, UNSET)

    def done(self, tool: str, arguments: Mapping[str, Value]) -> bool:
        return False


@pytest.fixture(scope="module")
def project() -> Project:
    return project_of(TESTED)


@pytest.fixture(scope="module")
def spanish(project: Project) -> Project:
    return translate(project, "es")


def test_texts_stand_in_their_places(spanish: Project) -> None:
    flows = spanish.flows
    assert spanish.languages == ("es", "en")
    assert spanish.greeting.source == "Hola, soy el asistente automático de la tienda."
    assert spanish.about_us.recording == "Se graba."
    assert spanish.facts == {"hours": "Abrimos de nueve a seis."}
    assert flows["front"].states["more"].does.question.source == "¿Algo más?"  # type: ignore[union-attr]
    assert flows["refund"].examples == ("Quiero una devolución",)
    assert flows["refund"].slots["reason"].ask == Words("¿Qué pasaba?", ("¿Qué pasaba?",))
    assert flows["auth"].states["find"].outcomes["not_found"][0].say == Words("No lo encuentro.", ("No lo encuentro.",))
    ladder = flows["help"].states["answer"].no_match
    assert ladder is not None
    assert [rung.say.source if rung.say else rung.edge.say.source for rung in ladder] == [  # type: ignore[union-attr]
        "¿Perdón? {{ question }}",
        "Busco a alguien.",
    ]
    tool = spanish.tools["refund_part"]
    assert tool.only_if[1].because.source == "Hace más de treinta días."
    assert tool.limits[1].because == Words("Eso es todo por hoy.", ("Eso es todo por hoy.",))
    assert spanish.records["visit"].shape.label is not None
    assert spanish.records["visit"].shape.label.source == "{{ title }} el {{ start }}"


def test_an_option_keeps_its_value_and_is_spoken_in_the_language(spanish: Project) -> None:
    options = spanish.flows["refund"].slots["reason"].shape.options
    assert options[1] == Option("wrong_part", "Something else was in the box.", (), "pieza equivocada")
    assert options[0].examples == ("está rajada",)
    assert [option.spoken for option in options] == ["rota", "pieza equivocada"]
    assert Option("wrong_part").spoken == "wrong part"


def test_a_translated_read_back_is_put_together_as_the_original_is(project: Project, spanish: Project) -> None:
    order = {
        "order_id": "12345",
        "ordered_on": datetime(2026, 2, 20).date(),
        "parts": [{"part_id": "p1", "title": "lamp"}],
    }
    scope = Scope(amount=Decimal(12), part_id="p1", order_id="12345", order=order, records={"order": {"12345": order}})
    before, after = (each.tools["refund_part"].read_back for each in (project, spanish))
    assert before is not None
    assert after is not None
    one, other = put_together(before.statement, scope, LOCALE), put_together(after.statement, scope, LOCALE)
    assert one.text == "I'll refund twelve dollars for the lamp of your order of Friday, February twentieth."
    assert other.text == "Devuelvo twelve dollars por lamp de su pedido del Friday, February twentieth."
    assert [value.canonical for value in one.values] == [value.canonical for value in other.values]
    assert after.question.source == "¿Sigo?"


def test_what_is_for_the_model_and_for_the_person_stays(project: Project, spanish: Project) -> None:
    for before, after in ((project, spanish),):
        talk, same = before.flows["help"].states["answer"].does, after.flows["help"].states["answer"].does
        assert isinstance(talk, Talk)
        assert isinstance(same, Talk)
        assert same.goal.source == talk.goal.source == "Help {{ customer.first_name }}."
        handoff, kept = before.flows["refund"].states["person"].does, after.flows["refund"].states["person"].does
        assert isinstance(handoff, Handoff)
        assert kept == handoff
        assert after.flows["refund"].about == before.flows["refund"].about
        assert after.flows["refund"].title == before.flows["refund"].title


def test_no_text_for_callers_is_left_anywhere() -> None:
    """Looks at the model itself, not through the walk that translates."""
    label = 'label: "{{ title }} on {{ start }}"'
    also = f'{label}, also: ["the {{{{ title }}}}", the visit]'
    project = project_of({**SHOP, "tools/shop.yaml": SHOP["tools/shop.yaml"].replace(label, also)})
    assert project.records["visit"].shape.also
    marked = translate(with_translation(project, translated_by(project, lambda text: f"§ {text}")), "xx")
    left = []
    for path, owner, value in parts_of(marked):
        if (isinstance(owner, (Talk, Handoff)) and isinstance(value, Words)) or ".by." in path:
            continue  # for others; or the shape by which an expression compares
        spoken = isinstance(value, Words) and any(isinstance(part, str) for part in value.parts)
        if (spoken and not value.source.startswith("§ ")) or (isinstance(value, Option) and not value.label):
            left.append((path, value))
    assert left == []
    plain = [*marked.flows["refund"].examples, *marked.facts.values(), marked.about_us.data]
    assert all(text.startswith("§ ") for text in plain)


def test_a_text_behind_or_is_the_translations_own_and_the_rest_that_of_the_place() -> None:
    text = "It is {{ order.eta or order.status or 'soon' }}."
    files = {**SHOP, "refund.yaml": SHOP["refund.yaml"].replace("say: It is refunded.", f'say: "{text}"')}
    project = project_of(files)
    own = translated_by(project, lambda each: each.replace("It is", "Es").replace("soon", "pronto"))
    words = translate(with_translation(project, own), "xx").flows["refund"].states["done"].say
    assert words is not None
    assert put_together(words, Scope(order={}), LOCALE).text == "Es pronto."
    day = put_together(words, Scope(order={"eta": datetime(2026, 3, 6).date()}), LOCALE)
    assert day.text == "Es Friday, March sixth."
    assert day.values[0].type == "date"


def test_the_language_of_the_files_is_the_project_itself(project: Project) -> None:
    assert translate(project, "en") is project


def test_there_is_no_project_in_a_language_without_words(project: Project) -> None:
    with pytest.raises(KeyError):
        translate(project, "fr")


def test_the_identity_is_the_same_project() -> None:
    project = project_of(SHOP)
    same = translate(with_translation(project, translated_by(project, str)), "xx")
    assert same == replace(project, languages=("xx", "en"))
    assert same.flows["move"] is project.flows["move"]


# Any texts at all.

WORD = st.sampled_from(["Well", "now", "it is", "done", "¿eh?", "a 'b'", "50 %", "e.g.", "o|k", "- x"])
VALUE = st.sampled_from(
    [
        "{{ customer.first_name }}",
        "{{ customer.id | spell }}",
        "{{ customer.tier or 'nobody' }}",
        "{% if customer.tier == 'gold' %}dear {{ customer.first_name }}{% else %}you{% endif %}",
        "{% if customer.id == 'a' %}a{% elif customer.id == 'b' %}b{% endif %}",
        "{% for d in closed_days %}{{ d | weekday }} {% endfor %}",
    ]
)
TEXT = st.lists(st.one_of(WORD, VALUE), min_size=1, max_size=6).map(" ".join)


def shop_with(texts: list[str]) -> Project:
    say, example, because, question, rung = (text.replace("'", "''") for text in texts)
    files = {
        **SHOP,
        "auth.yaml": SHOP["auth.yaml"].replace('say: "Thanks, {{ customer.first_name }}."', f"say: '{say}'"),
        "refund.yaml": SHOP["refund.yaml"]
        .replace("examples: [I want a refund]", f"examples: ['{example}']")
        .replace("say: Still on its way.", f"say: '{because}'"),
        "front.yaml": SHOP["front.yaml"].replace("question: Anything else?", f"question: '{question}'"),
        "help.yaml": SHOP["help.yaml"].replace('"Sorry? {{ question }}"', f"'{rung}'"),
    }
    return project_of(files)


PLAIN = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
TEXTS = st.tuples(TEXT, PLAIN, TEXT, PLAIN, TEXT).map(list)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=TEXTS)
def test_any_project_is_itself_in_the_identity_and_there_and_back(texts: list[str]) -> None:
    project = shop_with(texts)
    same = translate(with_translation(project, translated_by(project, str)), "xx")
    assert same == replace(project, languages=("xx", "en"))
    there = translate(with_translation(project, translated_by(project, lambda text: f"§ {text}")), "xx")
    assert there != same
    back = translate(with_translation(there, translated_by(there, lambda text: text.removeprefix("§ "))), "xx")
    plain = replace(back, languages=("en",))
    assert _without_labels(plain) == _without_labels(project)


class _Unlabelled:
    """Options keep the label that they got on the way: the way back translates their value."""

    def words(self, words: Words) -> Words:
        return words

    def read_back(self, read_back: ReadBack) -> ReadBack:
        return read_back

    def plain(self, text: str) -> str:
        return text

    def option(self, option: Option, spoken: bool) -> Option:
        return replace(option, label="")


def _without_labels(project: Project) -> Project:
    return visit_texts(project, _Unlabelled())
