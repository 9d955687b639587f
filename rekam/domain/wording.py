"""Numbers, dates and numbers of people as an office writes them, in Indonesian (``id``) and English (``en``).

Indonesian writes 287.000 and 65,41 %, English 287,000 and 65.41%; both use the real minus (−), so that a
column of differences lines up. A missing value is a dash, never a zero. Screens, reports and the command line
all write through this module.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, tzinfo
from decimal import ROUND_HALF_UP, Decimal

Number = int | float | Decimal

MISSING = "–"
MINUS = "−"
NO_BREAK = "\u00a0"  # a no-break space: 65,41 % never breaks before its sign

MONTHS = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
LARGE: dict[str, tuple[tuple[int, str], ...]] = {
    "id": ((10**9, "miliar"), (10**6, "juta"), (10**3, "rb")),
    "en": ((10**9, "billion"), (10**6, "million"), (10**3, "k")),
}
AND = {"id": "dan", "en": "and"}
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
OFFICE_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.ASCII)
# The three zones of Indonesia by their distance from UTC in hours.
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def number(value: Number | None, language: str = "id", decimals: int = 0) -> str:
    """287.000 (id), 287,000 (en). Rounds half away from zero, as people do on paper."""
    if value is None:
        return MISSING
    rounded = _rounded(value, decimals)
    digits = f"{abs(rounded):,.{decimals}f}"
    if _family(language) == "id":
        digits = digits.translate(str.maketrans(",.", ".,"))
    return f"{MINUS if rounded < 0 else ''}{digits}"


def signed(value: Number | None, language: str = "id", decimals: int = 0) -> str:
    """+1.234, −1.234, 0: a difference always shows its direction."""
    if value is None:
        return MISSING
    plus = "+" if _rounded(value, decimals) > 0 else ""
    return plus + number(value, language, decimals)


def percent(value: Number | None, language: str = "id", decimals: int = 2) -> str:
    """65,41 % (id), 65.41% (en) for 65.41. The value is already in hundredths and may exceed 100."""
    sign = "%" if _family(language) == "en" else f"{NO_BREAK}%"
    return MISSING if value is None else number(value, language, decimals) + sign


def percent_of(part: Number | None, whole: Number | None, language: str = "id", decimals: int = 2) -> str:
    """65,41 % for 187,730 of 287,000; a dash where there is nobody to divide by."""
    if part is None or not whole:
        return MISSING
    return percent(_exact(part) * 100 / _exact(whole), language, decimals)


def short_number(value: Number | None, language: str = "id") -> str:
    """287 rb, 1,2 juta: for the axis of a chart. Below ten thousand the number itself."""
    if value is None:
        return MISSING
    exact = _exact(value)
    for size, word in LARGE[_family(language)] if abs(exact) >= 10_000 else ():
        scaled = _rounded(exact / size, 1)
        if abs(scaled) >= 1:
            decimals = 0 if scaled == int(scaled) or abs(scaled) >= 100 else 1
            return f"{number(scaled, language, decimals)}{'' if word == 'k' else NO_BREAK}{word}"
    return number(value, language)


def short_date(value: date | None) -> str:
    """30-09-2016, in both languages: the form on every document of the office."""
    return MISSING if value is None else f"{value.day:02d}-{value.month:02d}-{value.year:04d}"


def long_date(value: date | None, language: str = "id") -> str:
    """30 September 2016."""
    return MISSING if value is None else f"{value.day} {month(value, language)}"


def day_and_date(value: date | None, language: str = "id") -> str:
    """Jumat, 30 September 2016."""
    if value is None:
        return MISSING
    return f"{DAYS[_family(language)][value.weekday()]}, {long_date(value, language)}"


def month(value: date | None, language: str = "id") -> str:
    """September 2016."""
    return MISSING if value is None else f"{MONTHS[_family(language)][value.month - 1]} {value.year}"


def period(start: date, end: date, language: str = "id") -> str:
    """1–30 September 2016; 25 Agustus – 6 Oktober 2016: what both ends share is said once."""
    if start == end:
        return long_date(end, language)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{long_date(end, language)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[_family(language)][start.month - 1]} – {long_date(end, language)}"
    return f"{long_date(start, language)} – {long_date(end, language)}"


def read_date(text: str) -> date | None:
    """The date in 30-09-2016, 30/9/2016, 30.09.2016 or 2016-09-30; None for anything else, also for 31-02.

    A year of two digits is nothing: nobody knows its century.
    """
    found = ISO_DATE.fullmatch(text.strip())
    parts = found.groups() if found else ()
    if not found and (found := OFFICE_DATE.fullmatch(text.strip())):
        parts = found.groups()[::-1]
    try:
        return date(*map(int, parts)) if parts else None
    except ValueError:
        return None


def hour(value: time | datetime | None, language: str = "id", *, seconds: bool = False) -> str:
    """07.15 (id), 07:15 (en): what the clock on the wall shows, without its zone."""
    if value is None:
        return MISSING
    mark = "." if _family(language) == "id" else ":"
    return mark.join(f"{part:02d}" for part in (value.hour, value.minute, value.second)[: 2 + seconds])


def clock(value: datetime | None, zone: tzinfo, language: str = "id") -> str:
    """07.15 WITA (id), 07:15 WITA (en)."""
    if value is None:
        return MISSING
    local = value.astimezone(zone)
    return f"{hour(local, language)}{_zone_name(local)}"


def moment(value: datetime | None, zone: tzinfo, language: str = "id") -> str:
    """30 September 2016 pukul 07.15 WITA: an aware moment in the office's own time."""
    if value is None:
        return MISSING
    at = " pukul " if _family(language) == "id" else ", "
    return f"{long_date(value.astimezone(zone).date(), language)}{at}{clock(value, zone, language)}"


def masked(nik: str | None) -> str:
    """640804••••••0001: the first six and the last four, for NIK and family card numbers alike.

    Anything that is not 16 digits is hidden whole but for its length: a damaged number is still somebody's.
    """
    if not nik:
        return MISSING
    if len(nik) == 16 and nik.isdigit():
        return f"{nik[:6]}••••••{nik[-4:]}"
    return "•" * len(nik)


def listed(words: Sequence[str], language: str = "id") -> str:
    """Siti, Budi, dan Dewi."""
    if len(words) < 2:
        return "".join(words)
    joint = f" {AND[_family(language)]} "
    return words[0] + joint + words[1] if len(words) == 2 else ", ".join(words[:-1]) + "," + joint + words[-1]


def _family(language: str) -> str:
    return "en" if language.startswith("en") else "id"


def _exact(value: Number) -> Decimal:
    """The number as it would be written: 0.1 means a tenth, not the nearest binary fraction."""
    return Decimal(str(value)) if isinstance(value, float) else Decimal(value)


def _rounded(value: Number, decimals: int) -> Decimal:
    return _exact(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _zone_name(local: datetime) -> str:
    offset = local.utcoffset()
    hours = offset.total_seconds() / 3600 if offset is not None else 0
    return f" {ZONES[int(hours)]}" if hours in ZONES else ""
