"""What waits for somebody, gathered from every part of the office for the first page.

Each question is answered from what the office really holds; what waits for nobody is not mentioned.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Sum
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right
from rekam.office.answers import answers
from rekam.office.clients import queries as clients
from rekam.office.coverage import queries as coverage
from rekam.office.coverage import standing
from rekam.office.coverage.asked import Asked, address
from rekam.office.coverage.models import Stated
from rekam.office.imports.models import Import, State
from rekam.office.outreach import asked as outreach_asked
from rekam.office.outreach import pictures, risks
from rekam.office.outreach import queries as plans
from rekam.office.outreach.models import Plan
from rekam.office.recordings.models import Session
from rekam.office.regions.models import Level
from rekam.office.reports.models import Issued, Kind
from rekam.office.service import kept
from rekam.office.service.attention import Attention, attention
from rekam.office.sync import queries as sync
from rekam.office.sync.keeping import believing
from rekam.office.visits import queries as visits

STOP, RISK, INFO = "stop", "risk", "info"
# The centre answers within days; what it has not taken after two weeks got stuck on the way.
STALE_DAYS = 14
SENT = "SENT_FOR_ENROLLMENT"
QUIET_DAYS = 7
# A monthly report is due in the first days of the next month.
REPORT_DUE_DAY = 5
MINUTE = 60


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do: how urgent, what, and where."""

    tone: str
    title: str
    detail: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """What follows from the ledger and the sessions: the same until somebody posts."""

    stale: int
    quiet: list[tuple[str, date | None]]  # the name of a district and the day of its last recording
    unexplained: int


def needs(request: HttpRequest, asked: Asked) -> list[Need]:
    """The most urgent first: as they were found, until anybody does anything, and for a minute at most. What
    comes in by itself, such as packets of stations, shows within that minute.
    """
    day = (asked.on, asked.known, asked.on_given, asked.by, asked.area.code)
    reader = (getattr(request.user, "role", ""), rights.areas_of(request.user), get_language())
    key = f"needs:{kept.changes()}:{reader}:{tuple(map(str, day))}"
    key = hashlib.sha256(key.encode()).hexdigest()
    found: list[Need] | None = answers.get(key)
    if found is None:
        found = _needs(request, asked)
        answers.set(key, found, MINUTE)
    return found


def _needs(request: HttpRequest, asked: Asked) -> list[Need]:
    found = [
        *service(request, asked),
        *imports(request),
        *report(request, asked),
        *rolls(request, asked),
        *outreach(request, asked),
        *intake(request, asked),
        *plan(request, asked),
        *_of_the_count(request, asked),
    ]
    return sorted(found, key=lambda need: (STOP, RISK, INFO).index(need.tone))


# -- service ----------------------------------------------------------------------------------------


def service(request: HttpRequest, asked: Asked) -> Iterable[Need]:
    """Who cannot be served today, and what waits longer than promised. Of days gone by nothing waits."""
    if asked.on_given or not rights.can(request.user, Right.SEE_SERVICE):
        return
    found = attention(rights.areas_of(request.user))
    monitor = _part("pantauan/")
    if found.without_kit:
        count = len(found.without_kit)
        words = ngettext(
            "%(n)s district has no kit that records", "%(n)s districts have no kit that records", count
        )
        yield Need(STOP, words % {"n": _number(count)}, _some(list(found.without_kit)), monitor)
    if found.late:
        words = ngettext(
            "%(n)s fault waits longer than promised", "%(n)s faults wait longer than promised", found.late
        )
        yield Need(STOP, words % {"n": _number(found.late)}, _some(list(found.late_at)), monitor)
    yield from _duty(request, found)


def _duty(request: HttpRequest, found: Attention) -> Iterable[Need]:
    if not found.is_rostered:
        if rights.can(request.user, Right.MANAGE_ROSTERS):
            yield Need(RISK, _("The roster of this month is not published yet"), href=_part("jadwal-piket/"))
    elif found.without_operator:
        count = len(found.without_operator)
        words = ngettext(
            "%(n)s service point has no operator today", "%(n)s service points have no operator today", count
        )
        names = _some(list(found.without_operator))
        yield Need(RISK, words % {"n": _number(count)}, names, _part("pantauan/buka/"))


# -- files and reports ------------------------------------------------------------------------------


def imports(request: HttpRequest) -> Iterable[Need]:
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


