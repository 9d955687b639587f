"""Which column of a file is which field: by name, by alias, by what the cells look like.

Nothing is guessed silently: each match says how it was found and how sure it is, and whatever is
below `SURE` is shown to a person. What the person points out counts fully (`corrected`).
"""

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from rekam.files import contents, fields
from rekam.files.fields import AREA_WAYS, DATES, FIELDS, RESIDENTS, ROLLS
from rekam.files.problems import FileProblem
from rekam.files.table import RawTable

SURE = 0.85
_TOGETHER = ("nik_or_name", "area")  # what a file needs one of
_CLOSE = 0.82


@dataclass(frozen=True, slots=True)
class Match:
    """`how` is name, alias, close (misspelt), content or person; `sure` runs from 0 to 1."""

    field: str
    column: str
    how: str
    sure: float


@dataclass(frozen=True, slots=True)
class Mapping:
    """The fields of a file and the columns they were found in.

    `orders` are those of the dates of a field as a person said them, `earlier` those that earlier files of
    the same kind had: field -> dmy, mdy or ymd.
    """

    kind: str
    columns: tuple[str, ...]
    matches: dict[str, Match] = field(default_factory=dict)
    orders: AnyMapping[str, str] = field(default_factory=dict)
    earlier: AnyMapping[str, str] = field(default_factory=dict)

    @property
    def unsure(self) -> list[Match]:
        return [match for match in self.matches.values() if match.sure < SURE]

    @property
    def unused(self) -> list[str]:
        used = {match.column for match in self.matches.values()}
        return [column for column in self.columns if column not in used]

    @property
    def missing(self) -> list[str]:
        """Required fields without a column; `area` when no way of saying it is complete."""
        needed = [each.name for each in FIELDS[self.kind].values() if each.required]
        missing = [name for name in needed if name not in self.matches]
        if self.kind == RESIDENTS and not self.area_way:
            missing.append("area")
        if self.kind == ROLLS and not {"nik", "name"} & self.matches.keys():
            missing.append("nik_or_name")
        return missing

    @property
    def area_way(self) -> tuple[str, ...]:
        """The first complete way in which the file says where a person lives."""
        return next((way for way in AREA_WAYS if all(name in self.matches for name in way)), ())

    def column(self, name: str) -> str | None:
        return self.matches[name].column if name in self.matches else None

    def require(self) -> None:
        if self.missing:
            raise self._missing(self.missing)

    def _missing(self, names: list[str]) -> FileProblem:
        return FileProblem(
            "file.missing_column",
            fields=", ".join(label(self.kind, name, "id") for name in names),
            fields_en=", ".join(label(self.kind, name, "en") for name in names),
            missing=tuple(names),
        )

    def corrected(self, chosen: AnyMapping[str, str | None]) -> "Mapping":
        """A person's choice: field -> column, or None where no column is the field."""
        matches = {name: match for name, match in self.matches.items() if name not in chosen}
        taken = {column for column in chosen.values() if column}
        matches = {name: match for name, match in matches.items() if match.column not in taken}
        for name, column in chosen.items():
            if name not in FIELDS[self.kind] or (column and column not in self.columns):
                raise FileProblem(
                    "file.missing_column", fields=column or name, fields_en=column or name, missing=(name,)
                )
            if column:
                matches[name] = Match(name, column, "person", 1.0)
        return replace(self, matches=matches)

    def dated(self, said: AnyMapping[str, str], earlier: AnyMapping[str, str]) -> "Mapping":
        """With the orders of dates that a person said, and those of earlier files."""
        if strange := [name for name in said if name not in self.matches or name not in DATES[self.kind]]:
            raise self._missing(strange)
        return replace(self, orders=said, earlier=earlier)

    def as_dict(self) -> dict[str, str]:
        """Field -> column, to keep between upload and commit; `corrected` takes it back."""
        return {name: match.column for name, match in self.matches.items()}


def label(kind: str, name: str, language: str = "id") -> str:
    """The field as an officer calls it."""
    if name not in FIELDS[kind] and name not in _TOGETHER:
        return name
    if name == "nik_or_name":
        return "NIK or name" if language == "en" else "NIK atau nama"
    if name == "area":
        return (
            "area (code, or names of district and village)"
            if language == "en"
            else ("wilayah (kode, atau nama kecamatan dan desa)")
        )
    return FIELDS[kind][name].en if language == "en" else FIELDS[kind][name].id


def match_columns(raw: RawTable, kind: str = RESIDENTS) -> Mapping:
    """Names first, then misspelt names, then what the cells of the left-over columns look like."""
    matches = _by_name(raw, kind)
    looks = contents.Looks(raw)
    matches = {name: _checked(match, looks, kind) for name, match in matches.items()}
    for find in (_by_close_name, _by_content):
        for match in find(raw, kind, matches, looks):
            matches.setdefault(match.field, match)
    ordered = {name: matches[name] for name in FIELDS[kind] if name in matches}
    return Mapping(kind, raw.columns, ordered)


def _by_name(raw: RawTable, kind: str) -> dict[str, Match]:
    """The first alias of a field beats its other aliases, wherever the columns stand."""
    found: dict[str, Match] = {}
    known = fields.aliases(kind)
    for column in raw.columns:
        hit = known.get(fields.fold(column))
        if hit is None or column in raw.doubled:
            continue
        name, is_first = hit
        match = Match(name, column, "name" if is_first else "alias", 1.0 if is_first else 0.95)
        if name not in found or match.sure > found[name].sure:
            found[name] = match
    return found


def _checked(match: Match, looks: contents.Looks, kind: str) -> Match:
    """A column called NIK that holds no numbers of 16 digits is shown to a person."""
    return match if looks.agrees(match.field, match.column, kind) else replace(match, sure=0.4)


def _free(raw: RawTable, matches: dict[str, Match]) -> list[str]:
    used = {match.column for match in matches.values()}
    return [column for column in raw.columns if column not in used and column not in raw.doubled]


def _by_close_name(raw: RawTable, kind: str, matches: dict[str, Match], looks: contents.Looks) -> list[Match]:
    """Misspelt names (NAMA LENKAP), only where the cells agree."""
    found: list[Match] = []
    for column in _free(raw, matches):
        key = fields.fold(column)
        if len(key) < 4:
            continue
        scored = [
            (SequenceMatcher(None, key, alias).ratio(), name)
            for alias, (name, _) in fields.aliases(kind).items()
            if name not in matches and len(alias) >= 4
        ]
        ratio, name = max(scored, default=(0.0, ""))
        if ratio >= _CLOSE and looks.agrees(name, column):
            found.append(Match(name, column, "close", round(ratio * 0.85, 2)))
    return sorted(found, key=lambda match: -match.sure)


def _by_content(raw: RawTable, kind: str, matches: dict[str, Match], looks: contents.Looks) -> list[Match]:
    """Required and telling fields by their cells, the surest first, each column once."""
    free = _free(raw, matches)
    guesses = [
        Match(name, column, "content", sure)
        for column in free
        for name, sure in looks.guesses(column, kind)
        if name not in matches
    ]
    found: dict[str, Match] = {}
    for guess in sorted(guesses, key=lambda match: -match.sure):
        if guess.field not in found and all(guess.column != other.column for other in found.values()):
            found[guess.field] = guess
    return list(found.values())
