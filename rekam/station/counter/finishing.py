"""The end: signed by the resident, sealed by the station, and only then called saved."""

from typing import Any
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST, require_safe

from rekam.station.counter import actions, drafts, review, sealing
from rekam.station.counter.models import Made
from rekam.station.operators import doors
from rekam.station.packs import queries as packs
from rekam.station.queue import queries as queued


@doors.signed_in
@require_POST
@drafts.answers
def finish(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The resident's signature, then the seal. The slip exists after the commit, and not before."""
    draft, now = drafts.held(pk), timezone.now()
    draft = actions.sign_review(
        draft=draft,
        seen=request.POST.get("seen", ""),
        now_shown=review.now_shown(draft),
        drawn=review.drawn(request.POST.get("drawn", "")),
        cannot=request.POST.get("cannot", ""),
        by=str(request.operator.pk),  # type: ignore[attr-defined]
        at=now,
    )
    made = sealing.finish(draft=draft, by=request.operator, at=timezone.now())  # type: ignore[attr-defined]
    return JsonResponse({"to": reverse("counter:slip", args=[made.slip_code])})


@doors.signed_in
@require_safe
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """Saved: with how many copies, and the slip to print. It can be looked at again, on another day too; the
    laptop may stand at another place by then.
    """
    made = get_object_or_404(Made.objects.select_related("ticket"), slip_code=code)
    places, pack = queued.places(timezone.localdate()), packs.in_use()
    was_here = not made.place_code or pack is None or made.place_code == pack.station.place_code
    page: dict[str, Any] = {
        "made": made,
        "packet": sealing.packet_of(made),
        "qr": qr(made.slip_code),
        "pack": pack,
        "was_here": was_here,
        "next": places[0] if places else None,
        "minutes": round(sum(made.seconds.values()) / 60, 1),
    }
    return render(request, "counter/slip.html", page)


def qr(text: str) -> SafeString:
    drawn = segno.make(text, error="m", micro=False)
    return mark_safe(drawn.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None))
