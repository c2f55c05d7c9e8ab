"""The compiled project as a whole: its form, that it is always the same, and that the SDK takes it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from flowkit.compiler import Compiled, compile_project
from flowkit.language.model import Project
from flowkit.language.project import read_project

CONTROL = ["record", "choose", "request", "wait"]


def test_the_whole_output(compiled: Compiled, snapshot: SnapshotAssertion) -> None:
    printed = compiled.to_json()
    assert list(printed) == ["digest", "groups", "briefs"]
    assert re.fullmatch(r"[0-9a-f]{64}", printed["digest"])
    instructions = {each["session"].pop("instructions") for each in printed["groups"].values()}
    assert len(instructions) == 1, "the instructions are the same in all groups"
    assert instructions.pop() == snapshot(name="instructions")
    tools = {name: each["session"].pop("tools") for name, each in printed["groups"].items()}
    assert [json.dumps(each, ensure_ascii=False) for each in tools["member+gold"]] == snapshot(name="functions")
    assert json.dumps(printed["groups"]["open"]["session"]) == snapshot(name="session")
    assert "\n\n".join(f"{name}\n{text}" for name, text in printed["briefs"].items()) == snapshot(name="briefs")


def test_keys_of_a_session_stand_in_one_order(compiled: Compiled) -> None:
    for group in compiled.groups.values():
        keys = ["type", "instructions", "tools", "tool_choice", "audio", "truncation"]
        assert list(group.session) == keys
        for tool in group.session["tools"]:
            assert list(tool) == ["type", "name", "description", "parameters"]


def test_the_server_starts_and_stops_nothing(compiled: Compiled) -> None:
    detection = compiled.groups["open"].session["audio"]["input"]["turn_detection"]
    assert detection["create_response"] is False
    assert detection["interrupt_response"] is False
    assert detection["idle_timeout_ms"] is None


def test_every_session_is_one_for_the_sdk(compiled: Compiled) -> None:
    import pydantic
    from openai.types.realtime import realtime_session_create_request_param as params

    adapter = pydantic.TypeAdapter(params.RealtimeSessionCreateRequestParam)
    for group in compiled.groups.values():
        taken = adapter.validate_python(group.session, strict=True)
        plain = json.loads(json.dumps(group.session))
        assert _materialised(taken) == plain, "no key is unknown to the SDK"


def _materialised(value: Any) -> Any:
    """What a TypedDict adapter gives back, with its lazily checked lists read."""
    if isinstance(value, Mapping):
        return {name: _materialised(item) for name, item in value.items()}
    return value if isinstance(value, str | int | float | None) else [_materialised(item) for item in value]


def test_every_schema_is_a_schema(compiled: Compiled) -> None:
    import jsonschema

    for group in compiled.groups.values():
        for tool in group.session["tools"]:
            jsonschema.Draft202012Validator.check_schema(tool["parameters"])
            assert tool["parameters"]["type"] == "object"
            assert tool["parameters"]["additionalProperties"] is False


def test_names_are_those_the_server_takes(compiled: Compiled) -> None:
    for group in compiled.groups.values():
        names = [tool["name"] for tool in group.session["tools"]]
        assert names[:4] == CONTROL
        assert names[4:] == sorted(names[4:])
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name) for name in names)


def test_record_is_the_same_in_all_groups(compiled: Compiled) -> None:
    heads = {json.dumps(group.session["tools"][:4]) for group in compiled.groups.values()}
    assert len(heads) == 1


def test_what_is_never_stored_stands_in_no_function_and_no_brief(compiled: Compiled) -> None:
    functions = json.dumps([group.session["tools"] for group in compiled.groups.values()])
    assert '"pin"' not in functions
    assert "PIN" not in functions
    assert not any("pin" in text.split() for text in compiled.briefs.values())


def test_there_is_no_function_to_agree_with(compiled: Compiled) -> None:
    names = {tool["name"] for group in compiled.groups.values() for tool in group.session["tools"]}
    assert "book_repair" not in names
    assert not names & {"answer", "confirm", "yes"}


# The same files give the same bytes.


def _printed(files: Mapping[str, str]) -> str:
    project = read_project({path: text.encode() for path, text in files.items()}).project
    assert project is not None
    return json.dumps(compile_project(project).to_json())


def test_the_order_of_files_does_not_matter(files: Mapping[str, str]) -> None:
    assert _printed(dict(reversed(list(files.items())))) == _printed(files)


def test_the_place_of_the_files_does_not_matter(files: Mapping[str, str]) -> None:
    assert _printed({f"/somewhere/else/{path}": text for path, text in files.items()}) == _printed(files)


def test_another_process_compiles_the_same_bytes(files: Mapping[str, str]) -> None:
    code = (
        "import json, sys\n"
        "from flowkit.compiler import compile_project\n"
        "from flowkit.language.project import read_project\n"
        "files = json.loads(sys.stdin.read())\n"
        "project = read_project({path: text.encode() for path, text in files.items()}).project\n"
        "print(json.dumps(compile_project(project).to_json()))\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps(files),
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert printed == {_printed(files)}


def test_printing_gives_nothing_away_to_change(compiled: Compiled) -> None:
    compiled.to_json()["groups"]["open"]["session"]["tools"].clear()
    assert compiled.groups["open"].session["tools"]


# One flow of it.


def test_a_flow_selects_its_briefs_and_its_groups(compiled: Compiled) -> None:
    one = compiled.select("rent")
    assert list(one.briefs) == ["rent.look", "rent.which"]
    assert list(one.groups) == ["member+gold"]
    assert one.digest == compiled.digest
    assert list(compiled.select("repair").groups) == ["member", "member+gold"]
    assert list(compiled.select("front").groups) == ["open", "member", "member+gold"]


def test_a_flow_whose_name_another_begins_with_is_not_taken_for_it(reads: Any) -> None:
    longer = "flow: rent_more\ntitle: More\nstart: a\nslots: {q: {type: text, ask: 'Which?'}}\nstates:\n"
    longer += "  a: {ask: q, next: b}\n  b: {end: resolved}\n"
    compiled = compile_project(reads({"more.yaml": longer}))
    assert "rent_more.a" in compiled.briefs
    assert "rent_more.a" not in compiled.select("rent").briefs


def test_no_flow_of_that_name(compiled: Compiled) -> None:
    with pytest.raises(KeyError):
        compiled.select("rente")


def test_several_languages_are_all_listened_for(reads: Any, files: Mapping[str, str]) -> None:
    text = files["flowkit.yaml"].replace("currency: EUR", "currency: EUR\nlanguages: [en, es]")
    session = compile_project(reads({"flowkit.yaml": text})).groups["open"].session
    assert session["audio"]["input"]["transcription"] == {"model": "gpt-transcribe", "languages": ["en", "es"]}
    assert "Speak English, or Spanish when the caller does." in session["instructions"]


def test_sessions_are_what_a_line_takes(project: Project, compiled: Compiled) -> None:
    assert compiled.sessions["open"] is compiled.groups["open"].session
    assert list(compiled.sessions) == list(compiled.groups)
