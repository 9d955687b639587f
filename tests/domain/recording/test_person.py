"""Who sits at the counter: nobody is turned away for not being on the list."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain import register
from rekam.domain.coverage.rules import EVER_MARRIED
from rekam.domain.recording import person, portrait, slips
from rekam.domain.recording.person import Document, Matched
from rekam.domain.trouble import RuleBroken

TODAY = date(2016, 10, 12)
NAME = ("name", "SITI REKAAN", "SITI REKAAN PUTRI")


def test_a_correction_stands_with_its_document() -> None:
    made = person.correct(*NAME, "birth_certificate", " AL 123 ")

    assert made == person.Correction(*NAME, Document.BIRTH_CERTIFICATE, "AL 123")


def test_nothing_changed_is_no_correction() -> None:
    assert person.correct("name", "SITI  REKAAN", "SITI REKAAN ", "", "") is None


@pytest.mark.parametrize(
    ("correction", "code"),
    [
        ((*NAME, "", ""), "biodata.no_document"),
        ((*NAME, "move_letter", "1"), "biodata.other_document"),
        ((*NAME, "family_card", " "), "biodata.no_number"),
        (("name", "SITI REKAAN", "", "family_card", "1"), "biodata.empty"),
        (("nik", "1", "2", "family_card", "1"), "biodata.nik_stays"),
        (("kk", "6408040101160001", "640804010116", "family_card", "1"), "biodata.bad_kk"),
        (("height", "1", "2", "family_card", "1"), "biodata.unknown_field"),
        (("religion", "ISLAM", "islam ktp", "family_card", "1"), "biodata.not_offered"),
        (("sex", "f", "P", "family_card", "1"), "biodata.not_offered"),
        (("blood", "", "Z", "family_card", "1"), "biodata.not_offered"),
        (("marital", "single", "KAWIN", "family_card", "1"), "biodata.not_offered"),
        (("address", "JL. MAWAR", "J" * 151, "family_card", "1"), "biodata.too_long"),
        (("rt", "003", "RT 003", "family_card", "1"), "biodata.too_long"),
        (("rw", "", "RW 001", "move_letter", "1"), "biodata.too_long"),
        (("birth_place", "", "S" * 101, "family_card", "1"), "biodata.too_long"),
        ((*NAME, "family_card", "1" * 151), "biodata.too_long"),
    ],
)
def test_a_correction_without_its_document_is_refused(correction: tuple[str, ...], code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        person.correct(*correction)


def test_what_is_chosen_is_what_the_register_reads() -> None:
    """A choice at the counter comes back from the register as itself."""
    assert all(register.religion(word) == word for word in person.CHOICES["religion"])
    assert all(register.blood(group) == group for group in person.CHOICES["blood"])
    assert all(register.marital(code) == code for code in person.CHOICES["marital"])
    assert all(register.sex(code) == code for code in person.CHOICES["sex"])


def test_the_family_card_is_enough_for_every_field() -> None:
    assert all(Document.FAMILY_CARD in documents for documents in person.DOCUMENTS.values())


def test_who_is_not_on_the_pack_is_recorded_all_the_same() -> None:
    found = person.stranger(name=" budi  rekaan ", born=date(1990, 2, 3), sex="m", nik="", kk="", on=TODAY)

    assert found == person.Stranger("BUDI REKAAN", date(1990, 2, 3), "m")
    assert person.matched(on_pack=False, home="", office="64.08") == Matched.TO_MATCH
    assert person.matched(on_pack=False, home="64.74", office="64.08") == Matched.OUT_OF_DOMICILE
    assert person.matched(on_pack=False, home="64.08", office="64.08") == Matched.TO_MATCH
    assert person.matched(on_pack=True, home="64.74", office="64.08") == Matched.PACK


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "person.no_name"),
        ({"born": None}, "person.no_birth"),
        ({"born": date(2017, 1, 1)}, "person.birth_in_future"),
        ({"sex": ""}, "person.no_sex"),
        ({"nik": "123"}, "person.bad_number"),
        ({"kk": "6.40804E+15"}, "person.bad_kk"),
        ({"name": "SITI " * 40}, "biodata.too_long"),
    ],
)
def test_what_is_missing_of_a_stranger_is_asked_for(change: dict[str, object], code: str) -> None:
    said = {"name": "BUDI REKAAN", "born": date(1990, 2, 3), "sex": "m", "nik": "", "kk": "", **change}

    with pytest.raises(RuleBroken, match=code):
        person.stranger(**said, on=TODAY)  # type: ignore[arg-type]


def test_recording_is_from_sixteen_and_the_younger_are_told_the_day() -> None:
    person.check_age(date(2000, 10, 12), TODAY, marital="single")
    for marital in ("single", ""):
        with pytest.raises(RuleBroken, match=r"person\.under_16.*from 13-10-2016"):
            person.check_age(date(2000, 10, 13), TODAY, marital=marital)


@pytest.mark.parametrize("marital", sorted(EVER_MARRIED))
def test_whoever_is_or_was_married_is_recorded_at_any_age(marital: str) -> None:
    person.check_age(date(2001, 10, 13), TODAY, marital=marital)


def test_who_was_born_on_a_leap_day_comes_on_the_first_of_march() -> None:
    assert person.sixteen(date(2000, 2, 29)) == date(2016, 2, 29)
    assert person.sixteen(date(1984, 2, 29)) == date(2000, 2, 29)


@pytest.mark.parametrize(("year", "colour"), [(1999, "red"), (2000, "blue")])
def test_the_background_is_red_for_odd_years_and_blue_for_even_ones(year: int, colour: str) -> None:
    assert portrait.background(date(year, 5, 1)) == colour


# --- the slip

numbers = st.lists(st.integers(0, 30), min_size=slips.LENGTH, max_size=slips.LENGTH)


@given(numbers)
def test_a_slip_has_a_code_that_can_be_checked(chosen: list[int]) -> None:
    code = slips.code(chosen)

    assert slips.is_code(code)
    assert slips.is_code(code.lower().replace("-", " "))


@given(numbers, st.integers(0, slips.LENGTH), st.sampled_from(slips.LETTERS))
def test_one_wrong_letter_on_a_slip_is_noticed(chosen: list[int], at: int, letter: str) -> None:
    code = slips.code(chosen).replace("-", "")
    wrong = code[:at] + letter + code[at + 1 :]

    assert slips.is_code(wrong) == (wrong == code)


@given(numbers, st.integers(0, slips.LENGTH - 1))
def test_two_letters_exchanged_on_a_slip_are_noticed(chosen: list[int], at: int) -> None:
    code = slips.code(chosen).replace("-", "")
    wrong = code[:at] + code[at + 1] + code[at] + code[at + 2 :]

    assert slips.is_code(wrong) == (wrong == code)
