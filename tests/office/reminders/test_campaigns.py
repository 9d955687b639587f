"""Who gets a message and who does not: told in numbers before, and true afterwards."""

from datetime import date, timedelta
from typing import Any

import pytest

from rekam.domain.trouble import RuleBroken
from rekam.office.reminders import actions, campaigns, opt_outs, recipients, saying
from rekam.office.reminders.models import Campaign, Channel, Kind, Message, OptOut, Reachable, Way
from rekam.office.reminders.recipients import Chosen, Plan
from rekam.office.residents.models import Resident
from rekam.office.visits.models import Visit
from tests import make
from tests.office.reminders import made

FOR_A_VISIT = "Yth. {nama}, perekaman di {tempat}, {tanggal} pukul {jam}. {berhenti}"


def plan(text: str = "Yth. {nama}, mari rekam. {berhenti}", **about: Any) -> Plan:
    chosen = about.pop("chosen", None) or made.chosen()
    return campaigns.preview(chosen, made.template(text), about.pop("channel", ""), at=made.at())


# -- residents of a village ---------------------------------------------------------------------------------


@made.of_residents(6)
def test_everybody_chosen_gets_a_message_or_a_reason(residents: list[Resident]) -> None:
    agrees, declines, silent, stopped, *_unknown = residents
    made.reachable(agrees)
    made.reachable(declines, consents=False)
    made.reachable(silent, consents=None)
    gone = made.reachable(stopped)
    opt_outs.leave(addresses_=[gone.phone], way=Way.STAFF, by=made.planner(), at=made.at())

    found = plan()

    assert found.chosen == 6
    assert [each.recipient.nik for each in found.going] == [agrees.nik]
    assert found.counts == {"no_consent": 2, "opted_out": 1, "no_address": 2}


@made.of_residents(2)
def test_without_consent_nothing_is_sent_and_it_says_so(residents: list[Resident]) -> None:
    made.all_reachable(residents, consents=None)

    with pytest.raises(RuleBroken, match=r"reminder\.nobody"):
        made.started()

    assert not Message.objects.exists()


@made.of_residents(2)
def test_the_recorded_are_not_written_to(residents: list[Resident]) -> None:
    done, left = residents
    for each in (done, left):
        made.reachable(each)
    make.recorded([make.session({"NIK": done.nik}, "15-09-2016")])

    assert [each.recipient.nik for each in plan().going] == [left.nik]


@made.of_residents(2)
def test_two_with_the_same_telephone_get_one_message(residents: list[Resident]) -> None:
    for each in residents:
        made.reachable(each, phone="+6281234999999")

    found = plan()

    assert len(found.going) == 1
    assert found.counts["twice"] == 1


@made.of_residents(2)
def test_who_has_the_same_words_waiting_already_gets_no_second(residents: list[Resident]) -> None:
    made.all_reachable(residents)
    words = made.template()
    made.started(words)

    found = campaigns.preview(made.chosen(), words, at=made.at())

    assert (len(found.going), found.counts["already"]) == (0, 2)


@made.of_residents(1)
def test_nobody_gets_the_same_words_again_within_a_week(residents: list[Resident]) -> None:
    made.all_reachable(residents)
    words = made.template()
    made.started(words).messages.update(state="delivered")

    soon, later = (campaigns.preview(made.chosen(), words, at=made.at(day=day)) for day in (7, 9))

    assert (len(soon.going), len(later.going)) == (0, 1)


@made.of_residents(1)
def test_the_same_form_twice_starts_one_sending(residents: list[Resident]) -> None:
    made.all_reachable(residents)
    words = made.template()

    first, second = (made.started(words, once="satu-kali") for _ in range(2))

    assert first == second
    assert Message.objects.count() == 1


def test_what_was_foreseen_is_kept_with_the_sending() -> None:
    made.people(2)
    made.people(1, consents=None)

    found = made.started()

    assert found.foreseen == {"chosen": 3, "going": 2, "cost": 0, "no_consent": 1}


# -- words --------------------------------------------------------------------------------------------------


