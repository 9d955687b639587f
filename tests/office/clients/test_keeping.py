"""Clients, whom one calls there, what they asked for and what was agreed."""

from contextlib import suppress
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.places.hours import Range
from rekam.domain.trouble import RuleBroken
from rekam.office.audit.models import Entry
from rekam.office.clients import actions
from rekam.office.clients.models import AgreedDate, Client, Contact, RequestState
from rekam.office.places.models import Place
from tests import make
from tests.office.clients import made

OCTOBER = date(2016, 10, 10)


def contact(client: Client, **facts: Any) -> Contact:
    about = {"name": "Budi Santoso", "consents": None, "phone": "0812-3456-7890", **facts}
    return actions.keep_contact(client=client, by=made.planner(), at=make.moment(), **about)


def agree(client: Client, on: date = OCTOBER, **facts: Any) -> AgreedDate:
    about = {"starts": time(8), "ends": time(12), "by": None, "at": make.moment(), **facts}
    return actions.agree_date(client=client, on=on, **about)


def test_a_client_comes_with_a_service_point_of_its_own() -> None:
    client = made.company("PT Contoh Rekaan", area="64.08.09")

    assert (client.place.name, client.place.area.code, client.place.kind) == (
        "PT Contoh Rekaan",
        "64.08.09",
        "company",
    )


def test_one_service_point_has_one_client() -> None:
    place = made.company().place

    with pytest.raises(RuleBroken, match=r"client\.place_taken"):
        actions.add_client(name="Lain", place=place, by=None, at=make.moment())

    assert Place.objects.count() == 1


def test_the_week_in_which_people_can_be_spared_is_kept_and_told() -> None:
    client = made.company()
    monday = (Range(time(6), time(8)), Range(time(14), time(16)))

    actions.change_client(client=client, windows=[monday, *[()] * 6], by=None, at=make.moment())

    client.refresh_from_db()
    assert client.windows[0] == [["06:00", "08:00"], ["14:00", "16:00"]]
    told = Entry.objects.get(event="client.changed").details["windows"]["to"]
    assert told[0] == "06:00–08:00 + 14:00–16:00"


def test_nothing_changed_is_no_line_in_the_trail() -> None:
    client = made.company()

    actions.change_client(client=client, name=client.name, by=None, at=make.moment())

    assert not Entry.objects.filter(event="client.changed").exists()


@pytest.mark.parametrize(
    "written", ["0812-3456-7890", "+62 812 3456 7890", "0812 3456 7890", "62812 34567890"]
)
def test_one_number_is_one_number_however_it_was_written(written: str) -> None:
    assert contact(made.company(), phone=written).phone == "+6281234567890"


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_number_or_is_refused(text: str) -> None:
    found = ""
    with suppress(RuleBroken):
        found = actions.read_phone(text)

    assert found == "" or (found[0] == "+" and found[1:].isdigit() and len(found) <= 16)


def test_a_contact_who_cannot_be_reached_is_none() -> None:
    with pytest.raises(RuleBroken, match=r"contact\.unreachable"):
        contact(made.company(), phone="")


def test_consent_is_kept_with_how_when_and_by_whom_and_only_when_it_changes() -> None:
    client = made.company()
    kept = contact(client)
    assert (kept.consents, kept.consent_how, kept.consent_at) == (None, "", None)

    agreed = contact(client, contact=kept, consents=True, consent_how="letter")
    when = agreed.consent_at
    again = actions.keep_contact(
        client=client, contact=agreed, consents=True, consent_how="letter", phone="0812-3456-7890",
        name="Budi", by=made.planner(), at=make.moment(date(2016, 10, 5)),
    )  # fmt: skip

    assert (again.consents, again.consent_how, again.consent_at) == (True, "letter", when)
    assert again.consent_by is not None


def test_consent_taken_back_leaves_what_was_said_before_in_the_trail() -> None:
    client = made.company()
    agreed = contact(client, consents=True, consent_how="form")

    contact(client, contact=agreed, consents=False, consent_how="spoken")
    asked_again = contact(client, contact=agreed, consents=None, consent_how="spoken")

    assert (asked_again.consent_how, asked_again.consent_by) == ("", None)
    trail = Entry.objects.filter(event="contact.consent_noted").order_by("number")
    said = [(line.details["consents"]["to"], line.details["how"]["to"]) for line in trail]
    assert said == [(True, "form"), (False, "spoken"), (None, "")]
    assert {line.details["contact"] for line in trail} == {agreed.pk}


def test_the_trail_says_that_a_contact_changed_and_not_whom_one_calls() -> None:
    contact(made.company())

    assert "Budi" not in str(list(Entry.objects.values()))
    assert "81234567890" not in str(list(Entry.objects.values()))


def test_a_date_answers_the_request_that_asked_for_it() -> None:
    client = made.company()
    asked = actions.note_request(client=client, on=made.TODAY, came="letter", by=None, at=make.moment())

    agree(client, request=asked, by=made.planner())

    asked.refresh_from_db()
    assert asked.state == RequestState.AGREED


def test_a_request_is_declined_with_when_and_by_whom() -> None:
    asked = actions.note_request(client=made.company(), on=made.TODAY, by=None, at=make.moment())

    actions.answer_request(request=asked, state="declined", by=made.planner(), at=make.moment())

    assert (asked.state, asked.answered_by is not None) == ("declined", True)
    with pytest.raises(RuleBroken, match=r"request\.not_now"):
        actions.answer_request(request=asked, state="declined", by=made.planner(), at=make.moment())


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"on": date(2016, 9, 29)}, "agreed_date.past"),
        ({"kits": 3}, "agreed_date.no_room"),
        ({"ends": time(8)}, "hours.empty"),
        ({"ends": time(7)}, "hours.past_midnight"),
    ],
)
def test_a_date_that_cannot_be_is_not_agreed(facts: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        agree(made.company(), **facts)

    assert refused.value.code == code
    assert not AgreedDate.objects.exists()


def test_two_dates_of_a_client_do_not_overlap_and_a_withdrawn_one_makes_room() -> None:
    client = made.company()
    first = agree(client)
    with pytest.raises(RuleBroken, match=r"agreed_date\.overlaps"):
        agree(client, starts=time(11), ends=time(15))
    agree(client, starts=time(12), ends=time(15))

    actions.withdraw_date(agreed=first, why="jalan putus", by=None, at=make.moment())

    assert agree(client, starts=time(9), ends=time(11)).pk
    with pytest.raises(RuleBroken, match=r"agreed_date\.withdrawn"):
        actions.withdraw_date(agreed=first, why="", by=None, at=make.moment())
