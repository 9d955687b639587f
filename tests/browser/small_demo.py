"""What a demo in another folder holds, as a program: whom one may record, and how many are."""

import json
import sys

import django

DISTRICT = "64.08.04."
ODD = (1, 3, 5, 7, 9)  # of the year of birth: the cloth is red


def waiting() -> None:
    """NIKs of some whom nobody has recorded, of the laptop's district."""
    from rekam.office.residents.models import Resident, Standing

    found = Resident.objects.filter(
        area__code__startswith=DISTRICT,
        standing=Standing.RESIDENT,
        obliged_from__lte="2016-09-01",
        first_recorded_on=None,
        born__lte="1990-01-01",
    )
    red = [each.nik for each in found.order_by("nik") if each.born and each.born.year % 10 in ODD]
    print(json.dumps(red[:5]))


def count() -> None:
    from django.db.models import Sum

    from rekam.office.ledger.models import Line

    told = Line.objects.filter(measure="recorded").aggregate(sum=Sum("amount"))["sum"] or 0
    print(json.dumps(told))


if __name__ == "__main__":
    django.setup()
    {"waiting": waiting, "count": count}[sys.argv[1]]()
