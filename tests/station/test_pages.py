"""The station's own pages: each opens, says the true cause, and does what its button says."""

import re
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management.base import OutputWrapper
from django.test import Client
from django.urls import reverse

from rekam.domain.trouble import RuleBroken
from rekam.station.identity import about, enrolling, queries
from rekam.station.identity.models import Epoch, Identity
from rekam.station.management.commands import station_enrol
from rekam.station.operators import present, signing_in
from rekam.station.outbox.models import Packet
from rekam.station.packs import first
from rekam.station.packs import queries as packs
from rekam.station.packs.models import Taken
from rekam.station.sending import thread as sender
from rekam.wire.keys import fingerprint, words
from tests.station import make
from tests.station.office import PASSWORD, Office, Swallowed


@pytest.fixture
def browser(working: Path) -> Client:
    """Siti's, signed in."""
    client = make.browser()
    client.post(reverse("operators:sign_in"), {"login": "siti", "password": PASSWORD})
    return client


@pytest.mark.parametrize(
    "name", ["outbox:index", "outbox:live", "packs:index", "devices:index", "web:settings"]
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_opens_in_both_languages(browser: Client, name: str, language: str) -> None:
    make.saved()
    browser.cookies["django_language"] = language

    answer = browser.get(reverse(name))

    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == language
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_expired_pack_is_told_where_somebody_is_looked_for_and_counts_nobody(browser: Client) -> None:
    """Not that nobody of that name is on the list, and not that the list is empty."""
    Taken.objects.update(expires_at=make.now() - timedelta(minutes=1))

    found = browser.post("/antrean/cari/", {"q": "siti"}).content.decode()
    browser.cookies["django_language"] = "en"
    page = browser.get(reverse("packs:index")).content.decode()

    assert "sudah kedaluwarsa: tidak ada yang dapat dicari" in found
    assert "has expired" in page
    assert page.count('<div class="tally-number">–</div>') == 2
    assert re.search(r'class="tally-line">\d\d:\d\d<', page)  # in the reader's form


def test_the_settings_show_every_key_of_the_laptop_with_its_words(browser: Client) -> None:
    """For an office that does not know them any more."""
    public = queries.signing_key(Epoch.objects.get()).public.raw

    page = browser.get(reverse("web:settings")).content.decode()

    assert " ".join(public.hex()[at : at + 8] for at in range(0, 64, 8)) in page
    assert all(word in page for word in words(fingerprint(public)))


def test_nobody_who_is_not_signed_in_sees_anything(working: Path) -> None:
    for name in ("outbox:index", "packs:index", "web:settings", "web:home"):
        answer = make.browser().get(reverse(name))

        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("operators:sign_in"))


def test_whether_a_page_may_stay_on_the_screen_is_asked_without_being_there(browser: Client) -> None:
    """It is no sign of life: a counter that nobody touches is locked all the same."""
    before = present.idle_seconds()

    assert browser.get(reverse("web:still_open"), headers={"X-By-Itself": "1"}).json() == {"is_open": True}

    assert present.idle_seconds() >= before
    signing_in.lock()
    assert browser.get(reverse("web:still_open"), headers={"X-By-Itself": "1"}).json() == {"is_open": False}


def test_no_browser_is_invited_to_keep_what_opens_the_store(browser: Client) -> None:
    page = browser.get(reverse("operators:sign_in")).content.decode()

    assert page.count('autocomplete="off"') == 2
    assert "current-password" not in page


def test_another_machines_name_for_this_one_is_refused(working: Path) -> None:
    """A page elsewhere that points its own name at 127.0.0.1 gets nothing."""
    assert Client(SERVER_NAME="evil.example").get(reverse("operators:sign_in")).status_code == 400


# -- enrolling --------------------------------------------------------------------------------


def test_a_laptop_is_enrolled_in_the_browser(bare_folder: Path, office: Office) -> None:
    office.approved = False
    client = make.browser()
    assert client.get(reverse("web:home")).headers["Location"] == reverse("identity:enrol")

    typed = {"address": office.address, "code": office.code.shown.lower(), "name": "Laptop 7"}
    client.post(reverse("identity:enrol"), typed)
    page = client.get(reverse("identity:words")).content.decode()
    asked = enrolling.under_way()
    assert asked is not None
    assert all(word in page for word in asked.words)
    assert "HX-Redirect" not in client.get(reverse("identity:wait")).headers

    office.approved = True
    assert client.get(reverse("identity:wait")).headers["HX-Redirect"] == reverse("packs:first")
    told = about.read()
    assert told is not None
    assert (told.station_name, told.office_name) == ("Laptop 7", "Disdukcapil Kutai Timur")

    office.make_pack()
    assert client.post(reverse("packs:first")).headers["Location"] == reverse("operators:sign_in")
    assert first.has_pack()
    assert client.get(reverse("identity:enrol")).status_code == 302  # never twice over a store in use


