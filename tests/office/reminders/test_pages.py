"""What each role sees of messages and may do with them; nobody's number or NIK where it need not be."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rekam.domain.reminders import addresses
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.reminders import saying
from rekam.office.reminders.models import Campaign, Message, OptOut, Reachable, Rules, State, Template
from rekam.office.residents.models import Resident
from tests.office.accounts import staff
from tests.office.reminders import made

HERE = "/jemput-bola/pesan/"


@pytest.fixture
def page() -> Client:
    """The planner's browser."""
    made.area()
    return staff.browser(staff.person(Role.PLANNER))


def text(answer: Any) -> str:
    """What a person reads on the page."""
    inside = re.sub(r"<(script|style|template).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inside)).split())


def once(answer: Any) -> str:
    found = re.search(r'name="once" value="([0-9a-f]+)"', answer.content.decode())
    assert found, text(answer)
    return found[1]


# -- who sees what ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.ADMINISTRATOR])
def test_who_may_not_see_residents_sees_counts_and_states_only(role: Role) -> None:
    message = made.message()
    browser = staff.browser(staff.person(role))

    for path in ("", f"{message.pk}/", f"pengiriman/{message.campaign_id}/"):
        read = text(browser.get(HERE + path))
        assert message.name not in read
        assert message.address not in read
        assert message.masked not in read
        assert "Menunggu" in read
    assert message.text not in text(browser.get(f"{HERE}{message.pk}/"))


def test_a_planner_sees_names_and_masked_numbers(page: Client) -> None:
    message = made.message()

    read = text(page.get(HERE))

    assert message.name in read
    assert message.masked in read
    assert message.address not in read


def test_the_whole_number_is_shown_to_send_by_hand_and_that_is_noted(page: Client) -> None:
    message = made.message()

    read = text(page.get(f"{HERE}{message.pk}/"))

    assert message.address in read
    assert "Salin nomornya" in read
    assert Entry.objects.get(event="reminders.seen").details == {"address": message.masked}


def test_where_a_provider_sends_nobody_sees_the_whole_number(page: Client, settings: Any) -> None:
    settings.SMS_URL = "https://sms.contoh.id/send"
    message = made.message()

    read = text(page.get(f"{HERE}{message.pk}/"))

    assert message.address not in read
    assert message.masked in read


def test_somebody_of_a_district_sees_their_own_messages_only() -> None:
    message = made.message()
    other = staff.browser(staff.person(Role.PLANNER, area="64.08.13"))

    assert message.name not in text(other.get(HERE))
    assert other.get(f"{HERE}{message.pk}/").status_code == 403
    assert other.post(f"{HERE}{message.pk}/terkirim/").status_code == 403
    assert other.get(f"{HERE}pengiriman/{message.campaign_id}/").status_code == 403


@pytest.mark.parametrize("path", ["aturan/", "templat/contoh/"])
def test_who_only_looks_changes_nothing(path: str) -> None:
    made.area()
    operator = staff.browser(staff.person(Role.OPERATOR))

    assert operator.post(HERE + path, {"quiet_from": "20:00"}).status_code == 403
    assert not Template.objects.exists()


# -- sending ------------------------------------------------------------------------------------------------


@made.of_residents(2)
def test_sending_says_in_numbers_what_it_would_do_and_then_does_it(
    page: Client, residents: list[Resident]
) -> None:
    agrees, silent = residents
    made.reachable(agrees)
    made.reachable(silent, consents=None)
    asked: dict[str, Any] = {
        "kind": "village",
        "area": made.VILLAGE,
        "template": made.template().pk,
        "channel": "",
    }

    shown = page.get(f"{HERE}kirim/", asked)

    assert "1 dari 2 orang akan menerima pesan" in text(shown)
    assert "Belum setuju menerima pesan 1" in text(shown)
    assert not Message.objects.exists()
    done = page.post(f"{HERE}kirim/", {**asked, "once": once(shown)})
    assert done.status_code == 302
    assert [m.nik for m in Message.objects.all()] == [agrees.nik]


@made.of_residents(1)
def test_pressing_twice_sends_once(page: Client, residents: list[Resident]) -> None:
    made.all_reachable(residents)
    asked: dict[str, Any] = {"kind": "village", "area": made.VILLAGE, "template": made.template().pk}
    data = {**asked, "once": once(page.get(f"{HERE}kirim/", asked))}

    first, second = (page.post(f"{HERE}kirim/", data) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert Campaign.objects.count() == 1


@made.of_residents(1)
def test_a_page_that_is_only_opened_sends_nothing(page: Client, residents: list[Resident]) -> None:
    made.all_reachable(residents)
    asked: dict[str, Any] = {"kind": "village", "area": made.VILLAGE, "template": made.template().pk}

    assert page.post(f"{HERE}kirim/", asked).status_code == 200
    assert not Message.objects.exists()


@made.of_residents(1)
def test_nobody_to_write_to_is_said_with_the_next_step(page: Client, residents: list[Resident]) -> None:
    asked: dict[str, Any] = {"kind": "village", "area": made.VILLAGE, "template": made.template().pk}

    read = text(page.get(f"{HERE}kirim/", asked))

    assert "0 dari 1 orang akan menerima pesan" in read
    assert "Catat nomor dan persetujuan" in read


def test_a_visit_is_reminded_of_from_its_own_page(page: Client) -> None:
    visit = made.visit(state="confirmed", confirmed_at=made.at(), confirmed_with="Budi")
    assert visit.client is not None
    made.contact(visit.client)
    words = made.template("{kantor} datang ke {tempat}, {tanggal} {jam}. {berhenti}")
    asked: dict[str, Any] = {"kind": "contacts", "template": words.pk}

    shown = page.get(f"{HERE}kunjungan/{visit.pk}/", asked)
    page.post(f"{HERE}kunjungan/{visit.pk}/", {**asked, "once": once(shown)})

    assert "Senin, 3 Desember 2046" in Message.objects.get().text


def test_visits_to_come_are_offered_beside_the_form(page: Client) -> None:
    made.template()
    soon, later = made.visit(on=saying.today() + timedelta(days=3)), made.visit()

    read = page.get(f"{HERE}kirim/").content.decode()

    assert f"{HERE}kunjungan/{soon.pk}/" in read
    assert f"{HERE}kunjungan/{later.pk}/" not in read


@made.of_residents(1)
def test_words_that_need_a_visit_are_refused_without_one(page: Client, residents: list[Resident]) -> None:
    made.all_reachable(residents)
    words = made.template("{tempat}. {berhenti}")

    asked: dict[str, Any] = {"kind": "village", "area": made.VILLAGE, "template": words.pk}
    answer = page.get(f"{HERE}kirim/", asked)

    assert answer.status_code == 409
    assert "kirimkan dari sebuah kunjungan" in text(answer)


@made.of_residents(3)
def test_a_budget_that_is_too_small_says_how_many_wait(
    page: Client, settings: Any, residents: list[Resident]
) -> None:
    settings.SMS_URL = "https://sms.contoh.id/send"
    Rules.objects.create(pk=1, monthly_budget=300, price_sms=300)
    made.all_reachable(residents)

    asked: dict[str, Any] = {
        "kind": "village",
        "area": made.VILLAGE,
        "template": made.template("{nama} {berhenti}").pk,
    }
    read = text(page.get(f"{HERE}kirim/", asked))

    assert "2 pesan (Rp 600) menunggu bulan depan" in read


def test_a_sending_is_stopped(page: Client) -> None:
    message = made.message()

    page.post(f"{HERE}pengiriman/{message.campaign_id}/hentikan/")

    assert Message.objects.get().state == State.REFUSED
    assert "Pengiriman ini dihentikan" in text(page.get(f"{HERE}pengiriman/{message.campaign_id}/"))


# -- single messages ----------------------------------------------------------------------------------------


def test_after_one_sent_by_hand_the_next_one_opens(page: Client) -> None:
    first, second = made.messages(2)

    answer = page.post(f"{HERE}{first.pk}/terkirim/")

    assert answer.headers["Location"] == f"{HERE}{second.pk}/"
    assert Message.objects.get(pk=first.pk).by_hand


@pytest.mark.parametrize(
    ("answer", "state"), [("went", State.SENT), ("send_again", State.QUEUED), ("leave", State.FAILED)]
)
def test_a_person_decides_about_what_nobody_knows(page: Client, answer: str, state: State) -> None:
    message = made.message()
    Message.objects.filter(pk=message.pk).update(state="unknown", why="timed_out", taken_at=made.at())

    read = text(page.get(f"{HERE}{message.pk}/"))
    page.post(f"{HERE}{message.pk}/putuskan/", {"answer": answer})

    assert "Tidak diketahui apakah pesan ini terkirim" in read
    assert Message.objects.get().state == state


def test_the_outbox_is_filtered_by_what_waits_for_a_person(page: Client) -> None:
    known, unknown = made.messages(2)
    Message.objects.filter(pk=unknown.pk).update(state="unknown", why="timed_out", taken_at=made.at())

    read = page.get(f"{HERE}?keadaan=putuskan").content.decode()

    assert f"{HERE}{unknown.pk}/" in read
    assert f"{HERE}{known.pk}/" not in read


# -- what is kept -------------------------------------------------------------------------------------------


def test_a_template_is_shown_with_an_example_before_it_is_kept(page: Client) -> None:
    data = {"name": "Baru", "text_id": "Yth. {nama}. {berhenti}", "is_used": "on"}

    shown = page.post(f"{HERE}templat/tambah/", {**data, "preview": "1"})
    assert "Yth. Siti Rekaan. Balas BERHENTI" in text(shown)
    assert not Template.objects.exists()

    page.post(f"{HERE}templat/tambah/", data)
    assert Template.objects.get().name == "Baru"


def test_a_template_with_a_whole_nik_is_refused_at_its_field(page: Client) -> None:
    answer = page.post(f"{HERE}templat/tambah/", {"name": "X", "text_id": "NIK {nik}. {berhenti}"})

    assert answer.status_code == 422
    assert "tidak pernah memuat NIK" in text(answer)
    assert not Template.objects.exists()


def test_the_examples_come_in_once(page: Client) -> None:
    for _ in range(2):
        page.post(f"{HERE}templat/contoh/")

    assert Template.objects.count() == 3
    assert "Yth. {nama}" in text(page.get(f"{HERE}templat/"))


@made.of_residents(1)
def test_a_number_is_noted_with_what_the_person_said(page: Client, residents: list[Resident]) -> None:
    (resident,) = residents
    data = {
        "nik": resident.nik,
        "phone": "0812 3456 7890",
        "channel": "sms",
        "language": "id",
        "source": "office",
        "consents": "yes",
        "how": "in_person",
    }

    page.post(f"{HERE}penerima/tambah/", data)

    found = Reachable.objects.get()
    assert (found.phone, found.consents, found.consent_how) == ("+6281234567890", True, "in_person")
    read = text(page.get(f"{HERE}penerima/"))
    assert resident.name in read
    assert addresses.masked(found.phone) in read
    assert found.phone not in read
    assert resident.nik not in read


@made.of_residents(1)
def test_consent_says_how(page: Client, residents: list[Resident]) -> None:
    (resident,) = residents
    data = {"nik": resident.nik, "phone": "0812 3456 7890", "channel": "sms", "language": "id"}

    answer = page.post(f"{HERE}penerima/tambah/", {**data, "source": "office", "consents": "yes"})

    assert answer.status_code == 422
    assert not Reachable.objects.exists()


@made.of_residents(1)
def test_somebody_else_of_another_district_cannot_be_noted(residents: list[Resident]) -> None:
    (resident,) = residents
    other = staff.browser(staff.person(Role.PLANNER, area="64.08.13"))

    answer = other.post(
        f"{HERE}penerima/tambah/",
        {
            "nik": resident.nik,
            "phone": "0812 3456 7890",
            "channel": "sms",
            "language": "id",
            "source": "office",
        },
    )

    assert answer.status_code == 422
    assert not Reachable.objects.exists()


def test_limits_are_changed_and_no_secret_is_shown(page: Client, settings: Any) -> None:
    settings.SMS_URL, settings.SMS_TOKEN = "https://sms.contoh.id/send", "rahasia-gerbang"
    settings.WHATSAPP_TOKEN = settings.WHATSAPP_APP_SECRET = "rahasia-wa"
    data = {"quiet_from": "20.00", "quiet_until": "07:00", "monthly_budget": "1.500.000"}

    page.post(f"{HERE}aturan/", {**data, "price_sms": "350", "price_whatsapp": "300", "price_email": "0"})
    answer = page.get(f"{HERE}aturan/")

    assert Rules.objects.get().monthly_budget == 1_500_000
    assert "Rp 1.500.000" in text(answer)
    for secret in ("rahasia", "sms.contoh.id"):
        assert secret not in answer.content.decode()


# -- no more messages ---------------------------------------------------------------------------------------


def test_the_link_asks_before_it_acts_and_says_nothing_about_anybody() -> None:
    message = made.message()
    anybody = Client()
    path = f"{HERE}berhenti/{message.key}/"

    shown = anybody.get(path)
    assert not OptOut.objects.exists()
    done = anybody.post(path)

    assert OptOut.objects.get().address == message.address
    for answer in (shown, done):
        for secret in (message.name, message.address, message.masked, message.text):
            assert secret not in text(answer)
    assert "Anda tidak akan menerima pesan dari kami lagi" in text(done)


def test_a_link_that_is_guessed_leads_nowhere() -> None:
    made.area()

    assert Client().get(f"{HERE}berhenti/tebakan/").status_code == 404


def test_a_mail_program_may_say_it_for_its_reader() -> None:
    message = made.message()
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post(f"{HERE}berhenti/{message.key}/", {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert OptOut.objects.count() == 1


def test_the_office_notes_it_and_only_the_persons_word_lifts_it(page: Client) -> None:
    page.post(f"{HERE}penolakan/", {"address": "0812 3456 7890", "note": "di loket"})
    found = OptOut.objects.get()
    assert "+6281•••••7890" in text(page.get(f"{HERE}penolakan/"))

    assert page.post(f"{HERE}penolakan/{found.pk}/", {"note": ""}).status_code == 422
    page.post(f"{HERE}penolakan/{found.pk}/", {"note": "datang lagi ke loket"})

    assert OptOut.objects.get().lifted_at is not None
