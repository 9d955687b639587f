"""A pack is good for some days: it holds whoever comes of age within them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rekam.domain.trouble import RuleBroken
from rekam.office.audit.models import Entry
from rekam.office.stations import issuing, keys
from rekam.wire import packs
from tests import make
from tests.office.stations.packing import issued
from tests.office.sync import made


def carried(**facts) -> dict[str, str]:
    """By NIK how they stand in a pack of their village."""
    laptop = made.laptop()
    content = issuing.content(issued(laptop, **facts))
    found = packs.open_pack(
        content, office=keys.office_public(), station=laptop.sealing, now=facts["at"], newer_than=0
    )
    return {person.nik: person.standing.value for person in found.residents}


@pytest.mark.parametrize(("last_day", "births"), [(30, (29, 30, 31)), (31, (30, 31, 32)), (28, (27, 28, 29))])
def test_who_becomes_sixteen_while_a_pack_is_good_is_in_it_to_the_day(last_day, births):
    first = date(2000, 10, 1)
    born = [first + timedelta(days=day - 1) for day in births]
    niks = [make.siti(NAMA_LGKP=f"ANAK {day:%d}", TGL_LHR=f"{day:%d-%m-%Y}") for day in born]
    make.committed(niks)
    begins = make.moment(date(2016, 10, last_day) - timedelta(days=20))

    found = carried(at=begins, expires_at=begins + timedelta(days=20))

    assert set(found) == {row["NIK"] for row in niks[:2]}


def test_the_days_of_a_pack_are_those_of_the_office():
    """At one in the morning here it is still the day before in UTC."""
    today, last = date(2016, 9, 30), date(2016, 10, 7)
    obliged, child = (
        make.siti(NAMA_LGKP="BARU WAJIB", TGL_LHR=f"{today:%d-%m}-1999"),
        make.siti(NAMA_LGKP="BARU ENAM BELAS", TGL_LHR=f"{last:%d-%m}-2000"),
    )
    make.committed([obliged, child])
    at = datetime(2016, 9, 29, 17, tzinfo=UTC)

    found = carried(at=at, expires_at=at + timedelta(days=7))

    assert found == {obliged["NIK"]: "unrecorded", child["NIK"]: "first_timer"}
    assert Entry.objects.get(event="pack.issued").details["expires_on"] == "2016-10-07"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"operators": []}, r"pack\.no_operators"),
        ({"expires_at": made.MORNING + timedelta(days=60)}, r"pack\.too_long"),
    ],
)
def test_a_pack_without_operators_or_for_too_long_is_not_issued(facts, code):
    laptop = made.laptop()

    with pytest.raises(RuleBroken, match=code):
        issued(laptop, **facts)
