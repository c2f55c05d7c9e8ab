"""`flowkit compile`: what the model gets, as JSON on stdout."""

import json

from flowkit.cli.loading import compiled, load


def compile(path: str) -> int:
    """Compiles a project and prints it; a flow's path selects its briefs and the groups it can run in."""
    loaded = load(path)
    whole = compiled(loaded.project)
    shown = whole.select(loaded.flow) if loaded.flow else whole
    print(json.dumps(shown.to_json(), indent=1, ensure_ascii=False))
    return 0
