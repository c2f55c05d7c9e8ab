"""Conversation tests: plays the tests of suites against the engine, and says what came out otherwise than expected.

Theory of operation. A test is a call in one process without sockets, clock or tools: `conversation` joins the engine
and the line, which are pure, with a session of the protocol (`session`) in which the project's local model answers,
with tools that return what the test says (`results`), and with a clock that jumps to the next timer. `play` goes
through the steps of a test, `judging` compares what came of them with what was expected, `report` tells it.
The same files give the same result.
"""
