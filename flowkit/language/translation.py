"""Translation: a project with its texts in another language.

    spanish = translate(project, "es")

Theory of operation. A translation is found by the text it is for, with single blanks, so that line breaks in a file do
not matter. It prints what the original prints, and branches where the original branches; that is checked when the files
are read. So a translated text takes the checked expressions and shapes of the place where it stands, and what compiles
and runs a project needs to know nothing of languages. Only a text behind `or` (`{{ order.eta or 'soon' }}`) is the
translation's own.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from flowkit.language.expressions.syntax import Expr, Literal, Or
from flowkit.language.expressions.unparse import text_of
from flowkit.language.frozen import frozen
from flowkit.language.model import Project, ReadBack
from flowkit.language.model.translations import Translation
from flowkit.language.shapes import Option
from flowkit.language.span import NOWHERE, Span
from flowkit.language.spoken_texts import visit_texts
from flowkit.language.wording import parse_words
from flowkit.language.words import Printed, Statement, Words

Part = str | Printed | Statement
Parts = tuple[Part, ...]
Mark = tuple[tuple[str, ...], str]
"""What is printed or asked at one place of a text: the branches and loops around it, and itself."""


def translate(project: Project, language: str) -> Project:
    """The project as it is in a language: every text that callers hear or say, and the language as the first.

    The project's first language is the one its files are written in, and gives the project itself.

    Raises:
        KeyError: the project has no translation into that language.
    """
    if language == project.languages[0]:
        return project
    translated = visit_texts(project, _Translator(project.translations[language]))
    others = tuple(each for each in project.languages if each != language)
    return replace(translated, languages=(language, *others), translations={})


def key_of(text: str) -> str:
    """A text as translations are found by: with single blanks."""
    return " ".join(text.split())


def key_of_read_back(read_back: ReadBack) -> str:
    """The whole text of a read-back, with single blanks."""
    return key_of(f"{read_back.statement.source} {read_back.question.source}")


class _Translator:
    """Puts the texts of a translation in their places; a text that it lacks stays as it is."""

    def __init__(self, translation: Translation) -> None:
        self._texts = translation.texts
        self._read_backs = translation.read_backs

    def words(self, words: Words) -> Words:
        """Words with the parts of their place."""
        return in_place(words, self._texts.get(key_of(words.source)))

    def read_back(self, read_back: ReadBack) -> ReadBack:
        """Both parts of a read-back."""
        found = self._read_backs.get(key_of_read_back(read_back))
        if found is None:
            return read_back
        statement = in_place(read_back.statement, found.statement)
        question = in_place(read_back.question, found.question)
        same = statement is read_back.statement and question is read_back.question
        return read_back if same else ReadBack(statement, question)

    def plain(self, text: str) -> str:
        """A text without values."""
        found = self._texts.get(key_of(text))
        return text if found is None or key_of(text) == key_of(found.source) else found.source

    def option(self, option: Option, spoken: bool) -> Option:
        """An option keeps its value, which guards compare with, and is spoken by its translation."""
        written = option.label or option.value
        found = self._texts.get(key_of(written))
        return option if found is None or found.source == written else replace(option, label=found.source)


def in_place(original: Words, translated: Words | None) -> Words:
    """A translation with the checked parts of the text that it stands for; the text itself where it is the same."""
    if translated is None or key_of(translated.source) == key_of(original.source):
        return original
    checked = dict(zip(_marks_of_source(original), original.parts, strict=False))
    parts = [
        part if isinstance(part, str) else _as_checked(part, checked.get(mark, part))
        for mark, part in marked(translated.parts)
    ]
    return Words(translated.source, tuple(parts), original.span)


def _as_checked(part: Printed | Statement, checked: Part) -> Printed | Statement:
    if not isinstance(part, Printed) or not isinstance(checked, Printed):
        return part if isinstance(checked, str) else checked
    own, given = part.alternatives, checked.alternatives
    texts = [_is_text(one) and one != other for one, other in zip(own, given, strict=True)]
    if not any(texts):
        return checked
    chosen = [one if is_text else other for one, other, is_text in zip(own, given, texts, strict=True)]
    expr = chosen[0] if len(chosen) == 1 else Or(tuple(chosen), checked.expr.span)
    return replace(checked, expr=expr)


def _marks_of_source(words: Words) -> Iterator[Mark | None]:
    """The marks of words as they were written: checking turns some literals into values of other types."""
    parsed, _ = parse_words(words.source, _nowhere)
    for mark, _part in marked(parsed.parts):
        yield mark


def _nowhere(start: int, end: int) -> Span:
    return NOWHERE


@frozen
class Difference:
    """What a translation prints or asks and its original does not, with where it stands; and the other way round."""

    new: tuple[tuple[str, Span], ...]
    missing: tuple[str, ...]

    @property
    def none(self) -> bool:
        """Whether both print and ask the same."""
        return not self.new and not self.missing


def difference(original: Words, translated: Words) -> Difference:
    """How two texts differ in what they print, and in which branches and loops.

    The order, and how often something is printed, is the translation's own.
    """
    wanted, found = _told(parse_words(original.source, _nowhere)[0].parts), _told(translated.parts)
    new = [(_written(part), part.span) for mark, part in found.items() if mark not in wanted]
    missing = [_written(part) for mark, part in wanted.items() if mark not in found]
    return Difference(tuple(new), tuple(dict.fromkeys(missing)))


def _told(parts: Parts) -> dict[Mark, Printed | Statement]:
    """What is printed and asked; the ends of blocks follow from their beginnings."""
    return {
        mark: part
        for mark, part in marked(parts)
        if mark is not None and not isinstance(part, str) and not (isinstance(part, Statement) and _ends(part))
    }


def _ends(statement: Statement) -> bool:
    return statement.keyword in ("endif", "endfor")


_OPENS: Final = ("if", "for")


def marked(parts: Parts) -> Iterator[tuple[Mark | None, Part]]:
    """The parts in order, each with its mark; fixed stretches have none."""
    around: list[str] = []
    for part in parts:
        if isinstance(part, str):
            yield None, part
            continue
        text = _comparable(part)
        if isinstance(part, Printed):
            yield (tuple(around), text), part
            continue
        if _ends(part):
            yield (tuple(around), text), part
            around.pop()
        elif part.keyword in _OPENS:
            yield (tuple(around), text), part
            around.append(text)
        else:  # a branch belongs to its `if`: two of them in a row must not be taken for each other
            yield (tuple(around), text), part
            around[-1] = f"{around[-1].partition('|')[0]}|{text}"


def _comparable(part: Printed | Statement) -> str:
    """A part as it must stand in a translation too: texts behind `or` may be others."""
    if isinstance(part, Statement):
        return _written(part)
    alternatives = ["''" if _is_text(expr) else text_of(expr) for expr in part.alternatives]
    return " | ".join([" or ".join(alternatives), *part.filters])


def _is_text(expr: Expr) -> bool:
    return isinstance(expr, Literal) and isinstance(expr.value, str)


def _written(part: Printed | Statement) -> str:
    """A part as a designer would write it."""
    match part:
        case Printed(expr=expr, filters=filters):
            return "{{ " + " | ".join([text_of(expr), *filters]) + " }}"
        case Statement(keyword="for", name=name, expr=expr) if expr is not None:
            return f"{{% for {name} in {text_of(expr)} %}}"
        case Statement(keyword=keyword, expr=expr):
            return f"{{% {keyword}{'' if expr is None else ' ' + text_of(expr)} %}}"
