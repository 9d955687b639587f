"""What the demo's service has lived through by its last day, so that every page has something to show.

Checks, handovers with receipts, a count of devices, a photograph, officers with accounts, swaps and leave
that wait for an answer.
"""

import io
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from django.db import transaction
from django.utils import timezone, translation
from PIL import Image, ImageDraw

from rekam.demo import SEED
from rekam.domain.kits.kinds import Condition
from rekam.office.accounts.models import User
from rekam.office.kits import care, counts, custody, faults, photos
from rekam.office.kits.models import CareRule, Device, Fault, Handover
from rekam.office.places.models import Place
from rekam.office.regions import queries as regions
from rekam.office.rosters import actions as rosters
from rekam.office.rosters import queries, swapping, swaps
from rekam.office.rosters.models import Duty, LeaveKind, Officer, Swap
from rekam.office.service import actions as service
from rekam.office.service import levels

LAST_DAY, COUNTED = date(2016, 9, 30), date(2016, 6, 30)
OCTOBER = date(2016, 10, 1)
FORGOTTEN = 0.08  # of all checks
# Which of the demo's people are officers: district and skill.
OFFICERS = {
    "operator": ("64.08.04", "operator"),
    "registrar": ("64.08.04", "operator"),
    "kecamatan": ("64.08.13", "operator"),
    "teknisi": ("64.08.04", "technician"),
}
# Kit, kind, from and to (None is the store), why, sent, received.
WAYS = (
    ("KIT-K-2", "modem", None, "Kartu data diganti", (5, 9), (5, 15)),
    ("KIT-K-2", "modem", "Disdukcapil Kutai Timur", "Kartu data sudah diganti", (7, 8), (7, 10)),
    ("KIT-K-3", "generator", "Kantor Kecamatan Sandaran", "Listrik padam tiap sore", (29, 13), None),
)


@transaction.atomic
def bring_in(people: Mapping[str, User]) -> None:
    """All of it, once."""
    if CareRule.objects.exists():
        return
    with translation.override("id"):
        _checks(people["teknisi"])
    _ways(people["teknisi"])
    _count()
    _photograph(people["teknisi"])
    service.set_levels(hours=levels.hours(), by=people["kepala"], at=_at(LAST_DAY))
    _accounts(people)
    _swaps(people["operator"], people["registrar"])
    _leave_asked(people)


def _at(day: date, hour: int = 8) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


# -- kits -------------------------------------------------------------------------------------------------


def _checks(by: User) -> None:
    """Every check was done not long ago, but for some that were forgotten."""
    began = _at(date(2016, 1, 4))
    for kind, what, every_days in care.usual():
        care.add_rule(kind=kind, what=what, every_days=every_days, by=by, at=began)
    rng = np.random.default_rng(SEED)
    for task in sorted(care.tasks("", LAST_DAY), key=lambda task: (task.device.serial, task.rule.pk)):
        late = (
            int(rng.integers(1, 5)) if rng.random() < FORGOTTEN else -int(rng.integers(task.rule.every_days))
        )
        on = LAST_DAY - timedelta(days=task.rule.every_days + late)
        care.note_fine(device=task.device, rule=task.rule, on=on, by=by, at=_at(on, 9))


def _ways(by: User) -> None:
    for code, kind, name, reason, sent, received in WAYS:
        made: Handover = custody.send_device(
            device=Device.objects.get(kit__code=code, kind=kind),
            to=Place.objects.get(name=name) if name else None,
            reason=reason,
            carrier="Wayan Rekaan",
            by=by,
            at=_at(date(2016, 9, sent[0]), sent[1]),
        )
        if received:
            at = _at(date(2016, 9, received[0]), received[1])
            custody.receive(handover=made, note="Lengkap", by=by, at=at)


