"""Guards, looked through: cases that no edge takes, edges that are never taken, tests that test nothing.

Theory of operation. A guard is read as `and`, `or` and `not` over tests of single values (`conditions`). Every value
that is tested splits into finitely many cells, between which no guard can tell a difference: each option, below, at and
above each number, true and false, and unset, which is a case of its own (`cells`). The product of the cells of all
values in a list of guards is a table; where a guard is true in it, and where it is false, are two sets of bits in one
large number each (`table`), so that a whole list is judged by a few operations on numbers. What cannot be taken apart
(a loop, `done(…)`, one text against another) is a value of its own that may be true, false or unknown, the same
wherever it stands.

The table has every case that can be, and may have some that cannot. So what holds in all of its cells is certain: an
edge that no cell is left for is never taken. A case that is left open is only told with values for it that fit together
(`examples`); where there is doubt nothing is said. A table that would be too large is not made, and a note says so.
"""
