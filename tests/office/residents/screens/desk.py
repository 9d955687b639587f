"""What somebody reads on the residents' screens, and the people they read about."""

import re
from collections.abc import Sequence
from typing import Any

from django.test import Client

from rekam.office.audit.models import Entry
from rekam.office.residents.models import Resident
from tests import make

COLUMNS = (*make.REGISTER, "PERUSAHAAN")


def people(*rows: dict[str, str]) -> None:
    """A register with these people, as of the day on which the books were opened."""
    item = make.imports.look_over(make.received(make.csv_of(rows, COLUMNS)), at=make.moment(make.OPENED))
    make.imports.commit(item, by=None, at=make.moment(make.OPENED))


def resident(row: dict[str, str]) -> Resident:
    return Resident.objects.get(nik=row["NIK"])


def text(answer: Any) -> str:
    """The words of a page, without its tags and line breaks."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def names(answer: Any) -> list[str]:
    """The names in the table of a page, in order."""
    assert answer.status_code == 200
    found: Sequence[str] = re.findall(
        r'<th scope="row"[^>]*><a href="[^"]*/penduduk/\d+/">([^<]+)</a>', answer.content.decode()
    )
    return list(found)


def listed(browser: Client, **asked: str) -> list[str]:
    """The names on the list that was asked for, in alphabetical order."""
    return sorted(names(browser.get("/penduduk/", asked)))


def page_of(browser: Client, row: dict[str, str], **asked: str) -> str:
    return text(browser.get(f"/penduduk/{resident(row).pk}/", asked))


def written(event: str) -> Entry:
    """The last line of the audit trail of this kind."""
    return Entry.objects.filter(event=event).latest("number")