def report(request: HttpRequest, asked: Asked) -> Iterable[Need]:
    """The report of last month, until it is issued. Asked of today only, not of days gone by."""
    month = standing.month_end_before(asked.on)
    issues = rights.can(request.user, Right.ISSUE_REPORT)
    for_the_regency = issues and rights.reaches_whole_office(request.user)
    is_due = asked.on.day >= REPORT_DUE_DAY and month >= asked.begins and not asked.on_given
    if not (for_the_regency and is_due):
        return
    if not Issued.objects.filter(kind=Kind.MONTHLY, on=month, withdrawal__isnull=True).exists():
        words = _("The monthly report of %(month)s is not issued yet")
        yield Need(RISK, words % {"month": wording.month(month, _language())}, href=_part("laporan/"))


# -- outreach ---------------------------------------------------------------------------------------


def rolls(request: HttpRequest, asked: Asked) -> Iterable[Need]:
    """Clients' lists whose columns or rows wait for a person."""
    if asked.on_given or not rights.can(request.user, Right.MANAGE_CLIENTS):
        return
    if count := clients.waiting_rolls(rights.areas_of(request.user)):
        words = ngettext("%(n)s list waits for a decision", "%(n)s lists wait for a decision", count)
        yield Need(RISK, words % {"n": _number(count)}, href=_part("jemput-bola/klien/"))


def outreach(request: HttpRequest, asked: Asked) -> Iterable[Need]:
    """Visits of days gone by that nobody closed, and what crews heard that the register does not say."""
    if asked.on_given or not rights.can(request.user, Right.SEE_OUTREACH):
        return
    own = rights.areas_of(request.user)
    if rights.can(request.user, Right.RUN_VISIT) and (
        left := visits.open_visits(coverage.default_day(), own).count()
    ):
        words = ngettext("%(n)s past visit is not closed", "%(n)s past visits are not closed", left)
        yield Need(RISK, words % {"n": _number(left)}, href=_part("jemput-bola/kunjungan/"))
    if rights.can(request.user, Right.CORRECT_RESIDENT) and (heard := visits.open_proposals(own).count()):
        words = ngettext(
            "%(n)s proposal from a visit to correct the register",
            "%(n)s proposals from visits to correct the register",
            heard,
        )
        yield Need(INFO, words % {"n": _number(heard)}, href=_part("jemput-bola/kunjungan/usulan/"))


def plan(request: HttpRequest, asked: Asked) -> Iterable[Need]:
    """Visits of the adopted plan that cannot be made as things stand now."""
    adopted = plans.adopted()
    if adopted is None or asked.on_given or not rights.can(request.user, Right.PLAN_OUTREACH):
        return
    risky = [name for code, name in _at_risk(adopted) if rights.within(request.user, code)]
    if risky:
        words = ngettext(
            "%(n)s planned visit cannot be made as things stand",
            "%(n)s planned visits cannot be made as things stand",
            len(risky),
        )
        yield Need(
            RISK, words % {"n": _number(len(risky))}, _some(list(dict.fromkeys(risky))), _part("jemput-bola/")
        )


def _at_risk(adopted: Plan) -> list[tuple[str, str]]:
    """The areas and names of such visits. Kits and rosters of a quarter are looked through at most once a
    minute.
    """
    key = f"needs:plan:{adopted.pk}:{outreach_asked.today()}"
    found: list[tuple[str, str]] | None = answers.get(key)
    if found is None:
        found = [
            (each.stop.area.code, pictures.name(each.stop))
            for each in risks.at_risk(adopted, outreach_asked.today(), outreach_asked.now())
        ]
        answers.set(key, found, MINUTE)
    return found


def intake(request: HttpRequest, asked: Asked) -> Iterable[Need]:
    """Recordings that laptops have numbered and nobody holds, and what two people have to decide."""
    if asked.on_given or not rights.can(request.user, Right.SEE_INTAKE):
        return
    own = rights.areas_within_office(request.user)
    lines = [line for line in sync.lines(own) if not line.is_whole]
    if lines:
        count = sum(line.missing_count for line in lines)
        words = ngettext(
            "%(n)s packet of a station has not arrived", "%(n)s packets of stations have not arrived", count
        )
        yield Need(
            STOP,
            words % {"n": _number(count)},
            _some([line.station.name for line in lines]),
            _part("perekaman-masuk/"),
        )
    if stopped := sync.counts(own)["tersisih"]:
        words = ngettext(
            "%(n)s packet could not be brought into the register",
            "%(n)s packets could not be brought into the register",
            stopped,
        )
        yield Need(
            STOP, words % {"n": _number(stopped)}, href=_part("perekaman-masuk/paket/?keadaan=tersisih")
        )
    if rights.can(request.user, Right.MANAGE_SETTINGS) and believing.doubted_since(on=timezone.localdate()):
        said = _("No images are erased until somebody confirms the date")
        yield Need(STOP, said, href=_part("perekaman-masuk/penyimpanan/"))
    decides = rights.can(request.user, Right.DECIDE_CASES) and rights.reaches_whole_office(request.user)
    if decides and (waiting := sync.open_cases().count()):
        words = ngettext(
            "%(n)s recording waits for two people", "%(n)s recordings wait for two people", waiting
        )
        yield Need(RISK, words % {"n": _number(waiting)}, href=_part("perekaman-masuk/keputusan/"))


