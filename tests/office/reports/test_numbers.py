"""Numbers of reports, and the names of days off."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from rekam.office.reports import days_off, numbering, paper

DAY = date(2016, 9, 30)


def test_a_number_is_made_from_the_offices_pattern() -> None:
    assert numbering.number("470/{urut}/{bulan}/{tahun}", sequence=12, dated=DAY, kind="monthly") == (
        "470/012/IX/2016"
    )
    assert numbering.number("{jenis}-{urut}-{tahun}", sequence=7, dated=DAY, kind="daily") == "LH-007-2016"


@pytest.mark.parametrize(
    "pattern", ["470/{urut}", "470/{tahun}", "470/{nomor}/{urut}/{tahun}", "{urut}{tahun}}"]
)
def test_a_pattern_that_could_give_one_number_twice_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError):
        numbering.validate(pattern)


def test_holidays_and_joint_leave_are_named_in_both_languages() -> None:
    month = (date(2016, 7, 1), date(2016, 7, 31))

    assert days_off.between(*month)[date(2016, 7, 6)] == "Hari Raya Idul Fitri"
    assert days_off.between(*month, "en")[date(2016, 7, 6)] == "Eid al-Fitr"
    assert date(2016, 7, 4) in days_off.between(*month)  # joint leave
    assert date(2016, 7, 3) not in days_off.between(*month)  # a Sunday is no holiday


def test_a_town_is_told_from_a_regency_by_its_code() -> None:
    assert paper.government_of("64.08", "Kutai Timur") == "Pemerintah Kabupaten Kutai Timur"
    assert paper.government_of("64.74", "Bontang") == "Pemerintah Kota Bontang"
