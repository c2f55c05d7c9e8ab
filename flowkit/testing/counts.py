"""What is used up of limits that reach across calls, for one test: nothing when it begins."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from flowkit.engine.effects import Count, Counter, Release, Reserve
from flowkit.engine.events import Counted, Reserved


@dataclass(slots=True)
class Counts:
    """Totals by counter and window, and what each run took of them."""

    totals: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    taken: dict[str, tuple[Counter, ...]] = field(default_factory=dict)

    def count(self, effect: Count) -> Counted:
        """How much of each limit is used, by its sentence."""
        used = {one.limit: str(self.totals[one.key, one.window]) for one in effect.counters}
        return Counted(effect.draft, used)

    def reserve(self, effect: Reserve) -> Reserved:
        """Takes the shares of a run, all or none."""
        for one in effect.counters:
            if self.totals[one.key, one.window] + Decimal(one.amount) > Decimal(one.at_most):
                return Reserved(effect.run, "over", one.limit)
        # Two limits may count the same thing; it is used once.
        self.taken[effect.run] = tuple({(one.key, one.window): one for one in effect.counters}.values())
        for one in self.taken[effect.run]:
            self.totals[one.key, one.window] += Decimal(one.amount)
        return Reserved(effect.run, "ok")

    def release(self, effect: Release) -> None:
        """Gives back what a run took."""
        for one in self.taken.pop(effect.run, ()):
            self.totals[one.key, one.window] -= Decimal(one.amount)
