"""Environments: whether every tool can be reached and may be used in each of them."""

from collections.abc import Iterator

from flowkit.language.codes import NO_BACKEND, ROLE_MISSING
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.spelling import listed
from flowkit.language.model import Project, Tool


def check_environments(project: Project) -> Iterator[Diagnostic]:
    """Warnings about catalogs that an environment does not say how to reach, and roles that it does not have."""
    if not project.span.path:
        return
    remote: dict[str, Tool] = {}
    for tool in project.tools.values():
        if tool.backend.startswith(("http:", "mcp:")):
            remote.setdefault(tool.catalog, tool)
    for catalog, tool in remote.items():
        yield from _unreached(catalog, tool, project)
    roles = {tool.role: tool for tool in project.tools.values() if tool.role}
    for environment in project.environments.values():
        for role, tool in roles.items():
            if role not in project.roles and role not in environment.roles:
                message = f"the environment '{environment.name}' does not hold the role '{role}'"
                help = f"add to it: roles: {role}; or to the project"
                here = Related(tool.places.get("role", tool.span), f"'{tool.name}' needs it")
                yield problem(ROLE_MISSING, environment.span, message, help, (here,))


def _unreached(catalog: str, tool: Tool, project: Project) -> Iterator[Diagnostic]:
    like = "{openapi: …, base_url: …}" if tool.backend.startswith("http:") else "{command: […]}"
    missing = [each for each in project.environments.values() if catalog not in each.backends]
    there = Related(tool.places.get("backend", tool.span), f"'{tool.name}' is reached from outside")
    if len(missing) == len(project.environments):
        message = f"no environment says where '{catalog}' is reached, so '{tool.name}' cannot be run"
        help = f"add to the project: environments: {{live: {{backends: {{{catalog}: {like}}}}}}}"
        yield problem(NO_BACKEND, tool.places.get("backend", tool.span), message, help)
        return
    for environment in missing:
        message = f"the environment '{environment.name}' does not say where '{catalog}' is reached"
        others = listed([each.name for each in project.environments.values() if catalog in each.backends], "and")
        help = f"add to it: backends: {{{catalog}: {like}}}; {others} say{'s' * (others.count(chr(39)) == 2)} it"
        yield problem(NO_BACKEND, environment.span, message, help, (there,))
