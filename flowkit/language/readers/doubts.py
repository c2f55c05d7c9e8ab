"""Doubts that several readers have: why a value must be read back, in words a designer understands."""

from typing import Final

PIECES: Final = "said in pieces"
DIGIT_BY_DIGIT: Final = "digit by digit"
ABOUT: Final = "about"
WHICH_MARK: Final = "thousands or decimals"
MORE: Final = "more was said with it"
O_OR_ZERO: Final = "an o may be a zero"
