from pathlib import Path

from rekam.office.api import reference

WRITTEN = Path(__file__).parents[3] / "docs" / "reference" / "api.md"


def test_the_document_says_what_the_operations_say() -> None:
    assert WRITTEN.read_text(encoding="utf-8") == reference.written(), (
        "write it again: python -m rekam.office.api.reference > docs/reference/api.md"
    )
