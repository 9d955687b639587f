"""A registrar at the import screens: handing in files and reading what the pages say."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rekam.office.imports.models import Import
from tests import make


def register(rows: Iterable[dict[str, str]], name: str = "penduduk.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make.csv_of(rows))


def recordings(rows: Iterable[dict[str, str]]) -> SimpleUploadedFile:
    return SimpleUploadedFile("perekaman.csv", make.csv_of(rows, make.RECORDINGS))


def hand_in(browser: Client, file: SimpleUploadedFile, kind: str = "penduduk", **said: str) -> Any:
    """What the browser shows after a file was handed in."""
    return _sent(browser, file, kind, said, follow=True)


def handed_in(browser: Client, rows: Iterable[dict[str, str]], **said: str) -> Import:
    """A register that was handed in on the screen and reviewed; nobody has looked at it yet."""
    _sent(browser, register(rows), "penduduk", said, follow=False)
    return Import.objects.latest("pk")


def _sent(browser: Client, file: SimpleUploadedFile, kind: str, said: dict[str, str], *, follow: bool) -> Any:
    about = {"mode": "update", "scope": "64.08", "as_of": "31-12-2015", "file": file, **said}
    return browser.post(f"/impor/{kind}/", about, follow=follow)


def committed(browser: Client, rows: Iterable[dict[str, str]], **said: str) -> Import:
    item = handed_in(browser, rows, **said)
    browser.post(f"/impor/{item.pk}/sahkan/")
    item.refresh_from_db()
    return item


def text(answer: Any) -> str:
    """The words of a page, without its tags and line breaks."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
