"""Who is meant: somebody on the pack, or somebody whose papers say who they are."""

from datetime import date

from rekam.domain.recording import person as rules
from rekam.domain.recording.person import Matched
from rekam.domain.trouble import RuleBroken
from rekam.domain.wording import read_date
from rekam.station.counter.work import Person
from rekam.station.packs.models import Resident

SEXES = {"L": "m", "P": "f", "m": "m", "f": "f"}
OTHER_REGENCY = "other"

_NO_BIRTH = "The pack has no date of birth of this resident: write it below from the family card."


def on_pack(resident: Resident) -> Person:
    if resident.born is None:
        raise RuleBroken("person.pack_without_birth", _NO_BIRTH)
    return Person(
        name=resident.name,
        born=resident.born,
        sex=SEXES.get(resident.sex, resident.sex),
        matched=Matched.PACK,
        token=resident.token,
        nik=resident.nik,
        kk=resident.kk,
        birth_place=resident.birth_place,
        area=resident.area,
        village=resident.village,
        address=resident.address,
        rt=resident.rt,
        rw=resident.rw,
        religion=resident.religion,
        marital=resident.marital,
        blood=resident.blood,
        status=resident.standing,
    )


def by_papers(
    *, name: str, born: str, sex: str, nik: str, kk: str, home: str, office: str, on: date
) -> Person:
    """Nobody is sent away for not being on the pack. *home*: `other` when the card is of another regency."""
    found = rules.stranger(name=name, born=read_date(born), sex=sex, nik=nik, kk=kk, on=on)
    at_home = office if home != OTHER_REGENCY else OTHER_REGENCY
    return Person(
        name=found.name,
        born=found.born,
        sex=found.sex,
        matched=rules.matched(on_pack=False, home=at_home, office=office),
        nik=found.nik,
        kk=found.kk,
    )
