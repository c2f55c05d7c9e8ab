"""Mutants: every check of flowkit switched off in turn, and which test notices.

Theory of operation. A check that no test misses might as well not be there. So `checks/` lists the checks on which
callers rely, each with the line that makes it and what stands there when it is switched off (`table`). `workbench`
copies the project, switches off one check after the other, and runs the tests that ought to notice; `make mutants` does
so for all of them and fails if one goes unnoticed. Which test noticed is kept in `noticed.yaml`, and from it
docs/safety.md is made.
"""
