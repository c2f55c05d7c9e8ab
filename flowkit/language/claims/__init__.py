"""Claims: what an agent's words say was done. `claimed(text, done_words, language)` finds them.

Theory of operation. A done word ("moved") is only a claim where a sentence says that it happened: behind "has been",
"is", "was", "I have", "I", or alone. Everything else about it (a question, a denial, a future, a condition, a wish,
what somebody else said, what happened long ago, what usually happens) is none. The words that make the difference are a
closed list for each language, in `tables`.
"""

from flowkit.language.claims.finding import claimed
from flowkit.language.claims.verbs import done_words

__all__ = ["claimed", "done_words"]
