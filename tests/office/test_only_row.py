"""The one row that every page asks for is built anew when it changed, and only then."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from rekam.office.only_row import Kept
from rekam.office.regions.models import Area, Office
from tests import make


def kept() -> Kept[Office]:
    return Kept(lambda: Office.objects.select_related("regency").order_by("pk"))


def test_no_row_is_none_and_a_row_is_seen_once_it_is_there() -> None:
    row = kept()
    assert row.read() is None

    make.office()

    found = row.read()
    assert found is not None
    assert found == Office.objects.get()


def test_the_row_is_read_each_time_with_one_question() -> None:
    make.office()
    row = kept()
    row.read()

    with CaptureQueriesContext(connection) as seen:
        found = row.read()
        assert found is not None
        assert found.regency.code == "64.08"

    assert len(seen) == 1


def test_what_others_wrote_is_seen_at_once() -> None:
    """Another process wrote it: nothing in this one was told."""
    make.office()
    row = kept()
    before = row.read()
    assert before is not None

    Office.objects.update(name="Disdukcapil Rekaan")
    Area.objects.filter(code="64.08").update(name="Kutai Rekaan", aliases=["KUTIM"])

    after = row.read()
    assert after is not None
    assert (after.name, after.regency.name, after.regency.aliases) == (
        "Disdukcapil Rekaan",
        "Kutai Rekaan",
        ["KUTIM"],
    )
    assert before.name != after.name


def test_what_a_reader_does_with_its_copy_is_not_seen_by_the_next() -> None:
    make.office()
    row = kept()
    row.read()
    mine = row.read()
    assert mine is not None
    mine.name = "Not saved"

    found = row.read()

    assert found is not None
    assert found.name != "Not saved"
    found.address = "Jalan Rekaan 2"
    found.save()
    again = row.read()
    assert again is not None
    assert again.address == "Jalan Rekaan 2"
