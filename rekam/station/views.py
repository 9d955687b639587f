from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from rekam.station import context
from rekam.station.operators import doors

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
@require_safe
def settings_page(request: HttpRequest) -> HttpResponse:
    return render(request, "station/settings.html")


@doors.public
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    return _chosen(request, "theme", context.THEMES, context.THEME_COOKIE)


@doors.public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    return _chosen(request, "language", tuple(dict(settings.LANGUAGES)), settings.LANGUAGE_COOKIE_NAME)


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
