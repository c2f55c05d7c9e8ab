"""The graph: a flow as a picture."""

from flowkit.graph.mermaid import mermaid

__all__ = ["mermaid"]
