from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rekam import training
from rekam.station import bell, context
from rekam.station.identity import actions as identity_actions
from rekam.station.identity import queries as identity
from rekam.station.identity.forms import Address
from rekam.station.operators import doors
from rekam.station.operators.forms import AddPasskey
from rekam.station.outbox import queries as outbox
from rekam.station.packs import queries as packs

YEAR_SECONDS = 365 * 24 * 3600


@doors.signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The counter, once it is there."""
    for name in ("counter:index", "queue:index", "outbox:index", "web:settings"):
        try:
            return redirect(reverse(name))
        except NoReverseMatch:
            continue
    return redirect("web:settings")


@doors.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    form = Address(request.POST or None, initial={"address": identity.identity().address})
    if form.is_valid():
        identity_actions.move(form.cleaned_data["address"])
        bell.ring()
        messages.success(request, _("The office is called at its new address."))
        return redirect("web:settings")
    rules = packs.rules()
    page = {
        "form": form,
        "passkeys": request.operator.passkeys.all(),  # type: ignore[attr-defined]
        "add": AddPasskey(),
        "identity": identity.identity(),
        "epoch": identity.epoch(),
        "keys": identity.shown_keys(),
        "last": outbox.last_sequence(),
        "folder": settings.FOLDER,
        "rules": rules,
        "minutes": rules.idle_lock_seconds // 60 if rules else 0,
        "days": rules.holding_seconds // 86400 if rules else 0,
    }
    return render(request, "station/settings.html", page)


@doors.public
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    return _chosen(request, "theme", context.THEMES, context.THEME_COOKIE)


@doors.public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    return _chosen(request, "language", tuple(dict(settings.LANGUAGES)), settings.LANGUAGE_COOKIE_NAME)


@doors.public
@require_POST
def cable(request: HttpRequest) -> HttpResponse:
    """Pull the network of a demo's laptop, or plug it in again; no other laptop has such a cable."""
    if not training.has_cable():
        raise Http404
    if request.POST.get("do") == "pull":
        training.pull()
    else:
        training.plug_in()
        bell.ring()
    return redirect(_back(request))


@doors.public
@require_safe
def still_open(request: HttpRequest) -> JsonResponse:
    """For a page that shows somebody: whether whoever opened it is still signed in."""
    return JsonResponse({"is_open": request.operator is not None})  # type: ignore[attr-defined]


@doors.public
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def _chosen(request: HttpRequest, name: str, allowed: tuple[str, ...], cookie: str) -> HttpResponse:
    response = redirect(_back(request))
    chosen = request.POST.get(name, "")
    if chosen in allowed:
        response.set_cookie(cookie, chosen, max_age=YEAR_SECONDS, samesite="Lax", httponly=True)
    return response


def _back(request: HttpRequest) -> str:
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return back if safe else resolve_url("web:home")
