"""`flowkit compile`: what the model gets, as JSON on stdout."""

import json

from flowkit.cli.loading import load
from flowkit.compiler import compile_project


def compile(path: str) -> int:
    """Compiles a project and prints it; a flow's path selects its briefs and the groups it can run in."""
    loaded = load(path)
    compiled = compile_project(loaded.project)
    if loaded.flow:
        compiled = compiled.select(loaded.flow)
    print(json.dumps(compiled.to_json(), indent=1, ensure_ascii=False))
    return 0
