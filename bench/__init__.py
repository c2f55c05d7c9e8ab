"""Figures, measured side by side in one run: `python -m bench` (or `make bench`). No test depends on them."""
