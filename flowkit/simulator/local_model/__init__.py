"""A small, honest, rule-based model. It sees what a real model sees and nothing else, and it is a stand-in.

Theory of operation. The model reads three things: the instructions (what flows there are, what to say about itself),
the latest STEP note (where the call is), and the words of the caller that nobody has dealt with yet. With new words it
decides on calls (`turns`): it fills the parameters of `record` from the schema (`recording`), picks an option
(`choosing`), or answers. Without new words it says what the note wants said (`speaking`). It never makes up a value and
never says that something is done.
"""

from flowkit.simulator.local_model.turns import LocalModel

__all__ = ["LocalModel"]
