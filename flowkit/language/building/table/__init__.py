"""The declarative table of the language: every key of every mapping, for the reader and for the published schemas."""
