"""The editor's side of flowkit: what `flowkit lsp` answers while somebody writes flows.

Theory of operation. A *page* is one file as it stands in the editor: its text, and the tree, the names and the keys of
the last text that YAML could read, so that a line that is half typed takes nothing away from the rest. A *book* is all
pages of a project; pages that did not change are taken over from the book before, so a keystroke costs the reading of
one file. Every place where a name stands is a *mention*, found by walking the trees along the table of keys, with what
it may mean there; the book tells what it does mean. Everything that answers a question (hovers, definitions, renaming,
completion, actions, symbols) is a pure function of a book and a place. `desk` keeps the books of a workspace up to
date with the disk and the open files; `server`, `features` and `translating` alone speak the Language Server
Protocol.
"""
