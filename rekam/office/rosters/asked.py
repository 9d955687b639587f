"""What an address asks of the rosters: which month, which version, which day, and how much of the office."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language

from rekam.domain import wording
from rekam.office import numbers
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right
from rekam.office.places import queries as places
from rekam.office.regions import queries as regions
from rekam.office.rosters import queries
from rekam.office.rosters.models import Roster, State

OPEN = (State.DRAFT, State.SOLVING)


class Month:
    """A month in an address: 2016-10."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> date:
        found = wording.read_date(f"{value}-01")
        if found is None or not 2000 <= found.year <= 2199:
            raise ValueError
        return found

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else f"{value:%Y-%m}"


def before(month: date) -> date:
    return queries.month_of(month - timedelta(days=1))


def after(month: date) -> date:
    return queries.last_of(month) + timedelta(days=1)


def language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def today() -> date:
    """The day that pages are about when nothing was asked; the demo's calendar stands still."""
    return timezone.localdate(places.default_moment(timezone.now()))


def check_planner(request: HttpRequest) -> None:
    """A roster is the whole office's: somebody limited to a district does not make it."""
    rights.check(request.user, Right.MANAGE_ROSTERS, area=regions.office().regency.code)


def is_planner(request: HttpRequest) -> bool:
    return rights.can(request.user, Right.MANAGE_ROSTERS) and rights.reaches_whole_office(request.user)


@dataclass(frozen=True)
class Asked:
    """A month as one reader sees it: its rosters, and the one that the page shows."""

    month: date
    roster: Roster | None
    published: Roster | None
    draft: Roster | None
    within: str
    sees_all: bool
    on: date
    is_planner: bool
    has_own: bool

    @property
    def earlier(self) -> date:
        return before(self.month)

    @property
    def later(self) -> date:
        return after(self.month)

    @property
    def is_draft(self) -> bool:
        return self.roster is not None and self.roster.state in OPEN

    @property
    def may_edit(self) -> bool:
        return self.is_planner and self.roster is not None and self.roster.state == State.DRAFT

    def address(self, name: str, **given: str) -> str:
        """Another view of the same version."""
        if self.roster is not None and self.roster != (self.published or self.draft):
            given = {"versi": str(self.roster.version), **given}
        query = f"?{urlencode(given)}" if given else ""
        return reverse(f"rosters:{name}", args=[self.month]) + query


def read(request: HttpRequest, month: date) -> Asked:
    """Officers see what is published; drafts are shown to planners only."""
    planner = is_planner(request)
    current, draft = queries.published(month), queries.open_one(month) if planner else None
    version = request.GET.get("versi", "")
    chosen = current or draft
    if version:
        chosen = queries.versions(month).filter(version=numbers.of_row(version)).first()
        if chosen is None or (chosen.state != State.PUBLISHED and not planner):
            raise Http404
    return Asked(
        month=month,
        roster=chosen,
        published=current,
        draft=draft,
        within=rights.areas_of(request.user),
        sees_all=rights.reaches_whole_office(request.user),
        on=_day(request, month),
        is_planner=planner,
        has_own=rights.can(request.user, Right.SEE_OWN_ROSTER),
    )


def of(request: HttpRequest, roster: Roster) -> Asked:
    """The same for a roster that the address names."""
    month = roster.month
    return Asked(
        month=month,
        roster=roster,
        published=queries.published(month),
        draft=queries.open_one(month),
        within=rights.areas_of(request.user),
        sees_all=rights.reaches_whole_office(request.user),
        on=month,
        is_planner=is_planner(request),
        has_own=rights.can(request.user, Right.SEE_OWN_ROSTER),
    )


def _day(request: HttpRequest, month: date) -> date:
    """A day of the month: the one asked for, today if it lies in it, or the first."""
    found = wording.read_date(request.GET.get("pada", "")) or today()
    return found if queries.month_of(found) == month else month
