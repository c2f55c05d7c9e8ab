"""Words files: complete, of these flows, and told readably where they are not."""

from collections.abc import Callable

import pytest

from flowkit.language.answers.tables import LANGUAGES
from flowkit.language.building.languages import BUILT_IN
from flowkit.language.diagnostic import Diagnostic, Severity
from flowkit.language.phrases import PHRASES
from flowkit.language.project import Reading
from flowkit.language.readers.languages import vocabulary
from flowkit.language.readers.vocabulary import NO_WORDS

ReadingOf = Callable[[dict[str, str]], Reading]


def found_in(reading: Reading, path: str = "words/es.yaml") -> list[Diagnostic]:
    return [found for found in reading.diagnostics if found.span.path == path]


def test_what_is_translated_is_found_by_its_text(tested: dict[str, str], reading_of: ReadingOf) -> None:
    project = reading_of(tested).project
    assert project is not None
    spanish = project.translations["es"]
    assert spanish.texts["Goodbye."].source == "Adiós."
    assert spanish.texts["wrong_part"].source == "pieza equivocada"
    move = "I'll move your {{ visit.title }} to {{ start }}. Shall I do that?"
    assert spanish.read_backs[move].statement.source == "El {{ start }} para {{ visit.title }}."
    assert spanish.read_backs[move].question.source == "¿Lo hago?"
    assert move not in spanish.texts


def test_languages_that_flowkit_knows_are_those_of_its_tables() -> None:
    assert frozenset(PHRASES) == frozenset(LANGUAGES) == BUILT_IN
    assert all(vocabulary(tag) is not NO_WORDS for tag in BUILT_IN)
    assert vocabulary("es") is NO_WORDS


def test_a_language_without_built_in_words_is_told_at_the_project(
    tested: dict[str, str], reading_of: ReadingOf
) -> None:
    (found,) = reading_of(tested).diagnostics
    assert (str(found.span), found.severity) == ("flowkit.yaml:6:17", Severity.WARNING)
    assert found.message == "flowkit has no built-in words in 'es', only in en"
    files = {
        path: text.replace("en, es", "en-GB, es").replace("language: en", "language: es")
        for path, text in tested.items()
    }
    assert [str(one.span) for one in reading_of(files).diagnostics] == ["flowkit.yaml:6:20"]
    files["tests/calls.yaml"] = tested["tests/calls.yaml"].replace("    language: en\n", "")
    only = {**files, "flowkit.yaml": files["flowkit.yaml"].replace("[en-GB, es]", "de")}
    del only["words/es.yaml"]
    assert [one.kind.slug for one in reading_of(only).diagnostics] == ["no-built-in-words"]


def test_missing_texts_are_one_message_for_each_file_with_the_lines_to_add(
    tested: dict[str, str], reading_of: ReadingOf
) -> None:
    states = "".join(
        f'  s{i}: {{say: "Sentence number {i}, {{{{ customer.first_name }}}}.", next: done}}\n' for i in range(40)
    )
    flow = (
        tested["move.yaml"]
        .replace("say: It is moved.", "say: It was moved.")
        .replace("states:\n", f"states:\n{states}")
    )
    reading = reading_of({**tested, "move.yaml": flow})
    missing, stale = found_in(reading)
    assert missing.message == "move.yaml has 41 texts that are not translated into 'es'"
    lines = missing.help.splitlines()
    assert lines[0] == "add under 'texts':"
    assert lines[1] == ' "Sentence number 0, {{ customer.first_name }}.": …  # line 11'
    assert lines[41] == ' "It was moved.": …  # line 73'
    assert len(lines) == 42
    assert stale.message == "the flows have no text 'It is moved.' that callers hear or say"
    assert stale.help == 'did you mean "It was moved."?'
    # What is told to be added can be added.
    added = "\n".join(" " + line.replace(": …", ": " + line.split(": …")[0].strip()) for line in lines[1:])
    words = tested["words/es.yaml"].replace("  It is moved.: Está cambiado.\n", "")
    assert found_in(reading_of({**tested, "move.yaml": flow, "words/es.yaml": f"{words}{added}\n"})) == []


def test_files_of_one_language_are_one_translation(tested: dict[str, str], reading_of: ReadingOf) -> None:
    words = tested["words/es.yaml"]
    first, second = words.split("  How can I help?")
    files = {**tested, "words/es.yaml": first, "words/more.yaml": f"words: es\ntexts:\n  How can I help?{second}"}
    reading = reading_of(files)
    assert [one.kind.slug for one in reading.diagnostics] == ["no-built-in-words"]
    files["words/more.yaml"] += "  That is all for today.: Ya está.\n"
    (twice,) = found_in(reading_of(files), "words/more.yaml")
    assert twice.message == "this text is translated into 'es' twice"
    assert [related.span.path for related in twice.related] == ["words/es.yaml"]


def test_blanks_and_line_breaks_do_not_matter(tested: dict[str, str], reading_of: ReadingOf) -> None:
    flow = tested["move.yaml"].replace("say: It is moved.", "say: 'It  is\n\n      moved.'")
    assert flow != tested["move.yaml"]
    assert found_in(reading_of({**tested, "move.yaml": flow})) == []


