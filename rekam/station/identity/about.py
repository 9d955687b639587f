"""What the sign-in page may say before anybody has unlocked anything: the station and its office."""

import json
from dataclasses import asdict, dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from rekam.station import folder


@dataclass(frozen=True)
class About:
    """Names no person. Where the station has not been enrolled there is none."""

    station: str
    station_name: str
    office_name: str
    address: str


NAMELESS = About("", "", "", "")


def read() -> About | None:
    """Nothing before an enrolment. A station whose file is lost or damaged has no name until somebody signs
    in: its store knows it.
    """
    path = settings.FOLDER / folder.ABOUT
    try:
        return About(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return NAMELESS if (settings.FOLDER / folder.KEYRING).exists() else None
    except (ValueError, TypeError):
        return NAMELESS


def new_folder() -> str:
    """Said before anything is enrolled; nothing once a station lies there. Without its disk, the place where
    that is connected is an empty folder too, and an enrolment there would be a second station.
    """
    if not folder.is_new(settings.FOLDER):
        return ""
    told = _(
        "The folder %(folder)s is new and empty: no station lies there. If this laptop was enrolled before, "
        "its disk is not connected, or the station was started with another folder: stop it, and start it "
        "again with the right one."
    )
    return told % {"folder": settings.FOLDER}


def write(about: About) -> None:
    folder.write_durably(settings.FOLDER / folder.ABOUT, json.dumps(asdict(about)).encode())
