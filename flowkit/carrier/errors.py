"""What can go wrong with carrying a call, as sentences for the person who runs it."""


class CarrierError(Exception):
    """Carrying a call failed in a way that somebody can do something about.

    Args:
        message: what is wrong, one sentence without a full stop.
        hint: what to do about it.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class LineError(CarrierError):
    """There is no line to the model, or no longer.

    Args:
        fatal: whether trying again is of no use.
    """

    def __init__(self, message: str, hint: str = "", *, fatal: bool = False) -> None:
        super().__init__(message, hint)
        self.fatal = fatal


class CallError(CarrierError):
    """A call cannot be carried on as it was recorded."""
