"""The beginning of a call: what the channel brings, the first flow, and the disclosure that comes before all else."""

from collections.abc import Mapping

from flowkit.engine.altering import altered
from flowkit.engine.asking.reports import read_waiting
from flowkit.engine.call import Frame, RecordValue, SlotValue, Waiting
from flowkit.engine.events import CallStarted, Json, LineReady
from flowkit.engine.given import kept
from flowkit.engine.scope import FlowScope, spoken, tuples
from flowkit.engine.speaking import floor
from flowkit.engine.speaking.briefs import open_question
from flowkit.engine.tools.records import record_key
from flowkit.engine.walking import walk
from flowkit.engine.watch import watching
from flowkit.engine.work import Work
from flowkit.language.model import Ask, Choose, Record
from flowkit.language.values import Refusal, accept


def call_started(work: Work, event: CallStarted) -> None:
    """A caller is there: what the channel brings is taken, the first flow is entered."""
    call = work.call
    call.id, call.channel, call.caller, call.language = event.call, event.channel, event.caller, event.language
    call.nonce = event.nonce
    call.started, call.stage = work.at, "starting"
    flow, _, state = event.begin.partition(".")
    flow = flow or work.program.project.start
    source = "given" if event.said else "channel"
    _take_records(work, event, source)
    slots = work.program.flow(flow).slots
    call.waiting.update(
        {name: Waiting(given, "", flow, source) for name, given in event.given.items() if name in slots}
    )
    floor.configure(work, floor.group_of(work), "normal")
    if state:
        _start_inside(work, flow, state, event.given)
    else:
        saved = kept(work, flow, event.given)
        watching.brought(work, saved)
        walk.start_flow(work, flow, "start", saved=saved)


def _take_records(work: Work, event: CallStarted, source: str) -> None:
    project = work.program.project
    for name, given in event.given.items():
        record = project.records.get(name)
        if record is not None:
            for one in given if isinstance(given, list) else [given]:
                _take_record(work, record, one)
        elif name in project.slots:
            value = accept(project.slots[name].shape, given, work.locale)
            if not isinstance(value, Refusal):
                work.call.slots[name] = SlotValue(value, source, "", work.new_version(name))


def _take_record(work: Work, record: Record, given: Json) -> None:
    """One record; of one that is given by its key nothing else is known yet."""
    row = given if isinstance(given, dict) else {record.key[0]: given}
    fields = {name: altered(shape, optional=True) for name, shape in record.shape.fields.items()}
    accepted = accept(altered(record.shape, fields=fields), row, work.locale)
    if isinstance(accepted, Refusal):
        work.note("state", {"name": record.name, "refused": accepted.reason})
        return
    known = work.call.records.get(record.name, {})
    taken = RecordValue(accepted, stale=row is not given)
    work.call.records[record.name] = {**known, record_key(record.key, accepted): taken}


def _start_inside(work: Work, flow: str, state: str, given: Mapping[str, Json]) -> None:
    """Starts in the middle of a flow: its earlier states are skipped, what they would have found is given."""
    latest = {name: list(rows)[-1] for name, rows in work.call.records.items() if rows}
    work.call.frames = (Frame(flow, "start", latest=latest, saved=kept(work, flow, given)),)
    read_waiting(work, 0, list(work.program.flow(flow).slots))
    watching.began_inside(work)
    walk.enter(work, state, "started here")


def line_ready(work: Work, event: LineReady) -> None:
    """The line is up: the disclosure, with the question of the first state that listens."""
    call = work.call
    call.can, call.session = event.can, event.session
    if call.stage == "starting":
        call.stage = "live"
    greeting = spoken(work.program.project.greeting, FlowScope(work, None), work.locale)
    text, values = greeting.text, tuples(greeting)
    looks_up = any(running.then for running in call.runs.values())
    listens = bool(call.frames) and isinstance(work.state.does, Ask | Choose)
    if listens and call.stage == "live" and not call.pending and not looks_up:
        question = open_question(work)
        text, values = f"{text} {question.text}".strip(), (*values, *question.values)
        call.asked = (call.top.visit, question.text)
        work.set_floor(want_reply=False)
    due = call.floor.due
    work.set_floor(due=())
    work.due(text, "disclosure", yields="never", values=values)
    work.set_floor(due=(*work.call.floor.due, *due))
