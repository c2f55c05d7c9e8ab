"""`flowkit graph`: a flow as a picture."""

from flowkit.cli.failures import UsageProblem
from flowkit.cli.loading import load

FORMATS = ("mermaid",)


def graph(flow: str, format: str) -> int:
    """Draws a flow, or the project's start flow, on stdout."""
    if format not in FORMATS:
        raise UsageProblem(f"there is no format '{format}'", f"formats: {', '.join(FORMATS)}")
    from flowkit.graph.mermaid import mermaid

    loaded = load(flow)
    project = loaded.project
    print(mermaid(project.flows[loaded.flow or project.start], project).rstrip("\n"))
    return 0
