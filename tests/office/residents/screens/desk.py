"""What somebody reads on the residents' screens, and the people they read about."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.test import Client

from rekam.office.audit.models import Entry
from rekam.office.residents.models import Resident
from tests import make

COLUMNS = (*make.REGISTER, "PERUSAHAAN")
THEN = {"on": "31-08-2016", "known": "31-08-2016"}
NOW = {"on": "30-09-2016"}


def people(*rows: dict[str, str]) -> None:
    """A register with these people, as of the day on which the books were opened."""
    item = make.imports.look_over(make.received(make.csv_of(rows, COLUMNS)), at=make.moment(make.OPENED))
    make.imports.commit(item, by=None, at=make.moment(make.OPENED))


def learned(rows: Iterable[dict[str, str]]) -> None:
    """What a file of the middle of September said."""
    make.committed(rows, as_of=date(2016, 9, 15))


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
        r'<th scope="row"[^>]*>(?:<a href="[^"]*/penduduk/\d+/">)?([^<]+)<', answer.content.decode()
    )
    return list(found)


def listed(browser: Client, **asked: str) -> list[str]:
    """The names on the list that was asked for, in alphabetical order."""
    return sorted(names(browser.get("/penduduk/", asked)))


def ordered(browser: Client, **asked: str) -> list[str]:
    """The names on the list that was asked for, in its own order."""
    return names(browser.get("/penduduk/", asked))


def listed_file(browser: Client, **asked: str) -> list[list[str]]:
    """The rows of the file that is made of such a list."""
    address = "/penduduk/unduh/?" + "&".join(f"{name}={value}" for name, value in asked.items())
    content = browser.post(address, {"why": "Pendataan", "kind": "csv"}).content.decode("utf-8-sig")
    delimiter = ";" if ";" in content.splitlines()[0] else ","
    return list(csv.reader(io.StringIO(content), delimiter=delimiter))[1:]


def search(browser: Client, typed: str) -> Any:
    """The page that somebody gets to who types this into the box."""
    return browser.post("/penduduk/cari/", {"q": typed}, follow=True)


def correction(browser: Client, row: dict[str, str], **changed: str) -> tuple[str, dict[str, str]]:
    """The address of the form, and what a browser would send of it."""
    address = f"/penduduk/{resident(row).pk}/koreksi/"
    form = browser.get(address).context["form"]
    sent = {field.name: typed(field.value()) for field in form}
    return address, {**sent, "document": "AKTA-1", **changed}


def corrected(browser: Client, row: dict[str, str], **changed: str) -> Any:
    """What a registrar gets to see who corrects this and says so."""
    address, form = correction(browser, row, **changed)
    return browser.post(address, {**form, "confirmed": "1"})


def typed(value: Any) -> str:
    """A value of a form as a browser sends it."""
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value or "")


def page_of(browser: Client, row: dict[str, str], **asked: str) -> str:
    return text(browser.get(f"/penduduk/{resident(row).pk}/", asked))


def written(event: str) -> Entry:
    """The last line of the audit trail of this kind."""
    return Entry.objects.filter(event=event).latest("number")
