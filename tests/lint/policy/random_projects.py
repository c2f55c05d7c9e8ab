"""Random small projects: a few flows with all the ways into and out of each other that the language has."""

from flowkit.language.project import read_project

PROJECT = """\
flowkit: 1
title: Shop
start: front
greeting: "This is an automated assistant."
about_us: {automated: A program., recording: No., data: None.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
preconditions: {known: {when: customer is set, run: sign_in}}
slots: {vip: {type: yes_no, ask: "Are you a VIP?"}}
"""
TOOLS = """\
catalog: shop
records: {customer: {key: id, single: true, fields: {id: text, gold: yes_no}}}
tools:
  find: {about: Finds., effect: read, output: customer, outcomes: {nobody: Nobody.}, backend: "python:b:f"}
  look: {about: Looks., effect: read, output: {fields: {open: yes_no}}, backend: "python:b:f"}
  pay:
    about: Pays.
    effect: write
    input: {word: {options: [a, b]}}
    read_back: "I'll pay {{ word }}. Shall I?"
    changes: customer
    backend: "python:b:f"
  note: {about: Notes., effect: write, consent: none, consent_because: Ours., backend: "python:b:f"}
  send: {about: Sends., effect: write, read_back: "I'll send it. Shall I?", backend: "python:b:f"}
"""
SIGN_IN = """\
flow: sign_in
title: Who
start: find
states:
  find: {use: find, save_as: found, next: ok, outcomes: {nobody: no}}
  ok: {end: resolved}
  no: {end: unresolved}
"""
GUARDS = ["WORD == 'a'", "WORD != 'a'", "WORD is set", "vip", "not vip", "done(look)", "not done(pay)", "customer.gold"]
OUTCOMES = ["resolved", "cancelled", "refused", "unresolved"]


class Writer:
    """Writes a project with what `choose(list)` and `chance(n)` (true once in n) decide."""

    def __init__(self, choose, chance):
        self.choose, self.chance = choose, chance

    def files(self):
        flows = ["front", "one", "two"]
        tools = TOOLS
        for tool in ("pay", "send"):
            mark = f"  {tool}:\n" if tool == "pay" else "  send: {"
            extra = [
                *(["requires: known"] if self.chance(4) else []),
                *(["only_if: {rule: seen, when: done(look), because: No.}"] if self.chance(5) else []),
            ]
            for each in extra:
                tools = tools.replace(mark, f"{mark}    {each}\n" if tool == "pay" else f"{mark}{each}, ")
        project = PROJECT + self.habits("", flows)
        files = {"flowkit.yaml": project, "tools/shop.yaml": tools, "sign_in.yaml": SIGN_IN}
        files |= {f"{name}.yaml": self.flow(name, flows) for name in flows}
        return {path: text.encode() for path, text in files.items()}

    def habits(self, indent, flows):
        lines = []
        others = [name for name in flows if name != "front"]
        if self.chance(6):
            what = self.choose(["cancel", "repeat", "correct"])
            lines.append(f"anytime: {{{what}: {self.choose([*others, 'off'])}}}")
        if self.chance(4):
            lines.append(f"digress: [{', '.join(n for n in others if self.chance(2))}]")
        return "".join(f"{indent}{line}\n" for line in lines)

    def flow(self, name, flows):
        count = self.choose([2, 3, 4])
        states = [f"s{number}" for number in range(count)] + ["over"]
        targets = [*states, "person"]
        head = f"flow: {name}\ntitle: T{name}\nabout: About {name}.\n"
        if name != "front" and self.chance(4):
            head += "requires: known\n"
        head += 'slots: {WORD: {options: [a, b], ask: "Which word?"}}\n'
        head += self.habits("", flows)
        lines = [self.state(state, name, flows, targets) for state in states[:-1]]
        lines.append(f"  over: {{end: {self.choose(OUTCOMES) if self.chance(3) else 'resolved'}}}")
        if self.chance(6):
            lines.append(f"  person: {self.choose(['{next: over}', '{handoff: desk, outcomes: {failed: over}}'])}")
        return (head + "start: s0\nstates:\n" + "\n".join(lines) + "\n").replace("WORD", f"word_{name}")

    def way(self, targets):
        if self.chance(2):
            return self.choose(targets)
        edge = f'{{when: "{self.choose(GUARDS)}", go: {self.choose(targets)}}}'
        if self.chance(3):
            edge = f"{{times: 1, go: {self.choose(targets)}}}"
        if self.chance(4):
            edge = f'{{when: "{self.choose(GUARDS)}", clear: WORD, go: {self.choose(targets)}}}'
        return f"[{edge}, {{go: {self.choose(targets)}}}]"

    def state(self, state, flow, flows, targets):
        others = [name for name in ("one", "two") if name != flow and (flow, name) != ("two", "one")]
        kinds = ["speak", "ask", "use", "use", "confirm", "confirm", "end", "talk", "choose"]
        kind = self.choose([*kinds, *(["run", "run"] if others else [])])
        way, outcomes = self.way(targets), {}
        match kind:
            case "speak":
                does = "say: Hello."
            case "ask":
                does = f"ask: {self.choose(['WORD', 'vip'])}"
            case "use":
                tool = self.choose(["look", "look", "note", "find"])
                does = f"use: {tool}" + (", save_as: r" if tool == "look" else "")
                outcomes = {"nobody": self.choose(targets)} if tool == "find" else {}
            case "confirm":
                does = self.choose(["confirm: send", "confirm: pay, with: {word: WORD}"])
                outcomes = {"declined": self.choose(targets)} if self.chance(4) else {}
            case "talk":
                tools = self.choose(["look", "send", "note", "look, send"])
                does = f"talk: Talk., tools: [{tools}], exits: {{enough: Enough.}}"
            case "choose":
                does = "choose: [one, two], question: What"
                outcomes = {"nothing": self.choose(targets)} if self.chance(2) else {}
            case "run":
                does = f"run: {self.choose(others)}"
                outcomes = {self.choose(OUTCOMES[1:]): self.choose(targets)} if self.chance(2) else {}
            case _:
                return f"  {state}: {{end: {self.choose(OUTCOMES)}}}"
        if kind in ("use", "confirm") and self.chance(3):
            outcomes |= {self.choose(["failed", "refused"]): self.choose(targets)}
        parts = [does, f"next: {way}"]
        if outcomes:
            parts.append("outcomes: {" + ", ".join(f"{k}: {v}" for k, v in outcomes.items()) + "}")
        if kind in ("ask", "choose") and self.chance(4):
            parts.append(f'no_match: ["Sorry?", {{go: {self.choose(targets)}}}]')
        return f"  {state}: {{{', '.join(parts)}}}"


SENTENCES = [
    "look before pay",
    "look before send",
    "known before pay",
    "known before send",
    "one before send",
    "find before pay",
    "look before every write of shop",
    "known before every write",
    "never pay after send",
    "never send after pay",
    "never look after handoff",
    "never send after note",
    "never two after send",
    "send only if vip",
    "send only if done(look)",
    "pay only if customer is set",
    "pay only if customer.gold",
    "send leads to handoff",
    "look leads to note",
    "one leads to two",
    "handoff leads to look",
    "one before handoff",
    "consent before note",
    "consent before handoff",
    "never handoff after consent",
]
OF_A_FLOW = [
    "pay only if WORD == 'a'",
    "pay only if WORD is set",
    "look before pay",
    "never s1 after s0",
    "s0 leads to over",
]


def project_of(files):
    read = read_project(files)
    errors = [each for each in read.diagnostics if each.severity == "error"]
    return (read.project if not errors else None), errors
