import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console

from rekam.office.audit import queries as audit
from rekam.office.residents import verification

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Recount everything from the residents' facts and compare it with the ledger line by line, check the "
        "sums that counts are made of, and check the audit trail's chain. Changes nothing. Exit code 1: "
        "something differs, and it is said what."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(stderr=True)
        with console.status("verify") as status:
            found = verification.verify(lambda step, done: status.update(f"{step} {done:.0%}"))
            broken = [str(problem) for problem in audit.verify()]
        if options["json"]:
            ledger = [{"code": f.code, "resident": f.resident, "detail": f.detail} for f in found]
            print(json.dumps({"ledger": ledger, "audit": broken}))
        else:
            for finding in found[:SHOWN]:
                print(f"{finding.code}: resident {finding.resident}: {finding.detail}")
            if len(found) > SHOWN:
                print(f"... and {len(found) - SHOWN} more")
            for problem in broken:
                print(problem)
            if not found and not broken:
                print("The ledger equals a recount from the residents' facts, and the audit trail is whole.")
        sys.exit(1 if found or broken else 0)
