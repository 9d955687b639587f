"""Numbers of reports, made from the office's own pattern: ``470/{urut}/{bulan}/{tahun}`` → 470/012/IX/2016.

``{urut}`` is the running number of the year, ``{bulan}`` the month in Roman numerals, ``{tahun}`` the year
and ``{jenis}`` the kind of report. The words are Indonesian because the office writes the pattern.
"""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PATTERN = "470/{urut}/{bulan}/{tahun}"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
KINDS = {"monthly": "LB", "daily": "LH"}
WORDS = ("urut", "bulan", "tahun", "jenis")
BRACES = re.compile(r"\{([^{}]*)\}")
NEEDED = ("{urut}", "{tahun}")


def number(pattern: str, *, sequence: int, dated: date, kind: str) -> str:
    """The number on the paper."""
    values = {
        "urut": f"{sequence:03d}",
        "bulan": ROMAN[dated.month - 1],
        "tahun": f"{dated.year}",
        "jenis": KINDS[kind],
    }
    return BRACES.sub(lambda found: values[found[1]], pattern)


def validate(pattern: str) -> None:
    """Two reports must never get one number, so the running number and its year are both needed."""
    unknown = [word for word in BRACES.findall(pattern) if word not in WORDS]
    if unknown or any(word not in pattern for word in NEEDED) or not _is_closed(pattern):
        raise ValidationError(
            _("Write {urut} and {tahun} into the pattern; {bulan} and {jenis} may be there too."),
            code="report.number_pattern",
        )


def _is_closed(pattern: str) -> bool:
    rest = BRACES.sub("", pattern)
    return "{" not in rest and "}" not in rest
