"""Values: which slots, results and records are known where, and what reads them before they are.

`knowledge` is the quick look that every flow gets: what is sure at each state, as sets of bits. Nearly everything that
a flow reads is sure where it is read, and done with. What is not is looked at again, value by value, along all ways
(`walks`), with what the guards on a way say of it (`conditions`). Only that finds something; what it finds it can
show, as the shortest way on which the value is missing (`told_ways`).
"""
