"""What callers may say here, for one who was not understood twice: an example of what is asked for."""

from flowkit.engine.asking.ask import asked_now
from flowkit.engine.asking.facts import owner_of
from flowkit.engine.asking.options import candidates
from flowkit.engine.work import Work
from flowkit.language.model import Ask, Choose, Slot
from flowkit.language.phrases import phrases

MOST_EXAMPLES = 3


def example_words(work: Work, question: str) -> str:
    """The built-in second rung: other words than the first, an example, and the question."""
    words = phrases(work.call.language)
    example = _example(work)
    told = words.for_example.format(example=example) if example else words.other_words
    return " ".join(part for part in (words.not_caught_again, told, question) if part)


def _example(work: Work) -> str:
    match work.state.does:
        case Choose(flows=flows):
            said = (flow.examples[0] for name in flows if (flow := work.program.flow(name)).examples)
            return _either(work, list(said))
        case Ask():
            owner = next((owner_of(work, name) for name in asked_now(work)), None)
            return _of_slot(work, owner[1]) if owner is not None else ""
    return ""


def _of_slot(work: Work, slot: Slot) -> str:
    if slot.shape.type == "choice":
        return _either(work, [each.label for each in candidates(work, work.call.top, slot) or ()])
    return phrases(work.call.language).examples.get(slot.shape.type, "")


def _either(work: Work, texts: list[str]) -> str:
    *others, last = [f"'{text}'" for text in texts[:MOST_EXAMPLES]] or [""]
    return f" {phrases(work.call.language).either} ".join((", ".join(others), last)) if others else last
