"""What happens to every request before a view sees it, and to trouble a view raises."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rekam.domain.trouble import Forbidden, Trouble
from rekam.office.accounts import actions, doors, rights
from rekam.office.accounts.models import User

Answer = Callable[[HttpRequest], HttpResponseBase]

SEEN = "seen"
BY_ITSELF = "X-By-Itself"  # sent by pages that refresh themselves: that is nobody's doing
SEEN_EVERY = timedelta(minutes=5)  # how often a session is written down as alive
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=()"


class Language:
    """Indonesian, unless this browser or this person chose otherwise. What the browser prefers is not asked:
    office computers often come set up in English."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or getattr(request.user, "language", "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.answer(request)
            response.headers.setdefault("Content-Language", language)
            return response


class Doors:
    """Nobody gets to a view that is not marked for them, also when its decorator was forgotten."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.answer(request)
        if isinstance(response, HttpResponseNotAllowed) and "text/html" in request.headers.get("Accept", ""):
            response.content = render_to_string("405.html", request=request).encode()
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if request.user.is_authenticated and "Cache-Control" not in response.headers:
            add_never_cache_headers(response)
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        mark = doors.mark_for(request, view)
        if mark in (rights.PUBLIC, doors.GUARDS_ITSELF):
            return None
        if mark == doors.CLOSED:
            raise Http404
        if not isinstance(request.user, User) or _left_alone(request, request.user):
            return rights.to_sign_in(request)
        return _first_this(request, request.user) or _refused(request, mark)

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        return trouble_page(request, trouble) if isinstance(trouble, Trouble) else None


def trouble_page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """The edge where trouble becomes a page: 403 for a missing right, 404 for an area that is none, 409 for a
    rule of the office.
    """
    status = 403 if isinstance(trouble, Forbidden) else 404 if trouble.code == "area.unknown" else 409
    page = {"trouble": trouble, "sentence": trouble.told(_(str(trouble.sentence))), "status": status}
    return render(request, "accounts/trouble.html", page, status=status)


def _refused(request: HttpRequest, mark: rights.Right | str | None) -> HttpResponse | None:
    if mark == rights.SIGNED_IN:
        return None
    if not isinstance(mark, rights.Right):
        closed = Forbidden(
            "right.unmarked_page", gettext_noop("This page does not say who may open it, so nobody may.")
        )
        return trouble_page(request, closed)
    try:
        rights.check(request.user, mark)
    except Forbidden as forbidden:
        return trouble_page(request, forbidden)
    return None


def _left_alone(request: HttpRequest, person: User) -> bool:
    """Ends a session with people's data that nobody used for a while; otherwise notes that it is alive."""
    now = timezone.now()
    seen = request.session.get(SEEN)
    idle = now.timestamp() - seen if seen is not None else 0.0
    if idle > settings.IDLE_MINUTES * 60 and rights.sees_personal_data(person):
        logout(request)
        messages.info(request, _("You were signed out because nothing happened for a while."))
        return True
    if seen is None or (idle > SEEN_EVERY.total_seconds() and BY_ITSELF not in request.headers):
        request.session[SEEN] = now.timestamp()
        actions.note_seen(user=person, at=now)
    return False


def _first_this(request: HttpRequest, person: User) -> HttpResponse | None:
    """A password somebody else knows, or a missing second factor, comes before everything else."""
    if doors.is_own_account(request):
        return None
    if person.must_change_password:
        messages.warning(request, _("Choose a password of your own before you go on."))
        return redirect("account_change_password")
    if doors.lacks_second_factor(person):
        messages.warning(request, _("Your role sees whole NIKs: set up a second factor before you go on."))
        return redirect("mfa_index")
    return None
