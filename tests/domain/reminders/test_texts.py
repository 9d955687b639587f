"""What a template may say; a whole NIK is never among it."""

from datetime import date

import hypothesis.strategies as st
import pytest
from hypothesis import given

from rekam.domain.reminders import texts
from rekam.domain.reminders.texts import Needs

INVITATION = "Yth. {nama}, perekaman KTP-el di {tempat}, {tanggal} pukul {jam}. {berhenti}"
NIK = "6408045705800017"
VALUES = {
    "nama": "Siti",
    "tempat": "Balai Desa",
    "tanggal": "Senin, 17 Oktober 2016",
    "jam": "08.00",
    "berhenti": "Balas BERHENTI untuk berhenti.",
}


def codes(text: str) -> list[str]:
    return [fault.code for fault in texts.faults(text)]


def test_a_good_template_has_no_faults() -> None:
    assert codes(INVITATION) == []
    assert texts.needs(INVITATION) == {Needs.NAME, Needs.VISIT}


def test_values_stand_in_their_places_and_in_their_order() -> None:
    assert texts.fill("{ Nama } di {tempat}", VALUES) == "Siti di Balai Desa"
    assert texts.parameters("{tempat}: {nama}, {nama}", VALUES) == ["Balai Desa", "Siti"]


def test_a_value_is_never_read_as_a_template() -> None:
    assert texts.fill("{nama}", {"nama": "{tempat}"}) == "{tempat}"


@pytest.mark.parametrize("name", ["nik", "NIK", " no_kk ", "nomor_nik"])
def test_a_template_that_asks_for_the_whole_nik_is_refused(name: str) -> None:
    assert codes(f"NIK Anda {{{name}}}. {{berhenti}}") == ["template.full_nik"]


def test_a_template_that_holds_a_number_is_refused() -> None:
    assert codes(f"NIK {NIK}. {{berhenti}}") == ["template.full_nik"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Halo {umur}. {berhenti}", "template.unknown_placeholder"),
        ("Halo {nama. {berhenti}", "template.bracket_left_open"),
        ("Halo nama}. {berhenti}", "template.bracket_left_open"),
        ("Halo {nama}.", "template.no_way_out"),
        ("{berhenti}" + "a" * 1000, "template.too_long"),
    ],
)
def test_what_else_keeps_a_template_from_being_used(text: str, code: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize(
    "written",
    [
        "6408045705800017",
        "640804 570580 0017",
        "6408 0457 0580 0017",
        "64.08.04.570580.0017",
        "640804-570580-0017",
        "64 08 04 57 05 80 00 17",
        "kk 6408042101160001.",
        "12345678901234567",
    ],
)
def test_a_number_is_found_however_it_is_written(written: str) -> None:
    assert texts.holds_number(f"NIK Anda {written}, terima kasih")


@pytest.mark.parametrize(
    "harmless",
    [
        "Senin, 17-10-2016 08.00-12.00",
        "17 Oktober 2016, 08.00-12.00 WITA, telepon 0812-3456-7890",
        "0812 3456 7890 dan 0813 9876 5432",
        "640804xxxxxx0017",
        "Rp 1.234.567.890,00",
    ],
)
def test_dates_telephones_and_sums_are_no_nik(harmless: str) -> None:
    assert not texts.holds_number(harmless)


def test_the_receivers_own_number_is_found_in_any_disguise() -> None:
    assert texts.holds_number("6408/04*5705_80:00,17", NIK)


def test_a_masked_nik_is_one_that_a_plain_sms_can_carry() -> None:
    assert texts.masked_nik(NIK) == "640804xxxxxx0017"
    assert not texts.holds_number(texts.masked_nik(NIK), NIK)


@given(
    born=st.dates(date(1930, 1, 1), date(2005, 1, 1)),
    serial=st.integers(1, 9999),
    separator=st.sampled_from(["", " ", ".", "-", "/"]),
    cut=st.sampled_from([(6, 12), (4, 8, 12), (2, 4, 6, 12), (6, 8, 10, 12)]),
    before=st.sampled_from(["NIK ", "(", "no. "]),
)
def test_no_nik_gets_through(
    born: date, serial: int, separator: str, cut: tuple[int, ...], before: str
) -> None:
    nik = f"640804{born:%d%m%y}{serial:04}"
    pieces = [nik[a:b] for a, b in zip((0, *cut), (*cut, 16), strict=True)]

    assert texts.holds_number(f"{before}{separator.join(pieces)} atas nama Siti")
