"""A model that does everything wrong that a model can do, over the real protocol.

Theory of operation. A misbehaviour is a named, small, pure function: it takes the scene of one response (what the model
sees, and what it would honestly answer) and gives the changed answer, or says that it does not fit here. Some change
the words and the calls; others change how the answer is delivered (`flowkit.simulator.delivery`). A plan says when
which one is due: by chance from a seed, or by a script. Everything else stays what it is: the server speaks the
protocol faithfully, so that what misbehaves is the model and nothing else.

The adversary knows what a model can know: what it is shown, and names of functions that somebody told it of.
"""

from flowkit.simulator.adversary.adversary import Adversary, Strike
from flowkit.simulator.adversary.catalogue import MISBEHAVIOURS, SLOW, listing, nearest
from flowkit.simulator.adversary.misbehaviour import Misbehaviour
from flowkit.simulator.adversary.script import Script, ScriptError, Seeded, check_name, read_plan, read_script

__all__ = [
    "MISBEHAVIOURS",
    "SLOW",
    "Adversary",
    "Misbehaviour",
    "Script",
    "ScriptError",
    "Seeded",
    "Strike",
    "check_name",
    "listing",
    "nearest",
    "read_plan",
    "read_script",
]