@made.of_residents(2)
def test_each_gets_the_words_in_their_own_language(residents: list[Resident]) -> None:
    one, other = residents
    made.reachable(one)
    made.reachable(other, language="en")
    words = made.template("Yth. {nama}. {berhenti}", text_en="Dear {nama}. {berhenti}")

    texts = {m.nik: m.text for m in made.started(words).messages.all()}

    assert texts[one.nik].startswith(f"Yth. {one.name}. Balas BERHENTI")
    assert texts[other.nik].startswith(f"Dear {other.name}. Reply STOP")


@made.of_residents(1)
def test_a_nik_is_masked_at_most(residents: list[Resident]) -> None:
    (resident,) = residents
    made.reachable(resident)

    message = made.started(made.template("NIK {nik_tersamar}, {desa}. {berhenti}")).messages.get()

    assert f"NIK {resident.nik[:6]}xxxxxx{resident.nik[-4:]}, " in message.text
    assert resident.nik not in message.text


@made.of_residents(1)
def test_a_name_that_holds_a_number_is_not_sent(residents: list[Resident]) -> None:
    (resident,) = residents
    made.reachable(resident)
    type(resident).objects.filter(pk=resident.pk).update(name=f"SITI {resident.nik}")

    found = plan()

    assert (len(found.going), found.counts["number_in_text"]) == (0, 1)


@pytest.mark.parametrize("text", ["NIK {nik}. {berhenti}", "6408045705800017 {berhenti}"])
def test_a_template_with_a_whole_nik_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match=r"template\.full_nik"):
        made.template(text)


def test_where_the_public_reaches_us_the_way_out_is_a_page(settings: Any) -> None:
    settings.PUBLIC_URL = "https://rekam.contoh.id/"

    message = made.message(Channel.EMAIL)

    assert f"https://rekam.contoh.id/jemput-bola/pesan/berhenti/{message.key}/" in message.text


def test_a_sms_of_the_example_templates_needs_no_special_letters() -> None:
    from rekam.domain.reminders import budget, texts
    from rekam.office.reminders.examples import EXAMPLES

    make.office()
    for example in EXAMPLES:
        text = texts.fill(example["text_id"], saying.example("id"))
        assert all(letter in budget.PLAIN for letter in text), text


# -- a visit ------------------------------------------------------------------------------------------------


@made.of_residents(2)
def test_the_people_of_a_visit_are_told_where_and_when(residents: list[Resident]) -> None:
    listed, other = residents
    for each in (listed, other):
        made.reachable(each)
    visit = made.visit(people=[listed])

    found = plan(FOR_A_VISIT, chosen=Chosen(Kind.VISIT, visit.place.area, visit=visit))

    (message,) = found.going
    assert message.recipient.nik == listed.nik
    assert f"perekaman di {visit.place.name}, Senin, 3 Desember 2046 pukul 08.00-12.00 WITA." in message.text


def test_a_visits_client_is_reminded_through_its_contacts() -> None:
    visit = made.visit()
    assert visit.client is not None
    made.contact(visit.client)
    made.contact(visit.client, consents=None)
    made.contact(made.client())

    found = plan(FOR_A_VISIT, chosen=Chosen(Kind.CONTACTS, visit.place.area, visit=visit))

    assert (len(found.going), found.chosen) == (1, 2)


def test_a_confirmed_visit_knows_that_it_was_reminded_of() -> None:
    visit = made.visit(state="confirmed", confirmed_at=made.at(), confirmed_with="Budi")
    assert visit.client is not None
    made.contact(visit.client)

    made.started(chosen=Chosen(Kind.CONTACTS, visit.place.area, visit=visit))

    assert Visit.objects.get(pk=visit.pk).reminded_at == made.at()


@pytest.mark.parametrize("facts", [{"state": "cancelled"}, {"on": date(2016, 9, 1)}])
def test_nobody_is_reminded_of_a_visit_that_is_over(facts: dict[str, Any]) -> None:
    if facts.get("state") == "cancelled":
        facts = {**facts, "cancelled_at": made.at()}
    visit = made.visit(**facts)

    with pytest.raises(RuleBroken, match=r"reminder\.visit_over"):
        plan(chosen=Chosen(Kind.VISIT, visit.place.area, visit=visit))


def test_words_about_a_visit_need_one() -> None:
    with pytest.raises(RuleBroken, match=r"template\.needs_visit"):
        plan(FOR_A_VISIT)


