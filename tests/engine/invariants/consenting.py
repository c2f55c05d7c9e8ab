"""7, 8 and 9: no write without its own consent, no consent without its proofs, and none that outlives a change."""

from collections.abc import Mapping
from typing import Any

from flowkit.engine import effects
from flowkit.engine.read_back.keys import digest_of
from tests.engine.invariants.proofs import Consent, is_one
from tests.engine.invariants.record import NEVER
from tests.engine.invariants.watch import Broken, Watch


def _consents(watch: Watch) -> list[Consent]:
    """The consents that this step puts on record."""
    return [
        _consent(watch, effect.data)
        for effect in watch.out
        if isinstance(effect, effects.Note) and effect.kind == "consent"
    ]


def _consent(watch: Watch, data) -> Consent:
    return Consent(watch.program, watch.record, data, watch.call.can.audio, watch.call.language)


def _agreed_writes(watch: Watch) -> list[effects.RunTool]:
    tools = watch.program.project.tools
    return [e for e in watch.out if isinstance(e, effects.RunTool) and e.write and tools[e.tool].consent != "none"]


def invariant_07_proved_consent(watch: Watch) -> bool:
    """Every write that asks for consent has its own one on record before it, with all proofs; one write at a time."""
    for consent in _consents(watch):
        missing = list(consent.missing(watch.event.at))
        assert not missing, f"{consent.data['tool']}: {'; '.join(missing)}"
    runs = _agreed_writes(watch)
    for run in runs:
        data = _consent_before(watch, run)
        assert data["tool"] == run.tool, f"{run.run} is another write than was agreed to"
        digest = digest_of(run.tool, run.arguments)
        assert data["digest"] == digest, f"{run.run} has other values than were agreed to"
        assert run.key in ("", data["key"]), f"{run.run} has another key"
        used = [each.run for each in watch.record.writes.values()]
        assert all(data["key"] != _key_of(watch, each) for each in used), f"{run.run} uses a consent again"
        others = [
            name for name, each in watch.record.writes.items() if each.ended == NEVER and _is_agreed(watch, each.run)
        ]
        assert not others, f"{run.run} begins while {others} is on its way"
    return bool(runs)


def _is_agreed(watch: Watch, run: effects.RunTool) -> bool:
    return watch.program.project.tools[run.tool].consent != "none"


def _key_of(watch: Watch, run: effects.RunTool) -> str:
    """The key of the consent that a write was begun with."""
    place = watch.record.writes[run.run].begun
    earlier = [data["key"] for at, data in watch.record.consents if at <= place and data["tool"] == run.tool]
    return earlier[-1] if earlier and _is_agreed(watch, run) else ""


def _consent_before(watch: Watch, run: effects.RunTool) -> dict:
    """The last consent on record before a run goes out; also of this step, if it stands before the run."""
    found = [dict(data) for _, data in watch.record.consents]
    for effect in watch.out:
        if isinstance(effect, effects.Note) and effect.kind == "consent":
            found.append(dict(effect.data))
        if effect is run:
            break
    assert found, f"{run.run} runs and nobody agreed"
    return found[-1]


def invariant_08_no_early_yes(watch: Watch) -> bool:
    """What the caller said against it needs a later asking; an early yes is none."""
    consents = _consents(watch)
    for consent in consents:
        against = consent.withdrawn(watch.event.at)
        assert not against, f"{consent.data['tool']} is agreed to although the caller had said {against}"
        numbers = [data["consent"] for _, data in watch.record.consents]
        assert consent.data["consent"] not in numbers, "a consent has a number of its own"
    for run in _agreed_writes(watch):
        # Between the consent and the write lies a store at most: what is said meanwhile counts all the same.
        consent = _consent(watch, _consent_before(watch, run))
        against = consent.withdrawn(watch.event.at)
        assert not against, f"{run.run} runs although the caller had said {against}"
        assert consent.question is None or consent.question.begun >= watch.record.broken, (
            f"{run.run}: the line was lost"
        )
    return bool(consents)


def invariant_09_change_voids(watch: Watch) -> bool:
    """What is being read back has the slots' present versions, and was begun in the session that is open."""
    draft, call = watch.call.draft, watch.call
    if draft is None or draft.phase == "running" or call.over:
        return False
    for name, version in draft.versions.items():
        held = call.top.slots.get(name) or call.slots.get(name)
        assert held is not None, f"'{name}' is not set any more, and is read back"
        assert held.version == version, f"'{name}' has changed, and its old value is read back"
    for u in (draft.statement_u, draft.question_u):
        said = watch.record.said.get(u)
        assert said is None or said.begun >= watch.record.broken, f"{u} was before the line was lost"
    return True


def without_proof(watch: Watch, run: effects.RunTool) -> int:
    """Takes each proof of a write out of the journal in turn: the write must not come about without it.

    Returns:
        How many proofs were taken out.
    """
    data = _consent_of(watch, run)
    entries = watch.record.entries
    place = watch.record.writes[run.run].begun
    taken = 0
    for what, proof in _consent(watch, data).proofs():
        again = Watch(watch.program, (invariant_07_proved_consent, invariant_08_no_early_yes))
        for event, _ in entries[: place + 1]:
            if is_one(event, proof):
                continue
            out = again.tell(event)
            # Another utterance may have come to stand for the one left out; then the write has proofs of its own, which
            # were judged just now. With the same ones it must not run.
            if _is_run(out, run) and _proved_by(again.record.consents[-1][1]) == _proved_by(data):
                raise Broken("invariant_08_no_early_yes", f"{run.run} runs without '{what}'\n{again.story()}")
        taken += 1
    return taken


def _proved_by(data: Mapping[str, Any]) -> tuple[Any, ...]:
    """The utterances and the answer that a consent names."""
    return data["statement"]["u"], data["question"]["u"], data["answer"]


def _consent_of(watch: Watch, run: effects.RunTool) -> dict:
    place = watch.record.writes[run.run].begun
    return dict([data for at, data in watch.record.consents if at <= place and data["tool"] == run.tool][-1])


def _is_run(out: tuple[effects.Effect, ...], run: effects.RunTool) -> bool:
    """Whether that write goes out; the key tells it from another one with the same values."""
    same = (run.tool, run.arguments, run.key)
    return any(isinstance(e, effects.RunTool) and (e.tool, e.arguments, e.key) == same for e in out)
