"""The work in progress while a file becomes rows: the table so far and the problems found."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import polars as pl

from rekam.domain import register
from rekam.files import cells, dates, fields, problems, sentences, unusable
from rekam.files.dates import Dates, Order
from rekam.files.matching import Mapping
from rekam.files.problems import Note
from rekam.files.table import RawTable

_DROPPED = (sentences.REJECTED, sentences.HELD)


@dataclass(frozen=True, slots=True)
class Normalised:
    """`rows` can be used; `problems` says what was found, also about rows that can. `notes` are about
    whole columns; those about the file itself are `RawTable.notes`.

    `read` rows = `rows` + `rejected` + `held` + `repeated` (the same row or the header once more) + `aside`
    (a person decided not to use them). `people` may stand behind the rejected, held and aside rows of a
    register (`unusable.people`). `orders` says of each field with dates in which order they were read.
    """

    rows: pl.DataFrame
    problems: pl.DataFrame
    notes: tuple[Note, ...]
    read: int
    rejected: int
    held: int
    repeated: int
    aside: int = 0
    people: pl.DataFrame = field(default_factory=unusable.nobody)
    orders: dict[str, Order] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """`table` has the column `row` and each field found in the file: as it stands, until it is read.

    `zone` is the office's clock.
    """

    mapping: Mapping
    table: pl.DataFrame
    found: list[pl.DataFrame]
    notes: list[Note]
    read: int
    zone: str
    dropped: list[pl.Series] = field(default_factory=list)
    orders: dict[str, Order] = field(default_factory=dict)
    put_aside: list[pl.DataFrame] = field(default_factory=list)

    @classmethod
    def start(cls, raw: RawTable, mapping: Mapping, zone: str) -> "Reading":
        mapping.require()
        at = {name: f"c{raw.columns.index(match.column)}" for name, match in mapping.matches.items()}
        table = raw.frame.select("row", **{name: pl.col(cell) for name, cell in at.items()})
        broken = raw.broken.height
        return cls(mapping, table, [raw.broken], [], table.height + broken, zone)

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

    def empty(
        self, where: pl.Expr, code: str, name: str, value: pl.Expr, expected: pl.Expr | None = None
    ) -> None:
        """As ``tell``, and the cell is left empty."""
        self.tell(where, code, name, value, expected)
        if self.found[-1].height:
            self.table = self.table.with_columns(pl.when(~where.fill_null(False)).then(name).alias(name))

    def set_words(self, name: str, read: Callable[[str], str | None]) -> None:
        """Reads a field of which anything is taken as it comes."""
        self.table = self.table.with_columns(cells.spell(self.table[name], read).alias(name))

    def set_spelled(self, name: str, read: Callable[[str], str | None]) -> pl.Expr:
        """Reads a field by its distinct spellings; gives the cleaned text that was read."""
        both = cells.spell_both(self.table[name], read)
        self.table = self.table.with_columns(both["text"].alias(f"{name}_text"), both["read"].alias(name))
        return pl.col(f"{name}_text")

    def set_dates(self, name: str, *, clock: str = "") -> tuple[pl.Expr, pl.Expr]:
        """Reads a field as dates, and the times beside them into *clock*; gives the text that was read and
        its state.
        """
        read = self.read_dates(name, self.table[name] if clock else dates.without_time(self.table[name]))
        self.table = self.table.with_columns(
            pl.col(name).alias(f"{name}_text"),
            read.cells["date"].alias(name),
            read.cells["state"].alias(f"{name}_state"),
            *([read.cells["time"].alias(clock)] if clock else []),
        )
        return pl.col(f"{name}_text"), pl.col(f"{name}_state")

    def read_dates(self, name: str, cells: pl.Series) -> Dates:
        """The cells of a field as dates, in the order that a person said or that they show. Where they show
        none, they go by the leading dates of the file or by earlier files; a person is told of the latter.
        """
        read = dates.read(cells, said=self.mapping.orders.get(name), otherwise=self._likely_order(name))
        self.orders[name] = read.order
        if read.is_ambiguous:
            about: dict[str, object] = {"column": self.mapping.column(name)}
            if read.order.how == dates.BEFORE:
                about["order"], about["order_en"] = dates.WORDS[read.order.order]
            code = "date.as_before" if read.order.how == dates.BEFORE else "date.ambiguous"
            self.notes.append(Note(code, about))
        return read._replace(cells=dates.at_the_office(read.cells, self.zone))

    def _likely_order(self, name: str) -> Order | None:
        """One program wrote all columns of a file, and mostly earlier files of the same kind too."""
        leading, *others = fields.DATES[self.mapping.kind]
        earlier = self.mapping.earlier.get(name)
        lead = self.orders.get(leading, Order())
        order = lead.order if lead.how else self.mapping.orders.get(leading)
        if name in others and order and earlier in (None, order):
            return Order(order, dates.FOLLOWED)
        return Order(earlier, dates.BEFORE) if earlier else None

    def set_status(self, name: str) -> None:
        """A code that is not in the list is kept as it came, with a warning."""
        self.set_spelled(name, register.status)
        status = pl.col(name)
        known = [code for code in self.table[name].unique() if code in register.STATUSES]
        self.tell(status.is_not_null() & ~status.is_in(known), "status.unknown", name, status)

    def keep_as_said(self, name: str, under: str) -> None:
        """A field to the letter, beside what is understood of it."""
        self.table = self.table.with_columns(pl.col(name).alias(under))

    def set_text(self, name: str) -> None:
        self.table = self.table.with_columns(cells.text(self.table[name]).alias(name))

    def forget_texts(self, *, keep: Sequence[str]) -> None:
        """Lets go of the texts that have been read, so that a large file fits in memory."""
        gone = [
            name for name in self.table.columns if name.endswith(("_text", "_state")) and name not in keep
        ]
        self.table = self.table.drop(gone)

    def drop(self, where: pl.Expr) -> None:
        """Rows that are no rows of their own: a header once more, the same row once more."""
        where = where.fill_null(False)
        self.dropped.append(self.table.filter(where)["row"])
        self.table = self.table.filter(~where)

    def drop_headers(self) -> None:
        name = self.mapping.column("nik") or ""
        words = self.table.filter(pl.col("nik").str.contains("[A-Za-z]{3}"))["nik"].unique().to_list()
        again = pl.col("nik").is_in([word for word in words if fields.fold(word) == fields.fold(name)])
        self.tell(again, "row.header_again", "")
        self.drop(again)

    def drop_repeated(self, code: str) -> None:
        """The same row twice is one row, said once for each repetition."""
        doubled = self.table.filter(pl.col("nik").is_duplicated() & pl.col("nik").is_not_null())
        texts = [name for name in self.table.columns if name != "row"]
        first = doubled.select("row", first=pl.col("row").min().over(texts))
        again = first.filter(pl.col("first") != pl.col("row"))
        if again.is_empty():
            return
        self.table = self.table.join(again, on="row", how="left", maintain_order="left")
        self.tell(pl.col("first").is_not_null(), code, "nik", expected=pl.col("first"))
        self.drop(pl.col("first").is_not_null())
        self.table = self.table.drop("first")

    def set_aside(self, rows: Collection[int]) -> None:
        """Rows that a person decided not to use; nothing is said about them."""
        where = pl.col("row").is_in(list(rows))
        aside = self.table.filter(where)
        self.put_aside.append(aside)
        self.table = self.table.filter(~where)
        self.found = [each.filter(~pl.col("row").is_in(aside["row"].implode())) for each in self.found]

    def unused(self) -> pl.DataFrame:
        """The rows that were read, and are neither used nor repetitions of others. After ``finish``."""
        return pl.concat([self.table, *self.put_aside], how="diagonal")

    def finish(self, columns: Sequence[str]) -> Normalised:
        """Rows that are neither rejected nor held, with everything that was found. Only the others stay here:
        a register does not lie in memory twice.
        """
        names = [name for name in columns if self.has(name)]
        found = pl.concat(self.found)
        gone = (
            found.filter(pl.col("level").is_in(_DROPPED))
            .group_by("row")
            .agg(rejected=(pl.col("level") == sentences.REJECTED).any())
        )
        is_gone = self.table["row"].is_in(gone["row"].implode())
        rows, self.table = self.table.select(names), self.table.filter(is_gone)
        if gone.height:
            rows = pl.DataFrame([rows.drop_in_place(name).filter(~is_gone) for name in names])
        return Normalised(
            rows=rows,
            problems=found.sort("row", maintain_order=True),
            notes=tuple(self.notes),
            read=self.read,
            rejected=int(gone["rejected"].sum()),
            held=gone.height - int(gone["rejected"].sum()),
            repeated=sum(len(rows_) for rows_ in self.dropped),
            aside=sum(map(len, self.put_aside)),
            orders=self.orders,
        )
