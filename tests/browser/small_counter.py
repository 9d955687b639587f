"""An office whose laptop goes out for a day, as a program: twenty people of one village, two operators.

`set_up` makes it; `count` says, as JSON, what the office holds of each in the end. Called for an office in
another folder, hence a process of its own.
"""

import json
import sys
from collections import Counter

import django

VILLAGE = "64.08.04.2001"
NAMES = (
    *("SITI", "BUDI", "JOKO", "DEWI", "AGUS", "RINA", "EKO", "TUTI", "HADI", "WATI"),
    *("YUDI", "LINA", "BAMBANG", "SRI", "ANTON", "MEGA", "RUDI", "YANTI", "FAJAR", "KARTIKA"),
)
EVEN = "WATI"  # born in an even year: her cloth would be blue
PASSWORD = "kuda laut 7 belang"


def nik(number: int) -> str:
    return f"640804{41 + number:02}01{year(number) % 100:02}{number + 1:03}7"


def year(number: int) -> int:
    return 1990 if NAMES[number] == EVEN else 1991


def set_up() -> None:
    from django.utils import timezone

    from rekam.office.accounts.models import User
    from rekam.office.accounts.rights import Role
    from rekam.office.stations import actions as stations
    from rekam.office.stations import keys
    from tests import make

    make.office()
    rows = [
        make.siti(NIK=nik(n), NAMA_LGKP=f"{name} REKAAN", TGL_LHR=f"{n + 1:02}-01-{year(n)}")
        for n, name in enumerate(NAMES)
    ]
    make.committed(rows)
    keys.prepare()
    for name in ("siti", "budi"):
        user = User.objects.create(username=name, full_name=name.title(), role=Role.OPERATOR)
        stations.set_password(user=user, password=PASSWORD, by=user, at=timezone.now())


def recorded_by_nik() -> dict[str, int]:
    """What the ledger's lines come to for each: one person twice is not made up for by another one none."""
    from django.db.models import Sum

    from rekam.office.ledger.models import Line
    from rekam.office.residents.models import Resident

    lines = Line.objects.filter(measure="recorded").order_by()
    sums = dict(lines.values_list("resident_id").annotate(sum=Sum("amount")))
    niks = dict(Resident.objects.filter(pk__in=sums).values_list("pk", "nik"))
    return {niks.get(pk, f"resident {pk}"): amount for pk, amount in sums.items() if amount}


def count() -> None:
    from rekam.office.recordings.models import Session
    from rekam.office.sync.models import Packet

    kinds = Counter(Packet.objects.values_list("opened", flat=True))
    told = {
        "sessions": Counter(Session.objects.values_list("nik", flat=True)),
        "ledger": recorded_by_nik(),
        "packets": Packet.objects.count(),
        "opened": {str(kind): number for kind, number in kinds.items()},
        "quarantined": Packet.objects.exclude(quarantine="").count(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    django.setup()
    {"set_up": set_up, "count": count}[sys.argv[1]]()
