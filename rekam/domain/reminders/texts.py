"""What a template may say, and the words with somebody's values in their places.

A NIK is never written out: a template that would is refused, and the finished text is looked at once more.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rekam.domain.nik import PROVINCES, Nik, NikDamaged


class Needs(StrEnum):
    """What must be known for a placeholder to have a value."""

    NOTHING = "nothing"
    NAME = "name"
    VISIT = "visit"
    RESIDENT = "resident"


# As a writer of the office calls them; the same in both languages.
PLACEHOLDERS: dict[str, Needs] = {
    "nama": Needs.NAME,
    "tempat": Needs.VISIT,
    "tanggal": Needs.VISIT,
    "jam": Needs.VISIT,
    "desa": Needs.RESIDENT,
    "nik_tersamar": Needs.RESIDENT,
    "kantor": Needs.NOTHING,
    "berhenti": Needs.NOTHING,
}
WAY_OUT = "berhenti"
# What somebody might write who wants the whole number.
WHOLE_NUMBERS = frozenset({"nik", "no_nik", "nomor_nik", "nik_penuh", "kk", "no_kk", "nomor_kk"})
LONGEST = 1000

PLACEHOLDER = re.compile(r"\{\s*([^{}]*?)\s*\}")
# Sixteen digits in a row, or with one kind of separator between groups of them, as people write a NIK.
RUN = re.compile(r"\d{16,}", re.ASCII)
GROUPED = re.compile(r"(?<!\d)\d{1,6}([ .\-/\u00a0\u200b]+)\d{1,6}(?:\1\d{1,6})*(?!\d)", re.ASCII)
DIGITS = re.compile(r"\D", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a template is refused; ``value`` is the word that stands in the way."""

    code: str
    value: str = ""


def names(text: str) -> list[str]:
    """The placeholders of a text in the order of their first use."""
    return list(dict.fromkeys(found.lower() for found in PLACEHOLDER.findall(text)))


def needs(text: str) -> set[Needs]:
    return {PLACEHOLDERS[name] for name in names(text) if name in PLACEHOLDERS} - {Needs.NOTHING}


def faults(text: str) -> list[Fault]:
    """Everything that keeps a text from being a template, in the order in which a writer meets it."""
    found = [*_wrong_names(text)]
    if "{" in PLACEHOLDER.sub("", text) or "}" in PLACEHOLDER.sub("", text):
        found.append(Fault("template.bracket_left_open"))
    if holds_number(text):
        found.append(Fault("template.full_nik"))
    if WAY_OUT not in names(text):
        found.append(Fault("template.no_way_out"))
    if len(text) > LONGEST:
        found.append(Fault("template.too_long", str(LONGEST)))
    return found


def _wrong_names(text: str) -> Iterator[Fault]:
    for name in names(text):
        if name in WHOLE_NUMBERS:
            yield Fault("template.full_nik", name)
        elif name not in PLACEHOLDERS:
            yield Fault("template.unknown_placeholder", name)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its values. A value is never read as a template again."""
    return PLACEHOLDER.sub(lambda found: values[found[1].lower()], text)


def parameters(text: str, values: Mapping[str, str]) -> list[str]:
    """The values in the order of their first use: {{1}}, {{2}}, ... of a template approved elsewhere."""
    return [values[name] for name in names(text)]


def masked_nik(nik: str) -> str:
    """The first six and the last four, with letters that a plain SMS has."""
    return f"{nik[:6]}xxxxxx{nik[-4:]}" if len(nik) == 16 else "x" * len(nik)


def holds_number(text: str, nik: str = "") -> bool:
    """Whether a text holds a whole NIK or family card number, or that of the person it goes to.

    Sixteen digits in a row are one, whatever they say. In groups they are one when they begin with a
    province and hold a date: "15-10-2016 08.00" must not be taken for a person.
    """
    if RUN.search(text) or (nik and nik in DIGITS.sub("", text)):
        return True
    return any(_is_nik(DIGITS.sub("", found[0])) for found in GROUPED.finditer(text))


def _is_nik(digits: str) -> bool:
    try:
        return len(digits) == 16 and Nik(digits).digits[:2] in PROVINCES
    except NikDamaged:
        return False
