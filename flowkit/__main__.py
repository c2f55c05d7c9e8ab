"""`python -m flowkit`."""

from flowkit.cli.app import main

main()
