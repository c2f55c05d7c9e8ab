"""Which parameter each value that was heard is meant for, and how well it stands there.

A value ranks by what is said beside it, by what is asked now, what is missing, what it corrects, and whether it is
clear by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flowkit.simulator.hearing.answers import correction_place
from flowkit.simulator.hearing.likeness import stems
from flowkit.simulator.hearing.spelling import stands_alone
from flowkit.simulator.hearing.words import Span, Utterance
from flowkit.simulator.local_model.asides import is_wish
from flowkit.simulator.local_model.briefing import Option, StepNote
from flowkit.simulator.local_model.leftover import correct_text, has_street
from flowkit.simulator.local_model.parameters import Kind, Parameter
from flowkit.simulator.local_model.reading import Asked, Reading, readings
from flowkit.simulator.local_model.selecting import known_keys

_PAST = r"was|were|arrived|came|ordered|bought|delivered|since|yesterday|should have|had|got|received|ago"
_PAST_DAYS = stems("birth born birthday issued expires expiry")
_NUMERIC = frozenset({Kind.DIGITS, Kind.CODE, Kind.POSTCODE, Kind.PHONE, Kind.NUMBER, Kind.MONEY})
# What a "no" between two values may be followed by: "ana@example.com, no, it's anna@example.com".
_TURNED = r"(?:no|nope)(?: (?:sorry|wait|it|is|to|on|at|the|that|make|i|mean|meant|for|by))*"
_BEHIND_MAIL = frozenset({"and", "with", "then", "in", "at"})
_FOR = (("for",), ("about",), ("of",))
_MOMENTS = frozenset({Kind.DATE, Kind.TIME, Kind.DATETIME})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading for a parameter; the lower its rank, the better it stands."""

    rank: int
    order: int
    parameter: Parameter
    reading: Reading


def _place(reading: Reading) -> int:
    return reading.span.first


