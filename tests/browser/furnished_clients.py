"""Clients for the pages: a company with everything that one can have, a list with every kind of row, and one
whose columns wait for a person.
"""

import tempfile
from datetime import date, datetime, time
from pathlib import Path

from django.urls import reverse

from rekam.office.accounts.models import User
from rekam.office.clients import actions, rolls
from rekam.office.clients.models import Client, Roll
from rekam.office.residents.models import Resident

TODAY = date(2016, 9, 30)
NAME = "PT Rekaan Timur"


def furnish(by: User, at: datetime) -> dict[str, tuple[int, ...]]:
    """What an address is tried with first, by its name."""
    client = company(by, at)
    clear = received(client, "NIK;Nama", "karyawan.csv", by, at)
    unclear = received(client, "Kode A;Kode B", "tanpa-judul.csv", by, at)
    row = clear.rows.filter(match="check").earliest("number")
    return {
        "clients:client": (client.pk,),
        "clients:roll": (clear.pk,),
        "clients:roll_columns": (unclear.pk,),
        "clients:check": (clear.pk,),
        "clients:row": (clear.pk, row.number),
    }


def company(by: User, at: datetime) -> Client:
    where = {"kind": "company", "area": "64.08.04", "lat": 0.5134, "lon": 117.5447}
    client = actions.add_client(name=NAME, kits_at_once=2, by=by, at=at, **where)  # type: ignore[arg-type]
    about = {"name": "Dewi Lestari", "role": "Kepala personalia", "phone": "0812-3456-7890"}
    actions.keep_contact(client=client, consents=True, consent_how="letter", by=by, at=at, **about)  # type: ignore[arg-type]
    wanted = [{"from": "2016-10-10", "until": "2016-10-14", "starts": "07:00", "ends": "11:00"}]
    actions.note_request(client=client, on=TODAY, wanted=wanted, number="12/HRD/2016", by=by, at=at)
    actions.agree_date(
        client=client, on=date(2016, 10, 10), starts=time(8), ends=time(12), today=TODAY, by=by, at=at
    )
    return client


def waiting(by: User, at: datetime) -> str:
    """The page of a long list that nobody compares any more."""
    client = Client.objects.get(name=NAME)
    found = received(client, "NIK;Nama", "panjang.csv", by, at, end="64;;PALING AKHIR", most_at_once=0)
    return reverse("clients:roll", args=(found.pk,))


def received(
    client: Client, header: str, name: str, by: User, at: datetime, *, end: str = "", **more: int
) -> Roll:
    """A list of residents of the demo, some of whose numbers are damaged."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text("\n".join([f"No;{header}", *lines(), *filter(None, [end])]))
        about = {"kind": "workers", "as_of": TODAY, "by": by, "at": at, **more}
        return rolls.receive(path, client=client, name=f"Daftar {name}", **about)  # type: ignore[arg-type]


def lines() -> list[str]:
    people = Resident.objects.filter(area__code__startswith="64.08.04", born__lte=date(2000, 9, 1))
    found = list(people.order_by("pk")[:60])
    damage = (lambda n: n, lambda n: f"'{n}", lambda n: n[:9] + n[10:], lambda n: f"{n[0]},{n[1:6]}E+15")
    rows = [f"{n};{damage[n % 4](who.nik)};{who.name}" for n, who in enumerate(found, start=1)]
    return [
        *rows,
        f"61;{found[0].nik};{found[0].name}",
        "62;7371014505800027;ORANG LUAR",
        "63;;TIDAK DIKENAL",
    ]
