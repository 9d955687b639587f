"""The parts of the office as the menu shows them: to each person only what that person may open."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right


@dataclass(frozen=True, eq=False)
class Entry:
    """One line of the menu. Any one of its rights opens it; the key follows ``g`` on the keyboard."""

    label: str | Promise
    icon: str
    path: str
    rights: tuple[Right, ...]
    key: str = ""
    children: tuple["Entry", ...] = ()


@dataclass(frozen=True)
class Shown:
    """An entry as one reader sees it on one page: ``is_here`` in this part, ``is_page`` this very page."""

    entry: Entry
    href: str
    is_here: bool
    is_page: bool
    children: tuple["Shown", ...]

    @property
    def label(self) -> str | Promise:
        return self.entry.label

    @property
    def icon(self) -> str:
        return self.entry.icon

    @property
    def key(self) -> str:
        return self.entry.key


MENU = (
    Entry(_("Home"), "home", "", (Right.SEE_COVERAGE,), "b"),
    Entry(_("Coverage"), "chart-donut", "cakupan/", (Right.SEE_COVERAGE,), "c"),
    Entry(_("Residents"), "users", "penduduk/", (Right.SEE_RESIDENTS,), "p"),
    Entry(_("Service points"), "map-pin", "titik-layanan/", (Right.SEE_SERVICE,), "s"),
    Entry(_("Monitor"), "activity", "pantauan/", (Right.SEE_SERVICE,), "m"),
    Entry(pgettext_lazy("menu", "Kits"), "device-laptop", "alat/", (Right.SEE_SERVICE,), "a"),
    Entry(
        _("Roster"),
        "calendar-week",
        "jadwal-piket/",
        (Right.SEE_SERVICE,),
        "j",
        (
            Entry(_("My roster"), "calendar-user", "jadwal-piket/saya/", (Right.SEE_OWN_ROSTER,)),
            Entry(_("Officers"), "users", "jadwal-piket/petugas/", (Right.SEE_SERVICE,)),
            Entry(_("Leave"), "beach", "jadwal-piket/cuti/", (Right.MANAGE_ROSTERS,)),
            Entry(_("Swaps"), "arrows-exchange", "jadwal-piket/tukar/", (Right.MANAGE_ROSTERS,)),
            Entry(_("Shifts"), "clock", "jadwal-piket/giliran/", (Right.MANAGE_ROSTERS,)),
        ),
    ),
    Entry(
        _("Outreach"),
        "truck",
        "jemput-bola/",
        (Right.SEE_OUTREACH,),
        "o",
        (
            Entry(_("Clients"), "building-factory-2", "jemput-bola/klien/", (Right.SEE_OUTREACH,)),
            Entry(_("Visits"), "calendar-check", "jemput-bola/kunjungan/", (Right.SEE_OUTREACH,)),
            Entry(_("Reminders"), "message", "jemput-bola/pesan/", (Right.SEE_OUTREACH,)),
        ),
    ),
    Entry(
        _("Incoming recordings"),
        "inbox",
        "perekaman-masuk/",
        (Right.SEE_INTAKE,),
        "r",
        (
            Entry(_("Packets"), "package", "perekaman-masuk/paket/", (Right.SEE_INTAKE,)),
            Entry(_("To decide"), "scale", "perekaman-masuk/keputusan/", (Right.DECIDE_CASES,)),
            Entry(_("Stations"), "device-laptop", "perekaman-masuk/stasiun/", (Right.SEE_INTAKE,)),
        ),
    ),
    Entry(_("Forecast"), "trending-up", "perkiraan/", (Right.SEE_OUTREACH,), "k"),
    Entry(_("Reports"), "report", "laporan/", (Right.SEE_REPORTS,), "l"),
    Entry(_("Imports"), "file-import", "impor/", (Right.SEE_IMPORTS,), "i"),
    Entry(
        _("Governance"),
        "gavel",
        "tata-kelola/",
        (
            Right.MANAGE_USERS,
            Right.MANAGE_TOKENS,
            Right.MANAGE_SETTINGS,
            Right.SEE_AUDIT,
            Right.IMPORT_AREAS,
        ),
        "t",
        (
            Entry(_("People"), "users", "tata-kelola/orang/", (Right.MANAGE_USERS,)),
            Entry(_("Keys for the API"), "key", "tata-kelola/kunci/", (Right.MANAGE_TOKENS,)),
            Entry(_("Audit trail"), "history", "tata-kelola/audit/", (Right.SEE_AUDIT,)),
            Entry(_("Office"), "building", "tata-kelola/kantor/", (Right.MANAGE_SETTINGS,)),
            Entry(_("Areas"), "map-2", "wilayah/", (Right.SEE_COVERAGE,)),
        ),
    ),
)


def menu(request: HttpRequest, entries: Sequence[Entry] = MENU) -> tuple[Shown, ...]:
    here = request.path.removeprefix(get_script_prefix())
    may_open = (entry for entry in entries if any(rights.can(request.user, right) for right in entry.rights))
    return tuple(_shown(entry, request, here) for entry in may_open)


def _shown(entry: Entry, request: HttpRequest, here: str) -> Shown:
    paths = (entry.path, *(child.path for child in entry.children))
    is_here = any(here.startswith(path) if path else not here for path in paths)
    return Shown(
        entry=entry,
        href=get_script_prefix() + entry.path,
        is_here=is_here,
        is_page=here == entry.path,
        children=menu(request, entry.children) if is_here else (),
    )
