from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from rekam.office.accounts import actions, rights
from rekam.office.accounts.models import User
from rekam.office.coverage import views as coverage
from rekam.office.web import context, needs

YEAR_SECONDS = 365 * 24 * 3600


@rights.requires(rights.Right.SEE_COVERAGE)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return coverage.home(request, needs.needs)


@rights.public
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark or as the device: kept in a cookie, so that the server writes it into the first byte."""
    response = redirect(_back(request))
    chosen = request.POST.get("theme", "")
    if chosen in context.THEMES:
        _remember(response, context.THEME_COOKIE, chosen)
    return response


@rights.public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """For this browser, and for this person on every other one."""
    response = redirect(_back(request))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, chosen)
        if isinstance(request.user, User):
            actions.choose_language(person=request.user, language=chosen)
    return response


@rights.public
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """For whoever watches the server: it answers, and its database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR_SECONDS, samesite="Lax", httponly=True, secure=settings.HTTPS
    )


def _back(request: HttpRequest) -> str:
    """The page the reader came from, never another site."""
    target = request.POST.get("next", "") or request.headers.get("referer", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours else resolve_url("web:home")