# -- the count --------------------------------------------------------------------------------------


def _of_the_count(request: HttpRequest, asked: Asked) -> Iterable[Need]:
    counted = _counted(asked, rights.areas_of(request.user))
    told: tuple[tuple[int, Callable[[Counted, Asked], Need]], ...] = (
        (counted.stale, stale),
        (len(counted.quiet), quiet),
        (counted.unexplained, unexplained),
    )
    return [tell(counted, asked) for count, tell in told if count]


def _counted(asked: Asked, within: str) -> Counted:
    held = Stated.objects.aggregate(n=Count("pk"), at=Max("entered_at"), total=Sum("value"))
    stamp = "-".join(str(value).replace(" ", "T") for value in held.values())
    key = f"needs:{asked.on}:{asked.known}:{asked.area.code}:{within}:{stamp}"
    return coverage.kept(key, lambda: Counted(_stale(asked), _quiet(asked), _unexplained(within)))


def stale(counted: Counted, asked: Asked) -> Need:
    """Sessions that were sent and of which the centre has said nothing for too long."""
    words = ngettext(
        "%(n)s recording was sent but not accepted by the centre",
        "%(n)s recordings were sent but not accepted by the centre",
        counted.stale,
    )
    detail = _("Status SFE for %(days)s days or longer: ask the centre, or send them again.")
    return Need(RISK, words % {"n": _number(counted.stale)}, detail % {"days": STALE_DAYS})


def _stale(asked: Asked) -> int:
    sent = Session.objects.filter(status=SENT, status_on__lte=asked.on - timedelta(days=STALE_DAYS))
    everywhere = asked.area.level == Level.REGENCY
    return (sent if everywhere else sent.filter(area_code__startswith=asked.area.code)).count()


def quiet(counted: Counted, asked: Asked) -> Need:
    """Districts where nobody was recorded for a week, as far as is known."""
    words = ngettext(
        "%(n)s district without a recording for a week",
        "%(n)s districts without a recording for a week",
        len(counted.quiet),
    )
    named = [_since(name, last) for name, last in counted.quiet]
    return Need(RISK, words % {"n": _number(len(counted.quiet))}, _some(named), asked.address())


def _quiet(asked: Asked) -> list[tuple[str, date | None]]:
    if asked.by != "kecamatan":
        return []
    found = standing.standing(on=asked.on, known=asked.known, by=asked.by, within=asked.area.code)
    latest = min(asked.on, asked.last_news)
    left = [area for area in found.coverage.areas if area.total.unrecorded > 0]
    days = [(area.name, found.flow.last_day.get(area.code)) for area in left]
    silent = [(name, day) for name, day in days if day is None or (latest - day).days >= QUIET_DAYS]
    return sorted(silent, key=lambda each: each[1] or date.min)


def _since(name: str, last: date | None) -> str:
    unbroken = wording.short_date(last).replace("-", "\u2011")
    return f"{name} ({unbroken})" if last else name


def unexplained(counted: Counted, asked: Asked) -> Need:
    """Published figures that differed from the count on the very day."""
    words = ngettext(
        "%(n)s published figure differs from the count without a reason",
        "%(n)s published figures differ from the count without a reason",
        counted.unexplained,
    )
    return Need(INFO, words % {"n": _number(counted.unexplained)}, href=address("coverage:stated"))


def _unexplained(within: str) -> int:
    return sum(
        1 for _figure, found in coverage.stated(within) if found.then is not None and found.unexplained
    )


# -- words ------------------------------------------------------------------------------------------


def _language() -> str:
    return get_language() or "id"


def _number(value: int) -> str:
    return wording.number(value, _language())


def _some(names: list[str], most: int = 3) -> str:
    """The first few, and how many more."""
    more = len(names) - most
    shown = ", ".join(names[:most])
    return shown if more <= 0 else _("%(names)s and %(n)s more") % {"names": shown, "n": _number(more)}


def _part(path: str) -> str:
    return get_script_prefix() + path