def test_the_terminal_waits_for_the_officer_through_a_bad_link(
    bare_folder: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [1]

    def cut(*_: str) -> None:
        if left.pop() if left else 0:
            raise Swallowed

    office.fault = cut
    monkeypatch.setattr(station_enrol, "ASK_SECONDS", 0.0)
    said = StringIO()
    asked = enrolling.begin(address=office.address, typed=office.code.shown, name="Laptop 1")

    granted = station_enrol._wait(asked, OutputWrapper(said))

    assert granted.grant is not None
    assert "Kantor tidak terjangkau" in said.getvalue()
    with pytest.raises(RuleBroken, match=r"enrolment\.address"):
        enrolling.begin(address="kantor:abc", typed=office.code.shown, name="Laptop 1")


def test_a_wrong_code_is_told_and_begun_again(bare_folder: Path, office: Office) -> None:
    client = make.browser()
    typed = {"address": office.address, "code": "AAAA-AAAA", "name": "Laptop 7"}
    client.post(reverse("identity:enrol"), typed)

    page = client.get(reverse("identity:wait")).content.decode()
    assert "enrolment.code" in page
    client.post(reverse("identity:give_up"))

    assert enrolling.under_way() is None


@pytest.mark.parametrize("code", ["", "ABC", "ABCD-EFG0", "ABCDEFGHJ"])
def test_what_cannot_be_a_code_is_not_sent(bare_folder: Path, office: Office, code: str) -> None:
    typed = {"address": office.address, "code": code, "name": "Laptop 7"}

    assert make.browser().post(reverse("identity:enrol"), typed).status_code == 200
    assert office.calls == []


# -- the pack ---------------------------------------------------------------------------------


def test_a_newer_pack_is_taken_over_the_network(browser: Client, office: Office) -> None:
    office.make_pack(version=2)

    assert browser.post(reverse("packs:index")).status_code == 302
    assert Taken.objects.get().version == 2


def test_a_pack_is_taken_from_a_file(browser: Client, office: Office) -> None:
    file = BytesIO(office.issue(office.make_pack(version=3)))
    file.name = "paket"

    assert browser.post(reverse("packs:index"), {"file": file}).status_code == 302
    assert Taken.objects.get().version == 3


def test_an_empty_file_is_a_damaged_pack_and_calls_no_office(browser: Client, office: Office) -> None:
    """Of a USB disk that was pulled out too early. That the office cannot be reached is not what is wrong."""
    file = BytesIO()
    file.name = "paket"
    office.calls.clear()

    page = browser.post(reverse("packs:index"), {"file": file})

    assert page.status_code == 409
    assert "pack.unreadable" in page.content.decode()
    assert office.calls == []


@pytest.mark.parametrize(
    ("language", "said"), [("id", "Daftarkan ulang laptop"), ("en", "Enrol the laptop again")]
)
def test_a_laptop_whose_keys_were_stopped_is_told_so_when_it_wants_a_pack(
    browser: Client, office: Office, language: str, said: str
) -> None:
    office.problem = (403, "pack.keys_stopped")
    browser.cookies["django_language"] = language

    page = browser.post(reverse("packs:index")).content.decode()

    assert said in page
    assert "pack.keys_stopped" in page


def test_why_a_pack_is_refused_is_said_on_the_page(browser: Client, office: Office) -> None:
    office.make_pack(version=1)

    answer = browser.post(reverse("packs:index"))

    assert answer.status_code == 409
    assert "pack.older" in answer.content.decode()
    assert "lebih lama" in answer.content.decode()


def test_a_pack_that_has_run_out_is_said_on_every_page(browser: Client) -> None:
    Taken.objects.update(expires_at=make.now() - timedelta(minutes=1))

    assert "kedaluwarsa" in browser.get(reverse("web:settings")).content.decode()


# -- the sending queue ------------------------------------------------------------------------


def test_the_cause_on_the_page_is_the_true_one(browser: Client, office: Office) -> None:
    make.saved()
    sender._status = sender.Status()
    good = Identity.objects.get().address
    Identity.objects.update(address="http://127.0.0.1:9")
    sender.turn(0.0)
    assert "no_network" in browser.get(reverse("outbox:live")).content.decode()

    Identity.objects.update(address=good)
    office.full = True
    sender.turn(0.0)
    page = browser.get(reverse("outbox:live")).content.decode()
    assert "full" in page
    assert "no_network" not in page

    office.full = False
    sender.turn(0.0)
    assert "trouble-risk" not in browser.get(reverse("outbox:live")).content.decode()


def test_stopped_keys_are_shown_on_every_page(browser: Client, office: Office) -> None:
    office.frozen = True
    sender.turn(0.0)

    assert Epoch.objects.get().frozen_at is not None
    for name in ("outbox:index", "web:settings", "packs:index"):
        assert "band-stop" in browser.get(reverse(name)).content.decode()


def test_a_disk_of_an_earlier_day_is_told_on_every_page(browser: Client, office: Office) -> None:
    office.came_so_far = lambda _last: 41
    sender.turn(0.0)

    for name in ("outbox:index", "web:settings", "packs:index"):
        page = browser.get(reverse(name)).content.decode()
        assert "band-stop" in page
        assert "Isi disk laptop ini dari hari yang lebih awal" in page
        assert "telah menghentikan kunci" not in page


def test_where_the_office_holds_everything_twice_there_is_nothing_to_carry(
    browser: Client, tmp_path: Path
) -> None:
    answer = browser.post(reverse("outbox:export"), {"folder": str(tmp_path / "usb")}, follow=True)

    page = answer.content.decode()
    assert "Tidak ada yang perlu dibawa" in page
    assert "0 rekaman tersegel" not in page


def test_everything_is_exported_by_a_button(browser: Client, tmp_path: Path) -> None:
    make.saved()

    assert browser.post(reverse("outbox:export"), {"folder": str(tmp_path / "usb")}).status_code == 302
    assert len(list((tmp_path / "usb").iterdir())) == 1


@pytest.mark.parametrize("folder", ["", "usb/rekam", "/proc/nowhere", "~nobody-here/rekam"])
def test_a_folder_that_cannot_be_is_told(browser: Client, folder: str) -> None:
    make.saved()

    assert browser.post(reverse("outbox:export"), {"folder": folder}).status_code == 409
    assert browser.post(reverse("outbox:take_back"), {"folder": folder}).status_code == 409


def test_a_second_copy_on_the_same_disk_is_refused(browser: Client, working: Path) -> None:
    answer = browser.post(reverse("outbox:second_copy"), {"folder": str(working / "salinan")})

    assert answer.status_code == 409
    assert Identity.objects.get().second_folder == ""
    assert not (working / "salinan").exists()


@pytest.mark.parametrize(
    "address",
    [
        "http://kantor:abc",
        "kantor dinas",
        "ftp://kantor",
        "http://",
        "a@b?c",
        "10.1..5:8017",
        f"{'k' * 64}.id",
    ],
)
def test_an_address_at_which_nobody_can_be_called_is_refused(browser: Client, address: str) -> None:
    before = Identity.objects.get().address

    page = browser.post(reverse("web:settings"), {"address": address}).content.decode()

    assert "Alamat ini tidak dapat dihubungi" in page
    assert Identity.objects.get().address == before


def test_the_office_is_called_at_a_new_address(browser: Client) -> None:
    browser.post(reverse("web:settings"), {"address": "10.0.0.7:8017"})

    told = about.read()
    assert Identity.objects.get().address == "http://10.0.0.7:8017"
    assert told is not None
    assert told.address == "http://10.0.0.7:8017"
    assert Packet.objects.count() == 0


def test_what_was_never_marked_is_shown_to_nobody(browser: Client) -> None:
    from rekam.station.operators import doors

    def page() -> None: ...

    assert doors.mark_of(page) is None
    assert browser.get("/tidak-ada/").status_code == 404


# -- enrolled again ---------------------------------------------------------------------------


def test_stopped_keys_are_followed_by_new_ones_and_nothing_is_lost(browser: Client, office: Office) -> None:
    make.saved()
    office.frozen = True
    sender.turn(0.0)
    assert make.packet().state != "waiting"
    office.frozen, office.epoch = False, 2

    typed = {"address": office.address, "code": office.code.shown}
    assert browser.post(reverse("identity:enrol_again"), typed).status_code == 302
    assert browser.get(reverse("identity:compare_again")).status_code == 200
    answer = browser.get(reverse("identity:wait_again"))
    assert answer.headers["HX-Redirect"] == reverse("packs:index")

    saved = make.saved()
    assert (saved.sequence, Packet.objects.get(epoch=2).sequence) == (1, 1)
    assert make.talk().sent == 1
    office.make_pack(version=2)
    assert browser.post(reverse("packs:index")).status_code == 302


def test_a_clock_of_the_office_that_was_once_years_ahead_is_overcome_by_new_keys(
    browser: Client, office: Office
) -> None:
    """Nothing older is believed afterwards, so every roster pack would be too old."""
    Identity.objects.update(time_seen=make.now() + timedelta(days=3000))
    assert packs.has_expired(make.now())
    office.epoch = 2

    browser.post(reverse("identity:enrol_again"), {"address": office.address, "code": office.code.shown})
    browser.get(reverse("identity:wait_again"))
    make.talk()

    assert not packs.has_expired(make.now())


def test_a_code_for_another_laptop_changes_nothing(browser: Client, office: Office) -> None:
    office.station = b"\x0b" * 16
    office.epoch = 2

    browser.post(reverse("identity:enrol_again"), {"address": office.address, "code": office.code.shown})
    page = browser.get(reverse("identity:wait_again")).content.decode()

    assert "enrolment.another_station" in page
    assert Epoch.objects.count() == 1
