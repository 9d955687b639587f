"""Has everything arrived? Stations and gaps, packets, statuses of the centre, quality."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.recording import slips
from rekam.domain.sync.ageing import Step
from rekam.domain.trouble import RuleBroken
from rekam.office import numbers
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.coverage import queries as coverage
from rekam.office.imports.told import size
from rekam.office.kits import asked
from rekam.office.kits.models import Fault
from rekam.office.kits.words import KINDS
from rekam.office.recordings import queries as recordings
from rekam.office.recordings.models import Session
from rekam.office.stations import queries as stations
from rekam.office.stations.models import Station
from rekam.office.sync import forms, queries, words
from rekam.office.sync.keeping import believing, erasing, inspected, inspecting, shelf
from rekam.office.sync.models import Case, Erasure, Packet
from rekam.office.sync.taking import better, doubting, troubles
from rekam.office.sync.taking import days as counter_days
from rekam.office.sync.taking.days import CounterDay
from rekam.office.sync.unsealing import aside, readmitting, retrying

PER_PAGE = 50
DAYS = 30
WARNED_DAYS = 60  # before what nobody could read is erased for good
SPANS = (7, 30, 90, 365)  # days to look back


def decides(request: HttpRequest) -> bool:
    """Cases are the whole office's: who works in one area does not decide about others."""
    return rights.can(request.user, Right.DECIDE_CASES) and rights.reaches_whole_office(request.user)


def may(request: HttpRequest) -> dict[str, Any]:
    return {
        "may_decide": decides(request),
        "may_manage": rights.can(request.user, Right.MANAGE_STATIONS),
        "may_set": rights.can(request.user, Right.MANAGE_SETTINGS),
        "may_import": rights.can(request.user, Right.IMPORT_RECORDINGS),
    }


