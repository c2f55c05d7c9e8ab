"""Secrets that stand openly in a file: keys and tokens by the marks that their makers give them, and passwords.

Whatever stands in a file of flows is seen by all who see the flows, and comes into version control. The forms are those
that their makers document: OpenAI (`sk-`), AWS (`AKIA`), GitHub (`ghp_` and its like), Slack (`xoxb-`), Google
(`AIza`), and private keys in PEM.
"""

import re
from collections.abc import Iterator
from typing import Final

from flowkit.language.codes import SECRET_IN_FILE
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.tree import Document

_MARKS: Final = ("sk-", "AKIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "xox", "AIza", "PRIVATE KEY")
_KEY: Final = re.compile(
    r"\bsk-(?:[a-z]+-)?[A-Za-z0-9_-]{16,}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abprs]-[\w-]{10,}"
    r"|\bAIza[\w-]{30,}|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)
_NAMES: Final = ("password", "passwd", "passphrase", "secret", "api_key", "apikey", "_token", "auth_key")
_PASSWORD: Final = re.compile(
    r"(?:^|[\s{,])\w*(?:password|passwd|passphrase|secret|api_?key|_token|auth_key): "
    r"(?P<quote>[\"']?)(?P<value>(?=\S*\d)(?=\S*[A-Za-z])[^\s\"'#{}\[\],:]{8,})(?P=quote)(?=[\s,}]|$)",
    re.IGNORECASE | re.MULTILINE,
)
"""A value with a letter and a figure under a key that is named as secrets are."""


def open_secrets(document: Document) -> Iterator[Diagnostic]:
    """Errors about what looks like a secret in the text of a file, wherever in it, comments included.

    In flows only the commonest keys are looked for, as there are many of them and nothing in them is given to a system.
    """
    text = document.text
    flow = text.startswith("flow:") or "\nflow:" in text[:400]  # the many files, where few keys could stand
    found = (
        [match.span() for match in _KEY.finditer(text)]
        if any(map(text.__contains__, _MARKS[: 2 if flow else None]))
        else []
    )
    if not flow and any(map(text.__contains__, _NAMES)):
        found += [match.span("value") for match in _PASSWORD.finditer(text) if not _KEY.search(match["value"])]
    for start, end in found:
        message = "this looks like a secret, which must not stand in a file"
        help = "take it out, and make a new one: who can see this file has it; a header is written env:NAME"
        yield problem(SECRET_IN_FILE, document.span(start, end), message, help)
