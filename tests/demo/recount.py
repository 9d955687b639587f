"""Counting again from the files alone, straight from the law and the rules of an import.

This shares nothing with the demo's own arithmetic nor with the ledger: no column of people, no calibration.
"""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from rekam.demo import Script
from tests.demo import papers

START_OF_SEPTEMBER, END_OF_SEPTEMBER = date(2016, 9, 1), date(2016, 9, 30)
AUGUST_25 = date(2016, 8, 25)


@dataclass
class Recount:
    script: Script
    leniently: bool = False
    files: list[pl.DataFrame] = field(init=False)
    sessions: pl.DataFrame = field(init=False)

    def __post_init__(self) -> None:
        steps = [step for step in self.script if step.kind == "residents"]
        self.files = [
            papers.residents(step, leniently=self.leniently).with_columns(
                file=pl.lit(number), as_of=pl.lit(step.as_of)
            )
            for number, step in enumerate(steps)
        ]
        lists = [papers.recordings(step) for step in self.script if step.kind == "recordings"]
        self.sessions = pl.concat(lists)
        self._releases = [(n, step.as_of) for n, step in enumerate(steps) if step.mode == "release"]

    def lives(self, known: date) -> pl.DataFrame:
        """One row for each resident as known on a day: where, from when to when, and since when obliged."""
        said = pl.concat([file for file in self.files if file["as_of"][0] <= known])
        wed = said.filter("wed").group_by("nik").agg(seen_wed=pl.col("as_of").min())
        first = said.group_by("nik").agg(
            pl.col("file", "as_of", "born", "arrived").first().name.prefix("first_")
        )
        last = said.group_by("nik").last()
        return (
            last.join(first, on="nik")
            .join(wed, on="nik", how="left")
            .with_columns(
                came=self._came(),
                left=self._left(known),
                gone=self._gone(),
                of_age=pl.col("born").dt.offset_by("17y"),
            )
            .with_columns(
                until=pl.min_horizontal("left", "gone"),
                wed_since=pl.when("wed").then(pl.coalesce("wed_on", "seen_wed")),
            )
        )

    def _came(self) -> pl.Expr:
        """Domiciled since: birth, arrival, or the day on which the register first had the person."""
        before = pl.lit(self._releases[0][1])
        for number, as_of in self._releases[1:]:
            before = pl.when(pl.col("first_file") > number).then(pl.lit(as_of)).otherwise(before)
        new_born = (pl.col("first_file") == 0) | (pl.col("first_born") > before)
        since = pl.when(new_born).then("born").otherwise("first_as_of")
        return pl.max_horizontal("born", pl.coalesce("first_arrived", since))

    def _left(self, known: date) -> pl.Expr:
        """A release without the person, who was there before and has not come back."""
        left: pl.Expr = pl.lit(None, dtype=pl.Date)
        for number, as_of in reversed(self._releases[1:]):
            if as_of <= known:
                left = pl.when(pl.col("file") < number).then(pl.lit(as_of)).otherwise(left)
        return left

    def _gone(self) -> pl.Expr:
        died = pl.when("died").then(pl.coalesce("died_on", "as_of"))
        return pl.coalesce(died, pl.when("moved").then(pl.coalesce("moved_on", "as_of")))

    def first_recordings(self, known: date) -> pl.DataFrame:
        """Each person's first session that is valid as known on a day; the latest status decides."""
        heard = self.sessions.filter(pl.col("known") <= known).sort("status_on", "known")
        latest = heard.group_by("nik", "day", "time", maintain_order=True).last()
        valid = latest.filter(~pl.col("status").is_in(papers.NOT_VALID))
        return valid.group_by("nik").agg(session=pl.col("day").min())

    def people(self, known: date) -> pl.DataFrame:
        """Lives with the first valid recording, from sessions or from what the register says last."""
        attested = pl.when(~pl.col("status").is_in(papers.NOT_VALID)).then("created")
        return (
            self.lives(known)
            .join(self.first_recordings(known), on="nik", how="left")
            .with_columns(first=pl.min_horizontal(attested, "session"))
        )

    def registered(self, on: date, area: str = "64.08") -> int:
        return self.people(on).filter(is_registered(pl.lit(on)), pl.col("area").str.starts_with(area)).height

    def obliged(self, on: date, area: str = "64.08") -> pl.DataFrame:
        return self.people(on).filter(is_obliged(pl.lit(on)), pl.col("area").str.starts_with(area))

    def recorded(self, on: date, area: str = "64.08") -> int:
        return self.obliged(on, area).filter(pl.col("first") <= on).height

    def recorded_between(self, start: date, end: date) -> int:
        """Persons recorded for the first time within some days, who were obliged already."""
        first = pl.col("first")
        before = first.dt.offset_by("-1d")
        people = self.people(end).filter(first.is_between(start, end))
        return people.filter(is_obliged(first) & is_obliged(before)).height

    def totals(self) -> tuple[int, int, int, int, int]:
        town = self.obliged(AUGUST_25, "64.08.04").height - self.recorded(AUGUST_25, "64.08.04")
        return (
            self.registered(AUGUST_25),
            town,
            self.obliged(END_OF_SEPTEMBER).height,
            self.recorded(END_OF_SEPTEMBER),
            self.recorded_between(START_OF_SEPTEMBER, END_OF_SEPTEMBER),
        )


def is_registered(on: pl.Expr) -> pl.Expr:
    return (pl.col("came") <= on) & (pl.col("until").is_null() | (pl.col("until") > on))


def is_obliged(on: pl.Expr) -> pl.Expr:
    of_age = (pl.col("of_age") <= on) | (pl.col("wed_since") <= on).fill_null(False)
    return is_registered(on) & of_age & (pl.col("permit") != "ITAS")
