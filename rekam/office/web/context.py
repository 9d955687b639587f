"""What the frame around every page needs: the office, the menu, the reader and the reader's theme."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from rekam.domain.trouble import RuleBroken
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Office
from rekam.office.web import navigation

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "rekam_theme"


def shell(request: HttpRequest) -> dict[str, Any]:
    office = SimpleLazyObject(_office)
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "theme": theme(request),
        "office": office,
        "demo_notice": SimpleLazyObject(lambda: bool(office and office.is_demo)),
        "menu": navigation.menu(request) if signed_in else (),
        "initials": _initials(str(user)) if signed_in else "",
        "debug": settings.DEBUG,
    }


def theme(request: HttpRequest) -> str:
    """The theme the reader chose; ``auto`` follows the device."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def _office() -> Office | None:
    try:
        return regions.office()
    except RuleBroken:  # not set up yet: the frame is shown without a name
        return None


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
