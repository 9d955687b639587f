"""A list of devices against those that are held."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.kits import listing, reading
from rekam.domain.kits.kinds import Condition, Kind, Owner
from rekam.domain.kits.listing import Held, Line

SCANNER = Line(
    2, Kind.FINGERPRINT_SCANNER, "Contoh", "X1", "SN-1", Condition.GOOD, Owner.CENTRE, "", "KTM-04-1"
)
lines = st.builds(
    Line,
    row=st.integers(2, 99),
    kind=st.sampled_from(Kind),
    make=st.sampled_from(["", "Contoh", "Umpama"]),
    serial=st.sampled_from(["", "SN-1", "SN-2", "SN-3"]),
    condition=st.none() | st.sampled_from(Condition),
    owner=st.none() | st.sampled_from(Owner),
    kit=st.sampled_from(["", "KTM-04-1", "KTM-12-1"]),
)


def held(line: Line, number: int = 1, **facts: Any) -> Held:
    """The device as it is once the line was brought in."""
    made = Held(
        number, line.kind, line.make, line.model, line.serial, line.condition or Condition.GOOD,
        line.owner or Owner.REGENCY, line.certificate, line.kit, line.district,
    )  # fmt: skip
    return replace(made, **facts)


def codes(outcome: listing.Outcome) -> list[str]:
    return [refused.code for refused in outcome.refused]


def test_a_device_that_nobody_knew_is_added() -> None:
    assert listing.compare([SCANNER], []).added == [SCANNER]


def test_a_list_changes_only_what_it_says_otherwise() -> None:
    worn = replace(SCANNER, condition=Condition.PARTIAL, model="")

    [change] = listing.compare([worn], [held(SCANNER)]).changed

    assert change.values == {"condition": "partial"}


def test_make_and_serial_number_are_the_same_in_any_capitals() -> None:
    spelt = replace(SCANNER, make="CONTOH", serial="sn-1")

    assert listing.compare([spelt], [held(SCANNER)]).same == [spelt]


def test_the_second_of_two_rows_with_one_serial_number_is_refused() -> None:
    outcome = listing.compare([SCANNER, replace(SCANNER, row=3)], [])

    assert (len(outcome.added), codes(outcome)) == (1, ["device.twice_in_the_list"])


def test_a_list_does_not_take_a_device_out_of_its_kit() -> None:
    outcome = listing.compare([replace(SCANNER, kit="KTM-12-1")], [held(SCANNER)])

    assert codes(outcome) == ["device.in_another_kit"]


@pytest.mark.parametrize(
    ("facts", "line", "code"),
    [
        ({"is_retired": True}, SCANNER, "device.retired"),
        ({"has_fault": True}, replace(SCANNER, condition=Condition.BROKEN), "device.has_open_fault"),
        ({"is_fixed": True, "kit": ""}, SCANNER, "device.in_repair"),
    ],
)
def test_what_a_list_may_not_change_is_refused(facts: dict[str, Any], line: Line, code: str) -> None:
    assert codes(listing.compare([line], [held(SCANNER, **facts)])) == [code]


def test_cables_without_a_number_are_paired_and_only_the_third_is_new() -> None:
    cable = Line(2, Kind.CABLE, kit="KTM-04-1")
    known = [held(cable, 1), held(cable, 2)]

    outcome = listing.compare([replace(cable, row=row) for row in (2, 3, 4)], known)

    assert ([line.row for line in outcome.same], [line.row for line in outcome.added]) == ([2, 3], [4])


@given(st.lists(lines, max_size=12))
def test_the_same_list_twice_changes_nothing(wanted: list[Line]) -> None:
    first = listing.compare(wanted, [])
    devices = [held(line, number) for number, line in enumerate(first.added, start=1)]

    second = listing.compare(wanted, devices)

    assert (second.added, second.changed) == ([], [])
    assert codes(second) == codes(first)


@given(st.lists(lines, max_size=12), st.lists(lines, max_size=12))
def test_every_row_has_exactly_one_outcome(wanted: list[Line], before: list[Line]) -> None:
    devices = [held(line, n) for n, line in enumerate(listing.compare(before, []).added, start=1)]

    outcome = listing.compare(wanted, devices)

    told = len(outcome.added) + len(outcome.changed) + len(outcome.same) + len(outcome.refused)
    assert told == len(wanted)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Fingerprint Scanner", Kind.FINGERPRINT_SCANNER),
        ("ALAT SIDIK JARI", Kind.FINGERPRINT_SCANNER),
        ("Kamera 2", Kind.CAMERA),
        ("Scan-Iris", Kind.IRIS_SCANNER),
        ("Signature-Pad", Kind.SIGNATURE_PAD),
        ("Genset", Kind.GENERATOR),
        ("fingerprint_scanner", Kind.FINGERPRINT_SCANNER),
        ("Meja", None),
        ("", None),
    ],
)
def test_kinds_are_read_as_offices_write_them(text: str, kind: Kind | None) -> None:
    assert reading.kind(text) == kind


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Baik", "good"), ("Kurang baik", "partial"), ("KB", "partial"), ("Rusak Ringan", "partial"),
        ("RB", "broken"), ("rusak", "broken"), ("Hilang", "lost"), ("entah", None),
    ],
)  # fmt: skip
def test_conditions_are_read_as_registers_of_goods_shorten_them(text: str, condition: str | None) -> None:
    assert reading.condition(text) == condition


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Pusat", "centre"),
        ("APBD I", "province"),
        ("Kab.", "regency"),
        ("Disdukcapil", "regency"),
        ("?", None),
    ],
)
def test_owners_are_read_by_who_paid(text: str, owner: str | None) -> None:
    assert reading.owner(text) == owner


def test_no_word_means_two_things() -> None:
    for table in (reading.KIND_WORDS, reading.CONDITION_WORDS, reading.OWNER_WORDS):
        words = [reading.fold(word) for group in table.values() for word in group]
        assert sorted(words) == sorted(set(words))
