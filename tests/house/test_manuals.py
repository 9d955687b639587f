"""What a manual prints in bold stands on a screen, in the manual's language; both languages have every
page.
"""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
MANUALS = ROOT / "docs" / "manual"
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
PLACEHOLDER = re.compile(r"%\\\(\w+\\\)[sd]|%%")
# Each page in both languages.
PAGES = {
    "README.md": "README.md",
    "bersama.md": "everyone.md",
    "kepala-dinas.md": "head.md",
    "perencana.md": "planner.md",
    "petugas-pendaftaran.md": "registrar.md",
    "operator.md": "operator.md",
    "teknisi.md": "technician.md",
    "petugas-kecamatan.md": "district-staff.md",
    "auditor.md": "auditor.md",
    "administrator.md": "administrator.md",
}


@cache
def on_screens(language: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """Every text of the screens as it stands, and one pattern for those with a value in them."""
    texts: set[str] = set()
    for path in (ROOT / "rekam").rglob("locale/id/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                said = message.string if language == "id" else message.id
                texts.update([said] if isinstance(said, str) else said or ())
    with_values = [PLACEHOLDER.sub(".+", re.escape(text)) for text in texts if "%" in text]
    return frozenset(texts), re.compile("|".join(with_values))


def bold() -> list[tuple[str, str, str]]:
    return [
        (language, path.name, " ".join(phrase.split()))
        for language in ("id", "en")
        for path in sorted((MANUALS / language).glob("*.md"))
        for phrase in BOLD.findall(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("language", "page", "phrase"), bold())
def test_a_screen_word_in_a_manual_stands_on_a_screen(language: str, page: str, phrase: str) -> None:
    texts, with_values = on_screens(language)

    assert phrase in texts or with_values.fullmatch(phrase)


def test_every_manual_is_there_in_both_languages() -> None:
    assert {path.name for path in (MANUALS / "id").glob("*.md")} == set(PAGES)
    assert {path.name for path in (MANUALS / "en").glob("*.md")} == set(PAGES.values())
