"""How values are read and spoken: the language of the call, the project's country and currency, and the clock's day."""

from datetime import date, datetime

from flowkit.language.frozen import frozen


@frozen
class Locale:
    """`now` is naive, in the project's time zone; `today` is its day.

    Args:
        language: BCP 47 primary tag, such as `en`.
        country: ISO 3166 alpha-2, such as `US`; decides post codes, phone numbers and the order of day and month.
        currency: ISO 4217, such as `USD`.
    """

    now: datetime
    language: str = "en"
    country: str = "US"
    currency: str = "USD"

    @property
    def today(self) -> date:
        """The day of `now`."""
        return self.now.date()
