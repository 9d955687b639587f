from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rekam.station.calls import Failed
from rekam.station.identity import enrolling
from rekam.station.identity.forms import Enrol
from rekam.station.operators import doors
from rekam.station.packs import first
from rekam.station.sending import words
from rekam.wire import enrolment


@doors.public
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """The first page of a new laptop."""
    if first.has_pack():
        return redirect("web:home")
    asked = enrolling.under_way()
    if asked is not None:
        return redirect("packs:first" if asked.grant is not None else "identity:words")
    form = Enrol(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        enrolling.begin(address=data["address"], typed=data["code"], name=data["name"])
        return redirect("identity:words")
    return render(request, "identity/enrol.html", {"form": form})


@doors.public
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Eight words, read to the officer, while the laptop asks again and again whether it is confirmed."""
    asked = enrolling.under_way()
    if asked is None or first.has_pack():
        return redirect("identity:enrol")
    minutes = int(enrolment.GOOD_FOR.total_seconds() // 60)
    return render(request, "identity/words.html", {"asked": asked, "minutes": minutes})


@doors.public
@require_safe
def wait(request: HttpRequest) -> HttpResponse:
    """The part of that page that asks the office."""
    asked = enrolling.under_way()
    if asked is None:
        return HttpResponse(headers={"HX-Redirect": resolve_url("identity:enrol")})
    try:
        asked = enrolling.ask(asked, at=timezone.now())
    except Failed as failed:
        told = {"sentence": words.said(failed), "code": failed.code}
        return render(request, "identity/wait.html", told)
    if asked.grant is not None:
        return HttpResponse(headers={"HX-Redirect": resolve_url("packs:first")})
    return render(request, "identity/wait.html")


@doors.public
@require_POST
def give_up(request: HttpRequest) -> HttpResponse:
    enrolling.give_up()
    return redirect("identity:enrol")
