"""Who is meant: somebody on the pack, or somebody whose papers say who they are."""

from datetime import date

from rekam.domain.recording import person as rules
from rekam.domain.recording.person import Matched, Stranger
from rekam.domain.trouble import RuleBroken
from rekam.domain.wording import read_date
from rekam.station.counter.work import Person
from rekam.station.packs import queries as packs
from rekam.station.packs import search
from rekam.station.packs.models import Resident

SEXES = {"L": "m", "P": "f", "m": "m", "f": "f"}
OTHER_REGENCY = "other"

_NO_BIRTH = "The pack has no date of birth of this resident: write it below from the family card."


def on_pack(resident: Resident, *, born: date | None = None) -> Person:
    """As the pack says. *born*: from the papers, where the pack says nothing of it."""
    known = resident.born or born
    if known is None:
        raise RuleBroken("person.pack_without_birth", _NO_BIRTH)
    return Person(
        name=resident.name,
        born=known,
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
    *, name: str, born: str, sex: str, nik: str, kk: str, home: str, token: str, office: str, on: date
) -> Person:
    """Nobody is sent away for not being on the pack; and whoever is on it after all, by their NIK, is that
    resident, wherever their card is from. *home*: `other` when the card is of another regency. *token*: whom
    the pack names without a date of birth.
    """
    found = rules.stranger(name=name, born=read_date(born), sex=sex, nik=nik, kk=kk, on=on)
    if held := _held(found, token):
        return on_pack(held, born=found.born)
    at_home = office if home != OTHER_REGENCY else OTHER_REGENCY
    return Person(
        name=found.name,
        born=found.born,
        sex=found.sex,
        matched=rules.matched(on_pack=False, home=at_home, office=office),
        nik=found.nik,
        kk=found.kk,
    )


def _held(found: Stranger, token: str) -> Resident | None:
    held = packs.residents().filter(nik=found.nik).first() if found.nik else None
    if held:
        rules.check_same(is_like=search.is_like(held.name, found.name), born=found.born, registered=held.born)
        return held
    return packs.residents().filter(token=token).first() if token and not found.nik else None
