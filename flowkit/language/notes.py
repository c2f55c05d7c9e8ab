"""Lines of the notes to the model that stand in compiled briefs and that the engine writes, too."""

from typing import Final

ASKED: Final = "The caller is asked: {asked} Answer in one sentence, or record what changes. Nothing is done yet."
"""The goal of a note while a write is read back; the words of the read-back stand in `{asked}`."""
