"""Arguments that may be left out: the tool does not get them, and the read-back does not speak of them."""

from decimal import Decimal

from flowkit.engine.effects import Effect, Reply, RunTool, Say
from flowkit.engine.events import Words
from flowkit.language.project import read_project
from flowkit.tools.arguments import decoded
from tests.engine.conversation import Conversation, program_of

PROJECT = """\
flowkit: 1
title: Orders
start: order
greeting: This is an automated assistant.
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
"""
CATALOG = """\
catalog: shop
records: {thing: {key: id, fields: {id: text, colour: text}}}
tools:
  find_thing:
    about: Finds a thing.
    effect: read
    input: {colour: {type: text, optional: true, from: caller}, most: integer}
    output: {fields: {id: text}}
    only_if: {rule: not_black, when: "colour is not set or colour != 'black'", because: There is none in black.}
    backend: fixture:shop.yaml
  order_thing:
    about: Orders things.
    effect: write
    input:
      count: integer
      note: {type: text, optional: true, from: caller}
      discount: {type: money, optional: true, from: computed}
    limits: [at most 2 per note, discount at most 5]
    read_back: "I'll order {{ count }}{% if note is set %}, noting {{ note }}{% endif %}\\
      {% if discount is set %} for {{ discount }} less{% endif %}. Shall I do that?"
    backend: fixture:shop.yaml
"""
FLOW = """\
flow: order
title: Order
slots:
  count: {type: integer, ask: "How many?"}
  colour: {type: text, ask: "Which colour?", optional: true}
  note: {type: text, ask: "Any note?", optional: true}
  discount: {type: money, ask: "How much off?", optional: true}
let: {less: discount + 0}
start: which
states:
  which: {ask: [count, colour, note, discount], next: look}
  look: {use: find_thing, with: {colour: colour, most: count}, next: agree}
  agree:
    confirm: order_thing
    with: {count: count, note: note, discount: less}
    OWN
    next: done
  done: {say: It is ordered., end: resolved}
"""
OWN = (
    "read_back: \"I'll get you {{ count }}{% if note is set %} with '{{ note }}'{% endif %}"
    '{% if less is set %}, less {{ less }}{% endif %}. Is that right?"'
)


def talk_with(own: str = "", **values: object) -> Conversation:
    files = {"flowkit.yaml": PROJECT, "tools/shop.yaml": CATALOG, "order.yaml": FLOW.replace("OWN", own)}
    encoded = {path: text.encode() for path, text in files.items()}
    assert [each.message for each in read_project(encoded).diagnostics] == []
    talk = Conversation(program_of(encoded))
    talk.start(**values)
    talk.ready()
    talk.heard("u1")
    return talk


def begun(own: str = "", **values: object) -> tuple[Conversation, RunTool | None]:
    """A call in which these values were given and the caller passes over what else is asked."""
    talk = talk_with(own, **values)
    return talk, passing_over(talk, talk.caller("skip it"))


def passing_over(talk: Conversation, out: list[Effect]) -> RunTool | None:
    """What is looked up when the caller leaves out all that they are asked for."""
    while u := next((effect.u for effect in out if isinstance(effect, Reply)), ""):
        answers = isinstance(talk.log[-1][0], Words)
        out = talk.model(u, "Sorry?" if answers else "What about that?")
        if not answers:
            out = talk.caller("skip it")
    found = (effect for _, effects in talk.log for effect in effects if isinstance(effect, RunTool))
    return next(found, None)


def agree_to_hear(talk: Conversation) -> None:
    """The read-back and its question are heard."""
    talk.heard(talk.call.floor.generating)
    talk.heard(talk.call.floor.generating)


def statement(talk: Conversation, run: RunTool) -> str:
    out = talk.tool(run.run, "ok", {"id": "t1"})
    return next(effect.text for effect in out if isinstance(effect, Say))


def test_an_argument_that_is_not_known_is_left_out():
    talk, run = begun(count=2)
    assert run is not None
    assert run.arguments == {"most": 2}
    assert statement(talk, run) == "I'll order two."
    agree_to_hear(talk)
    out = talk.caller("yes")
    (write,) = [effect for effect in out if isinstance(effect, RunTool)]
    assert write.arguments == {"count": 2}
    (consent,) = talk.notes("consent")
    assert consent["arguments"] == {"count": 2}


def test_an_argument_that_is_known_is_given_and_spoken():
    talk, run = begun(count=2, colour="red", note="gift", discount="3.00")
    assert run is None  # The colour has to come from the caller, and was given by the channel.
    talk, run = begun(count=2, discount="3.00")
    assert run is not None
    assert statement(talk, run) == "I'll order two for three dollars less."


