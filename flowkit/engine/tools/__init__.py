"""Tools: whether one may run, how it is run, and what its end comes to."""
