"""Calls of the demo shop: the real engine, line, journal, simulator and rows, in this process."""

import json
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flowkit.cli.choices import LOCAL, Choices
from flowkit.cli.run import run

ROOT = Path(__file__).parents[2]
MONDAY = "2026-03-02T10:00"

ANA = "ana@example.com, and the postcode is 10001"
"""What customer c1 says to be known."""


@dataclass(frozen=True)
class Told:
    """A call that is over, as `flowkit run --json` tells it."""

    code: int
    lines: list[dict[str, Any]]

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The lines of a kind."""
        return [line for line in self.lines if line["type"] == kind]

    @property
    def outcome(self) -> str:
        """How the call ended."""
        return str(self.lines[-1]["outcome"])

    @property
    def flows(self) -> dict[str, str]:
        """Each flow that ended, and how: `refund` → `resolved in done`; the last one, if it ran more than once."""
        return {each["flow"]: f"{each['outcome']} in {each['state']}" for each in self.lines[-1]["flows"]}

    @property
    def agent(self) -> str:
        """All that the agent said."""
        return "\n".join(line["text"] for line in self.of("agent"))

    @property
    def last(self) -> str:
        """What the agent said last."""
        return str(self.of("agent")[-1]["text"])

    @property
    def states(self) -> list[str]:
        """The states, in the order in which they were entered."""
        return [f"{line['flow']}.{line['state']}" for line in self.of("state")]

    @property
    def tools(self) -> list[str]:
        """The tools that ran, each with its outcome."""
        return [f"{line['tool']} {line['outcome']}" for line in self.of("tool_done")]

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Tools and the rules that refused them."""
        return [(line["tool"], line["rule"]) for line in self.of("refused")]


@dataclass(frozen=True)
class Shop:
    """The shop's rows, and calls that change them."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    def call(self, flow: str, *said: str, customer: str = "", start: str = "") -> Told:
        """A scripted call on a flow; `customer`: who is known from the start."""
        choices = Choices(
            flow=str(ROOT / "flows" / f"{flow}.yaml"),
            say=said or ("hello",),  # with nothing to say, somebody would sit at the terminal
            script=None,
            start=start,
            given=(f"customer={customer}",) if customer else (),
            model=LOCAL,
            base_url="",
            environment="",
            journal=self.folder / "calls.db",
            resume="",
            now=MONDAY,
            seed=1,
            json=True,
            trace=False,
            color="never",
        )
        self.capture.readouterr()
        code = run(choices)
        told = [json.loads(line) for line in self.capture.readouterr().out.splitlines()]
        assert told[-1]["type"] == "call_ended", told
        # No call of the shop breaks a sentence of it, and nothing is claimed that was not done.
        assert not [line for line in told if line["type"] in ("guarantee", "claim")], told
        return Told(code, told)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the shop's own database."""
        connection = sqlite3.connect(self.folder / "shop.db")
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def do(self, statement: str) -> None:
        """Changes the rows behind the shop's back."""
        connection = sqlite3.connect(self.folder / "shop.db")
        try:
            with connection:
                connection.execute(statement)
        finally:
            connection.close()

    @property
    def written(self) -> list[tuple[str, str]]:
        """Tables and ids of the rows that calls have changed; notes for a person aside."""
        own = "table_name NOT IN ('cases', 'case_notes')"
        return self.rows(f"SELECT table_name, row_id FROM changes WHERE {own} ORDER BY id")

    @property
    def notes(self) -> list[tuple[str | None, str]]:
        """What calls have left for a person: customer and text."""
        noted = "changes.table_name = 'case_notes'"
        return self.rows(
            f"SELECT customer_id, note FROM changes JOIN case_notes ON {noted} AND case_notes.id = row_id "
            "JOIN cases ON cases.id = case_id ORDER BY case_notes.id"
        )


@pytest.fixture
def shop(
    tmp_path: Path,
    _seeded: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shop:
    shutil.copy(_seeded, tmp_path / "shop.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOP_DATABASE", str(tmp_path / "shop.db"))
    monkeypatch.setenv("FLOWKIT_NOW", MONDAY)
    monkeypatch.delenv("SHOP_NOW", raising=False)
    return Shop(tmp_path, capsys)
