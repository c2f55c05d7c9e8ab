"""The project: from the contents of its files to the model, with every problem of every file.

    reading = read_project({"flows/flowkit.yaml": b"flowkit: 1 …", "flows/refund.yaml": b"flow: refund …"})
    for diagnostic in reading.diagnostics:
        print(diagnostic.span, diagnostic.message)

Nothing is read from disk here: who has the files gives their contents.
"""

from collections.abc import Mapping

from flowkit.language.building.assembling import assemble
from flowkit.language.building.declaring import kind_of, kind_of_unreadable
from flowkit.language.building.report import Report
from flowkit.language.building.world import World
from flowkit.language.diagnostic import Diagnostic, Severity
from flowkit.language.frozen import frozen
from flowkit.language.model import Project
from flowkit.language.text import read
from flowkit.language.tree import Mapping as Tree


@frozen
class Reading:
    """What came of reading a project's files.

    `project` is None if there are errors. `diagnostics` are in the order of files and places. `sources` holds the text
    of every file, for messages that show the line.
    """

    project: Project | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]


def read_project(files: Mapping[str, bytes]) -> Reading:
    """Reads the files of one project.

    Args:
        files: Path (as messages shall name it) → content. Which file is what is told by its first key, not by its
            path: the project file is the one that begins with `flowkit`. Without one, flows are checked alone.
    """
    report = Report()
    world = World(report)
    sources: dict[str, str] = {}
    roots: list[tuple[str, Tree]] = []
    for path, data in files.items():
        root, document, found = read(path, data)
        sources[path] = document.text
        report.found += found
        if root is None:
            kind, _ = kind_of_unreadable(document.text)
            report.incomplete |= kind not in ("suite", "words")
            continue
        kind = kind_of(root, world)
        if kind and isinstance(root, Tree):
            roots.append((kind, root))
        else:
            report.incomplete = True
    project = assemble(roots, world)
    diagnostics = tuple(sorted(dict.fromkeys(report.found), key=lambda diagnostic: diagnostic.sort_key))
    if any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics):
        project = None
    return Reading(project, diagnostics, sources)
