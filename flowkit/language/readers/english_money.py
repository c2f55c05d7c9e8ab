"""English: what money is called."""

from typing import Final

from flowkit.language.readers.vocabulary import Money

_DOLLARS: Final = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD"})
_CENTS: Final = _DOLLARS | {"EUR", "ZAR"}
_PESOS: Final = frozenset({"MXN", "ARS", "CLP", "COP", "PHP"})
_DINARS: Final = frozenset({"KWD", "BHD", "JOD", "TND", "IQD", "RSD"})


def _table() -> dict[str, Money]:
    major = {
        "dollar dollars buck bucks $": _DOLLARS,
        "pound pounds quid £": frozenset({"GBP"}),
        "euro euros €": frozenset({"EUR"}),
        "yen": frozenset({"JPY"}),
        "¥": frozenset({"JPY", "CNY"}),
        "franc francs": frozenset({"CHF"}),
        "krona kronor": frozenset({"SEK"}),
        "krone kroner": frozenset({"NOK", "DKK"}),
        "crown crowns": frozenset({"SEK", "NOK", "DKK", "CZK"}),
        "zloty zlotys": frozenset({"PLN"}),
        "koruna korunas": frozenset({"CZK"}),
        "forint forints": frozenset({"HUF"}),
        "peso pesos": _PESOS,
        "real reais reals": frozenset({"BRL"}),
        "rupee rupees ₹": frozenset({"INR", "PKR"}),
        "rand": frozenset({"ZAR"}),
        "yuan renminbi": frozenset({"CNY"}),
        "won ₩": frozenset({"KRW"}),
        "shekel shekels": frozenset({"ILS"}),
        "lira": frozenset({"TRY"}),
        "dirham dirhams": frozenset({"AED", "MAD"}),
        "riyal riyals": frozenset({"SAR", "QAR"}),
        "dinar dinars": _DINARS,
    }
    minor = {
        "cent cents ¢": _CENTS,
        "penny pence p": frozenset({"GBP"}),
        "pennies": frozenset({"GBP"}) | _DOLLARS,
        "centavo centavos": _PESOS | {"BRL"},
        "centime centimes rappen": frozenset({"CHF"}),
        "paisa paise": frozenset({"INR", "PKR"}),
        "ore": frozenset({"SEK", "NOK", "DKK"}),
        "grosz groszy": frozenset({"PLN"}),
        "fils": _DINARS | {"AED"},
        "halala halalas": frozenset({"SAR"}),
        "agora agorot": frozenset({"ILS"}),
    }
    codes = "USD EUR GBP CAD AUD NZD CHF JPY SEK NOK DKK PLN CZK HUF MXN BRL INR ZAR CNY KRW SGD HKD AED SAR KWD ILS"
    table = {word: Money(of) for names, of in major.items() for word in names.split()}
    table |= {word: Money(of, minor=True) for names, of in minor.items() for word in names.split()}
    return table | {code.lower(): Money(frozenset({code})) for code in codes.split()}


SPOKEN_CURRENCIES: Final = {
    "USD": ("dollar", "dollars", "cent", "cents"),
    "CAD": ("dollar", "dollars", "cent", "cents"),
    "AUD": ("dollar", "dollars", "cent", "cents"),
    "NZD": ("dollar", "dollars", "cent", "cents"),
    "SGD": ("dollar", "dollars", "cent", "cents"),
    "HKD": ("dollar", "dollars", "cent", "cents"),
    "EUR": ("euro", "euros", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "CHF": ("franc", "francs", "centime", "centimes"),
    "JPY": ("yen", "yen", "", ""),
    "KRW": ("won", "won", "", ""),
    "CNY": ("yuan", "yuan", "", ""),
    "SEK": ("krona", "kronor", "ore", "ore"),
    "NOK": ("krone", "kroner", "ore", "ore"),
    "DKK": ("krone", "kroner", "ore", "ore"),
    "PLN": ("zloty", "zlotys", "grosz", "groszy"),
    "CZK": ("crown", "crowns", "", ""),
    "MXN": ("peso", "pesos", "centavo", "centavos"),
    "BRL": ("real", "reais", "centavo", "centavos"),
    "INR": ("rupee", "rupees", "paisa", "paise"),
    "ZAR": ("rand", "rand", "cent", "cents"),
    "ILS": ("shekel", "shekels", "agora", "agorot"),
    "AED": ("dirham", "dirhams", "fils", "fils"),
    "KWD": ("dinar", "dinars", "fils", "fils"),
}
"""What a currency and its smaller unit are called, one and several; without a smaller unit amounts have decimals."""

MONEY: Final = _table()
"""Words and signs for money, and what they may mean."""

MONEY_OF: Final = {
    **dict.fromkeys(("us", "u . s .", "u s", "american"), "USD"),
    "canadian": "CAD",
    "australian": "AUD",
    "new zealand": "NZD",
    "singapore": "SGD",
    "hong kong": "HKD",
    **dict.fromkeys(("british", "english", "uk"), "GBP"),
    "swiss": "CHF",
    "mexican": "MXN",
    "japanese": "JPY",
    "swedish": "SEK",
    "norwegian": "NOK",
    "danish": "DKK",
    "indian": "INR",
}
"""Words before money that tell whose it is."""
