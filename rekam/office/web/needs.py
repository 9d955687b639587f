"""What waits for somebody, gathered from every part of the office for the first page.

Each question is answered from what the office really holds; what waits for nobody is not mentioned.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Sum
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right
from rekam.office.coverage import queries as coverage
from rekam.office.coverage.asked import Asked, address
from rekam.office.coverage.models import Stated
from rekam.office.coverage.standing import Standing, month_end_before
from rekam.office.imports.models import Import, State
from rekam.office.recordings.models import Session
from rekam.office.reports.models import Issued, Kind

STOP, RISK, INFO = "stop", "risk", "info"
# The centre answers within days; what it has not taken after two weeks got stuck on the way.
STALE_DAYS = 14
SENT = "SENT_FOR_ENROLLMENT"
QUIET_DAYS = 7
# A monthly report is due in the first days of the next month.
REPORT_DUE_DAYS = 5


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do: how urgent, what, and where."""

    tone: str
    title: str
    detail: str = ""
    href: str = ""


Answer = Callable[[HttpRequest, Asked, Standing], Iterable[Need]]


def needs(request: HttpRequest, asked: Asked, standing: Standing) -> list[Need]:
    """The most urgent first."""
    found = [need for answer in ANSWERS for need in answer(request, asked, standing)]
    return sorted(found, key=lambda need: (STOP, RISK, INFO).index(need.tone))


def imports(request: HttpRequest, asked: Asked, standing: Standing) -> Iterable[Need]:
    """Files that were read and wait for a person's decision, and files that could not be read."""
    if not rights.can(request.user, Right.SEE_IMPORTS):
        return
    states = (State.REVIEWED, State.FAILED)
    waiting = list(Import.objects.filter(state__in=states).values_list("state", "file_name"))
    for state, tone in ((State.FAILED, STOP), (State.REVIEWED, RISK)):
        names = [name for found, name in waiting if found == state]
        if names:
            yield Need(tone, _imports_in_words(state, len(names)), _some(names), _part("impor/"))


def _imports_in_words(state: State, count: int) -> str:
    if state == State.FAILED:
        words = ngettext("%(n)s file could not be read", "%(n)s files could not be read", count)
    else:
        words = ngettext("%(n)s import waits for a decision", "%(n)s imports wait for a decision", count)
    return words % {"n": _number(count)}


def report(request: HttpRequest, asked: Asked, standing: Standing) -> Iterable[Need]:
    """The report of last month, until it is issued."""
    month = month_end_before(asked.on)
    whole_regency = rights.can(request.user, Right.ISSUE_REPORT) and not rights.areas_of(request.user)
    known_then = standing.since is not None
    if not whole_regency or not known_then or asked.on.day < REPORT_DUE_DAYS or asked.on_given:
        return
    if not Issued.objects.filter(kind=Kind.MONTHLY, on=month).exists():
        words = _("The monthly report of %(month)s is not issued yet") % {"month": _month(month)}
        yield Need(RISK, words, href=_part("laporan/"))


def stale(request: HttpRequest, asked: Asked, standing: Standing) -> Iterable[Need]:
    """Sessions that were sent and of which the centre has said nothing for too long."""
    limit = asked.on - timedelta(days=STALE_DAYS)
    key = f"stale:{limit}:{asked.area.code}"
    count = coverage.kept(key, lambda: _stale(limit, asked.area.code))
    if count:
        words = ngettext(
            "%(n)s recording was sent and not taken by the centre",
            "%(n)s recordings were sent and not taken by the centre",
            count,
        )
        detail = _("Status SFE for %(days)s days or longer: ask the centre, or send them again.")
        yield Need(RISK, words % {"n": _number(count)}, detail % {"days": STALE_DAYS})


def _stale(limit: date, within: str) -> int:
    sent = Session.objects.filter(status=SENT, status_on__lte=limit)
    return sent.filter(area_code__startswith=within).count()


def quiet(request: HttpRequest, asked: Asked, standing: Standing) -> Iterable[Need]:
    """Districts where nobody was recorded for a week, as far as is known."""
    if asked.by != "kecamatan":
        return
    days = standing.flow.days
    last_news = max((day for day, n in days.items() if n is not None), default=None)
    if last_news is None:
        return
    since = {a: standing.flow.last_day.get(a.code) for a in standing.coverage.areas if a.total.unrecorded > 0}
    silent = [
        (a.name, last) for a, last in since.items() if not last or (last_news - last).days >= QUIET_DAYS
    ]
    if silent:
        words = ngettext(
            "%(n)s district without a recording for a week",
            "%(n)s districts without a recording for a week",
            len(silent),
        )
        named = [_since(name, last) for name, last in sorted(silent, key=lambda each: each[1] or date.min)]
        yield Need(RISK, words % {"n": _number(len(silent))}, _some(named), asked.address())


def _since(name: str, last: date | None) -> str:
    unbroken = wording.short_date(last).replace("-", "\u2011")
    return f"{name} ({unbroken})" if last else name


def unexplained(request: HttpRequest, asked: Asked, standing: Standing) -> Iterable[Need]:
    """Published figures that differed from the count on the very day."""
    within = rights.areas_of(request.user)
    held = Stated.objects.aggregate(Count("pk"), Max("entered_at"), Sum("value"))
    key = f"unexplained:{within}:{sorted(held.items())}"
    count = coverage.kept(
        key, lambda: sum(1 for _f, c in coverage.stated(within) if c.then and c.unexplained)
    )
    if count:
        words = ngettext(
            "%(n)s published figure differs from the count without a reason",
            "%(n)s published figures differ from the count without a reason",
            count,
        )
        yield Need(INFO, words % {"n": _number(count)}, href=address("coverage:stated"))


ANSWERS: tuple[Answer, ...] = (imports, report, stale, quiet, unexplained)


def _number(value: int) -> str:
    return wording.number(value, get_language() or "id")


def _month(day: date) -> str:
    return wording.month(day, get_language() or "id")


def _some(names: list[str], most: int = 3) -> str:
    """The first few, and how many more."""
    more = len(names) - most
    shown = ", ".join(names[:most])
    return shown if more <= 0 else _("%(names)s and %(n)s more") % {"names": shown, "n": _number(more)}


def _part(path: str) -> str:
    return get_script_prefix() + path
