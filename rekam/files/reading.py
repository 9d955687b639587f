"""The work in progress while a file becomes rows: the table so far and the problems found."""

from dataclasses import dataclass, field

import polars as pl

from rekam.files import cells, fields, problems, sentences
from rekam.files.matching import Mapping
from rekam.files.problems import Note
from rekam.files.table import RawTable

_DROPPED = (sentences.REJECTED, sentences.HELD)


@dataclass(frozen=True, slots=True)
class Normalised:
    """`rows` can be used; `problems` says what was found, also about rows that can.

    `read` rows = `rows` + `rejected` + `held` + `repeated` (the same row or the header once more).
    """

    rows: pl.DataFrame
    problems: pl.DataFrame
    notes: tuple[Note, ...]
    read: int
    rejected: int
    held: int
    repeated: int


@dataclass(slots=True)
class Reading:
    """`table` has the column `row` and the cleaned text of each field found in the file."""

    mapping: Mapping
    table: pl.DataFrame
    found: list[pl.DataFrame]
    notes: list[Note]
    read: int
    dropped: list[pl.Series] = field(default_factory=list)

    @classmethod
    def start(cls, raw: RawTable, mapping: Mapping) -> "Reading":
        mapping.require()
        at = {name: f"c{raw.columns.index(match.column)}" for name, match in mapping.matches.items()}
        table = raw.frame.select("row", **{name: cells.clean(pl.col(cell)) for name, cell in at.items()})
        broken = raw.broken.height
        return cls(mapping, table, [raw.broken], list(raw.notes), table.height + broken)

    def has(self, name: str) -> bool:
        return name in self.table.columns

    def tell(
        self,
        where: pl.Expr,
        code: str,
        name: str,
        value: pl.Expr | None = None,
        expected: pl.Expr | None = None,
    ) -> None:
        """One problem for each row that meets the condition."""
        self.found.append(
            problems.found(
                self.table,
                where,
                code,
                field=name,
                column=self.mapping.column(name),
                value=value,
                expected=expected,
            )
        )

    def spell(self, name: str, read: object, dtype: object = pl.String) -> pl.Series:
        return cells.spell(self.table[name], read, dtype)  # type: ignore[arg-type]

    def drop(self, where: pl.Expr) -> None:
        """Rows that are no rows of their own: a header once more, the same row once more."""
        self.dropped.append(self.table.filter(where)["row"])
        self.table = self.table.filter(~where)

    def drop_headers(self) -> None:
        name = self.mapping.column("nik") or ""
        again = pl.col("nik").str.to_uppercase().str.replace_all("[^A-Z0-9]", "") == fields.fold(name)
        self.tell(again, "row.header_again", "")
        self.drop(again)

    def finish(self, rows: pl.DataFrame) -> Normalised:
        """Rows that are neither rejected nor held, with everything that was found."""
        found = pl.concat(self.found)
        gone = (
            found.filter(pl.col("level").is_in(_DROPPED))
            .group_by("row")
            .agg(rejected=(pl.col("level") == sentences.REJECTED).any())
        )
        return Normalised(
            rows=rows.join(gone, on="row", how="anti", maintain_order="left"),
            problems=found.sort("row", maintain_order=True),
            notes=tuple(self.notes),
            read=self.read,
            rejected=int(gone["rejected"].sum()),
            held=gone.height - int(gone["rejected"].sum()),
            repeated=sum(len(rows_) for rows_ in self.dropped),
        )
