"""National holidays and collective leave (cuti bersama) as the government announced them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays

# The library's own names of the languages we write.
LANGUAGES = {"id": "id", "en": "en_US"}


@dataclass(frozen=True, slots=True)
class OfficialHoliday:
    on: date
    name: str
    is_collective: bool


def holidays_between(start: date, end: date, language: str = "id") -> list[OfficialHoliday]:
    """The holidays of a period in their order; weekends are not among them."""
    years = range(start.year, end.year + 1)
    return [each for year in years for each in _of_year(year, language) if start <= each.on <= end]


@lru_cache(maxsize=64)
def _of_year(year: int, language: str) -> tuple[OfficialHoliday, ...]:
    spoken = LANGUAGES.get(language, "en_US")
    public = holidays.country_holidays("ID", years=year, language=spoken, categories=("public",))
    leave = holidays.country_holidays("ID", years=year, language=spoken, categories=("government",))
    # A day of both is a holiday first: collective leave is announced around one.
    found = {on: OfficialHoliday(on, name, True) for on, name in leave.items()}
    found |= {on: OfficialHoliday(on, name, False) for on, name in public.items()}
    return tuple(found[on] for on in sorted(found) if on.year == year)
