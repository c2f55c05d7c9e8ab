"""What is known of the facts that are followed, and what becomes of that: by guards, and by what happens."""

from collections.abc import Iterable, Mapping

from flowkit.lint.policy.facts import FALSE, TRUE, UNKNOWN, UNSET, Fact, Facts, Formula, Known, Root


class Followed:
    """The facts that are followed in one exploration, and what is known after things happened to them.

    Args:
        keys: record → the fields of its key, which are known as long as it is.
    """

    def __init__(self, facts: Facts, numbers: frozenset[int], keys: Mapping[str, tuple[str, ...]]) -> None:
        self.facts, self.numbers = facts, numbers
        self._sure = {(record, part) for record, key in keys.items() for part in key}
        self.blocked: set[int] = set()
        """The facts for which something was found to be impossible, since this was last cleared."""
        self.by_root: dict[Root, list[Fact]] = {}
        for number in numbers:
            facts.all[number].cut()
            for root in facts.all[number].roots:
                self.by_root.setdefault(root, []).append(facts.all[number])

    def refined(self, known: Known, formula: Formula, wanted: int) -> Known | None:
        """What is known where a formula comes to one of the wanted values; None if it cannot."""
        if not self.numbers and formula[0] not in ("all", "some"):
            return known
        found = self._refined(dict(known), formula, wanted)
        return None if found is None else tuple(sorted(found.items()))

    def _refined(self, known: dict[int, int], formula: Formula, wanted: int) -> dict[int, int] | None:
        kind = formula[0]
        if kind == "any" or wanted == TRUE | FALSE | UNKNOWN:
            return known
        if kind == "test":
            return self._tested(known, formula, wanted)
        if kind == "not":
            turned = (wanted & UNKNOWN) | (FALSE if wanted & TRUE else 0) | (TRUE if wanted & FALSE else 0)
            return self._refined(known, formula[1], turned)
        mine, other = (TRUE, FALSE) if kind == "all" else (FALSE, TRUE)
        if wanted in (mine, mine | UNKNOWN):
            return self._each(known, formula[1], wanted)
        if wanted == UNKNOWN:
            within = self._each(known, formula[1], mine | UNKNOWN)
            return None if within is None else self._one(within, formula[1], UNKNOWN)
        if wanted in (other, other | UNKNOWN):
            return self._one(known, formula[1], wanted)
        return _joined([self._refined(known, formula, TRUE), self._refined(known, formula, FALSE)])

    def _tested(self, known: dict[int, int], formula: Formula, wanted: int) -> dict[int, int] | None:
        _, fact, operator, value = formula
        found = self.facts.masks(fact, operator, value) if fact.number in self.numbers else None
        if found is None:
            return known
        true, false, unknown = found
        allowed = (
            (true if wanted & TRUE else 0) | (false if wanted & FALSE else 0) | (unknown if wanted & UNKNOWN else 0)
        )
        left = known.get(fact.number, fact.whole) & allowed
        if not left:
            self.blocked.add(fact.number)
            return None
        return {**known, fact.number: left}

    def _each(self, known: dict[int, int], parts: tuple[Formula, ...], wanted: int) -> dict[int, int] | None:
        found: dict[int, int] | None = known
        for part in parts if len(parts) < 2 else (*parts, *parts):
            found = self._refined(found, part, wanted) if found is not None else None
        return found

    def _one(self, known: dict[int, int], parts: tuple[Formula, ...], wanted: int) -> dict[int, int] | None:
        return _joined([self._refined(known, part, wanted) for part in parts])

    # What happens to facts.

    def forget(self, known: Known, roots: Iterable[Root], *, but_set: bool = False) -> Known:
        """Nothing is known any more of what is made of these names; `but_set`: but that they, and keys, are set."""
        left = dict(known)
        for root in roots:
            for fact in self.by_root.get(root, ()):
                bits = left.pop(fact.number, None)
                if but_set and bits is not None and fact.kind == "term":
                    kept = self._still(known, fact, bits, root)
                    if kept != fact.whole:
                        left[fact.number] = kept
        return tuple(sorted(left.items()))

    def _still(self, known: Known, fact: Fact, bits: int, root: Root) -> int:
        """What is known of a term whose values may have changed, but not whether its record is known."""
        if fact.path == (root[1],) or fact.path in self._sure:
            return (bits & UNSET) | (fact.whole & ~UNSET if bits & ~UNSET else 0)
        whole = self.facts.find("term", (root[1],), fact.scope)
        return UNSET if whole is not None and dict(known).get(whole.number) == bits == UNSET else fact.whole

    def set(self, known: Known, root: Root, path: tuple[str, ...] = ()) -> Known | None:
        """A name, or a path of fields from it, is set now; None if it is known not to be."""
        if root not in self.by_root:
            return known
        left = dict(known)
        for fact in self.by_root[root]:
            if fact.kind == "term" and (fact.path in ((root[1],), path) or fact.path in self._sure):
                fact.cut()
                bits = left.get(fact.number, fact.whole) & ~1
                if not bits:
                    self.blocked.add(fact.number)
                    return None
                left[fact.number] = bits
        return tuple(sorted(left.items()))

    def fade(self, known: Known, root: Root, *, surely: bool) -> Known:
        """The fields of a record are not set any more (`surely`), or may not be; its key stays known."""
        left = dict(known)
        for fact in self.by_root.get(root, ()):
            if fact.path == (root[1],) or fact.path in self._sure:
                continue
            bits = left.pop(fact.number, fact.whole) | UNSET if fact.kind == "term" else fact.whole
            if fact.kind == "term" and surely:
                bits = UNSET
            if bits != fact.whole:
                left[fact.number] = bits
            else:
                left.pop(fact.number, None)
        return tuple(sorted(left.items()))

    def unset(self, known: Known, root: Root) -> Known:
        """A name is not set now."""
        left = dict(known)
        for fact in self.by_root.get(root, ()):
            left.pop(fact.number, None)
            if fact.kind == "term":
                left[fact.number] = UNSET
        return tuple(sorted(left.items()))

    def put(self, known: Known, fact: Fact | None, bits: int) -> Known:
        """A fact is in these regions now."""
        if fact is None or fact.number not in self.numbers:
            return known
        return tuple(sorted({**dict(known), fact.number: bits}.items()))

    def bits(self, known: Known, fact: Fact) -> int:
        """The regions that a fact can be in."""
        fact.cut()
        return dict(known).get(fact.number, fact.whole)


def _joined(ways: list[dict[int, int] | None]) -> dict[int, int] | None:
    """What is known if one of several is so."""
    possible = [each for each in ways if each is not None]
    if len(possible) < 2:
        return possible[0] if possible else None
    first, *rest = possible
    joined = {}
    for number, bits in first.items():
        if all(number in each for each in rest):
            for each in rest:
                bits |= each[number]
            joined[number] = bits
    return joined
