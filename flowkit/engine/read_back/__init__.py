"""The read-back, the caller's answer to it, and the consent that comes of it."""
