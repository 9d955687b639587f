"""The office as its paper names it, on the day of the report."""

from dataclasses import dataclass

from rekam.office.regions.models import Office
from rekam.office.reports.models import Letterhead

FIRST_TOWN = 71  # Kemendagri codes: 64.08 is a regency, 64.71 and above are towns


@dataclass(frozen=True, slots=True)
class Paper:
    """The head and the foot of a document. Frozen with a report: a later head of office signs nothing
    earlier.
    """

    government: str
    office: str
    address: str
    contact: str
    place: str
    signer_title: str
    signer_name: str
    signer_rank: str
    signer_nip: str
    emblem: str = ""


def of_office(office: Office, letterhead: Letterhead) -> Paper:
    """The paper as it is today. What was not filled in stays empty and leaves a line to write on."""
    contact = [letterhead.telephone and f"Telepon {letterhead.telephone}", letterhead.email]
    address = [office.address, letterhead.postal_code and f"Kode Pos {letterhead.postal_code}"]
    return Paper(
        government=letterhead.government or government_of(office.regency.code, office.regency.name),
        office=office.name,
        address=" · ".join(part for part in address if part),
        contact=" · ".join(part for part in contact if part),
        place=letterhead.place,
        signer_title=letterhead.signer_title or "Kepala Dinas",
        signer_name=office.head_name,
        signer_rank=letterhead.signer_rank,
        signer_nip=office.head_nip,
        emblem=letterhead.emblem_id or "",
    )


def government_of(code: str, name: str) -> str:
    """Pemerintah Kabupaten Kutai Timur, Pemerintah Kota Bontang: by the code, as the law numbers them."""
    return f"Pemerintah {'Kota' if is_town(code) else 'Kabupaten'} {name}"


def is_town(code: str) -> bool:
    """64.71 and above are towns (kota), which stand beside the regencies."""
    return int(code.rpartition(".")[2] or 0) >= FIRST_TOWN
