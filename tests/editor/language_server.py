"""An editor without a window: it talks to the real YAML language server over its pipes, as every editor does.

The Language Server Protocol: JSON-RPC 2.0 messages, each after a header with its length in bytes. Lines and columns
count from 0, columns in UTF-16 units; the files that are opened here are ASCII where it matters.
"""

import json
import queue
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

SERVER = Path(__file__).parents[2] / ".node" / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
SECONDS = 30.0
"""How long an answer may take; the slowest that was seen took one."""
SETTINGS = {
    "yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}},
    "http": {},
    "[yaml]": {"editor.tabSize": 2},
}


class NoAnswer(AssertionError):
    """The server said nothing in time, or broke off."""


@dataclass(frozen=True)
class Mark:
    """One diagnostic as an editor underlines it."""

    text: str
    """The stretch of the file that is underlined."""
    line: int
    """From 0."""
    message: str


@dataclass(frozen=True)
class Offer:
    """One entry of the list that completion opens."""

    label: str
    about: str
    inserts: str
    kind: int


@dataclass
class Page:
    """A file that is open in the editor; its text is what stands there, on disk or not."""

    uri: str
    text: str
    version: int = 1

    def place(self, of: str, after: bool = False, nth: int = 0) -> dict[str, int]:
        """The position of the first (or nth) stretch of text, or of its end."""
        at = -1
        for _ in range(nth + 1):
            at = self.text.index(of, at + 1)
        at += len(of) if after else 0
        before = self.text[:at]
        return {"line": before.count("\n"), "character": at - (before.rfind("\n") + 1)}

    def stretch(self, start: dict[str, int], end: dict[str, int]) -> str:
        lines = self.text.splitlines(keepends=True)
        offset = [0]
        for line in lines:
            offset.append(offset[-1] + len(line))
        return self.text[offset[start["line"]] + start["character"] : offset[end["line"]] + end["character"]]


@dataclass
class Editor:
    """A session with the server; use it in `with`."""

    folder: Path
    _process: "subprocess.Popen[bytes]" = field(init=False)
    _answers: dict[int, "queue.Queue[dict[str, Any]]"] = field(default_factory=dict)
    _marks: "queue.Queue[dict[str, Any]]" = field(default_factory=queue.Queue)
    _number: int = 0
    _writing: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> "Editor":
        assert SERVER.exists(), f"{SERVER} is missing: run `make system`"
        command = ["node", str(SERVER), "--stdio"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        threading.Thread(target=self._listen, daemon=True).start()
        uri = self.folder.as_uri()
        capabilities = {
            "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}},
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {"versionSupport": True},
            },
        }
        folders = [{"uri": uri, "name": self.folder.name}]
        self._ask(
            "initialize", {"processId": None, "rootUri": uri, "capabilities": capabilities, "workspaceFolders": folders}
        )
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": SETTINGS})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._ask("shutdown", None)
                self._tell("exit", None)
                self._process.wait(SECONDS)
        finally:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()

    def open(self, path: str, text: str) -> tuple[Page, list[Mark]]:
        """Opens a file with this text, whatever stands on disk, and waits for what the server finds in it."""
        page = Page((self.folder / path).as_uri(), text)
        document = {"uri": page.uri, "languageId": "yaml", "version": page.version, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return page, self._found(page)

    def write(self, page: Page, text: str) -> None:
        """Replaces the text of an open file."""
        page.text, page.version = text, page.version + 1
        document = {"uri": page.uri, "version": page.version}
        self._tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def rewrite(self, page: Page, text: str) -> list[Mark]:
        """Replaces the text of an open file, and waits for what the server finds in it."""
        self.write(page, text)
        return self._found(page)

    def hover(self, page: Page, place: dict[str, int]) -> str:
        """What is shown at a place, in Markdown; empty if nothing is."""
        answer = self._ask("textDocument/hover", {"textDocument": {"uri": page.uri}, "position": place})
        return "" if not answer else str(answer["contents"]["value"])

    def complete(self, page: Page, place: dict[str, int]) -> dict[str, Offer]:
        """What completion offers at a place, by label."""
        answer = self._ask("textDocument/completion", {"textDocument": {"uri": page.uri}, "position": place})
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return {item["label"]: _offer(item) for item in items}

    def _found(self, page: Page) -> list[Mark]:
        """The diagnostics of this version of the file."""
        while True:
            try:
                told = self._marks.get(timeout=SECONDS)
            except queue.Empty:
                raise NoAnswer(f"no diagnostics of {page.uri} version {page.version}") from None
            if told["uri"] == page.uri and told.get("version", page.version) == page.version:
                break
        return [
            Mark(
                page.stretch(each["range"]["start"], each["range"]["end"]),
                each["range"]["start"]["line"],
                each["message"],
            )
            for each in told["diagnostics"]
        ]

    def _ask(self, method: str, params: Any) -> Any:
        self._number += 1
        number = self._number
        answers: queue.Queue[dict[str, Any]] = queue.Queue(1)
        self._answers[number] = answers
        self._send({"id": number, "method": method, "params": params})
        try:
            answer = answers.get(timeout=SECONDS)
        except queue.Empty:
            raise NoAnswer(f"{method} was not answered; the server's exit code: {self._process.poll()}") from None
        if "error" in answer:
            raise NoAnswer(f"{method}: {answer['error']}")
        return answer["result"]

    def _tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        with self._writing:
            self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            self._process.stdin.flush()

    def _listen(self) -> None:
        while (message := self._read()) is not None:
            if "method" not in message:
                self._answers.pop(message["id"]).put(message)
            elif "id" in message:
                self._send({"id": message["id"], "result": _reply(message)})
            elif message["method"] == "textDocument/publishDiagnostics":
                self._marks.put(message["params"])

    def _read(self) -> dict[str, Any] | None:
        """The next message; None at the end."""
        pipe, length = self._process.stdout, 0
        assert pipe is not None
        try:
            while line := pipe.readline().strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            body = pipe.read(length) if length else b""
        except ValueError:  # the pipe was closed
            return None
        message: dict[str, Any] | None = json.loads(body) if body else None
        return message


def _reply(asked: dict[str, Any]) -> Any:
    """What an editor answers when the server asks: its settings, and nothing else."""
    if asked["method"] == "workspace/configuration":
        return [SETTINGS.get(item.get("section", "")) for item in asked["params"]["items"]]
    return None


def _offer(item: dict[str, Any]) -> Offer:
    about = item.get("documentation", "")
    about = about["value"] if isinstance(about, dict) else about
    inserts = item.get("textEdit", {}).get("newText") or item.get("insertText") or item["label"]
    return Offer(item["label"], about, inserts, item.get("kind", 0))
