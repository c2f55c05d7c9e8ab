"""What the Realtime API takes, and what its models follow: names, schemas, numbers of functions, sizes in tokens.

Theory of operation. Sizes are those of what is compiled, so the compiler makes it; but only where the lengths of the
texts that go into it say that it could be near a limit (two and a half to a token). An ordinary project is far from
every limit and never loads the compiler.
"""

from flowkit.lint.limits.briefs import check_limits
from flowkit.lint.limits.heads import check_limits_of_project

__all__ = ["check_limits", "check_limits_of_project"]
