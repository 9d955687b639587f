"""Whom does the office go to: the list of clients, and a client's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rekam.domain import wording
from rekam.domain.places import hours
from rekam.domain.rolls.words import SHOULD_COME, Result
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right, requires
from rekam.office.clients import asked, doubts, people, queries, rolls, words
from rekam.office.clients.forms import KINDS
from rekam.office.clients.models import Client, Roll
from rekam.office.places import words as of_places
from rekam.office.places.forms import district_choices

PAST_VISITS = 5
COMING_VISITS = 10


@requires(Right.SEE_OUTREACH)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Clients of one's area, the one with most people to record first, or by district."""
    on, own = asked.today(), rights.areas_of(request.user)
    given = {name: request.GET.get(name, "").strip() for name in ("cari", "kecamatan", "jenis", "urut")}
    found = queries.clients(own)
    if given["cari"]:
        found = found.filter(name__icontains=given["cari"])
    if given["jenis"]:
        found = found.filter(place__kind=given["jenis"])
    if given["kecamatan"]:
        found = found.filter(place__area__code__startswith=given["kecamatan"])
    if "dulu" not in request.GET:
        found = found.filter(is_active=True)
    lines = queries.lines(list(found), on)
    if given["urut"] != "kecamatan":
        lines = sorted(lines, key=lambda each: (-each.unrecorded, each.client.name))
    districts = dict(district_choices())
    page = {
        "lines": [(line, districts.get(line.client.place.area.code[:8], "")) for line in lines],
        "given": given,
        "districts": districts.items(),
        "kinds": [(kind.value, kind.label) for kind in KINDS],
        "with_former": "dulu" in request.GET,
        "any": Client.objects.exists(),
        "unrecorded": sum(line.unrecorded for line in lines),
        "waiting": queries.waiting_rolls(own),
        "asked": sum(line.has_open_request for line in lines),
        "coming": sum(line.next is not None for line in lines),
        "may_manage": rights.can(request.user, Right.MANAGE_CLIENTS),
    }
    return render(request, "clients/index.html", page)


@requires(Right.SEE_OUTREACH)
@require_safe
def client(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of a client: who should come, what was asked and agreed, lists, visits."""
    found = asked.client_of(request, pk)
    on = asked.today()
    rows = people.of_client(found.pk, on)
    page = {
        "should_come": counted_once(rows, *SHOULD_COME),
        "elsewhere": counted_once(rows, Result.ELSEWHERE),
        "recorded": counted_once(rows, Result.RECORDED),
        "waiting": people.counted(rows)[Result.CHECK],
        "doubts": doubts.about(found, rows),
        "contacts": found.contacts.select_related("consent_by"),
        "requests": [
            (r, words.REQUEST_TONES[r.state], [_wish(each) for each in r.wanted])
            for r in found.requests.select_related("answered_by")
        ],
        "dates": found.agreed_dates.filter(on__gte=on, withdrawn_at=None),
        "past_dates": found.agreed_dates.exclude(on__gte=on, withdrawn_at=None).order_by("-on")[:PAST_VISITS],
        "rolls": [_told(roll, rows) for roll in found.rolls.select_related("received_by")],
        "visits": found.visits.order_by("-on")[:COMING_VISITS],
        "week": _week(found),
        "today": on,
        **frame(request, found),
    }
    return render(request, "clients/client.html", page)


def counted_once(rows: Any, *results: Result) -> int:
    """People and not rows: somebody on three lists of a client is one."""
    some = rows.filter(rows["result"].is_in([result.value for result in results]))
    known = some.filter(some["resident"].is_not_null())
    return int(known["resident"].n_unique()) + some.filter(some["resident"].is_null()).height


def _told(roll: Roll, rows: Any) -> dict[str, Any]:
    own = rows.filter(rows["roll"] == roll.pk)
    counts = people.counted(own)
    return {
        "roll": roll,
        "tone": words.ROLL_TONES[roll.state],
        "rows": own.height,
        "should_come": sum(counts[result] for result in SHOULD_COME),
        "waiting": counts[Result.CHECK],
        "is_behind": rolls.is_behind(roll),
    }


def _wish(wanted: dict[str, str]) -> str:
    """10-10-2016 – 14-10-2016 07:00–11:00."""
    days = [wording.read_date(wanted.get(name, "")) for name in ("from", "until")]
    told = [wording.short_date(day) for day in dict.fromkeys(days) if day]
    hours_ = [wanted[name] for name in ("starts", "ends") if wanted.get(name)]
    return " ".join(part for part in (" – ".join(told), "–".join(hours_)) if part)


def _week(client: Client) -> list[tuple[str, str]]:
    """The days on which people can be spared, with their hours."""
    days = [hours.from_stored(day) for day in client.windows]
    return [(of_places.weekday(n), " · ".join(map(str, ranges))) for n, ranges in enumerate(days) if ranges]


def frame(request: HttpRequest, found: Client) -> dict[str, Any]:
    sees = rights.can(request.user, Right.SEE_RESIDENTS)
    return {
        "client": found,
        "district": dict(district_choices()).get(found.place.area.code[:8], ""),
        "may_manage": asked.may(request, Right.MANAGE_CLIENTS, found),
        "may_see_people": sees,
        "may_decide": asked.may_keep_people(request, found),
        "may_export": sees and rights.can(request.user, Right.EXPORT_RESIDENTS),
    }