def test_where_it_comes_from_is_judged_only_if_it_is_there():
    talk = talk_with(count=2)
    talk.caller("in blue please")
    run = passing_over(talk, talk.model("u2", "", c1=("record", '{"colour": "blue"}')))
    assert run is not None
    assert run.arguments == {"colour": "blue", "most": 2}


def test_a_rule_may_guard_it():
    talk = talk_with(count=2)
    talk.caller("in black please")
    passing_over(talk, talk.model("u2", "", c1=("record", '{"colour": "black"}')))
    said = [effect.text for _, effects in talk.log for effect in effects if isinstance(effect, Say)]
    assert said[1:] == ["There is none in black."]


def test_an_own_read_back_sees_the_argument_not_what_it_is_made_of():
    talk, run = begun(OWN, count=2)
    assert run is not None
    assert statement(talk, run) == "I'll get you two."
    talk, run = begun(OWN, count=2, discount="4.00")
    assert statement(talk, run) == "I'll get you two, less four dollars."


def test_what_is_left_out_is_not_something_else_of_its_name():
    """An argument hides what the flow and the project have under its name, also where it is not given."""
    own = (
        "read_back: \"I'll get you {{ count }}{% if discount is set %}, less {{ discount }}{% endif %}"
        '{% if note is set %}, noting {{ note }}{% endif %}. Is that right?"'
    )
    flow = FLOW.replace("OWN", own).replace("discount + 0", "discount + extra")
    flow = flow.replace("slots:", 'slots:\n  extra: {type: money, ask: "More?", optional: true}')
    project = PROJECT + 'slots: {colour: {type: text, ask: "Which colour?"}}\n'
    flow = flow.replace('  colour: {type: text, ask: "Which colour?", optional: true}\n', "").replace(
        "[count, colour, ", "[count, "
    )
    flow = flow.replace("{colour: colour, most", "{most")
    files = {"flowkit.yaml": project, "tools/shop.yaml": CATALOG, "order.yaml": flow}
    talk = Conversation(program_of({path: text.encode() for path, text in files.items()}))
    talk.start(count=2, discount="3.00", colour="black")
    talk.ready()
    talk.heard("u1")
    run = passing_over(talk, talk.caller("skip it"))
    # The rule asks about the argument: the caller's colour is black, but it was not passed on.
    assert run is not None
    assert run.arguments == {"most": 2}
    assert statement(talk, run) == "I'll get you two."


def test_a_limit_on_what_is_left_out_counts_it_as_nothing():
    talk, run = begun(count=2, discount="6.00")
    assert run is not None
    assert statement(talk, run) == "I'm sorry, I can't do that."


def test_what_is_said_during_the_read_back_is_read_back_too():
    talk, run = begun(count=2)
    assert run is not None
    statement(talk, run)
    agree_to_hear(talk)
    talk.caller("and note gift wrap")
    u = talk.call.floor.generating
    talk.model(u, "I have noted it.", c1=("record", '{"note": "gift wrap"}'))
    assert talk.call.draft is not None
    assert talk.call.draft.statement == "I'll order two, noting gift wrap."


def test_a_backend_gets_only_what_is_there():
    tool = talk_with().program.project.tools["order_thing"]
    assert decoded(tool, {"count": 2}, "USD") == {"count": 2}
    assert decoded(tool, {"count": 2, "discount": "3.00"}, "USD") == {"count": 2, "discount": Decimal("3.00")}


def test_a_field_that_an_object_may_lack_is_left_out_too():
    box = "{optional: true, fields: {size: integer, lid: {type: text, optional: true}}}"
    catalog = CATALOG.replace("most: integer", f"most: integer, box: {box}")
    flow = FLOW.replace("OWN", "").replace("most: count}", "most: count, box: box}")
    flow = flow.replace("slots:", f"slots:\n  box: {box[:-1]}, ask: 'Which box?'}}").replace(
        "[count, ", "[count, box, "
    )
    files = {"flowkit.yaml": PROJECT, "tools/shop.yaml": catalog, "order.yaml": flow}
    talk = Conversation(program_of({path: text.encode() for path, text in files.items()}))
    talk.start(count=2, box={"size": 3})
    talk.ready()
    talk.heard("u1")
    run = passing_over(talk, talk.caller("skip it"))
    assert run is not None
    assert run.arguments == {"most": 2, "box": {"size": 3}}
