"""The parts pages are made of."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from rekam.office.web import showcase

WEB = Path(showcase.__file__).parent
PARTS = sorted((WEB / "templates" / "cotton").glob("*.html"))


def shown(template: str, **values: Any) -> str:
    request = RequestFactory().get("/daftar/?desa=64.08.04.2001&page=2")
    request.user = AnonymousUser()
    source = CottonCompiler().process("{% load angka gambar %}" + template)
    return engines["django"].from_string(source).render(values, request)


@pytest.mark.parametrize(
    ("template", "indonesian", "english"),
    [
        ("{{ 287000|number }}", "287.000", "287,000"),
        ("{{ value|number }}", "–", "–"),
        ("{{ 8766|signed }}", "+8.766", "+8,766"),
        ("{{ 187730|percent_of:287000 }}", "65,41\u00a0%", "65.41%"),
        ("{{ 187730|percent_of:unknown }}", "–", "–"),
        ("{{ day|long_date }}", "5 Agustus 2016", "5 August 2016"),
        ("{{ day|iso }}", "2016-08-05", "2016-08-05"),
        ("{{ late|long_date }}", "1 Oktober 2016", "1 October 2016"),
        ("{{ late|moment }}", "1 Oktober 2016 pukul 07.15 WITA", "1 October 2016, 07:15 WITA"),
        ("{% period day day %}", "5 Agustus 2016", "5 August 2016"),
        ("{{ nik|masked }}", "640804••••••0001", "640804••••••0001"),
    ],
)
def test_numbers_and_dates_speak_the_language_of_the_page(
    template: str, indonesian: str, english: str
) -> None:
    values = {
        "unknown": None,
        "day": date(2016, 8, 5),
        "late": datetime(2016, 9, 30, 23, 15, tzinfo=UTC),
        "nik": "6408044101900001",
    }

    assert shown(template, **values) == indonesian
    with translation.override("en"):
        assert shown(template, **values) == english


def test_coverage_above_a_hundred_is_told_and_the_bar_is_full() -> None:
    bar = shown("<c-coverage-bar :part='1008' :whole='1000' />")

    assert "100,80\u00a0%" in bar
    assert 'width="100.00%"' in bar


def test_where_nobody_is_obliged_there_is_no_share() -> None:
    bar = shown("<c-coverage-bar :part='0' :whole='0' />")

    assert "–" in bar
    assert 'width="0%"' in bar


def test_turning_the_page_keeps_the_filters() -> None:
    pages = shown("<c-pagination :page='page' />", page=showcase.examples()["page"])

    assert "?desa=64.08.04.2001&amp;page=3" in pages
    assert "51–100 dari 1.234" in pages


def test_work_that_ended_is_not_asked_about_again() -> None:
    work = (
        "<c-progress id='w' title='Impor' :done='5' :total='10' url='/kerja' stop='/henti' :running='on' />"
    )

    assert 'hx-get="/kerja"' in shown(work, on=True)
    assert "/henti" in shown(work, on=True)
    assert "hx-get" not in shown(work, on=False)
    assert "/henti" not in shown(work, on=False)


def test_a_name_from_a_file_cannot_become_a_script_in_a_chart() -> None:
    data = {"start": {"label": "</script><script>alert(1)</script>", "value": 1}, "steps": [], "end": {}}

    assert "<script>alert" not in shown("<c-chart id='c' kind='bridge' :data='data' label='x' />", data=data)


def test_a_field_is_tied_to_its_error() -> None:
    class Move(forms.Form):
        village = forms.CharField(label="Desa")
        note = forms.CharField(label="Catatan", required=False)

    form = Move({"village": ""})
    form.is_valid()
    page = shown("<c-form :form='form' />", form=form)

    assert 'aria-invalid="true"' in page
    assert re.search(r'aria-describedby="[^"]*id_village_error', page)
    assert 'id="id_village_error"' in page
    assert page.count("(boleh kosong)") == 1


def test_every_part_is_on_the_page_that_shows_them() -> None:
    page = (WEB / "templates/web/style.html").read_text(encoding="utf-8")
    used = page + "".join(part.read_text(encoding="utf-8") for part in PARTS)
    form_parts = {"form"}  # shown by the pages of one's own account

    missing = {part.stem for part in PARTS if f"<c-{part.stem.replace('_', '-')}" not in used} - form_parts

    assert not missing


@pytest.mark.django_db
def test_the_page_of_parts_can_be_drawn() -> None:
    request = RequestFactory().get("/gaya/")
    request.user = AnonymousUser()

    page = showcase.page(request)

    assert isinstance(page, HttpResponse)
    assert "187.730" in page.content.decode()


class Chosen(forms.Form):
    kind = forms.ChoiceField(choices=[("", "---------"), ("a", "A")])
    note = forms.ChoiceField(choices=[("", "---------"), ("a", "A")], required=False)
    own = forms.ChoiceField(choices=[("", "Semua"), ("a", "A")], required=False)


@pytest.mark.parametrize(
    ("name", "blank"), [("kind", "– pilih –"), ("note", "– tidak ada –"), ("own", "Semua")]
)
def test_an_empty_choice_says_what_it_means(name: str, blank: str) -> None:
    with translation.override("id"):
        page = shown('<c-field :field="field" />', field=Chosen()[name])

    assert f">{blank}</option>" in page
    assert "-----" not in page
