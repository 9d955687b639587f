"""One spelling for each number, and hidden wherever it need not be seen."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from rekam.domain.reminders import addresses
from rekam.domain.reminders.replies import asks_to_stop


@pytest.mark.parametrize("text", ["0812-3456-7890", "+62 812 3456 7890", "62812 34567890", " 081234567890 "])
def test_a_number_has_one_spelling(text: str) -> None:
    assert addresses.phone(text) == "+6281234567890"


@pytest.mark.parametrize("text", ["", "0812", "bukan nomor", "6408045705800017"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert addresses.phone(text) is None


def test_an_address_is_lower_case_and_one() -> None:
    assert addresses.email(" Siti@Contoh.ID ") == "siti@contoh.id"
    assert addresses.email("siti@contoh") is None
    assert addresses.email("siti@contoh.id, budi@contoh.id") is None


def test_masked_addresses_can_be_told_apart_and_not_written_to() -> None:
    assert addresses.masked("+6281234567890") == "+6281•••••7890"
    assert addresses.masked("siti@contoh.id") == "s•••@contoh.id"
    assert addresses.masked("1234") == "••••"


def test_what_a_provider_says_loses_the_numbers_in_it() -> None:
    said = "Recipient +62 812-3456-7890 (siti@contoh.id)\nis not a valid WhatsApp number, code 131026"

    told = addresses.scrubbed(said)

    assert told == "Recipient +6281•••••7890 (s•••@contoh.id) is not a valid WhatsApp number, code 131026"


@given(st.from_regex(r"08[1-9][0-9]{8,10}", fullmatch=True))
def test_no_number_survives_scrubbing(number: str) -> None:
    assert number not in addresses.scrubbed(f"to={number};")


@pytest.mark.parametrize(
    "text", ["STOP", "stop.", "Berhenti", "berhenti dong", "tolong berhenti ya", "UNREG KTP"]
)
def test_a_reply_that_asks_to_stop(text: str) -> None:
    assert asks_to_stop(text)


@pytest.mark.parametrize(
    "text", ["", "ya", "jam berapa?", "saya belum bisa berhenti kerja hari itu", "non-stop sampai jam berapa"]
)
def test_a_reply_that_only_asks(text: str) -> None:
    assert not asks_to_stop(text)
