"""``rekam import devices``: a list of devices from a CSV or XLSX."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from rich.console import Console

from rekam.office.kits import asked, device_list, list_views


class Command(BaseCommand):
    help = (
        "Looks over a list of devices (CSV or XLSX) with jenis, and optionally merek, tipe, nomor seri, "
        "kondisi (baik, kurang baik, rusak, hilang), pemilik (pusat, provinsi, kabupaten), sertifikat, set, "
        "and kecamatan. Nothing changes without --commit. A device is known by its make and serial number; "
        "the same list twice changes nothing, and none is removed because a list does not name it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="take in what can be taken in")
        parser.add_argument("--json", action="store_true", help="for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["commit"]:
            found = device_list.take(options["file"], by=None, at=asked.now())
        else:
            found = device_list.review(options["file"], at=asked.now())
        with translation.override("id"):
            self._tell(found, as_json=options["json"], is_done=options["commit"])
        sys.exit(1 if found.refused else 0)

    def _tell(self, found: device_list.Review, *, as_json: bool, is_done: bool) -> None:
        refused = [
            {"row": each.row, "column": each.column, "code": each.code, "sentence": str(why)}
            for each, why in list_views.told(found.refused)
        ]
        counts = {name: len(getattr(found.outcome, name)) for name in ("added", "changed", "same")}
        if as_json:
            print(json.dumps({"committed": is_done, **counts, "refused": refused}, ensure_ascii=False))
            return
        out = Console()
        words = {"added": "baru", "changed": "berubah", "same": "sama"}
        out.print(", ".join(f"{count} {words[name]}" for name, count in counts.items()))
        for each in refused:
            out.print(f"baris {each['row']} ({each['column']}): {each['sentence']} [dim]{each['code']}[/dim]")
        if not is_done:
            out.print("Belum ada yang berubah. Ulangi dengan --commit untuk menyimpannya.")
