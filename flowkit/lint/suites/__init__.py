"""The designers' tests themselves: what can never come true in them, says nothing, or is missing.

Theory of operation. Nothing is played here. A test is held against what its project shows from outside: which flows a
call can come to from where the test starts, which tools they use and how their states listen. That is taken as wide as
it can be, so that what is said to be out of reach is. What is missing altogether is told only in projects whose tests
are meant to be whole (see `missing`).
"""
