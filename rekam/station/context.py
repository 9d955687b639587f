"""What the frame around every page needs: the station, the menu and the reader's theme."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from rekam import training
from rekam.station import notices
from rekam.station.identity import about
from rekam.station.operators import idle

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "rekam_theme"

# key, icon, label and address of each part; what is not installed is not shown.
MENU = (
    ("a", "users-group", _("Queue"), "queue:index"),
    ("r", "fingerprint", _("Recording"), "counter:index"),
    ("k", "send", _("Sending queue"), "outbox:index"),
    ("p", "package", _("Roster pack"), "packs:index"),
    ("t", "clipboard-check", _("Daily closing"), "closing:index"),
    ("d", "plug-connected", _("Devices"), "devices:index"),
    ("s", "settings", _("Settings"), "web:settings"),
)


@dataclass(frozen=True)
class Entry:
    key: str
    icon: str
    label: str
    href: str
    is_here: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    operator = getattr(request, "operator", None)
    return {
        "theme": theme(request),
        "station": about.read(),
        "operator": operator,
        "is_demo": training.is_on(),
        "has_cable": training.has_cable(),
        "is_pulled": training.is_pulled(),
        "tell_every": SimpleLazyObject(idle.tell_every_seconds),
        "notices": SimpleLazyObject(lambda: notices.notices(timezone.now())) if operator else [],
        "menu": menu(request) if operator else [],
        "initials": _initials(str(operator)) if operator else "",
    }


def menu(request: HttpRequest) -> list[Entry]:
    return [entry for words in MENU if (entry := _entry(request.path, *words))]


def _entry(path: str, key: str, icon: str, label: Any, name: str) -> Entry | None:
    try:
        href = reverse(name)
    except NoReverseMatch:
        return None
    return Entry(key, icon, str(label), href, path.startswith(href))


def theme(request: HttpRequest) -> str:
    """The theme the reader chose; ``auto`` follows the device."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