def test_words_about_a_resident_are_not_for_contacts() -> None:
    of = made.client()

    with pytest.raises(RuleBroken, match=r"template\.needs_resident"):
        plan("{desa} {berhenti}", chosen=Chosen(Kind.CONTACTS, of.place.area, client=of))


# -- channels -----------------------------------------------------------------------------------------------


@made.of_residents(3)
def test_each_is_written_to_as_they_are_reached_best(residents: list[Resident]) -> None:
    one, other, third = residents
    made.reachable(one, channel="whatsapp")
    made.reachable(other, phone="", email="Siti@Contoh.id", channel="email")
    made.reachable(third, channel="sms")

    found = {m.nik: m.channel for m in made.started().messages.all()}

    assert found == {one.nik: "whatsapp", other.nik: "email", third.nik: "sms"}


@made.of_residents(1)
def test_a_channel_that_was_asked_for_leaves_out_who_has_none(residents: list[Resident]) -> None:
    made.all_reachable(residents)

    assert plan(channel="email").counts["no_channel"] == 1


@made.of_residents(1)
def test_whatsapp_without_an_approved_template_goes_another_way(
    settings: Any, residents: list[Resident]
) -> None:
    settings.WHATSAPP_PHONE_ID = settings.WHATSAPP_TOKEN = "1"
    (resident,) = residents
    made.reachable(resident, channel="whatsapp")

    assert plan().by_channel() == [("sms", 1, 0)]


# -- consent and opting out ---------------------------------------------------------------------------------


@made.of_residents(1)
def test_another_number_needs_another_consent(residents: list[Resident]) -> None:
    (resident,) = residents
    made.reachable(resident)

    actions.note_reachable(nik=resident.nik, phone="0812 0000 1111", by=None, at=made.at())

    found = Reachable.objects.get()
    assert (found.consents, found.consent_how, found.consent_at) == (None, "", None)


@pytest.mark.parametrize(
    ("facts", "code"),
    [({}, "reachable.nowhere"), ({"phone": "12"}, "reachable.phone"), ({"email": "x"}, "reachable.email")],
)
def test_a_number_must_be_one(facts: dict[str, str], code: str) -> None:
    with pytest.raises(RuleBroken, match=code.replace(".", r"\.")):
        actions.note_reachable(nik="6408045705800017", by=None, at=made.at(), **facts)


@made.of_residents(1)
def test_who_says_stop_says_it_for_all_their_addresses(residents: list[Resident]) -> None:
    (resident,) = residents
    held = made.reachable(resident, email="siti@contoh.id")
    message = made.started(channel="email").messages.get()

    opt_outs.leave(addresses_=opt_outs.everywhere(message), way=Way.LINK, by="unknown", at=made.at())

    assert set(OptOut.objects.values_list("address", flat=True)) == {held.phone, "siti@contoh.id"}


def test_saying_stop_lasts_until_the_person_agrees_anew() -> None:
    by = made.planner()
    opt_outs.leave(addresses_=["+6281234567890"], way=Way.REPLY, by="unknown", at=made.at())
    again = opt_outs.leave(addresses_=["+6281234567890"], way=Way.LINK, by="unknown", at=made.at())
    found = OptOut.objects.get()

    assert again == []
    with pytest.raises(RuleBroken, match=r"opt_out\.no_word"):
        opt_outs.lift(opt_out=found, note=" ", by=by, at=made.at())
    opt_outs.lift(opt_out=found, note="Datang ke loket 1 Desember", by=by, at=made.at() + timedelta(hours=1))

    assert recipients.consent.stopped(["+6281234567890"]) == set()


@made.of_residents(12)
def test_a_large_village_is_chosen_with_few_questions(
    django_assert_max_num_queries: Any, residents: list[Resident]
) -> None:
    made.all_reachable(residents)
    words = made.template()

    with django_assert_max_num_queries(30):
        campaigns.preview(made.chosen(), words, at=made.at())


@made.of_residents(1)
def test_nothing_is_sent_by_looking(residents: list[Resident]) -> None:
    made.all_reachable(residents)

    plan()

    assert not Campaign.objects.exists()
