"""Support calls as YAML state graphs: proved, compiled for the Realtime API, and enforced on the line."""

__version__ = "0.1.0"
