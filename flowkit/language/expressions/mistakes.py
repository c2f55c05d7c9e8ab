"""What people write in place of an expression's own words, and the right spelling for it.

The parser asks here when a word stands where it cannot stand. Every entry is a plausible habit from a spreadsheet,
another language, or plain English.
"""

from typing import Final

NOTHING: Final = frozenset({"null", "none", "None", "nil", "undefined", "NULL", "Null", "NONE"})
"""Words for what is not known."""

UNKNOWN_WORDS: Final = frozenset({"unset", "missing", "undefined", "unknown", "blank", "absent", *NOTHING})
KNOWN_WORDS: Final = frozenset({"defined", "known", "present", "given", "there", "available"})

KEYWORDS: Final = frozenset({"and", "or", "not", "in", "is", "for", "if", "true", "false"})
FUNCTIONS: Final = ("any", "all", "count", "sum", "min", "max", "length", "pairs", "days", "hours", "minutes", "done")

BETWEEN: Final = {
    "equals": "write: ==",
    "equal": "write: ==",
    "eq": "write: ==",
    "ne": "write: !=",
    "gt": "write: >",
    "lt": "write: <",
    "ge": "write: >=",
    "le": "write: <=",
    "greater": "write: >",
    "less": "write: <",
    "over": "write: >",
    "above": "write: >",
    "under": "write: <",
    "below": "write: <",
    "after": "write: >",
    "before": "write: <",
    "contains": "write it the other way round: 'x in list'",
    "includes": "write it the other way round: 'x in list'",
    "has": "write it the other way round: 'x in list'",
    "between": "write: low <= x <= high",
    "matches": "texts can be compared with '==', '!=' and 'in' only; a slot can have a 'pattern'",
    "like": "texts can be compared with '==', '!=' and 'in' only; a slot can have a 'pattern'",
    "startswith": "texts can be compared with '==', '!=' and 'in' only; a slot can have a 'pattern'",
    "xor": "write: (a and not b) or (b and not a)",
    "nor": "write: not a and not b",
    "but": "write: and",
    "plus": "write: +",
    "minus": "write: -",
    "times": "write: *",
    "set": "write: is set",
    "empty": "write: is empty",
    "unset": "write: is not set",
    "isset": "write: is set",
    "exists": "write: is set",
    "isempty": "write: is empty",
    "then": "an expression is the condition alone; where the flow goes stands in 'go'",
    "else": "write one edge for each case; the last one without 'when' takes the rest",
    "unless": "write: and not",
    "day": "write: days(n)",
    "days": "write: days(n)",
    "hour": "write: hours(n)",
    "hours": "write: hours(n)",
    "minute": "write: minutes(n)",
    "minutes": "write: minutes(n)",
    "weeks": "write days(7) for a week",
    "dollars": "write the amount alone",
    "euros": "write the amount alone",
    "percent": "write 0.3 for 30 percent",
}
"""A word that follows a value: how to say what it means."""

ONE_FOR_ONE: Final = frozenset(
    (
        *("equals", "eq", "ne", "gt", "lt", "ge", "le", "but", "plus", "minus", "times"),
        *("set", "empty", "isset", "exists", "isempty", "unset"),
    )
)
"""Those of them that need nothing else to be changed, and can mean nothing else."""

INSTEAD_OF_CALL: Final = {
    "len": "write: length(x)",
    "size": "write: length(x)",
    "count_of": "write: length(x)",
    "isset": "write: x is set",
    "exists": "write: x is set",
    "defined": "write: x is set",
    "has": "write: x is set",
    "empty": "write: x is empty",
    "is_empty": "write: x is empty",
    "isempty": "write: x is empty",
    "set": "write: x is set",
    "contains": "write: x in list",
    "some": "write: any(condition for x in list)",
    "every": "write: all(condition for x in list)",
    "filter": "write: any(condition for x in list), or the same with 'all' or 'count'",
    "map": "write: any(condition for x in list), or the same with 'all' or 'count'",
    "today": "write today without brackets",
    "now": "write now without brackets",
    "weekday": "write: x.weekday",
    "date": "write: x.date; a date itself is written in quotes: '2026-03-06'",
    "time": "write: x.time; a time itself is written in quotes: '09:30'",
    "datetime": "write a date and time in quotes: '2026-03-06T09:30'",
    "weeks": "write days(7) for a week",
    "week": "write days(7) for a week",
    "months": "there are no months, as they differ in length; write: days(30)",
    "years": "there are no years, as they differ in length; write: days(365)",
    "seconds": "there are no seconds; write: minutes(n)",
    "day": "write: days(n)",
    "hour": "write: hours(n)",
    "minute": "write: minutes(n)",
    "zip": "write: pairs(a, b)",
    "pair": "write: pairs(a, b)",
    "used": "write: done(tool)",
    "lower": "write the text as it is: each type is compared by its own rule",
    "upper": "write the text as it is: each type is compared by its own rule",
    "strip": "write the text as it is: each type is compared by its own rule",
    "trim": "write the text as it is: each type is compared by its own rule",
    "str": "nothing needs to be converted; write the value alone",
    "int": "nothing needs to be converted; write the value alone",
    "float": "nothing needs to be converted; write the value alone",
    "round": "amounts are exact; there is no rounding",
    "abs": "write: max(x, -x)",
    "average": "compare sum(x for x in list) with a multiple of length(list)",
    "avg": "compare sum(x for x in list) with a multiple of length(list)",
    "range": "loops run over lists in the data only",
}
"""The name of a function that does not exist: what to write."""
