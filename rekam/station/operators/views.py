from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rekam.domain.trouble import RuleBroken
from rekam.station.identity import about
from rekam.station.operators import doors, session, signing_in
from rekam.station.operators.forms import SignIn
from rekam.station.packs import first
from rekam.station.sending import thread as sender


@doors.public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if about.read() is None:
        return redirect("identity:enrol")
    if not first.has_pack():
        return redirect("packs:first")
    form = SignIn(request.POST or None)
    if form.is_valid():
        try:
            operator = signing_in.sign_in(
                login=form.cleaned_data["login"], secret=form.cleaned_data["password"]
            )
        except RuleBroken as broken:
            form.add_error(None, broken.told(_(broken.sentence)))
        else:
            session.begin(request, operator)
            return redirect(_next(request))
    return render(request, "operators/sign_in.html", {"form": form}, status=409 if form.errors else 200)


@doors.public
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    signing_in.lock(keep_open=sender.is_busy())
    return redirect("operators:sign_in")


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe else resolve_url("web:home")
