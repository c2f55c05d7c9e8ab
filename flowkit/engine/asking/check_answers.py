"""What the caller answers when asked about a value: it stands, another one takes its place, or it is asked for anew.

The answer is read as one to a read-back is. A yes counts in a turn that began after the question began to sound; a no
and another value count whenever they come. Words that were waited for settle it without asking.
"""

from flowkit.engine.altering import altered
from flowkit.engine.asking import check_backs, corrections, progress
from flowkit.engine.asking.askings import serve_whole
from flowkit.engine.asking.facts import Kept, put, store
from flowkit.engine.asking.hearing import Hearing, alike, unserved_readings
from flowkit.engine.asking.options import candidates
from flowkit.engine.asking.slot_rules import recheck
from flowkit.engine.call import CheckBack
from flowkit.engine.masking import masked
from flowkit.engine.read_back import confirm
from flowkit.engine.tools import use
from flowkit.engine.walking import outcomes, requests, walk
from flowkit.engine.work import Work
from flowkit.language.answers import is_question, read_answer
from flowkit.language.model import Ask, Confirm, Use
from flowkit.language.phrases import phrases
from flowkit.language.readers import negates
from flowkit.language.speaking import SpokenValue

UNCLEAR_ANSWERS = 2
"""How often "please say yes or no" is said, before a value is asked for anew."""


def answered(work: Work, turn: str) -> None:
    """The words of a turn are in while the caller is asked about a value."""
    check = work.call.check
    assert check is not None
    text = work.call.turns[turn].text or ""
    values = [SpokenValue(kind, canonical, words) for kind, canonical, words in check.values]
    answer = read_answer(text, values, work.locale, _others(work, check), stated=check.text)
    work.note("state", {"check": check.slot, "turn": turn, "reading": answer.reading, "why": masked(work, answer.why)})
    if answer.reading in ("no", "other") and requests.heard(work, turn, spoke=False):
        return
    if answer.reading in ("changed", "other", "no") and _takes_another(work, check, turn):
        return
    match answer.reading:
        case "yes" if was_put(work, turn):
            serve_whole(work, turn)
            _stands(work, check)
        case "no":
            serve_whole(work, turn)
            _falls(work, check)
        case "changed" | "other" as reading:
            refuses = negates(text) and not is_question(text, work.locale)
            work.call.check = altered(check, changing=reading == "changed" or refuses)
            work.want_reply()
        case "unclear" if was_put(work, turn):
            _ask_again(work, check)
        case _:
            check_backs.ask(work)


def was_put(work: Work, turn: str) -> bool:
    """Whether a turn began after the caller began to hear the question."""
    place, visit, check = work.turn_number(turn), work.call.top.visit, work.call.check
    return any(
        check is not None
        and each.visit == visit
        and check.text in each.text
        and each.heard_after is not None
        and work.turn_number(each.heard_after) < place
        for each in work.call.utterances.values()
    )


def _others(work: Work, check: CheckBack) -> list[str]:
    """How the other options are spoken of, of which the value is one."""
    found = check_backs.slot_and_value(work, check.slot)
    if found is None or found[1].shape.type != "choice":
        return []
    options = candidates(work, work.call.top, found[1]) or ()
    return [text for each in options if each.label != check.values[0][2] for text in (each.label, *each.also)]


def _takes_another(work: Work, check: CheckBack, turn: str) -> bool:
    """Takes the only other value that the words hold for the slot; whether there is one."""
    found = check_backs.slot_and_value(work, check.slot)
    if found is None or is_question(work.call.turns[turn].text or "", work.locale):
        return False
    index, slot, held = found
    readings = unserved_readings(work, turn, slot.shape, candidates(work, work.call.top, slot) or (), held)
    fresh = [each for each in readings if not alike(slot.shape, each.value, held.value)]
    if len(fresh) != 1 or fresh[0].doubt:
        return False
    reading = fresh[0]
    check_backs.drop(work)
    taken = put(work, index, slot, reading.value, Hearing("heard", turn, reading.start, reading.end))
    if not isinstance(taken, Kept):
        # The caller is told why not; what they said no to must not stand.
        outcomes.ask_anew(work, [slot.name], said=True)
        return True
    changed = frozenset((slot.name,))
    if not corrections.correct(work, changed, recheck(work, changed)):
        go_on(work)
    return True


def _stands(work: Work, check: CheckBack) -> None:
    """The caller bore the value out."""
    found = check_backs.slot_and_value(work, check.slot)
    check_backs.drop(work)
    if found is not None:
        index, slot, held = found
        store(work, index, slot.name, altered(held, heard=True, unchecked=False, doubted=False))
    go_on(work)


def _falls(work: Work, check: CheckBack) -> None:
    """The caller did not say it, or it is wrong: it is forgotten and asked for anew."""
    check_backs.drop(work)
    outcomes.ask_anew(work, [check.slot])


def _ask_again(work: Work, check: CheckBack) -> None:
    if check.unclear >= UNCLEAR_ANSWERS:
        _falls(work, check)
        return
    work.call.check = altered(check, unclear=check.unclear + 1)
    work.due(phrases(work.call.language).say_yes_or_no, "ask_again")
    check_backs.ask(work)


def go_on(work: Work) -> None:
    """The state goes on with what is settled now."""
    match work.state.does:
        case Ask():
            if not progress.kept_all(work):
                work.want_reply()
        case Use():
            walk.came(work, use.enter(work))
        case Confirm():
            walk.came(work, confirm.enter(work))
        case _:
            work.want_reply()


def reply_done(work: Work, *, kept: bool) -> bool:
    """The model answered instead of the caller's yes or no; whether this was about a value that is asked about."""
    check = work.call.check
    if check is None:
        return False
    found = check_backs.slot_and_value(work, check.slot)
    if found is None or found[2].version != check.version:
        check_backs.drop(work)
        go_on(work)
    elif check.changing and not kept:
        _falls(work, check)
    else:
        check_backs.ask(work)
    return True


def words_came(work: Work, turn: str) -> bool:
    """Words are in that were waited for, and may have borne a value out; whether they were."""
    check = work.call.check
    if check is None or check.awaits != turn:
        return False
    found = check_backs.slot_and_value(work, check.slot)
    if found is None or found[2].heard:
        check_backs.drop(work)
        if found is None:
            outcomes.ask_anew(work, [check.slot])
        else:
            go_on(work)
    else:
        check_backs.ask(work)
    return True
