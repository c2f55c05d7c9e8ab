"""The caller's audio before it becomes an item: counted, kept, and not understood yet."""

from __future__ import annotations

import base64
import binascii

from flowkit.simulator.errors import ProtocolError, invalid

APPEND_LIMIT = 15 * 1024 * 1024
"""Bytes of audio in one `input_audio_buffer.append`."""

SHORTEST_MS = 100
"""Milliseconds below which a commit is refused."""


class AudioBuffer:
    """Audio appended since the last commit or clear."""

    def __init__(self) -> None:
        self._audio = bytearray()

    def append(self, encoded: str) -> None:
        """Adds base64 audio.

        Raises:
            ProtocolError: It is not base64, or more than 15 MiB.
        """
        try:
            audio = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            message = "Invalid 'audio'. Expected base64-encoded audio bytes but got an invalid value."
            raise invalid("audio", message) from None
        if len(audio) > APPEND_LIMIT:
            raise invalid(
                "audio", f"Invalid 'audio'. At most {APPEND_LIMIT} bytes fit in one append, got {len(audio)}."
            )
        self._audio += audio

    def clear(self) -> None:
        """Forgets what was appended."""
        self._audio.clear()

    def take(self, bytes_per_ms: int) -> bytes:
        """Empties the buffer for a commit and returns its audio.

        Raises:
            ProtocolError: It holds less than 100 ms.
        """
        held = len(self._audio) / bytes_per_ms
        if held < SHORTEST_MS:
            message = (
                f"Error committing input audio buffer: buffer too small. Expected at least {SHORTEST_MS}ms of audio, "
                f"but buffer only has {held:.2f}ms of audio."
            )
            raise ProtocolError("input_audio_buffer_commit_empty", message)
        audio = bytes(self._audio)
        self._audio.clear()
        return audio
