"""Customers who do not exist. Their e-mail domains and telephone numbers are those set aside for examples."""

import re
import unicodedata
from collections.abc import Iterator

from backend.population.dice import Dice
from backend.population.rows import Row

FIRST_NAMES = (
    *("Aaliyah", "Adèle", "Akira", "Amélie", "Andrés", "Anne-Marie", "Ayşe", "Beatriz", "Björn", "Carlos", "Chloë"),
    *("Daniel", "Dmitri", "Élodie", "Emily", "Fátima", "Frank", "Grace", "Hannah", "Héctor", "Ibrahim", "Ines"),
    *("Jean-Luc", "João Pedro", "José Luis", "Karen", "Kwame", "Laura", "Léa", "Łukasz", "María José", "Mary Ann"),
    *("Mei", "Michael", "Noah", "Olivia", "Oluwaseun", "Priya", "Renée", "Robert", "Siân", "Søren", "Tomáš", "Yuki"),
)
LAST_NAMES = (
    *("Åkesson", "Baker", "Brown", "Castro", "Chen", "D'Angelo", "Dvořák", "Fernández", "García López", "Goldberg"),
    *("Haddad", "Hernández", "Jackson", "Johnson", "Kim", "Kowalski", "Lefèvre", "Martin", "McCarthy", "Müller"),
    *("Nguyen", "Núñez", "O'Brien", "Okafor", "Østergaard", "Patel", "Petrović", "Ramírez", "Rossi", "Singh"),
    *("Smith", "Smith-Jones", "St. John", "Suzuki", "Szabó", "Tanaka", "van der Berg", "Weiß", "Williams", "Yılmaz"),
)
CITIES = (
    *(("New York", "100", "212"), ("Brooklyn", "112", "718"), ("Boston", "021", "617"), ("Chicago", "606", "312")),
    *(("Washington", "200", "202"), ("Atlanta", "303", "404"), ("San Francisco", "941", "415")),
)
"""City, the first digits of its postcodes, area code."""

STREETS = ("Cedar Lane", "Elm Street", "Harbor Road", "Hill Street", "Lincoln Avenue", "Main Street", "Mill Road")
DOMAINS = ("example.com", "example.net", "example.org")

_NOT_DECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "ı": "i", "æ": "ae", "đ": "d"})


def plain(name: str) -> str:
    """A name as it stands in an e-mail address: 'José Luis' gives 'jose.luis'."""
    letters = unicodedata.normalize("NFKD", name.lower().translate(_NOT_DECOMPOSED))
    return re.sub("[^a-z]+", ".", re.sub("[\u0300-\u036f']", "", letters)).strip(".")


def addresses(dice: Dice) -> Iterator[tuple[str, str, str, str]]:
    """Invented places to live, without end: street, city, postcode, area code."""
    while True:
        city, digits, area = dice.one(CITIES)
        yield f"{dice.number(1, 480)} {dice.one(STREETS)}", city, f"{digits}{dice.number(1, 99):02}", area


def customers(dice: Dice, first: int, last: int, taken: set[str], plans: list[str]) -> Iterator[tuple[Row, Row]]:
    """Invents the customers numbered `first` to `last`, each with an address.

    Args:
        dice: where chance comes from.
        first: number of the first one.
        last: number of the last one, included.
        taken: e-mail addresses that are in use; the new ones are added.
        plans: ids of the plans they may be on; one that stands twice is twice as common.
    """
    homes = addresses(dice)
    for number in range(first, last + 1):
        first_name, last_name = dice.one(FIRST_NAMES), dice.one(LAST_NAMES)
        street, city, postcode, area = next(homes)
        email = f"{plain(first_name)}.{plain(last_name)}@{dice.one(DOMAINS)}"
        if email in taken:
            email = email.replace("@", f"{number}@")
        taken.add(email)
        yield (
            {
                "id": f"c{number}",
                "first_name": first_name,
                "last_name": last_name,
                "email": email,
                "phone": f"+1{area}55501{dice.number(0, 99):02}",
                "postcode": postcode,
                "card_last4": f"{dice.number(0, 9999):04}",
                "balance_cents": 0,
                "plan_id": dice.one(plans),
            },
            {"street": street, "city": city, "postcode": postcode},
        )
