"""Where a row says a person lives or was recorded, as a Kemendagri code.

A file says it in numbers (NO_PROP, NO_KAB, NO_KEC, NO_KEL), in one code, or in names. A register
has a few hundred different ways of saying it, so each is resolved once.
"""

from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from rekam.domain import nik, register

_SEPARATOR = "\x1f"
_TITLES = ("KECAMATAN", "KEC", "KELURAHAN", "KEL", "DESA", "DS", "UPT")


class Place(NamedTuple):
    """`code` when it is known; otherwise the problem and what was probably meant."""

    code: str | None
    problem: str | None = None
    expected: str | None = None


@dataclass(frozen=True)
class Areas:
    """The list of areas (code, name, aliases, level), seen from one regency's office."""

    names: dict[str, str]
    by_name: dict[tuple[str, str], list[str]]
    regency: str

    @classmethod
    def of(cls, table: pl.DataFrame, regency: str) -> "Areas":
        names: dict[str, str] = {}
        by_name: dict[tuple[str, str], list[str]] = {}
        for code, name, aliases in table.select("code", "name", "aliases").iter_rows():
            names[code] = name
            for spelling in {fold(name), *(fold(alias) for alias in aliases or ())}:
                by_name.setdefault((parent(code), spelling), []).append(code)
        return cls(names, by_name, regency)

    def numbered(self, prop: str, kab: str, kec: str, kel: str, *names: str) -> Place:
        """Four numbers without their zeros; names in the same row help to say what was meant."""
        parts = [register.padded(part, width) for part, width in ((prop, 2), (kab, 2), (kec, 2), (kel, 4))]
        if not any((prop, kab, kec, kel)):
            return self.named(*names) if any(names) else Place(None, "area.missing")
        return self.coded(".".join(parts), *names)

    def coded(self, text: str, *names: str) -> Place:
        if not text:
            return self.named(*names) if any(names) else Place(None, "area.missing")
        code = register.dotted(text) or text
        if code in self.names and code.count(".") == 3 and self._is_ours(code):
            return Place(code)
        if (meant := self._meant(code, names)) and not self._is_sound_elsewhere(code, names):
            return Place(None, "area.bps_code", meant)
        if code.count(".") >= 1 and code[:2] in nik.PROVINCES and not self._is_ours(code):
            return Place(None, "area.other_regency")
        return Place(None, "area.unknown")

    def named(self, district: str = "", village: str = "", regency: str = "") -> Place:
        """Names and their aliases; a village name alone counts where it stands once in the regency."""
        if regency and _regency(regency) != _regency(self.names.get(self.regency, regency)):
            return Place(None, "area.other_regency")
        if not (district or village):
            return Place(None, "area.missing")
        districts = self.by_name.get((self.regency, fold(district)), [])
        if not districts and not district:
            districts = [code for code in self.names if parent(code) == self.regency]
        found = [code for each in districts for code in self.by_name.get((each, fold(village)), [])]
        return Place(found[0]) if len(found) == 1 else Place(None, "area.unknown")

    def somewhere(self, code: str, district: str = "", village: str = "") -> str | None:
        """Any known area, of whatever level, by code or by names: where a recording was made."""
        dotted = register.dotted(code) or code
        if dotted in self.names:
            return dotted
        if village and (found := self.named(district, village).code):
            return found
        districts = self.by_name.get((self.regency, fold(district or village)), [])
        return districts[0] if len(districts) == 1 else None

    def is_elsewhere(self, code: str) -> bool:
        """A well-formed code of another regency, of which nothing more is known here."""
        dotted = register.dotted(code) or ""
        return dotted[:2] in nik.PROVINCES and "." in dotted and not self._is_ours(dotted)

    def knows_district(self, code: str) -> bool:
        """Whether a NIK may begin so. Only the regencies in the list can be judged to the district."""
        if code in self.names:
            return True
        return parent(code) not in self.names and code[:2] in nik.PROVINCES

    def label(self, code: str) -> str:
        return f"{code} {self.names[code]}" if code in self.names else code

    def _is_ours(self, code: str) -> bool:
        return code == self.regency or code.startswith(self.regency + ".")

    def _is_sound_elsewhere(self, code: str, names: tuple[str, ...]) -> bool:
        """A village that the list knows in another regency, and no names that say otherwise."""
        return code in self.names and not self._is_ours(code) and not self.named(*names).code

    def _meant(self, code: str, names: tuple[str, ...]) -> str | None:
        """A code of the statistics office: its number for this regency, or names that belong here."""
        theirs = register.BPS_REGENCIES.get(code.replace(".", "")[:4])
        by_names = self.named(*names).code if any(names) else None
        if self._is_ours(code):
            return None
        if by_names:
            return self.label(by_names)
        return self.label(theirs) if theirs == self.regency else None


def fold(name: str) -> str:
    """Letters and digits only, without the title in front: 'Kec. Sangatta Utara' is SANGATTAUTARA."""
    words = register.words(name)
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    return "".join(words)


def _regency(name: str) -> str:
    """'KABUPATEN KUTAI TIMUR' and 'Kab. Kutai Timur' are KUTAITIMUR."""
    words = register.words(name)
    return "".join(words[1:] if words[0:1] and words[0] in ("KABUPATEN", "KAB", "KOTA") else words)


def parent(code: str) -> str:
    return code.rpartition(".")[0]


def keys(*columns: pl.Expr) -> pl.Expr:
    """Several cells as one text, to resolve each combination once."""
    return pl.concat_str([column.fill_null("") for column in columns], separator=_SEPARATOR)


def parts(key: str) -> list[str]:
    return key.split(_SEPARATOR)
