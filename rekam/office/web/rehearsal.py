"""The demo: an invented register brought in by the same import as real ones.

Nothing here knows a total. The files are made by ``rekam.demo``; what they add up to the office computes.
"""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from rekam import demo
from rekam.domain.trouble import RuleBroken
from rekam.office import storage
from rekam.office.accounts import actions as accounts
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.coverage.models import Stated
from rekam.office.imports import actions as imports
from rekam.office.imports.models import Import, Kind, Mode, State
from rekam.office.regions import actions as regions
from rekam.office.regions.models import Office
from rekam.office.reports import actions as reports
from rekam.office.reports import queries as issued
from rekam.office.reports.models import Kind as ReportKind
from rekam.office.web import rehearsal_days, rehearsal_outreach, rehearsal_service

Progress = Callable[[str, float], None]
OFFICE = "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Kutai Timur"
DISTRICT = "64.08.13"
# Plainly invented: a NIP whose month of birth and of appointment is 00.
HEAD = {
    "address": "Jalan Rekaan Nomor 1, Sangatta Utara",
    "head_name": "Dewi Rekaan, S.Sos., M.Si.",
    "head_nip": "19710000 199600 2 000",
}
PAPER = {"place": "Sangatta", "signer_title": "Kepala Dinas", "signer_rank": "Pembina Utama Muda"}
# The report of August leaves the office before September's files bring late news about it.
REPORTED, REPORT_DATED = date(2016, 8, 31), date(2016, 9, 5)
CAST = {
    "kepala": ("Dewi Rekaan", Role.HEAD),
    "perencana": ("Rudi Rekaan", Role.PLANNER),
    "registrar": ("Siti Rekaan", Role.REGISTRAR),
    "operator": ("Budi Rekaan", Role.OPERATOR),
    "teknisi": ("Joko Rekaan", Role.TECHNICIAN),
    "kecamatan": ("Ani Rekaan", Role.DISTRICT_STAFF),
    "auditor": ("Made Rekaan", Role.AUDITOR),
    "admin": ("Rina Rekaan", Role.ADMINISTRATOR),
}


def is_built() -> bool:
    """Whether the data folder holds a demo that was built to its end."""
    return marker().exists()


def marker() -> Path:
    return storage.data_folder() / "demo-complete"


def build(*, scale: float, tell: Progress) -> None:
    """Invent the files and bring them in one after the other, as an office received them.

    Stopped in the middle, the next call takes up where this one ended. A real office's folder is refused.
    """
    office = Office.objects.filter(is_demo=False).first()
    if office is not None:
        raise RuleBroken(
            "demo.not_here",
            gettext_noop("This data folder belongs to a real office. Set REKAM_DATA to another folder."),
        )
    regions.set_up(regency="64.08", name=OFFICE, at=timezone.now(), is_demo=True)
    regions.change_office(values=HEAD, by=None, at=timezone.now())
    reports.change_letterhead(values=PAPER, emblem=None, by=None, at=timezone.now())
    folder = storage.data_folder() / "demo-files"
    folder.mkdir(exist_ok=True)
    script = demo.write_files(folder, scale=scale, progress=lambda step, done: tell(step, 0.25 * done))
    for number, step in enumerate(script):
        tell(step.file.name, 0.25 + 0.75 * number / len(script))
        if step.as_of > REPORTED:
            _issue_report()
        _bring_in(step)
    _keep_stated(script)
    tell("titik layanan, alat rekam, petugas", 0.98)
    rehearsal_service.bring_in(people()["teknisi"])
    tell("jadwal piket", 0.99)
    rehearsal_service.make_rosters(people()["perencana"])
    rehearsal_days.bring_in(people())
    tell("klien, kunjungan, rencana", 0.995)
    rehearsal_outreach.bring_in(people())
    shutil.rmtree(folder)
    marker().touch()
    tell("", 1.0)


def _bring_in(step: demo.Step) -> None:
    if Import.objects.filter(file_name=step.file.name, as_of=step.as_of, state=State.COMMITTED).exists():
        return
    at = timezone.now()
    item = imports.receive_file(
        step.file,
        kind=Kind(step.kind),
        mode=Mode(step.mode or Mode.UPDATE),
        scope=step.scope or "",
        as_of=step.as_of,
        by=None,
        at=at,
    )
    item = imports.look_over(item, at=at)
    if item.state == State.FAILED:
        raise RuleBroken(
            "demo.file_failed",
            gettext_noop("A file of the demo could not be read: %(trouble)s"),
            trouble=item.trouble,
        )
    imports.commit(item, by=None, at=timezone.now())


def _issue_report() -> None:
    if issued.of_period(ReportKind.MONTHLY, REPORTED) is None:
        reports.issue(kind=ReportKind.MONTHLY, on=REPORTED, dated=REPORT_DATED, by=None, at=timezone.now())


@transaction.atomic
def _keep_stated(script: demo.Script) -> None:
    Stated.objects.all().delete()
    Stated.objects.bulk_create(
        Stated(
            measure=figure.measure,
            value=figure.value,
            on=figure.on,
            area_code=figure.area,
            stated_by=figure.by,
            published_on=figure.published_on,
            source=figure.source,
            entered_at=timezone.now(),
        )
        for figure in script.stated
    )


@transaction.atomic
def people() -> dict[str, User]:
    """A person for each role, by user name. Nobody can sign in before `cast` gives out passwords."""
    held = {person.username: person for person in User.objects.filter(username__in=CAST)}
    for username, (full_name, role) in CAST.items():
        if username in held:
            continue
        area = DISTRICT if role == Role.DISTRICT_STAFF else ""
        held[username], _ = accounts.add_person(
            username=username, full_name=full_name, role=role, area_code=area, by=None, at=timezone.now()
        )
    return held


@transaction.atomic
def cast() -> list[tuple[str, str, str]]:
    """The same people with a new random password at each start: user name, password, role."""
    held, found = people(), []
    for username, (_name, role) in CAST.items():
        person, at = held[username], timezone.now()
        password = accounts.reset_password(person=person, by=None, at=at)
        accounts.choose_password(person=person, password=password, at=at)
        found.append((username, password, str(role.label)))
    return found
