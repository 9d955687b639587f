"""Starting, going on, giving up; and the page of each step."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.recording.steps import Step
from rekam.domain.trouble import RuleBroken
from rekam.station.counter import actions, drafts, faces, finding, hands, refusals, review, witnesses, words
from rekam.station.counter import biodata as biodata_of
from rekam.station.counter.models import Draft
from rekam.station.operators import doors
from rekam.station.packs import queries as packs
from rekam.station.queue import actions as queue
from rekam.station.queue import queries as queued
from rekam.station.queue.models import Ticket

# What a step's page needs beyond the frame.
CONTENTS = {
    Step.FIND: finding.page,
    Step.BIODATA: biodata_of.page,
    Step.FACE: faces.page,
    Step.SIGNATURE: lambda draft, request: {"cannot": words.CANNOT_SIGN},
    Step.LEFT_HAND: hands.page,
    Step.RIGHT_HAND: hands.page,
    Step.THUMBS: hands.page,
    Step.IRISES: hands.page,
    Step.EXCEPTIONS: witnesses.page,
    Step.CONFIRM: hands.page,
    Step.REVIEW: review.page,
}


@doors.signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Nobody sits here yet: who is next, and what was left unfinished."""
    on = timezone.localdate()
    places = queued.places(on)
    page = {
        "drafts": Draft.objects.select_related("ticket"),
        "called": [ticket for ticket in queued.at_work(on) if not hasattr(ticket, "draft")],
        "next": places[0] if places else None,
        "waiting": len(places),
        "others": len(queued.of_other_days(on)),
    }
    return render(request, "counter/index.html", page)


@doors.signed_in
@require_POST
def call_next(request: HttpRequest) -> HttpResponse:
    """The next number goes to the display."""
    try:
        queue.call_next(on=timezone.localdate(), at=timezone.now())
    except RuleBroken as broken:
        messages.warning(request, refusals.said(broken).sentence)
    return redirect("counter:index")


@doors.signed_in
@require_POST
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """The one who was called sits down."""
    ticket, by = get_object_or_404(Ticket, pk=number), str(request.operator.pk)  # type: ignore[attr-defined]
    return _begun(request, lambda: actions.begin(ticket=ticket, by=by, at=timezone.now()))


@doors.signed_in
@require_POST
def walk_in(request: HttpRequest) -> HttpResponse:
    by = str(request.operator.pk)  # type: ignore[attr-defined]
    return _begun(request, lambda: actions.walk_in(by=by, on=timezone.localdate(), at=timezone.now()))


def _begun(request: HttpRequest, act: Callable[[], Draft]) -> HttpResponse:
    try:
        return drafts.back(act())
    except RuleBroken as broken:
        messages.warning(request, refusals.said(broken).sentence)
        return redirect("counter:index")


@doors.signed_in
@require_POST
def take_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    by = str(request.operator.pk)  # type: ignore[attr-defined]
    return drafts.back(actions.take_up(draft=drafts.held(pk), by=by, at=timezone.now()))


@doors.signed_in
@require_safe
def recording(request: HttpRequest, pk: UUID) -> HttpResponse:
    return drafts.back(drafts.held(pk))


@doors.signed_in
@require_safe
def step(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    draft, here = drafts.held(pk), drafts.step_named(slug)
    if not drafts.may_show(draft, here):
        return drafts.back(draft)
    return drafts.show(request, draft, here, **CONTENTS[here](draft, request))


@doors.signed_in
@require_POST
def give_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    draft = drafts.held(pk)
    reason, note = request.POST.get("reason", ""), request.POST.get("note", "")
    try:
        ticket = actions.give_up(draft=draft, reason=reason, note=note, at=timezone.now())
    except RuleBroken as broken:
        messages.warning(request, refusals.said(broken).sentence)
        return drafts.back(draft)
    said = {"ticket": ticket.label, "reason": ticket.get_failure_display()}
    messages.success(request, _("%(ticket)s: not recorded, %(reason)s.") % said)
    if days := packs.open_days(timezone.now()):
        told = ", ".join(f"{day:%d-%m-%Y}" for day in days)
        messages.info(request, _("Recorded here next on: %(days)s.") % {"days": told})
    return redirect("counter:index")


@doors.signed_in
@require_POST
def set_aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    draft = drafts.held(pk)
    try:
        actions.set_aside(draft=draft, at=timezone.now())
    except RuleBroken as broken:
        return drafts.told(request, draft, broken)
    return redirect("counter:index")