def _count() -> None:
    """What the kecamatan wrote down in June: one tripod more than is listed, and one that nobody found."""
    lines = ["kecamatan,komponen,baik,kurang baik,rusak,hilang"]
    for area in regions.districts(regions.office().regency.code):
        held = list(Device.objects.filter(kit__home__area__code__startswith=area.code))
        for kind in sorted({device.kind for device in held}):
            found = [device.condition for device in held if device.kind == kind]
            good = found.count(Condition.GOOD) + found.count(Condition.BROKEN)
            is_odd = kind == "tripod" and area.code.endswith((".09", ".12"))
            lost = int(is_odd and area.code.endswith(".09"))
            more = int(is_odd and not lost)
            lines.append(f"{area.code},{kind},{good + more},{found.count(Condition.PARTIAL)},0,{lost}")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "inventaris-juni-2016.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        counts.take(path, as_of=COUNTED, by=None, at=_at(COUNTED, 15))


def _photograph(by: User) -> None:
    """A drawing of the cracked glass in Sangatta Selatan: no real photograph is in the demo."""
    fault = Fault.objects.filter(closed_at=None, kit__code="KIT-12-1").earliest("reported_at")
    drawn = io.BytesIO(_cracked_glass())
    taken = [photos.prepared(drawn, size=len(drawn.getvalue()))]
    faults.add_photos(fault=fault, taken=taken, by=by, at=fault.reported_at)


def _cracked_glass() -> bytes:
    image = Image.new("RGB", (1200, 900), "#c9ced2")
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((220, 160, 980, 760), 50, fill="#2b3238")
    pen.rectangle((320, 260, 880, 620), fill="#5f8f8b")
    for crack in ((320, 300, 560, 430, 700, 410, 880, 560), (560, 430, 520, 620), (700, 410, 760, 260)):
        pen.line(crack, fill="#f2f5f5", width=7, joint="curve")
    pen.text((330, 672), "GAMBAR REKAAN: kaca pemindai retak", fill="#f2f5f5", font_size=30)
    written = io.BytesIO()
    image.save(written, "JPEG")
    return written.getvalue()


# -- officers ---------------------------------------------------------------------------------------------


def _accounts(people: Mapping[str, User]) -> None:
    """Who signs in as operator, registrar, district staff or technician has a roster of their own."""
    for username, (home, skill) in OFFICERS.items():
        user = people[username]
        free = queries.standing(OCTOBER, queries.last_of(OCTOBER)).filter(
            officer__home__code=home, officer__user=None, skill=skill
        )
        officer = Officer.objects.filter(pk__in=free.values("officer")).earliest("pk")
        rosters.change_officer(officer=officer, name=user.full_name, user=user, by=None, at=_at(LAST_DAY))


def _swaps(asking: User, asked: User) -> None:
    """One that both agreed on, and one that waits for a colleague."""
    mine = queries.duties_of(Officer.objects.get(user=asking), OCTOBER, queries.last_of(OCTOBER))
    agreed = next(filter(None, (_asked(duty, asking, asked) for duty in mine)), None)
    if agreed is not None:
        swaps.agree(swap=agreed, by=asked, at=_at(LAST_DAY, 9), on=LAST_DAY)
    others = (_asked(duty, asking, None) for duty in mine if agreed is None or duty.on != agreed.on)
    next(filter(None, others), None)


def _asked(duty: Duty, by: User, colleague: User | None) -> Swap | None:
    for offer in swapping.offers(duty, today=LAST_DAY):
        if colleague in (None, offer.colleague.user) and (offer.takes_over or offer.duties):
            theirs = None if offer.takes_over else offer.duties[0]
            return swaps.ask(
                duty=duty,
                asked_of=offer.colleague,
                with_duty=theirs,
                note="Ada acara keluarga",
                by=by,
                at=_at(LAST_DAY),
                on=LAST_DAY,
            )
    return None


def _leave_asked(people: Mapping[str, User]) -> None:
    for username, first in (("kecamatan", date(2016, 11, 7)), ("teknisi", date(2016, 11, 21))):
        rosters.ask_leave(
            officer=Officer.objects.get(user=people[username]),
            start=first,
            end=first + timedelta(days=2),
            kind=LeaveKind.ANNUAL,
            by=people[username],
            at=_at(LAST_DAY),
        )
