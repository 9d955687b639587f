from pathlib import Path

from rekam.office.api import codes, reference

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"
WRITTEN = REFERENCE / "api.md"


def test_the_document_says_what_the_operations_say() -> None:
    assert WRITTEN.read_text(encoding="utf-8") == reference.written(), (
        "write it again: python -m rekam.office.api.reference > docs/reference/api.md"
    )


def test_the_codes_that_the_office_says_are_listed_as_they_are_in_the_code() -> None:
    assert (REFERENCE / "office-codes.md").read_text(encoding="utf-8") == codes.written(), (
        "write it again: python -m rekam.office.api.codes > docs/reference/office-codes.md"
    )


def test_codes_are_found_where_they_are_raised_and_named_by_a_constant() -> None:
    found = codes.found()

    assert found["right.missing"] == {"Your role does not include this: %(right)s."}
    assert "storage.full" in found
    assert {"api.not_found", "key.invalid", "import.not_now", "report.number_taken"} <= set(found)
