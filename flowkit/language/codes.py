"""Every diagnostic that reading and modelling can give: one registry, so that no code is used twice.

Numbers go by subject: FK0xx the YAML text, FK1xx shape and names, FK2xx the graph, FK3xx guards and slots,
FK4xx tools and consent, FK5xx words (from FK510 on translations), FK6xx tests. A code that has shipped is never given
to another thing.
"""

from flowkit.language.diagnostic import Code, Severity

# The YAML text.
NOT_UTF8 = Code("FK001", "not-utf8")
BAD_YAML = Code("FK002", "bad-yaml")
DUPLICATE_KEY = Code("FK003", "duplicate-key")
ANCHOR = Code("FK004", "anchor")
TAG = Code("FK005", "tag")
SEVERAL_DOCUMENTS = Code("FK006", "several-documents")
TAB = Code("FK007", "tab")
TOO_DEEP = Code("FK008", "too-deep")
TOO_LARGE = Code("FK009", "too-large")
EMPTY_FILE = Code("FK010", "empty-file")
NOT_PLAIN_KEY = Code("FK011", "not-a-plain-key")
YAML_TRAP = Code("FK012", "yaml-trap")

# Shape and names.
UNKNOWN_FILE_KIND = Code("FK101", "unknown-file-kind")
UNKNOWN_KEY = Code("FK102", "unknown-key")
MISSING_KEY = Code("FK103", "missing-key")
WRONG_TYPE = Code("FK104", "wrong-type")
BAD_NAME = Code("FK105", "bad-name")
RESERVED_NAME = Code("FK106", "reserved-name")
NAME_TAKEN = Code("FK107", "name-taken")
UNKNOWN_NAME = Code("FK108", "unknown-name")
BAD_VALUE = Code("FK109", "bad-value")
SEVERAL_KINDS = Code("FK110", "several-kinds")
KEY_NOT_HERE = Code("FK111", "key-not-here")
NO_PROJECT = Code("FK112", "no-project", Severity.NOTE)

# The graph.
UNKNOWN_STATE = Code("FK201", "unknown-state")
UNREACHABLE_STATE = Code("FK202", "unreachable-state", Severity.WARNING)
UNKNOWN_OUTCOME = Code("FK203", "unknown-outcome")
OUTCOME_NOT_NAMED = Code("FK204", "outcome-not-named")
NEXT_MISSING = Code("FK205", "next-missing")
EDGE_AFTER_ELSE = Code("FK206", "edge-after-else")
LADDER_STAYS = Code("FK207", "ladder-stays")
NEEDS_ITSELF = Code("FK208", "needs-itself")
BAD_GUARANTEE = Code("FK209", "bad-guarantee")
ENDLESS_LOOP = Code("FK210", "endless-loop")
NOTHING_LEFT_TO_ASK = Code("FK211", "nothing-left-to-ask")
IDLE_STATE = Code("FK212", "idle-state", Severity.WARNING)
ODD_OUTCOME = Code("FK213", "odd-outcome", Severity.WARNING)
NOTHING_SAID = Code("FK214", "nothing-said", Severity.NOTE)

# Guards and slots.
BAD_EXPRESSION = Code("FK301", "bad-expression")
UNKNOWN_IN_GUARD = Code("FK302", "unknown-in-guard")
TYPE_MISMATCH = Code("FK303", "type-mismatch")
UNKNOWN_OPTION = Code("FK304", "unknown-option")
NOT_YES_NO = Code("FK305", "not-yes-no")
NOT_IN_TABLE = Code("FK306", "not-in-table", Severity.WARNING)
NEVER_LOOKED_UP = Code("FK307", "never-looked-up", Severity.WARNING)

# Tools and consent.
UNKNOWN_TOOL = Code("FK401", "unknown-tool")
WRONG_EFFECT = Code("FK402", "wrong-effect")
WRONG_ARGUMENTS = Code("FK403", "wrong-arguments")
BAD_READ_BACK = Code("FK404", "bad-read-back")
BAD_LIMIT = Code("FK405", "bad-limit")
BAD_BACKEND = Code("FK406", "bad-backend")
BAD_SOURCE = Code("FK407", "bad-source")
NEVER_RETURNED = Code("FK408", "never-returned", Severity.WARNING)
SECRET_PASSED_ON = Code("FK409", "secret-passed-on")

# Words.
BAD_WORDS = Code("FK501", "bad-words")
UNKNOWN_FILTER = Code("FK502", "unknown-filter")
NEVER_SPOKEN = Code("FK503", "never-spoken")

# Translations.
NOT_TRANSLATED = Code("FK510", "not-translated")
STALE_TRANSLATION = Code("FK511", "stale-translation")
OTHER_VALUES = Code("FK512", "other-values")
LANGUAGE_WITHOUT_WORDS = Code("FK513", "language-without-words")
TRANSLATED_TWICE = Code("FK514", "translated-twice")
NO_BUILT_IN_WORDS = Code("FK515", "no-built-in-words", Severity.WARNING)

# Tests.
UNKNOWN_IN_TEST = Code("FK601", "unknown-in-test")
BAD_TEST_NAME = Code("FK602", "bad-test-name")
BAD_STEP = Code("FK603", "bad-step")
BAD_RESULT = Code("FK604", "bad-result")
BAD_TEST_VALUE = Code("FK605", "bad-test-value")
IMPOSSIBLE_OUTCOME = Code("FK606", "impossible-outcome")
CHECKS_NOTHING = Code("FK607", "checks-nothing", Severity.WARNING)
BAD_EXPECTATION = Code("FK608", "bad-expectation")