@requires(Right.SEE_INTAKE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Has everything arrived?"""
    own = rights.areas_within_office(request.user)
    lines = queries.lines(own)
    page = {
        "on_index": True,
        "counts": queries.counts(own),
        "lines": lines,
        "missing": sum(line.missing_count for line in lines),
        "cases": queries.open_cases().count(),
        "clashing": queries.clashing(own).count(),
        "second": shelf.doubt(),
        "any": bool(lines) or Packet.objects.exists(),
        **_copies(),
        **may(request),
    }
    return render(request, "sync/index.html", page)


def _copies() -> dict[str, Any]:
    """When somebody read all copies through, and what that found."""
    last = inspecting.last()
    return {
        "copies_told": inspected.sentence(last),
        "copies_found": inspected.findings(last) if last else [],
        "copies_bad": last is not None and not last.is_good,
        "copies_due": inspecting.is_due(at=timezone.now()),
    }


@requires(Right.SEE_INTAKE)
@require_safe
def packets(request: HttpRequest) -> HttpResponse:
    """Packets by state, or the one of a slip's code."""
    own, code = rights.areas_within_office(request.user), request.GET.get("kode", "").strip()
    wanted, number = ("", "") if code else (request.GET.get("keadaan", ""), request.GET.get("stasiun", ""))
    found = queries.by_slip(code, own) if code else queries.packets(own)
    if wanted in queries.FILTERS:
        found = found.filter(queries.FILTERS[wanted])
    station = Station.objects.filter(pk=numbers.of_row(number)).first()
    if station is not None:
        found = found.filter(epoch__station=station)
    page = {
        "code": code,
        "is_code": slips.is_code(code),
        "unopened": queries.unopened(own) if code else {},
        "limited": bool(own),
        "newer": queries.packets(own).filter(queries.FILTERS["baru"]).count(),
        "aside": queries.packets(own).filter(queries.FILTERS["tersisih"]).count(),
        "on_packets": True,
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "states": words.FILTERS.items(),
        "wanted": wanted,
        "station": station,
        "stations": stations.within(own).order_by("name"),
        **may(request),
    }
    return render(request, "sync/packets.html", page)


@requires(Right.SEE_INTAKE)
@require_safe
def packet(request: HttpRequest, pk: int) -> HttpResponse:
    """One packet: what its header says, and what became of it."""
    found = get_object_or_404(queries.packets(rights.areas_within_office(request.user)), pk=pk)
    recorded = getattr(found, "recorded", None)
    page = {
        "on_packets": True,
        "packet": found,
        "receipts": found.receipts.order_by("level"),
        "recorded": recorded,
        "odd": doubting.in_words(recorded) if recorded else [],
        "is_better": recorded is not None and recorded.pk in better.among([recorded.nik]),
        "closing": getattr(found, "closing", None),
        "trouble": _trouble(request, found),
        "cases": found.cases.filter(is_moot=False),
        "is_newer": retrying.waits_for_update(found),
        "can_retry": retrying.is_possible(found),
        "stopped": aside.is_aside(found) and _sentence(aside.told()),
        **_old_keys(request, found),
        **may(request),
    }
    return render(request, "sync/packet.html", page)


def _trouble(request: HttpRequest, packet: Packet) -> dict[str, Any] | None:
    """What a laptop told of a device: the fault it is told of in, or that it is on no device."""
    on, unplaced = troubles.faults_of(packet), troubles.unplaced(packet)
    if not on and unplaced is None:
        return None
    kind = KINDS[troubles.KINDS[unplaced.kind]] if unplaced and unplaced.kind in troubles.KINDS else ""
    may_see = rights.can(request.user, Right.SEE_SERVICE)
    faults = [(fault, may_see and _is_within(request, fault)) for fault in on]
    return {"faults": faults, "unplaced": unplaced, "kind": kind}


def _is_within(request: HttpRequest, fault: Fault) -> bool:
    return any(rights.within(request.user, area) for area in asked.areas_of_fault(fault))


def _sentence(broken: RuleBroken) -> str:
    return broken.told(_(broken.sentence))


def _old_keys(request: HttpRequest, packet: Packet) -> dict[str, Any]:
    """Where nobody knows its keys: to let them in again, or what somebody proposed."""
    if not rights.reaches_whole_office(request.user) or not readmitting.is_possible(packet):
        return {}
    proposed = readmitting.open_for(packet)
    if proposed is None:
        return {"keys_form": forms.OldKeyForm()}
    is_first = proposed.proposed_by_id == request.user.pk
    return {"proposed": proposed, "words": readmitting.words_of(proposed), "is_first": is_first}


@requires(Right.MANAGE_STATIONS, within_area=True)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a packet in quarantine again, after its laptop or its operator became known."""
    found = get_object_or_404(queries.packets(rights.areas_within_office(request.user)), pk=pk)
    try:
        why = retrying.try_again(packet=found, by=who.asks(request), at=timezone.now())
    except RuleBroken as broken:
        messages.error(request, broken.told(_(broken.sentence)))
    else:
        told = words.WHY.get(why) if why else _("It is out of quarantine and will be opened.")
        messages.info(request, str(told))
    return redirect("sync:packet", pk)


@requires(Right.SEE_INTAKE)
@require_safe
def statuses(request: HttpRequest) -> HttpResponse:
    """What the centre says, how long it has said so, and what to do next."""
    on, own = coverage.default_day(), rights.areas_within_office(request.user)
    status, step = request.GET.get("status", ""), request.GET.get("langkah", "")
    shown = None
    if status and step in set(Step) and rights.can(request.user, Right.SEE_RESIDENTS):
        found = queries.sessions_at(status, Step(step), on=on, within=own)
        shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        _note_statuses(request, status, step, count=shown.paginator.count)
    page = {
        "on_statuses": True,
        "on": on,
        "lines": [(each, words.STEPS[each.step]) for each in queries.ageing_statuses(on, own)],
        "shown": shown,
        "people": _with_words(shown.object_list) if shown else [],
        "status": status,
        "step": words.STEPS.get(step, ""),
        "may_see": rights.can(request.user, Right.SEE_RESIDENTS),
        **may(request),
    }
    return render(request, "sync/statuses.html", page)


def _with_words(sessions: Iterable[Session]) -> list[tuple[Session, str]]:
    """Each with the word of its status to the letter, where that is kept."""
    said = recordings.words_of(sessions)
    return [(each, said.get(each.pk, "")) for each in sessions]


def _note_statuses(request: HttpRequest, status: str, step: str, *, count: int) -> None:
    """That the list of people behind a number was read stands in the audit trail."""
    details = {"list": "statuses", "filter": {"status": status, "step": step}, "count": count}
    audit.record("residents.listed", "statuses", by=who.asks(request), at=timezone.now(), details=details)


@requires(Right.SEE_INTAKE)
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """Which device captures badly, and which operator needs help?"""
    own = rights.areas_within_office(request.user)
    wanted, since = _asked_for(request)
    parts = (
        ("device", _("By device"), _("Device")),
        ("operator", _("By operator"), _("Operator")),
        ("place", _("By service point"), _("Service point")),
    )
    page = {
        "on_quality": True,
        "tables": [
            (title, head, _worded(queries.quality(by, since=since, within=own))) for by, title, head in parts
        ],
        "steps": [
            {**row, "word": words.TIMED.get(row["step"], row["step"])}
            for row in queries.step_times(since=since, within=own)
        ],
        "days": wanted,
        "choices": SPANS,
        **may(request),
    }
    return render(request, "sync/quality.html", page)


def _asked_for(request: HttpRequest) -> tuple[int, date]:
    """How many days back, and the first of them."""
    said = request.GET.get("hari", "")
    wanted = int(said) if said in map(str, SPANS) else DAYS
    return wanted, coverage.default_day() - timedelta(days=wanted)


@requires(Right.SEE_INTAKE)
@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """How did the days at the counters go, and why were people who came not recorded?"""
    wanted, since = _asked_for(request)
    found = counter_days.closed(since=since, within=rights.areas_within_office(request.user))
    sums = counter_days.add_up(found)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    page = {
        "on_days": True,
        "wanted": wanted,
        "choices": SPANS,
        "sums": sums,
        "mean_wait": words.minutes(sums.mean_wait),
        "longest": words.minutes(sums.longest_seconds),
        "reasons": [(words.FAILURES.get(code, code), people) for code, people in sums.reasons],
        "page_obj": shown,
        "rows": [(day, *_told(day)) for day in shown],
        **may(request),
    }
    return render(request, "sync/days.html", page)


def _told(day: CounterDay) -> tuple[str, str, list[tuple[str, Any]]]:
    """Its waits in words, and the devices that were not ready."""
    odd = [
        (serial, words.DEVICE_STATES.get(state, state))
        for serial, state in sorted(day.devices.items())
        if state != words.READY
    ]
    return words.minutes(day.mean_wait), words.minutes(day.longest_seconds), odd


def _worded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**row, "modality": words.MODALITIES.get(row["modality"], row["modality"]), "name": _named(row)}
        for row in rows
    ]


def _named(row: dict[str, Any]) -> str:
    """A laptop's own camera has no plate of its own."""
    laptop = row.get("laptop")
    return _("webcam of %(laptop)s") % {"laptop": laptop} if laptop else str(row["name"])


@requires(Right.SEE_INTAKE)
def keeping(request: HttpRequest) -> HttpResponse:
    """How long images stay, and what was erased."""
    rule, today = erasing.rule(), timezone.localdate()
    may_set = rights.can(request.user, Right.MANAGE_SETTINGS)
    values = {"after_confirmed_days": rule.after_confirmed_days, "at_most_days": rule.at_most_days}
    form = forms.KeepingForm(request.POST or None, initial=values)
    if request.method == "POST":
        rights.check(request.user, Right.MANAGE_SETTINGS)
        if "today" in request.POST:
            return _date_confirmed(request, today)
    if may_set and form.is_valid():
        try:
            erasing.set_rule(by=who.asks(request), at=timezone.now(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, broken.told(_(broken.sentence)))
        else:
            messages.success(request, _("Saved. The worker erases what is due once a day."))
            return redirect("sync:keeping")
    page = {
        "on_keeping": True,
        "form": form,
        "rule": rule,
        "erasures": [
            (e, words.RULES.get(e.rule, e.rule)) for e in Erasure.objects.select_related("packet")[:50]
        ],
        "erased": Erasure.objects.count(),
        "today": today,
        "doubted_since": believing.doubted_since(on=today),
        "due": erasing.count_due(on=today),
        "out_of_reach": erasing.count_out_of_reach(on=today),
        "unread_soon": erasing.count_unread_soon(on=today, days=WARNED_DAYS),
        "warned_days": WARNED_DAYS,
        "held": size(queries.bytes_held()),
        "back": erasing.come_back(),
        **may(request),
    }
    return render(request, "sync/keeping.html", page)


def _date_confirmed(request: HttpRequest, today: date) -> HttpResponse:
    """Whoever looked at the page of another day looks again."""
    if request.POST["today"] == today.isoformat():
        believing.confirm(on=today, by=who.asks(request), at=timezone.now())
        messages.success(request, _("Confirmed. The worker erases what is due within a day."))
    return redirect("sync:keeping")


def case_of(request: HttpRequest, pk: int) -> Case:
    rights.check(request.user, Right.DECIDE_CASES)
    if not decides(request):
        raise Http404
    return get_object_or_404(Case.objects.select_related("proposed_by", "decided_by"), pk=pk)
