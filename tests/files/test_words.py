"""The words and code numbers of a register."""

import pytest

from rekam.domain import register


@pytest.mark.parametrize(
    ("number", "word"),
    [("1", "BELUM/TIDAK BEKERJA"), ("05", "PEGAWAI NEGERI SIPIL"), ("15.0", "KARYAWAN SWASTA"),
     ("65", "GURU"), ("81", "SOPIR"), ("88", "WIRASWASTA"), ("89", "LAINNYA"),
     ("Nelayan", "NELAYAN"), ("95", "95")],
)  # fmt: skip
def test_an_occupation_is_said_in_a_word(number: str, word: str) -> None:
    assert register.occupation(number) == word


@pytest.mark.parametrize(
    ("written", "read"),
    [("1", "ISLAM"), ("3", "KATOLIK"), ("Katholik", "KATOLIK"), ("BUDHA", "BUDDHA"), ("7", "KEPERCAYAAN")],
)
def test_one_religion_has_one_spelling(written: str, read: str) -> None:
    assert register.religion(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [("1", "A"), ("11", "O+"), ("ab", "AB"), ("O -", "O-"), ("13", None), ("TIDAK TAHU", None)],
)
def test_a_blood_group_is_one_of_twelve_or_not_known(written: str, read: str | None) -> None:
    assert register.blood(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [("3", "ISTRI"), ("ISTERI", "ISTRI"), ("1", "KEPALA KELUARGA"), ("Kepala  Keluarga", "KEPALA KELUARGA")],
)
def test_a_relation_has_one_spelling(written: str, read: str) -> None:
    assert register.relation(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [("prr", "PRINT_READY_RECORD"), ("SFE", "SENT_FOR_ENROLLMENT"), ("Card issued", "CARD_ISSUED"),
     ("sent-for-enrollment", "SENT_FOR_ENROLLMENT"), ("BARU", "BARU")],
)  # fmt: skip
def test_a_status_code_has_one_spelling_and_an_unknown_one_its_own(written: str, read: str) -> None:
    assert register.status(written) == read


@pytest.mark.parametrize(
    ("written", "code"),
    [("64", "64"), ("6408", "64.08"), ("640804", "64.08.04"), ("6408042001", "64.08.04.2001"),
     ("64.08.04.2001", "64.08.04.2001"), ("'6408042001", "64.08.04.2001"), ("6408042001.0", "64.08.04.2001"),
     ("64-08-04-2001", "64.08.04.2001"), ("6408.0", "64.08"), ("640804200", None),
     ("Sangatta", None), ("", None)],
)  # fmt: skip
def test_an_area_code_is_read_in_any_spelling(written: str, code: str | None) -> None:
    assert register.dotted(written) == code


def test_a_mark_that_is_not_understood_is_never_taken_for_living_here() -> None:
    assert register.standing_of(alive=True, flag="resident", moved=False) == "resident"
    assert register.standing_of(alive=True, flag=None) is None
    assert register.standing_of(alive=False, flag=None) == "died"
    assert register.standing_of(flag=None, moved=True) == "moved_out"
