"""Coming in, being kept out, and being shown out."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import LazySettings
from django.test import Client
from time_machine import travel

from rekam.office.accounts import actions
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from tests.office.accounts import staff
from tests.office.accounts.staff import MORNING, PASSWORD

SIGN_IN = "/akun/login/"
INSIDE = "/tata-kelola/"
CHANGE = "/akun/password/change/"


def sign_in(browser: Client, user: User, password: str = PASSWORD, **rest: Any) -> Any:
    return browser.post(SIGN_IN, {"login": user.username, "password": password}, **rest)


def events() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("event", flat=True))


# -- with a password -----------------------------------------------------------------------------------


def test_a_person_signs_in_and_comes_to_the_page_that_was_asked_for() -> None:
    siti, browser = staff.person(password=PASSWORD), staff.browser()

    to_sign_in = browser.get("/tata-kelola/akun-saya/?x=1")
    answer = browser.post(
        to_sign_in.headers["Location"],
        {"login": siti.username.upper(), "password": PASSWORD, "next": "/tata-kelola/akun-saya/?x=1"},
    )

    assert answer.headers["Location"] == "/tata-kelola/akun-saya/?x=1"
    assert browser.get("/tata-kelola/akun-saya/").status_code == 200
    assert events() == ["sign_in.done"]


@pytest.mark.parametrize(
    ("before", "comes_to"),
    [
        ("http://testserver/tata-kelola/orang/4/?x=1", "/tata-kelola/orang/4/?x=1"),
        ("https://example.org/tata-kelola/", "/"),
        ("", "/"),
    ],
)
def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(before: str, comes_to: str) -> None:
    """Where it was sent to takes no reader, and would answer with nothing."""
    sent = staff.browser().post("/tata-kelola/orang/4/kata-sandi/", headers={"referer": before})

    assert parse_qs(urlsplit(sent.headers["Location"]).query) == {"next": [comes_to]}


def test_an_address_that_only_takes_forms_says_so() -> None:
    browser = staff.browser(staff.person(Role.ADMINISTRATOR))

    answer = browser.get("/tata-kelola/orang/4/kata-sandi/", headers={"accept": "text/html,*/*"})

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "Tidak ada yang dapat dilihat di alamat ini" in answer.content.decode()


def test_after_signing_in_nobody_is_sent_to_another_site() -> None:
    siti = staff.person(password=PASSWORD)
    place = {"login": siti.username, "password": PASSWORD, "next": "https://example.org/"}

    assert staff.browser().post(SIGN_IN, place).headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_look_the_same() -> None:
    siti, browser = staff.person(password=PASSWORD), staff.browser()

    wrong = sign_in(browser, siti, "salah")
    unknown = browser.post(SIGN_IN, {"login": "tidak.ada", "password": "salah"})

    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_a_wrong_password_is_audited_for_a_name_that_exists_and_only_then() -> None:
    siti, browser = staff.person(password=PASSWORD), staff.browser()

    browser.post(SIGN_IN, {"login": "my-password-in-the-wrong-field", "password": "salah"})
    sign_in(browser, siti, "salah", REMOTE_ADDR="192.0.2.7")

    entry = Entry.objects.get()
    assert (entry.event, entry.subject) == ("sign_in.failed", f"person:{siti.username}")
    assert (entry.by, entry.username) == (None, "unknown")
    assert entry.details == {"address": "192.0.2.7"}


def test_who_was_deactivated_does_not_get_in() -> None:
    gone = staff.person(password=PASSWORD, is_active=False)
    browser = staff.browser()

    sign_in(browser, gone)

    assert browser.get(INSIDE).status_code == 302


def test_passwords_are_hashed_with_argon2_outside_the_tests() -> None:
    from rekam.office import settings

    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


# -- guessing -------------------------------------------------------------------------------------------


def test_guessing_is_locked_out_after_five_tries_and_says_what_to_do() -> None:
    siti, browser = staff.person(password=PASSWORD), staff.browser()
    answers = [sign_in(browser, siti, f"tebakan-{number}") for number in range(5)]

    locked = sign_in(browser, siti)

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert locked.status_code == 429
    assert "sign_in.locked" in locked.content.decode()
    assert "15" in locked.content.decode()


def test_another_name_or_another_place_is_not_locked() -> None:
    siti, budi = staff.person(password=PASSWORD), staff.person(Role.OPERATOR, password=PASSWORD)
    for number in range(5):
        sign_in(staff.browser(), siti, f"tebakan-{number}", REMOTE_ADDR="192.0.2.7")

    assert sign_in(staff.browser(), budi, REMOTE_ADDR="192.0.2.7").status_code == 302
    assert sign_in(staff.browser(), siti, REMOTE_ADDR="192.0.2.8").status_code == 302


def test_writing_the_name_differently_does_not_give_more_tries() -> None:
    siti = staff.person(password=PASSWORD)
    names = [siti.username, siti.username.upper(), f" {siti.username}", siti.username.title(), siti.username]

    answers = [staff.browser().post(SIGN_IN, {"login": name, "password": "x"}) for name in names]

    assert answers[-1].status_code == 429


def test_the_lock_opens_after_a_quarter_of_an_hour() -> None:
    siti = staff.person(password=PASSWORD)
    for number in range(5):
        sign_in(staff.browser(), siti, f"tebakan-{number}")

    with travel(staff.now() + timedelta(minutes=16), tick=False):
        assert sign_in(staff.browser(), siti).status_code == 302


def test_an_administrator_lifts_the_lock_with_a_new_password() -> None:
    siti = staff.person(password=PASSWORD)
    for number in range(5):
        sign_in(staff.browser(), siti, f"tebakan-{number}")

    password = actions.reset_password(person=siti, by=staff.person(Role.ADMINISTRATOR), at=MORNING)

    assert sign_in(staff.browser(), siti, password).status_code == 302


def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(settings: LazySettings) -> None:
    settings.BEHIND_PROXY = True
    siti = staff.person(password=PASSWORD)
    for number in range(5):
        claimed = f"203.0.113.{number}, 192.0.2.7"  # what comes before the last comma anyone can claim
        sign_in(staff.browser(), siti, "salah", headers={"X-Forwarded-For": claimed})

    assert sign_in(staff.browser(), siti, headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 429


# -- the first password -----------------------------------------------------------------------------------


def test_a_password_somebody_else_knows_must_be_changed_first() -> None:
    budi, first = actions.add_person(
        username="budi", full_name="Budi", role=Role.OPERATOR, by=staff.person(Role.ADMINISTRATOR), at=MORNING
    )
    browser = staff.browser()
    sign_in(browser, budi, first)

    assert browser.get(INSIDE).headers["Location"] == CHANGE
    browser.post(CHANGE, {"oldpassword": first, "password1": PASSWORD, "password2": PASSWORD})

    assert browser.get(INSIDE).status_code == 200
    budi.refresh_from_db()
    assert not budi.must_change_password
    assert events()[-1] == "password.changed"


@pytest.mark.parametrize("weak", ["pendek", "password1234", "1234567890123", "siti.aminah.99"])
def test_a_weak_password_is_not_taken(weak: str) -> None:
    siti = staff.person(password=PASSWORD, username="siti.aminah.9")
    browser = staff.browser(siti)

    answer = browser.post(CHANGE, {"oldpassword": PASSWORD, "password1": weak, "password2": weak})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    siti.refresh_from_db()
    assert siti.check_password(PASSWORD)


# -- a second factor ---------------------------------------------------------------------------------------


def with_app(person: User) -> str:
    """The person gets an authenticator app; the secret it shows codes for."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    return secret


