from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rekam.domain.trouble import RuleBroken
from rekam.station import edge
from rekam.station.calls import Failed
from rekam.station.identity import about, again, enrolling, queries
from rekam.station.identity.forms import Again, Enrol
from rekam.station.operators import doors
from rekam.station.packs import first
from rekam.station.sending import words


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
    return render(request, "identity/enrol.html", {"form": form, "new_folder": about.new_folder()})


@doors.public
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Eight words, read to the officer, while the laptop asks again and again whether it is confirmed."""
    asked = enrolling.under_way()
    if asked is None or first.has_pack():
        return redirect("identity:enrol")
    page = {"asked": asked, "wait": resolve_url("identity:wait"), "back": resolve_url("identity:give_up")}
    return render(request, "identity/words.html", page)


@doors.public
@require_safe
def wait(request: HttpRequest) -> HttpResponse:
    """The part of that page that asks the office."""
    asked, here = enrolling.under_way(), {"wait": resolve_url("identity:wait")}
    if asked is None:
        return HttpResponse(headers={"HX-Redirect": resolve_url("identity:enrol")})
    try:
        asked = enrolling.ask(asked, at=timezone.now())
    except Failed as failed:
        return render(
            request, "identity/wait.html", here | {"sentence": words.said(failed), "code": failed.code}
        )
    if asked.grant is not None:
        return HttpResponse(headers={"HX-Redirect": resolve_url("packs:first")})
    return render(request, "identity/wait.html", here)


@doors.public
@require_POST
def give_up(request: HttpRequest) -> HttpResponse:
    enrolling.give_up()
    return redirect("identity:enrol")


# -- again, by somebody who is signed in ----------------------------------------------------------


@doors.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def enrol_again(request: HttpRequest) -> HttpResponse:
    who = queries.identity()
    form = Again(request.POST or None, initial={"address": who.address})
    if form.is_valid():
        again.begin(address=form.cleaned_data["address"], typed=form.cleaned_data["code"])
        return redirect("identity:compare_again")
    return render(request, "identity/enrol.html", {"form": form, "again": True})


@doors.signed_in
@require_safe
def compare_again(request: HttpRequest) -> HttpResponse:
    asked = again.under_way()
    if asked is None:
        return redirect("identity:enrol_again")
    page = {
        "asked": asked,
        "wait": resolve_url("identity:wait_again"),
        "back": resolve_url("identity:drop_again"),
    }
    return render(request, "identity/words.html", page)


@doors.signed_in
@require_safe
def wait_again(request: HttpRequest) -> HttpResponse:
    told = {"wait": resolve_url("identity:wait_again")}
    if again.under_way() is None:
        return HttpResponse(headers={"HX-Redirect": resolve_url("web:settings")})
    try:
        done = again.ask(at=timezone.now())
    except Failed as failed:
        return render(
            request, "identity/wait.html", told | {"sentence": words.said(failed), "code": failed.code}
        )
    except RuleBroken as broken:
        return render(
            request, "identity/wait.html", told | {"sentence": edge.said(broken), "code": broken.code}
        )
    if done:
        messages.success(request, _("This laptop has new keys. Take a new roster pack before recording."))
        return HttpResponse(headers={"HX-Redirect": resolve_url("packs:index")})
    return render(request, "identity/wait.html", told)


@doors.signed_in
@require_POST
def drop_again(request: HttpRequest) -> HttpResponse:
    again.give_up()
    return redirect("web:settings")
