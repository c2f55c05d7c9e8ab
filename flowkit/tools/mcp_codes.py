"""What the error codes of an MCP session tell of a call: refused, or nothing at all."""

from typing import Final

CLOSED: Final = -32000
"""The SDK's code of a connection that has ended."""
NOT_REACHED: Final = -32091
"""Our code of a request that never got to the server; from the range left to implementations (JSON-RPC 2.0, 5.1)."""
LOST: Final = -32092
"""Our code of a request whose answer was lost on the way."""
REFUSED: Final = frozenset((-32600, -32601, -32602, -32020, -32021, -32022))
"""The request was not understood or not allowed (JSON-RPC 2.0, 5.1, and MCP's own); it would not be another time."""
NO_ANSWER: Final = frozenset((CLOSED, -32001, -32603, -32700, LOST))
"""Connection ended, time out, internal error, answer not understood, lost: how the call ended is not known."""
SESSION_GONE: Final = "Session terminated"
"""What the SDK says when the server no longer knows the session: the call was not carried out."""
