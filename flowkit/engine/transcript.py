"""What was said on a call and is remembered, in its order: the caller's turns and what they heard of the agent."""

from typing import Literal

from flowkit.engine.work import Work

Speaker = Literal["caller", "agent"]


def transcript(work: Work, *, disclosure: bool = True) -> list[tuple[Speaker, str]]:
    """The words of both, with or without those that every call begins with.

    What the agent said stands behind the turn that came before it; times do not tell it, for a typed call may stand
    still.
    """
    call = work.call
    numbers = {turn: number for number, turn in enumerate(call.turns)}
    said: list[tuple[int, Speaker, str]] = [
        (numbers[name], "caller", turn.text) for name, turn in call.turns.items() if turn.text
    ]
    said += [
        (numbers.get(each.upto_turn, -1), "agent", each.text)
        for each in call.utterances.values()
        if each.extent == "full" and (disclosure or each.purpose != "disclosure")
    ]
    return [(speaker, text) for _, speaker, text in sorted(said, key=lambda entry: entry[0])]