def code_of(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_with_an_app_the_password_alone_is_not_enough() -> None:
    siti, browser = staff.person(password=PASSWORD), staff.browser()
    secret = with_app(siti)

    assert sign_in(browser, siti).headers["Location"] == "/akun/2fa/authenticate/"
    assert browser.get(INSIDE).status_code == 302
    browser.post("/akun/2fa/authenticate/", {"code": "000000"})
    assert browser.get(INSIDE).status_code == 302

    browser.post("/akun/2fa/authenticate/", {"code": code_of(secret)})
    assert browser.get(INSIDE).status_code == 200


def test_the_secret_of_an_app_does_not_lie_open_in_the_database() -> None:
    siti = staff.person()
    secret = with_app(siti)

    assert secret not in str(Authenticator.objects.get(user=siti).data)


def test_setting_up_an_app_asks_for_the_password_again_and_is_audited(
    django_capture_on_commit_callbacks: Any,
) -> None:
    siti = staff.person(password=PASSWORD)
    browser = staff.browser()
    sign_in(browser, siti)
    assert browser.get("/akun/2fa/totp/activate/").status_code == 302

    browser.post("/akun/reauthenticate/", {"password": PASSWORD})
    secret = browser.get("/akun/2fa/totp/activate/").context["form"].secret

    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/akun/2fa/totp/activate/", {"code": code_of(secret)})

    assert events() == ["sign_in.done", "second_factor.app_added"]
    assert Authenticator.objects.filter(user=siti).count() == 2  # recovery codes come with it


def test_roles_that_see_whole_niks_can_be_made_to_have_a_second_factor(settings: LazySettings) -> None:
    settings.REQUIRE_MFA = True
    siti, joko = staff.person(Role.REGISTRAR), staff.person(Role.TECHNICIAN)
    hers = staff.browser(siti)

    assert hers.get(INSIDE).headers["Location"] == "/akun/2fa/"
    assert staff.browser(joko).get(INSIDE).status_code == 200

    with_app(siti)
    assert hers.get(INSIDE).status_code == 200


# -- leaving ---------------------------------------------------------------------------------------


def test_a_session_that_sees_residents_ends_when_left_alone() -> None:
    siti = staff.person(Role.REGISTRAR)
    browser = staff.browser(siti)
    begin = staff.now()
    assert browser.get(INSIDE).status_code == 200

    with travel(begin + timedelta(minutes=29), tick=False):
        assert browser.get(INSIDE).status_code == 200
    with travel(begin + timedelta(minutes=58), tick=False):
        assert browser.get(INSIDE).status_code == 200
    with travel(begin + timedelta(minutes=89), tick=False):
        assert browser.get(INSIDE).headers["Location"].startswith(SIGN_IN)
        assert browser.get(INSIDE).status_code == 302


def test_a_session_without_personal_data_lasts_the_day() -> None:
    browser = staff.browser(staff.person(Role.TECHNICIAN))
    begin = staff.now()
    assert browser.get(INSIDE).status_code == 200

    with travel(begin + timedelta(hours=3), tick=False):
        assert browser.get(INSIDE).status_code == 200


def test_when_somebody_was_last_seen_is_kept() -> None:
    siti = staff.person()
    begin = staff.now()

    with travel(begin, tick=False):
        staff.browser(siti).get(INSIDE)

    siti.refresh_from_db()
    assert siti.last_seen_at == begin


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in() -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/tata-kelola/orang/?role=head"}

    answer = staff.browser().get("/tata-kelola/orang/", headers=headers)

    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"].startswith(f"{SIGN_IN}?next=http%3A%2F%2Ftestserver%2Ftata-kelola")