class Ears:
    """One utterance against one note."""

    def __init__(
        self,
        heard: Utterance,
        wanted: Sequence[Parameter],
        note: StepNote,
        offered: Mapping[str, tuple[Option, ...]],
        held: Mapping[str, str],
    ) -> None:
        self._heard = heard
        self._offered, self._held = offered, held
        self._note = note
        named = {one.name for one in wanted}
        # Without a note everything the function takes is wanted.
        self.missing = [name for name in note.missing if name in named] if note.number else list(named)
        self._wanted = wanted
        self._correction = correction_place(heard)
        self._readings: dict[str, list[Reading]] = {}
        for one in wanted:
            found = readings(one, heard, self._asked(one))
            meant = [reading for reading in found if self._is_meant(reading) and not self._names_another(one, reading)]
            self._readings[one.name] = self._after_correction(meant)

    def candidates(self) -> list[Candidate]:
        """Every reading that may be taken, with its rank; lower is better."""
        found = []
        for order, one in enumerate(self._wanted):
            place = self.missing.index(one.name) if one.name in self.missing else len(self.missing) + order
            for reading in self._readings[one.name]:
                rank = self._rank(one, reading)
                if rank is not None:
                    found.append(Candidate(rank, place, one, reading))
        return found

    def repeated(self) -> Iterator[Span]:
        """Words that say a known value again by its name: they are no news, and nothing else either."""
        for one in self._wanted:
            known = self._note.known.get(one.name)
            if known is not None and one.name not in self.missing:
                again = (reading for reading in self._readings[one.name] if str(reading.value) == known.value)
                yield from (reading.span for reading in again if reading.named)

    def undecided(self, values: Mapping[str, object], spans: Sequence[Span]) -> list[str]:
        """Values beside which the words name another: any other day or time, or one behind an "or"."""
        if self._correction is not None:
            return []
        loose = []
        for one in self._wanted:
            if one.name in values and (one.kind in _MOMENTS or self._heard.has("or")):
                others = (reading for reading in self._readings[one.name] if reading.value != values[one.name])
                if any(not any(other.span.overlaps(span) for span in spans) for other in others):
                    loose.append(one.name)
        return loose

    def corrected_texts(self, spans: Sequence[Span]) -> Iterator[tuple[str, str, Span]]:
        """Known free texts that the words put right: while the caller is being asked, or behind a correction."""
        if not (self._is_changing() or self._heard.has(_TURNED)):
            return iter(())
        known = {name: fact.value for name, fact in self._note.known.items() if name not in self.missing}
        own = {one.name: one for one in self._wanted if one.kind is Kind.TEXT}
        # In the order of the note: that is the order in which they are told and asked.
        texts = [own[name] for name in known if name in own]
        return correct_text(self._heard, texts, known, self._wanted, spans)

    def only_turned_down(self, values: Mapping[str, object]) -> list[str]:
        """A "no" that only leads a correction ("no, make it a suite") answers no question."""
        if self._correction is None or len(values) < 2:
            return []
        return [one.name for one in self._wanted if one.kind is Kind.YES_NO and values.get(one.name) is False]

    def _asked(self, one: Parameter) -> Asked:
        known = self._note.known.get(one.name)
        return Asked(
            today=self._note.today,
            missing=one.name in self.missing,
            first=self.missing[:1] == [one.name] or (not self._note.number and len(self._wanted) == 1),
            options=self._note.options.get(one.name, ()),
            known=known.value if known else "",
            offered=self._offered.get(one.name, ()),
            before=known.value if known else self._held.get(one.name, ""),
        )

    def _is_meant(self, reading: Reading) -> bool:
        """Not "Thursday" in "not Thursday"; a list has left out already what was denied."""
        if isinstance(reading.value, list):
            return True
        before = self._heard.norms[max(0, reading.span.first - 2) : reading.span.first]
        return "not" not in before[-1:] and before[-2:] not in (("not", "the"), ("not", "on"), ("not", "at"))

    def _names_another(self, one: Parameter, reading: Reading) -> bool:
        """Whether a thing is only the name of something else that is asked: "the postcode is"."""
        if one.kind is not Kind.OPTION or self._note.options.get(one.name):
            return False
        if any(option.key == reading.value for option in self._offered.get(one.name, ())):
            return False
        thing = self._heard.norms[reading.span.first : reading.span.last + 1]
        return any(other.cued_by(norm) for norm in thing for other in self._wanted if other is not one)

    def _after_correction(self, found: list[Reading]) -> list[Reading]:
        """In "Thursday, no wait, Friday" what counts is what stands behind the correction."""
        turns = [span.last for span, _ in self._heard.spans(_TURNED)]
        last = max((reading for reading in found if reading.span.first - 1 in turns), default=None, key=_place)
        if last is not None and any(reading.span.last < last.span.first for reading in found):
            return [reading for reading in found if reading.span.first >= last.span.first]
        if self._correction is None:
            return found
        later = [reading for reading in found if reading.span.first > self._correction]
        return later or found

    def _rank(self, one: Parameter, reading: Reading) -> int | None:
        if one.name in self.missing:
            return 0 if reading.named else 2
        known = self._note.known.get(one.name)
        if known is not None:
            return self._rank_known(one, reading, known.value)
        return self._rank_open(one, reading)

    def _rank_known(self, one: Parameter, reading: Reading, known: str) -> int | None:
        """A value for a slot that has one: a correction, unless it is the same again."""
        if str(reading.value) == known or (one.many and reading.value == list(known_keys(known))):
            return None
        changing = self._is_changing()
        if one.many and reading.clear:
            # "And the lamp too": it only adds to what was chosen, or takes away from it.
            return 1
        if reading.named:
            return 1
        if changing and one.kind in _NUMERIC and (cued := self._cued_nearest(reading)):
            return 1 if self._is_last_of(one, cued) else None
        if self._correction is not None and self._was_repeated(one):
            return 1
        if changing and one.kind in _NUMERIC and len(self._fitting(reading)) > 1:
            # Nothing tells them apart, except that behind a street stands its post code.
            return (
                3 if one.kind is Kind.POSTCODE and has_street(self._heard.said(Span(0, reading.span.first))) else None
            )
        if changing or (reading.clear and one.kind in (*_MOMENTS, Kind.EMAIL)):
            return 3
        return 6 if self._is_bare_correction(one, reading) else None

    def _is_last_of(self, one: Parameter, cued: Sequence[Parameter]) -> bool:
        """Whether it is the one meant of several of one name: what the caller is being asked holds it, or the note
        has it last, where the slots of the present flow stand."""
        known = self._note.known
        told = [other for other in cued if (known[other.name].spoken or known[other.name].value) in self._note.goal]
        order = list(known)
        return one is max(told or cued, key=lambda other: order.index(other.name))

    def _is_changing(self) -> bool:
        return self._correction is not None or self._note.is_confirm

    def _cued_nearest(self, reading: Reading) -> list[Parameter]:
        """Of the parameters that take a value those named last before it, however far: "the postcode is wrong, it
        should be"."""
        fitting = self._fitting(reading)
        for norm in reversed(self._heard.norms[: reading.span.first]):
            named = [one for one in fitting if one.cued_by(norm)]
            if named:
                return named
        return []

    def _fitting(self, reading: Reading) -> list[Parameter]:
        """The parameters that are missing or known and take these words."""
        held = (one for one in self._wanted if one.name in self.missing or one.name in self._note.known)
        return [one for one in held if any(other.span.overlaps(reading.span) for other in self._readings[one.name])]

    def _is_bare_correction(self, one: Parameter, reading: Reading) -> bool:
        """Whether a value that stands alone fits the pattern of this known one and can be nothing else."""
        if not one.pattern or one.kind not in (Kind.DIGITS, Kind.CODE) or self._fitting(reading) != [one]:
            return False
        return any(sign.isdigit() for sign in str(reading.value)) and stands_alone(self._heard, reading.span)

    def _was_repeated(self, one: Parameter) -> bool:
        """Whether the note has the value said back: a correction is meant for that."""
        known = self._note.known[one.name]
        return bool(self._note.repeat) and (known.spoken or known.value) == self._note.repeat.rstrip(".")

    def _rank_open(self, one: Parameter, reading: Reading) -> int | None:
        """A value nobody asked for: taken when it is clearly this one's."""
        if one.kind in (Kind.DIGITS, Kind.POSTCODE) and self._is_behind_email(reading.span):
            # Who gives an address gives the postcode with it: "ana@example.com, 10001".
            return 1 if one.kind is Kind.POSTCODE else None
        if one.kind in (Kind.DIGITS, Kind.POSTCODE, Kind.PHONE, Kind.NUMBER, Kind.MONEY):
            return 1 if reading.named or self._is_wished_for(one, reading) else None
        if one.kind is Kind.CHOICE:
            return 4 if reading.named or reading.clear else None
        if not reading.clear or not self._only_one(one) or one.cues & _PAST_DAYS or self._is_asked(one.kind):
            return None
        if one.kind in _MOMENTS or one.kind is Kind.OPTION:
            return 5 if self._may_be_meant() else None
        return 5

    def _is_behind_email(self, span: Span) -> bool:
        """Whether it stands right behind an e-mail address that nobody asked for either."""
        mails = [one for one in self._wanted if one.kind is Kind.EMAIL and one.name not in self.missing]
        ends = [reading.span.last + 1 for one in mails for reading in self._readings[one.name]]
        return any(set(self._heard.norms[end : span.first]) <= _BEHIND_MAIL for end in ends if end <= span.first)

    def _is_wished_for(self, one: Parameter, reading: Reading) -> bool:
        """Whether a number that has a form of its own is what a wish is for: "a refund for 12345"."""
        if one.kind is not Kind.DIGITS or not one.pattern or not stands_alone(self._heard, reading.span):
            return False
        others = (other for other in self._wanted if other is not one and other.kind in (Kind.DIGITS, Kind.PHONE))
        alone = not any(found.span.overlaps(reading.span) for other in others for found in self._readings[other.name])
        return alone and self._heard.norms[reading.span.first - 1 : reading.span.first] in _FOR

    def _is_asked(self, kind: Kind) -> bool:
        """Whether another parameter that takes a day or time is missing: the words are for that."""
        return kind in _MOMENTS and any(one.kind is kind and one.name in self.missing for one in self._wanted)

    def _only_one(self, one: Parameter) -> bool:
        """Whether no other open parameter takes such a value, or the words hold one for each of them."""
        rivals = [other for other in self._wanted if self._is_rival(one, other)]
        said = {str(reading.value) for reading in self._readings[one.name] if reading.clear}
        return len(rivals) <= max(1, len(said)) or one.kind is Kind.OPTION

    def _is_rival(self, one: Parameter, other: Parameter) -> bool:
        if other.kind is not one.kind or other.name in self._note.known or other.about_time != one.about_time:
            return False
        # Nobody names a day to come for the day they were born.
        return other is one or not other.cues & _PAST_DAYS

    def _may_be_meant(self) -> bool:
        """Whether a day or thing is wanted and not told about: "to Friday", not "it arrived on Friday"."""
        moment_asked = any(one.kind in _MOMENTS and one.name in self.missing for one in self._wanted)
        return (is_wish(self._heard) or moment_asked or bool(self.missing)) and not (
            self._heard.has(_PAST) and not self.missing
        )