def test_texts_that_only_print_need_no_translation(tested: dict[str, str], reading_of: ReadingOf) -> None:
    flow = tested["move.yaml"].replace("say: It is moved.", 'say: "{{ hour.start }}!"')
    words = tested["words/es.yaml"].replace("  It is moved.: Está cambiado.\n", "")
    assert found_in(reading_of({**tested, "move.yaml": flow, "words/es.yaml": words})) == []
    soon = flow.replace("{{ hour.start }}!", "{{ order.eta or 'soon' }}!")
    (missing,) = found_in(reading_of({**tested, "move.yaml": soon, "words/es.yaml": words}))
    assert missing.kind.slug == "not-translated"
    words += "  \"{{ order.eta or 'soon' }}!\": \"¡{{ order.eta or 'pronto' }}!\"\n"
    assert found_in(reading_of({**tested, "move.yaml": soon, "words/es.yaml": words})) == []


def test_an_option_that_nobody_hears_may_be_translated_and_need_not(
    tested: dict[str, str], reading_of: ReadingOf
) -> None:
    words = tested["words/es.yaml"] + "  shipped: enviado\n"
    assert found_in(reading_of({**tested, "words/es.yaml": words})) == []
    flow = tested["refund.yaml"].replace("say: Still on its way.", 'say: "Still {{ order.status }}."')
    words = words.replace(
        "  Still on its way.: Sigue en camino.", '  "Still {{ order.status }}.": "Aún {{ order.status }}."'
    )
    (missing,) = found_in(reading_of({**tested, "refund.yaml": flow, "words/es.yaml": words}))
    assert missing.message == "tools/shop.yaml has 2 texts that are not translated into 'es'"
    assert [line.split('"')[1] for line in missing.help.splitlines()[1:]] == ["delivered", "packed"]


def test_statements_stay_with_what_is_inside_them(tested: dict[str, str], reading_of: ReadingOf) -> None:
    text = "{% if customer.tier == 'gold' %}Dear {{ customer.first_name }}{% else %}Hello{% endif %}, it is moved."
    flow = tested["move.yaml"].replace("say: It is moved.", f'say: "{text}"')
    words = tested["words/es.yaml"].replace("It is moved.: Está cambiado.", f'"{text}": "%s"')

    def told(translation: str) -> list[str]:
        files = {**tested, "move.yaml": flow, "words/es.yaml": words.replace("%s", translation)}
        return [found.message for found in found_in(reading_of(files))]

    branch = "{% if customer.tier == 'gold' %}"
    assert told(f"Está cambiado, {branch}estimada {{{{ customer.first_name }}}}{{% else %}}hola{{% endif %}}.") == []
    assert told(f"Está cambiado, {branch}estimada{{% else %}}{{{{ customer.first_name }}}}{{% endif %}}.") == [
        "'{{ customer.first_name }}' stands in another {% %} here than in the original"
    ]
    assert told(f"Está cambiado, {branch}{{{{ customer.first_name }}}}{{% endif %}}.") == [
        "this translation lacks '{% else %}' of the original"
    ]
    assert told("Está cambiado, {{ customer.first_name }}.") == [
        "this translation lacks '{% if customer.tier == 'gold' %}' and '{% else %}' of the original"
    ]
    assert told(f"Está {branch}cambiado.") == ["'if' is never closed"]


def test_a_name_of_a_loop_stays_in_its_loop(tested: dict[str, str], reading_of: ReadingOf) -> None:
    text = "{% for p in order.parts %}{{ p.title }} {% endfor %}is refunded."
    flow = tested["refund.yaml"].replace("say: It is refunded.", f'say: "{text}"')
    wrong = "{% for p in order.parts %}{% endfor %}{{ p.title }} devuelto."
    words = tested["words/es.yaml"].replace("It is refunded.: Está devuelto.", f'"{text}": "{wrong}"')
    (found,) = found_in(reading_of({**tested, "refund.yaml": flow, "words/es.yaml": words}))
    assert found.message == "'{{ p.title }}' stands in another {% %} here than in the original"


# Words and flows do not hide each other's problems.


def test_a_broken_flow_makes_no_translation_stale(tested: dict[str, str], reading_of: ReadingOf) -> None:
    broken = tested["refund.yaml"].replace("type: choice\n", "type: choic\n")
    assert found_in(reading_of({**tested, "refund.yaml": broken})) == []
    unreadable = tested["refund.yaml"].replace("states:", "states: [", 1)
    assert found_in(reading_of({**tested, "refund.yaml": unreadable})) == []


def test_with_broken_words_the_flows_can_still_be_looked_at(tested: dict[str, str], reading_of: ReadingOf) -> None:
    for text in ("words: es\ntexts: {", "words: es\ntexts: {Goodbye.: Adiós.}\n", "words: es"):
        reading = reading_of({**tested, "words/es.yaml": text})
        assert any(found.severity is Severity.ERROR for found in reading.diagnostics)
        assert reading.project is not None
        assert not [found for found in reading.diagnostics if found.kind.slug == "language-without-words"]


def test_flows_alone_are_compared_as_far_as_they_go(tested: dict[str, str], reading_of: ReadingOf) -> None:
    files = {"bye.yaml": "flow: bye\ntitle: Bye\nstart: bye\nstates: {bye: {say: Goodbye., end: resolved}}\n"}
    words = tested["words/es.yaml"].replace("Goodbye.: Adiós.", 'Goodbye.: "Adiós, {{ name }}."')
    assert [one.kind.slug for one in found_in(reading_of({**files, "words/es.yaml": words}))] == ["other-values"]


@pytest.mark.parametrize("text", ["words: es\ntexts: {}\n", "words: es\ntexts:\n  Goodbye.: Adiós.\n"])
def test_words_alone_are_only_looked_at(reading_of: ReadingOf, text: str) -> None:
    assert reading_of({"words/es.yaml": text}).diagnostics == ()
