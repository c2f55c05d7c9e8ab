"""The extension for VS Code: what it declares is what it uses, and its code can be read."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from flowkit import __version__

FOLDER = Path(__file__).parents[2] / "editors" / "vscode"
PACKAGE = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
CODE = (FOLDER / "extension.js").read_text(encoding="utf-8")


def test_it_is_of_this_version_and_starts_where_a_project_is():
    assert PACKAGE["version"] == __version__
    assert PACKAGE["activationEvents"] == ["workspaceContains:**/flowkit.yaml"]
    assert (FOLDER / PACKAGE["main"]).is_file()
    assert list(PACKAGE["dependencies"]) == ["vscode-languageclient"]


def test_commands_and_settings_are_declared_and_used():
    declared = {each["command"] for each in PACKAGE["contributes"]["commands"]}
    assert set(re.findall(r'registerCommand\("(flowkit\.\w+)"', CODE)) == declared
    settings = set(PACKAGE["contributes"]["configuration"]["properties"])
    assert {f"flowkit.{name}" for name in re.findall(r'settings\.get\("(\w+)"', CODE)} == {"flowkit.command"}
    # The client itself reads how much of the talk it shall log.
    assert settings == {"flowkit.command", "flowkit.trace.server"}
    assert 'args: ["lsp"]' in CODE


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_its_code_can_be_read_and_finds_the_command():
    subprocess.run(["node", "--check", "extension.js"], cwd=FOLDER, check=True)
    done = subprocess.run(["node", "--test"], cwd=FOLDER, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout
