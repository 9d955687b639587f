"""What the API takes and gives."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, Field

from rekam.domain.coverage.pages import FIRST_EFFECTIVE
from rekam.files.dates import ORDERS
from rekam.office.imports import desk as desks
from rekam.office.imports import serialised, work
from rekam.office.imports.models import Import
from rekam.office.imports.work import Work

LAST_DAY = date(2199, 12, 31)
MOST_NIKS = 100


def _thinkable(day: date) -> date:
    if not FIRST_EFFECTIVE <= day <= LAST_DAY:
        raise ValueError("a day from 1880 to 2199")
    return day


Day = Annotated[date, AfterValidator(_thinkable)]
AreaCode = Annotated[str, Field(pattern=r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$")]
Order = Literal["day-first", "month-first", "year-first"]
NikText = Annotated[str, Field(pattern=r"^[0-9]{16}$")]


class Counts(Schema):
    registered: int
    obliged: int
    recorded: int
    unrecorded: int
    percent: float | None


class CountedArea(Counts):
    code: str
    name: str
    male: Counts
    female: Counts


class CoverageOut(Schema):
    on: date
    known: date
    total: CountedArea
    areas: list[CountedArea]


class DifferenceOut(Schema):
    start: int = Field(alias="from")
    end: int = Field(alias="to")
    reasons: dict[str, int]
    late: dict[str, int]


class ExplanationOut(Schema):
    start: date = Field(alias="from")
    end: date = Field(alias="to")
    known_from: date
    known_to: date
    area: str
    measures: dict[str, DifferenceOut]


class StatusIn(Schema):
    niks: Annotated[list[NikText], Field(min_length=1, max_length=MOST_NIKS)]
    on: Day | None = None


class StatusOut(Schema):
    """``found`` is false for a NIK that the register does not hold, or that the key's area does not reach.

    ``area`` is the village in which the person is registered on the day; null while nowhere here.
    """

    nik: str
    found: bool
    area: str | None = None
    registered: bool | None = None
    obliged: bool | None = None
    recorded: bool | None = None
    why: str | None = None
    since: date | None = None
    first_recorded_on: date | None = None
    status: str | None = None
    status_said: str | None = None
    status_on: date | None = None


class WorkOut(Schema):
    """What is being done with an import at this moment. Lost: the worker was stopped, start it again."""

    what: str
    step: str
    percent: int | None
    seconds: int
    is_lost: bool


class ColumnOut(Schema):
    """A column of the file that is taken for a field, and how sure that is (0 to 1). ``how``: by its name,
    another name (alias), one that is almost it (close), what its cells hold (content), or as a person said.
    """

    field: str
    column: str
    how: str
    sure: float


class OrderOut(Schema):
    """In which order the dates of a column were read, where that mattered. ``how``: as a person said, as the
    dates show it (shown), as the leading dates of the file (followed), as files before, or nothing tells
    (unknown).
    """

    field: str
    column: str
    order: Order
    how: str


class NoteOut(Schema):
    """What is said of the whole file, in Indonesian, with what to do."""

    code: str
    values: dict[str, str]
    sentence: str
    next_step: str


class ImportOut(Schema):
    """Ask again while there is ``work``; then ``state`` and ``trouble`` say what came of it.

    Before a commit somebody should look at ``unsure`` (of ``columns``) and ``notes``: nobody is asked again.
    """

    id: int
    kind: str
    mode: str
    state: str
    as_of: date
    scope: str
    counts: dict[str, Any]
    effect: list[dict[str, Any]]
    effect_on: date
    columns: list[ColumnOut]
    unsure: list[ColumnOut]
    dates: list[OrderOut]
    notes: list[NoteOut]
    trouble: dict[str, Any] | None
    work: WorkOut | None
    created_at: datetime

    @staticmethod
    def resolve_columns(item: Import) -> list[dict[str, Any]]:
        return serialised.columns(item)

    @staticmethod
    def resolve_unsure(item: Import) -> list[dict[str, Any]]:
        return serialised.unsure(item)

    @staticmethod
    def resolve_dates(item: Import) -> list[dict[str, Any]]:
        return serialised.orders(item)

    @staticmethod
    def resolve_notes(item: Import) -> list[dict[str, Any]]:
        return serialised.notes(item)

    @staticmethod
    def resolve_work(item: Import) -> Work | None:
        return work.under_way(desks.of(item.pk))


class ColumnsIn(Schema):
    """``dates`` says of a field with dates in which order day, month and year stand in its column."""

    columns: dict[str, str | None]
    dates: dict[str, Order] = {}

    @property
    def orders(self) -> dict[str, str]:
        """As they are kept: field -> dmy, mdy or ymd."""
        kept = {word: order for order, word in ORDERS.items()}
        return {name: kept[said] for name, said in self.dates.items()}


class CommitIn(Schema):
    keep_missing: bool = False


class ProblemRow(Schema):
    row: int
    column: str | None
    code: str
    level: str
    value: str | None
    sentence: str
    next_step: str


class ReportCounts(Counts):
    """``recorded_in_month`` are those first recorded from the first of the report's month to its last day."""

    recorded_in_month: int


class ReportOut(Schema):
    """``changed``: a count of some village is another now, or how many were first recorded there on a day.

    ``standing``: the office stands by it. Otherwise ``withdrawn`` is the reason for which it was withdrawn,
    or ``replaced_by`` the number of the report that was issued in its place.
    """

    id: int
    number: str
    kind: str
    start: date
    on: date
    known: date
    dated: date
    sha256: str
    standing: bool
    withdrawn: str | None
    replaced_by: str | None
    frozen: ReportCounts
    now: ReportCounts
    changed: bool


Kind = Literal["residents", "recordings"]
Mode = Literal["update", "release"]
Form = Literal["pdf", "xlsx"]
Language = Literal["id", "en"]
By = Literal["kecamatan", "desa"]
