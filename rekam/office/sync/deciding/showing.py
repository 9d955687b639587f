"""Faces for two people who decide a case: small pictures, only while the case is open, and nowhere else.

The web process cannot open a packet; the worker lays these out for it and takes them away again.
"""

import shutil
from datetime import datetime
from pathlib import Path

import cv2
import numpy as np
import structlog
from django.conf import settings

from rekam.biometrics import compress, iso_face
from rekam.biometrics.trouble import BadRecord
from rekam.office.sync.keeping import regaining
from rekam.office.sync.models import Case, Packet, PacketState
from rekam.office.sync.unsealing import aside, opening
from rekam.office.sync.unsealing.opening import Keys
from rekam.wire.recordings import Format, Modality, Recording
from rekam.wire.trouble import WireTrouble

log = structlog.get_logger(__name__)

LARGEST_SIDE = 360
NONE, PART = ".none", ".part"


def folder(case: int) -> Path:
    return Path(settings.DATA) / "packets" / "shown" / str(case)


def face(case: int, packet: int) -> Path:
    return folder(case) / f"{packet}.jpg"


def turn(keys: Keys, *, at: datetime) -> int:
    """Lay out the faces of open cases, and take away those of cases that are over. How many were laid out.

    Where the disk takes none they wait: what is erased next may make room.
    """
    try:
        return _turn(keys, at=at)
    except OSError as trouble:
        log.warning("faces.not_shown", trouble=type(trouble).__name__)
        return 0


def _turn(keys: Keys, *, at: datetime) -> int:
    open_ones = Case.objects.filter(decided_at=None, is_moot=False)
    made = 0
    for case in open_ones.exclude(kind="clash").prefetch_related("packets"):
        folder(case.pk).mkdir(parents=True, exist_ok=True)
        there = {path.stem for path in folder(case.pk).iterdir() if path.suffix != PART}
        for packet in case.packets.all():  # one may have been added since
            if str(packet.pk) not in there:
                made += _lay_out(case, packet, keys, at)
    _clear({str(pk) for pk in open_ones.values_list("pk", flat=True)})
    return made


def _lay_out(case: Case, packet: Packet, keys: Keys, at: datetime) -> bool:
    """Where there is no face to be had, a note says so: nobody looks again."""
    picture, place = _picture(packet, keys, at), face(case.pk, packet.pk)
    if picture is None:
        if packet.state != PacketState.ARRIVING:
            place.with_suffix(NONE).touch()
        return False
    part = place.with_suffix(PART)
    part.write_bytes(picture)
    part.rename(place)
    return True


def _picture(packet: Packet, keys: Keys, at: datetime) -> bytes | None:
    try:
        return _small(opening.read(packet, keys).recording)
    except opening.NotWhole:
        regaining.make_sure(packet, at=at)
        packet.refresh_from_db(fields=["state"])
    except (WireTrouble, BadRecord):
        pass
    except Exception as error:  # an image that nobody foresaw: the other faces are laid out
        aside.note(packet, error)
    return None


def _small(said: Recording) -> bytes | None:
    for capture in said.captures:
        if capture.modality is Modality.FACE:
            data = iso_face.read(capture.data)[0].image if capture.format is Format.FACE else capture.data
            image = compress.unpack(data)
            scale = min(1.0, LARGEST_SIDE / max(image.shape[:2]))
            height, width = (max(1, round(side * scale)) for side in image.shape[:2])
            small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
            return compress.jpeg(small.astype(np.uint8), quality=80)
    return None


def _clear(wanted: set[str]) -> None:
    root = folder(0).parent
    for each in root.iterdir() if root.exists() else ():
        if each.name not in wanted:
            shutil.rmtree(each, ignore_errors=True)
