"""Building the model: positioned trees → typed, resolved `Project`.

Theory of operation. One declarative table (`table`) says which keys each mapping has, what stands under them, and what
they mean; opening a mapping (`mappings`) checks it against the table, so that misspelt, missing and wrongly typed keys
are found in one place and the published schemas can be made from the same table. Building runs in two passes over all
files. The first (`declaring`) collects what has a name: flows, tools, records, rules, preconditions, slots, constants.
The second reads what refers to names: shapes, expressions, words, states, tools, each in the scope (`scopes`) that the
language gives it. Nothing stops at a problem: what cannot be read is left out and reported, so all problems of all
files are told at once, and what follows from a reported problem alone is not told again.
"""
