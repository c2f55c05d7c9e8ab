"""Keys of translations."""

from flowkit.language.building.table.forms import Key, Kind, MapOf, Text
from flowkit.language.building.table.project import LANGUAGE

WORDS_KIND = Kind(
    "words",
    "a translation",
    {
        "words": Key(LANGUAGE, "The language of the translation, one of the project's `languages`.", required=True),
        "texts": Key(
            MapOf(Text(prints=True), "a map of texts to their translations", names=False),
            "Each text as written in the flows, and its translation; both print the same values.",
            required=True,
        ),
    },
)
