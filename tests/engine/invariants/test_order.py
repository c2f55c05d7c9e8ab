"""13: words and witness, words and a reply, an utterance made and played: their order does not matter."""

import os

from tests.engine.invariants.order import compared

CALLS = int(os.environ.get("INVARIANTS_CALLS", "6"))
SEED = int(os.environ.get("INVARIANTS_SEED", "1"))


def test_invariant_13_order_does_not_matter():
    counts = compared(SEED, CALLS)
    for kind in ("words, witnessed", "words, generated", "generated, played"):
        assert counts[kind] > CALLS, f"'{kind}' was hardly ever compared: {counts}"
        assert counts[f"{kind} in a read-back"] > 0, f"'{kind}' was never compared in a read-back: {counts}"
