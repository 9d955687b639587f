from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rekam.domain.trouble import Trouble
from rekam.station import edge
from rekam.station.calls import Failed
from rekam.station.identity import enrolling
from rekam.station.operators import doors
from rekam.station.operators.models import Operator
from rekam.station.packs import first, queries, taking, words
from rekam.station.packs.forms import FromFile
from rekam.station.sending import fetching


@doors.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The pack in use, and taking a newer one."""
    told: dict[str, Any] = {"form": FromFile()}
    if request.method == "POST":
        told = _taken(request, is_first=False)
        if "pack" in told:
            messages.success(request, _("The new roster pack is in use."))
            return redirect("packs:index")
    page = {
        "held": queries.taken(),
        "pack": queries.in_use(),
        "expired": queries.has_expired(timezone.now()),
        "people": queries.residents().count(),
        "expected": queries.residents().filter(is_expected=True).count(),
        "operators": Operator.objects.filter(is_active=True).order_by("name"),
    }
    return render(request, "packs/index.html", page | told, status=409 if "sentence" in told else 200)


@doors.public
@require_http_methods(["GET", "HEAD", "POST"])
def first_pack(request: HttpRequest) -> HttpResponse:
    """Nobody can sign in before it: it brings the operators."""
    asked = enrolling.under_way()
    if first.has_pack():
        return redirect("operators:sign_in")
    if asked is None or asked.granted is None:
        return redirect("identity:enrol")
    told: dict[str, Any] = {"form": FromFile(), "grant": asked.granted}
    if request.method == "POST":
        told |= _taken(request, is_first=True)
        if "pack" in told:
            messages.success(request, _("The roster pack is here. Sign in to begin."))
            return redirect("operators:sign_in")
    return render(request, "packs/first.html", told, status=409 if "sentence" in told else 200)


def _taken(request: HttpRequest, *, is_first: bool) -> dict[str, Any]:
    """The pack, or what kept it from being taken."""
    chosen = request.FILES.get("file")  # an empty one is a damaged pack: nothing else is fetched for it
    try:
        data = chosen.read() if chosen is not None else _fetched(is_first)
        pack = (taking.take_first if is_first else taking.take)(data, at=timezone.now())
    except Failed as failed:
        return {"sentence": words.said(failed), "code": failed.code, "form": FromFile()}
    except Trouble as trouble:
        return {"sentence": edge.said(trouble), "code": trouble.code, "form": FromFile()}
    return {"pack": pack}


def _fetched(is_first: bool) -> bytes:
    if not is_first:
        return fetching.latest(at=timezone.now())
    asked = enrolling.under_way()
    assert asked is not None
    return fetching.first(asked, at=timezone.now())
