"""Enrolling a laptop, and the packs that it takes along."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.sync import enrolment as rules
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import who
from rekam.office.accounts.rights import Right, requires
from rekam.office.stations import enrolling, forms, issuing
from rekam.office.stations.issuing import Wanted
from rekam.office.stations.models import Enrolment, Pack
from rekam.office.stations.views import asked, may
from rekam.wire.enrolment import Code


@requires(Right.MANAGE_STATIONS, within_area=True)
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a code for ten minutes."""
    found = asked(request, pk)
    made = enrolling.begin(station=found, by=who.asks(request), at=timezone.now())
    return redirect("stations:enrolment", made.pk)


@requires(Right.MANAGE_STATIONS)
@require_safe
def enrolment(request: HttpRequest, pk: int) -> HttpResponse:
    """The code, then the words; the page looks for news by itself."""
    held = get_object_or_404(Enrolment.objects.select_related("station", "begun_by", "ended_by"), pk=pk)
    asked(request, held.station_id)
    said = enrolling.request_of(held)
    left = held.begun_at + rules.VALID - timezone.now()
    page = {
        "enrolment": held,
        "station": held.station,
        "code": Code(held.code).shown if held.code else "",
        "words": said.words if said else (),
        "minutes": max(0, -(-int(left.total_seconds()) // 60)),
        "is_over": left.total_seconds() <= 0 and held.state in (rules.State.WAITING, rules.State.ASKED),
        "is_first": held.begun_by_id == who.asks(request).pk,
        **may(request),
    }
    part = "stations/enrolment_part.html" if request.headers.get("HX-Request") else "stations/enrolment.html"
    return render(request, part, page)


@requires(Right.MANAGE_STATIONS, within_area=True)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person says whether the words are the same."""
    held = get_object_or_404(Enrolment, pk=pk)
    asked(request, held.station_id)
    try:
        if "grant" in request.POST:
            enrolling.grant(enrolment=held, by=who.asks(request), at=timezone.now())
            messages.success(
                request, _("The laptop is enrolled. It goes on by itself; issue a roster pack next.")
            )
        else:
            enrolling.refuse(enrolment=held, by=who.asks(request), at=timezone.now())
            messages.success(request, _("The enrolment is over; the laptop got nothing."))
    except RuleBroken as broken:
        messages.error(request, broken.told(_(broken.sentence)))
        return redirect("stations:enrolment", held.pk)
    return redirect("stations:station", held.station_id)


@requires(Right.ISSUE_PACKS, within_area=True)
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose whom and what a laptop takes along."""
    found = asked(request, pk)
    initial = {"place": found.place_id, "operators": _last_operators(found.packs.first())}
    form = forms.PackForm(request.POST or None, reader=request.user, initial=initial)
    if form.is_valid():
        said, at = form.cleaned_data, timezone.now()
        wanted = Wanted(tuple(said["villages"]), said["visit"], said["place"])
        try:
            made = issuing.issue(
                station=found,
                wanted=wanted,
                operators=list(said["operators"]),
                expires_at=at + timedelta(days=said["days"]),
                by=who.asks(request),
                at=at,
            )
        except RuleBroken as broken:
            form.add_error(None, broken.told(_(broken.sentence)))
        else:
            told = _("Pack %(version)s is ready: the laptop fetches it, or carry it there on a USB disk.")
            messages.success(request, told % {"version": made.version})
            return redirect("stations:station", found.pk)
    return render(request, "stations/issue.html", {"form": form, "station": found, **may(request)})


def _last_operators(pack: Pack | None) -> list[int]:
    return list(pack.operators.values_list("pk", flat=True)) if pack else []


@requires(Right.ISSUE_PACKS, within_area=True)
@require_POST
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The sealed file for a USB disk: only its laptop can open it."""
    pack = get_object_or_404(Pack.objects.select_related("station", "epoch__station"), pk=pk)
    asked(request, pack.station_id)
    try:
        data = issuing.download(pack, by=who.asks(request), at=timezone.now())
    except RuleBroken as broken:
        messages.error(request, broken.told(_(broken.sentence)))
        return redirect("stations:station", pack.station_id)
    name = f"{pack.station.name.replace(' ', '-')}-{pack.version}.pack"
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
