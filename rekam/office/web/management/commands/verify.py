import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console

from rekam.domain import wording
from rekam.office.audit import queries as audit
from rekam.office.ledger import actions
from rekam.office.reports import verification as reports
from rekam.office.residents import verification as residents
from rekam.office.sync.keeping import inspected, inspecting
from rekam.office.sync.models import Packet

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Recount everything from the residents' facts and compare it with the ledger line by line, check "
        "the sums that counts are made of, check the audit trail's chain, and recount every issued report "
        "from the lines that were there when it was issued. Changes nothing but what --repair makes anew, "
        "and says when the sealed copies were read through last (rekam copies check). Exit code 1: "
        "something differs, and it is said what."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for a program")
        parser.add_argument(
            "--repair",
            action="store_true",
            help="make the sums of the ledger anew from its lines where one differs, and nothing else",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        repaired = actions.repair_pages(by=None, at=timezone.now()) if options["repair"] else None
        with Console(stderr=True).status("") as status:
            ledger = residents.verify(lambda step, done: status.update(f"{residents.STEPS[step]} {done:.0%}"))
            status.update(_("Checking the audit trail"))
            trail = audit.verify()
            status.update(_("Recounting issued reports"))
            issued = reports.verify()
        if options["json"]:
            told = {**_for_programs(ledger, trail, issued), "copies": _of_copies()}
            self.stdout.write(json.dumps(told if repaired is None else {**told, "repaired": repaired}))
        else:
            said = [*_repaired(repaired), *_for_people(ledger, trail, issued), *_copies_in_words()]
            self.stdout.write("\n".join(said))
        sys.exit(1 if ledger or trail or issued else 0)


def _of_copies() -> dict[str, Any] | None:
    """How reading the sealed copies through ended last: it is done apart, and takes as long as the disks."""
    found = inspecting.last()
    return {"ended_at": found.ended_at, "packets": found.packets, **found.counts} if found else None


def _copies_in_words() -> list[str]:
    found = inspecting.last()
    if found is None and not Packet.objects.exists():
        return []
    findings = inspected.findings(found) if found else []
    return [inspected.sentence(found), *(told for _outcome, told in findings)]


def _repaired(pages: int | None) -> list[str]:
    """What was done; nothing is said where nothing was asked."""
    if pages is None:
        return []
    if not pages:
        return [_("All sums of the ledger equal its lines. Nothing was repaired.")]
    told = _("Sums of the ledger were made anew from its lines, as %(number)s of them differed.")
    return [told % {"number": wording.number(pages)}]


def _for_programs(
    ledger: list[residents.Finding], trail: list[audit.Problem], issued: list[reports.Finding]
) -> dict[str, Any]:
    return {
        "ledger": [{"code": f.code, "resident": f.resident, "detail": f.detail} for f in ledger],
        "audit": [{"code": p.code, "line": p.number} for p in trail],
        "reports": [{"code": f.code, "number": f.number, **f.values} for f in issued],
    }


def _for_people(
    ledger: list[residents.Finding], trail: list[audit.Problem], issued: list[reports.Finding]
) -> list[str]:
    told = [f"{f.code}: {f.sentence} ({f.detail})" for f in ledger[:SHOWN]]
    if len(ledger) > SHOWN:
        told.append(_("... and %(number)s more") % {"number": wording.number(len(ledger) - SHOWN)})
    line = _("line %(number)s of the audit trail")
    told += [f"{p.code}: {line % {'number': wording.number(p.number)}}: {p.sentence}" for p in trail]
    told += [f"{f.code}: {f.sentence}" for f in issued]
    return told or [
        _(
            "The ledger equals a recount from the residents' facts, the audit trail is whole, and every "
            "issued report says what the ledger said."
        )
    ]
