"""Breaks a kit, as a program: its camera is reported and stops everything. Called with the kit's code."""

import sys
from datetime import timedelta

import django


def main(code: str) -> None:
    django.setup()
    from django.utils import timezone

    from rekam.office.kits import actions
    from rekam.office.kits.models import Device
    from rekam.office.service import queries

    camera = Device.objects.get(kit__code=code, kind="camera")
    at = min(queries.now(), timezone.now()) - timedelta(days=30)  # longer ago than any promise of a repair
    actions.report_fault(device=camera, symptom="not_found", stops="all", by=None, at=at)


if __name__ == "__main__":
    main(sys.argv[1])
