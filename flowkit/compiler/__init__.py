"""The compiler: a project becomes sessions for the model, the fixed lines of its briefs, and a digest of both."""

from flowkit.compiler.compiled import Compiled, Group, compile_project
from flowkit.compiler.groups import TooManyGroups

__all__ = ["Compiled", "Group", "TooManyGroups", "compile_project"]
