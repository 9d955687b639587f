"""What the frame around every page needs: the office, the menu, the reader and the reader's theme."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from rekam.domain.trouble import RuleBroken
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Office
from rekam.office.web import navigation

PARTS = ("menu", "thumbs", "help")
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
        "drawn": SimpleLazyObject(lambda: _drawn(get_language() or "", navigation.menu(request))),
        "initials": _initials(str(user)) if signed_in else "",
        "debug": settings.DEBUG,
    }


@lru_cache(maxsize=512)
def _drawn(language: str, menu: tuple[navigation.Shown, ...]) -> dict[str, SafeString]:
    """What depends on nothing but the menu and the language, as it was written the first time."""
    drawn = {part: render_to_string(f"web/{part}.html", {"menu": menu}) for part in PARTS}
    return {part: mark_safe(text) for part, text in drawn.items()}


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
