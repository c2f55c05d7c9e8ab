"""Walking the graph: states, ways on, flows inside flows, and what callers do anyway."""
