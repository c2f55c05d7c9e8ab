"""Words files: the texts of the flows in another language, each found, parsed, and compared with its original."""

from flowkit.language import codes
from flowkit.language.building.languages import is_tag
from flowkit.language.building.mappings import Fields
from flowkit.language.building.names import meant
from flowkit.language.building.read_backs import split
from flowkit.language.building.report import related
from flowkit.language.building.translation_checks import Originals, check_missing, check_stale, originals_of
from flowkit.language.building.world import World
from flowkit.language.expressions.spelling import listed
from flowkit.language.frozen import frozen
from flowkit.language.model import Project, ReadBack
from flowkit.language.model.translations import Translation
from flowkit.language.translation import difference, key_of
from flowkit.language.tree import Entry, Mapping, Scalar
from flowkit.language.wording import parse_words
from flowkit.language.words import Words

_QUESTION_MARKS = ("?", "？", "؟")
_NOT_YET = frozenset(("…", "...", "TODO", "todo"))
"""What stands where a translation is still to come."""


@frozen
class _Found:
    """What the files of one language hold: each text once, by the key that it is found by."""

    language: str
    first: Fields
    entries: dict[str, Entry]
    unread: set[str]
    """The keys of translations that are no text."""


def read_translations(world: World, project: Project) -> dict[str, Translation]:
    """The translations of a project, by language.

    Args:
        project: as far as it could be read.
    """
    originals = originals_of(project)
    translations: dict[str, Translation] = {}
    for found in _by_language(world):
        _check_listed(found, project, world)
        translations[found.language] = _read(found, originals, world)
        if world.project is not None and not world.report.lost:
            check_stale(found.entries, originals, project, world)
            if found.first.node("texts") is not None:
                check_missing(found.language, found.first, {*found.entries, *found.unread}, originals, world)
    return translations


def _by_language(world: World) -> list[_Found]:
    """The contents of all words files; files of one language are one."""
    languages: dict[str, _Found] = {}
    for fields in world.words:
        scalar = fields.scalar("words")
        if scalar is None:
            continue
        found = languages.setdefault(scalar.text, _Found(scalar.text, fields, {}, set()))
        node = fields.node("texts")
        found.unread.update(key_of(entry.key.text) for entry in (node if isinstance(node, Mapping) else ()))
        for entry in fields.map("texts"):
            before = found.entries.setdefault(key_of(entry.key.text), entry)
            if before is not entry:
                world.report.add(
                    codes.TRANSLATED_TWICE,
                    entry.key,
                    f"this text is translated into '{scalar.text}' twice",
                    "leave one of them out",
                    related(before.key, "the other one is here"),
                )
    return list(languages.values())


def _check_listed(found: _Found, project: Project, world: World) -> None:
    """Reports a language that the project has no calls in, or that its files are written in."""
    scalar = found.first.scalar("words")
    if world.project is None or scalar is None or not is_tag(found.language):
        return
    if found.language == project.languages[0]:
        message = f"the files are written in '{found.language}' already; nothing is translated into it"
        help = "name the language of the translation, or put another language first under 'languages'"
        world.report.add(codes.LANGUAGE_WITHOUT_WORDS, scalar, message, help)
    elif found.language not in project.languages:
        help = meant(found.language, project.languages[1:], "other languages")
        if not help.startswith("did you mean"):
            help = f"add to the project: languages: [{', '.join([*project.languages, found.language])}]"
        world.report.add(codes.LANGUAGE_WITHOUT_WORDS, scalar, f"the project has no calls in '{found.language}'", help)


def _read(found: _Found, originals: Originals, world: World) -> Translation:
    texts: dict[str, Words] = {}
    read_backs: dict[str, ReadBack] = {}
    for key, entry in found.entries.items():
        scalar = entry.value
        assert isinstance(scalar, Scalar)
        if scalar.text.strip() in _NOT_YET and key not in _NOT_YET:
            message = f"this text is not translated into '{found.language}' yet"
            world.report.add(codes.NOT_TRANSLATED, scalar, message, "write the translation here")
            continue
        whole = originals.read_backs.get(key)
        if whole is not None and (read_back := _read_back(scalar, whole, world)) is not None:
            read_backs[key] = read_back
        original = originals.texts.get(key)
        if original is not None and (words := _words(scalar, original, world)) is not None:
            texts[key] = words
    return Translation(found.language, texts, read_backs, found.first.place.span)


def _words(scalar: Scalar, original: Words, world: World) -> Words | None:
    """A translated text; None if it does not print what the original does."""
    words, problems = parse_words(scalar.text, scalar.part)
    world.report.take(problems)
    return words if not problems and _prints_the_same(scalar, original, words, world) else None


def _prints_the_same(scalar: Scalar, original: Words, words: Words, world: World) -> bool:
    differing = difference(original, words)
    if differing.none:
        return True
    new, missing = [text for text, _ in differing.new], [*differing.missing]
    place = differing.new[0][1] if new else scalar
    statements = [text for text in (*new, *missing) if text.startswith("{%")]
    moved = [text for text in new if text in missing]
    help = f"write {' '.join(missing)}" if missing else "leave it out"
    if statements:
        new, missing = [text for text in new if text in statements], [text for text in missing if text in statements]
        help = "write the same {% %} as in the original, and the same {{ }} inside them"
    if moved and not statements:
        message = f"{listed(moved, 'and')} stands in another {{% %}} here than in the original"
        help = "write it where the original has it"
    elif new and missing:
        message = f"the original has {listed(missing, 'and')} where this translation has {listed(new, 'and')}"
    elif new:
        message = f"this translation has {listed(new, 'and')}, and the original has not"
    else:
        message = f"this translation lacks {listed(missing, 'and')} of the original"
    world.report.add(codes.OTHER_VALUES, place, message, help)
    return False


def _read_back(scalar: Scalar, original: ReadBack, world: World) -> ReadBack | None:
    """A translated read-back, in its two parts; they are heard and answered apart in every language."""
    text = scalar.text.rstrip()
    start = split(text)
    question = text[start:]
    if not start or not question.endswith(_QUESTION_MARKS) or "{{" in question or "{%" in question:
        world.report.add(
            codes.BAD_READ_BACK,
            scalar,
            "a read-back keeps its two parts: the statement with every value, then a question without values",
            "write two sentences, and end the second with a question mark",
        )
        return None
    end = len(text[:start].rstrip())
    statement, wrong = parse_words(text[:end], scalar.part)
    asked, wrong_too = parse_words(question, lambda first, last: scalar.part(start + first, start + last))
    world.report.take([*wrong, *wrong_too])
    if wrong or wrong_too or not _prints_the_same(scalar, original.statement, statement, world):
        return None
    return ReadBack(statement, asked)
