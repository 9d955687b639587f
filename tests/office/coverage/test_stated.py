"""Figures that were published: kept as they were said, and set against the count."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.coverage import actions, queries
from rekam.office.coverage.models import Stated
from tests import make
from tests.office.accounts import staff
from tests.office.coverage.test_screens import words

PRESS = {
    "measure": "recorded",
    "value": "187.730",
    "on": "30-09-2016",
    "area_code": "64.08",
    "stated_by": "Disdukcapil Kutai Timur",
    "published_on": "06-10-2016",
    "source": "Keterangan pers 6 Oktober 2016",
    "note": "",
}
SEPTEMBER = date(2016, 9, 30)


@pytest.fixture(scope="module", autouse=True)
def register(ground: None) -> list[dict[str, str]]:
    """Four who are obliged; one was recorded in time, one is heard of only later."""
    make.office()
    rows = [make.siti(), make.siti(), make.siti(), make.siti(area=make.TELUK_PANDAN)]
    make.committed(rows)
    make.recorded([make.session(rows[0], "12-09-2016")])
    late = make.session(rows[1], "20-09-2016", TGL_DIKETAHUI="15-10-2016")
    make.recorded([late], as_of=date(2016, 10, 15))
    return rows


@pytest.fixture
def planner() -> Client:
    return staff.browser(staff.person(Role.PLANNER))


def said(measure: str = "recorded", value: int = 1, **facts: Any) -> Stated:
    press: dict[str, Any] = {**PRESS, "on": SEPTEMBER, "published_on": date(2016, 10, 6)}
    facts = {**press, "measure": measure, "value": value, **facts}
    return actions.add_stated(**facts, by=staff.person(Role.PLANNER), at=make.moment())


def test_what_became_known_since_is_explained_and_the_rest_is_not() -> None:
    comparison = queries.compare(said(value=3))

    assert (comparison.then, comparison.now) == (1, 2)
    assert (comparison.difference, comparison.explained, comparison.unexplained) == (-1, 1, -2)
    assert comparison.share_explained == pytest.approx(1 / 3)


def test_a_figure_from_before_the_register_has_nothing_to_be_compared_with() -> None:
    old = said(on=date(2014, 6, 30), published_on=date(2014, 7, 1))

    assert queries.compare(old).then is None


def test_a_figure_is_entered_as_it_was_said(planner: Client) -> None:
    answer = planner.post("/cakupan/angka/baru/", PRESS)

    assert answer.status_code == 302
    figure = Stated.objects.get()
    assert (figure.value, figure.on, figure.published_on) == (187_730, SEPTEMBER, date(2016, 10, 6))
    entry = Entry.objects.order_by("-number")[0]
    assert entry.event == "stated.added"
    assert entry.details["value"] == 187_730


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("value", "banyak", "Tulis bilangan bulat"),
        ("value", "-5", "0"),
        ("on", "31-09-2016", "Tulis tanggal seperti 30-09-2016"),
        ("published_on", "29-09-2016", "pada tanggalnya atau sesudahnya"),
        ("area_code", "64.99", "64.99"),
        ("source", "", "tidak boleh kosong"),
    ],
)
def test_a_slip_is_told_beside_its_field_and_nothing_is_kept(
    planner: Client, field: str, value: str, sentence: str
) -> None:
    answer = planner.post("/cakupan/angka/baru/", {**PRESS, field: value})

    assert answer.status_code == 200
    assert sentence in words(answer)
    assert not Stated.objects.exists()


def test_our_copy_is_put_right_and_the_trail_has_both(planner: Client) -> None:
    figure = said(value=187)

    planner.post(f"/cakupan/angka/{figure.pk}/", {**PRESS, "value": "187730"})

    figure.refresh_from_db()
    assert figure.value == 187_730
    entry = Entry.objects.order_by("-number")[0]
    assert (entry.event, entry.details) == ("stated.changed", {"value": {"from": 187, "to": 187_730}})


@pytest.mark.parametrize(("language", "number"), [("id", "187.730"), ("en", "187,730")])
def test_a_number_stands_in_the_form_as_one_writes_it(planner: Client, language: str, number: str) -> None:
    figure = said(value=187_730)
    planner.cookies["django_language"] = language

    assert f'value="{number}"' in planner.get(f"/cakupan/angka/{figure.pk}/").content.decode()


def test_saving_without_a_change_says_nothing(planner: Client) -> None:
    figure = said(value=187_730)
    lines = Entry.objects.count()

    planner.post(f"/cakupan/angka/{figure.pk}/", PRESS)

    assert Entry.objects.count() == lines


def test_a_figure_that_nobody_said_is_removed_after_a_second_look(planner: Client) -> None:
    figure = said(value=187_730)

    asked = words(planner.get(f"/cakupan/angka/{figure.pk}/hapus/"))
    assert "187.730" in asked
    assert Stated.objects.exists()
    planner.post(f"/cakupan/angka/{figure.pk}/hapus/")

    assert not Stated.objects.exists()
    entry = Entry.objects.order_by("-number")[0]
    assert (entry.event, entry.details["value"]) == ("stated.removed", 187_730)


def test_figures_stand_by_publication_with_their_explanation(planner: Client) -> None:
    said(value=3)
    said("unrecorded", 1)

    page = planner.get("/cakupan/angka/")

    told = words(page).replace("\xa0", " ")
    assert told.count("Keterangan pers 6 Oktober 2016") == 1
    assert (
        "Sudah rekam Kutai Timur, 30 September 2016 3 1 −2 sejak semula 2 +1 diketahui kemudian −1 33 %"
        in told
    )
    link = "area=64.08&amp;measure=recorded&amp;from=2016-09-30&amp;to=2016-09-30&amp;known_from=2016-10-06"
    assert link in page.content.decode()


def test_a_figure_of_the_month_leads_to_whom_was_learned_of_since_in_that_month(
    register: list[dict[str, str]],
) -> None:
    earlier = make.session(register[2], "20-08-2016", TGL_DIKETAHUI="15-10-2016")
    make.recorded([earlier], as_of=date(2016, 10, 16))
    comparison = queries.compare(said("recorded_in_month", 1))
    registrar = staff.browser(staff.person(Role.REGISTRAR))

    page = registrar.get("/cakupan/angka/").content.decode()
    [link] = re.findall(r'href="(/cakupan/penduduk/[^"]+)"', page)
    listed = registrar.get(link.replace("&amp;", "&"))

    assert (comparison.then, comparison.now, comparison.explained) == (1, 2, 1)
    assert "20-09-2016" in words(listed)
    assert "12-09-2016" not in words(listed)
    assert "20-08-2016" not in words(listed)
    assert "hanya yang diketahui sesudah 6 Oktober 2016" in words(listed)
    assert listed.context["subject"].total == comparison.explained


def test_who_may_not_see_residents_is_not_led_to_them() -> None:
    said("recorded_in_month", 3)

    page = staff.browser(staff.person(Role.ADMINISTRATOR)).get("/cakupan/angka/").content.decode()

    assert "/cakupan/penduduk/" not in page


def test_only_who_keeps_figures_may_enter_them() -> None:
    figure = said()
    registrar = staff.browser(staff.person(Role.REGISTRAR))

    assert "Tambah angka" not in words(registrar.get("/cakupan/angka/"))
    for path in ("baru/", f"{figure.pk}/", f"{figure.pk}/hapus/"):
        assert registrar.post(f"/cakupan/angka/{path}", PRESS).status_code == 403
    assert Stated.objects.count() == 1


def test_a_planner_of_one_district_keeps_the_figures_of_that_district_only() -> None:
    everywhere = said()
    client = staff.browser(staff.person(Role.PLANNER, area="64.08.04"))

    assert "Kutai Timur, 30" not in words(client.get("/cakupan/angka/"))
    assert client.get(f"/cakupan/angka/{everywhere.pk}/").status_code == 403
    assert client.post("/cakupan/angka/baru/", PRESS).status_code == 200
    assert client.post("/cakupan/angka/baru/", {**PRESS, "area_code": "64.08.04"}).status_code == 302
    assert Stated.objects.count() == 2
