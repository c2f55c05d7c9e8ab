"""The beginning of a call: what the channel brings, the first flow, and the disclosure that comes before all else."""

from flowkit.engine import floor, walk
from flowkit.engine.altering import altered
from flowkit.engine.briefs import open_question
from flowkit.engine.call import Frame, RecordValue, SlotValue
from flowkit.engine.events import CallStarted, LineReady
from flowkit.engine.facts import take_quietly
from flowkit.engine.scope import FlowScope, spoken, tuples
from flowkit.engine.use import record_key
from flowkit.engine.work import Work
from flowkit.language.model import Ask, Choose, Record
from flowkit.language.shapes import Shape
from flowkit.language.values import Refusal, accept


def call_started(work: Work, event: CallStarted) -> None:
    """A caller is there: what the channel brings is taken, the first flow is entered."""
    call = work.call
    call.id, call.channel, call.caller, call.language = event.call, event.channel, event.caller, event.language
    call.nonce = event.nonce
    call.started, call.stage = work.at, "starting"
    flow, _, state = event.begin.partition(".")
    flow = flow or work.program.project.start
    _take_records(work, event)
    floor.configure(work, floor.group_of(work), "normal")
    if state:
        _start_inside(work, flow, state, event)
    else:
        walk.start_flow(work, flow, "start")
        _take_slots(work, event)


def _take_records(work: Work, event: CallStarted) -> None:
    project = work.program.project
    for name, given in event.given.items():
        record = project.records.get(name)
        if record is not None:
            row = given if isinstance(given, dict) else {record.key[0]: given}
            accepted = accept(
                altered(record.shape, fields={k: altered(s, optional=True) for k, s in record.shape.fields.items()}),
                row,
                work.locale,
            )
            if isinstance(accepted, Refusal):
                work.note("state", {"name": name, "refused": accepted.reason})
            else:
                work.call.records[name] = {record_key(record.key, accepted): RecordValue(accepted)}
        elif name in project.slots:
            value = accept(project.slots[name].shape, given, work.locale)
            if not isinstance(value, Refusal):
                work.call.slots[name] = SlotValue(value, "channel", "", work.new_version(name))


def _take_slots(work: Work, event: CallStarted) -> None:
    """Given values of the slots of the flow that was started."""
    flow = work.flow
    for name, given in event.given.items():
        slot = flow.slots.get(name)
        if slot is not None and name not in work.call.top.slots:
            value = accept(slot.shape, given, work.locale)
            if not isinstance(value, Refusal):
                take_quietly(work, len(work.call.frames) - 1, slot, value, "channel")


def _start_inside(work: Work, flow: str, state: str, event: CallStarted) -> None:
    """Starts in the middle of a flow: its earlier states are skipped, what they would have found is given."""
    latest = {name: next(iter(rows)) for name, rows in work.call.records.items()}
    work.call.frames = (Frame(flow, "start", latest=latest),)
    _take_slots(work, event)
    walk.enter(work, state, "started here")


def line_ready(work: Work, event: LineReady) -> None:
    """The line is up: the disclosure, with the question of the first state that listens."""
    call = work.call
    call.can, call.session = event.can, event.session
    if call.stage == "starting":
        call.stage = "live"
    greeting = spoken(work.program.project.greeting, FlowScope(work, None), work.locale)
    text, values = greeting.text, tuples(greeting)
    if call.frames and call.stage == "live" and isinstance(work.state.does, Ask | Choose) and not call.pending:
        question = open_question(work)
        text, values = f"{text} {question.text}".strip(), (*values, *question.values)
        call.asked = (call.top.visit, question.text)
        work.set_floor(want_reply=False)
    due = call.floor.due
    work.set_floor(due=())
    work.due(text, "disclosure", yields="never", values=values)
    work.set_floor(due=(*work.call.floor.due, *due))


def _known_in_part(record: Record) -> Shape:
    """The shape of a record of which perhaps only the key is known."""
    fields = {name: altered(shape, optional=name not in record.key) for name, shape in record.shape.fields.items()}
    return altered(record.shape, fields=fields)
