"""What the sign-in page may say before anybody has unlocked anything: the station and its office."""

import json
from dataclasses import asdict, dataclass

from django.conf import settings

from rekam.station import folder


@dataclass(frozen=True)
class About:
    """Names no person. Where the station has not been enrolled there is none."""

    station: str
    station_name: str
    office_name: str
    address: str


def read() -> About | None:
    path = settings.FOLDER / folder.ABOUT
    if not path.exists():
        return None
    return About(**json.loads(path.read_text(encoding="utf-8")))


def write(about: About) -> None:
    folder.write_durably(settings.FOLDER / folder.ABOUT, json.dumps(asdict(about)).encode())
