"""Lines of the notes to the model that stand in compiled briefs and that the engine writes, too."""

from typing import Final

ASKED: Final = "The caller is asked: {asked} Answer in one sentence, or record what changes. Nothing is done yet."
"""The goal of a note while a write is read back; the words of the read-back stand in `{asked}`."""

MAY_USE: Final = "You may use: "
"""How the line begins that names the functions of a state."""

NOT_CAUGHT: Final = "If you cannot make it out"
"""How the line begins that holds the words for a caller who was not understood."""
