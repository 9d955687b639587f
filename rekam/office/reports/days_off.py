"""National holidays and joint leave, which explain a day with few recordings."""

from datetime import date, timedelta

import holidays

# The library's own names of the languages we write.
LANGUAGES = {"id": "id", "en": "en_US"}


def between(start: date, end: date, language: str = "id") -> dict[date, str]:
    """The holidays of a period with their names; weekends are not among them."""
    found = holidays.country_holidays(
        "ID",
        years=range(start.year, end.year + 1),
        language=LANGUAGES.get(language, "en_US"),
        categories=("public", "government"),
    )
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return {day: found[day] for day in days if day in found}
