"""Reading a caller's words: digits, numbers, dates, times, addresses, yes and no. English.

This is the ear of the local model and shares nothing with flowkit's own readers, so that the two do not make the same
mistakes.
"""
