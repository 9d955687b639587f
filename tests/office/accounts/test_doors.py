"""What happens around every view: marks, headers, languages, and trouble that becomes a page."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, resolve
from ninja import NinjaAPI

from rekam.domain.trouble import Forbidden, RuleBroken
from rekam.office.accounts import doors, keys
from rekam.office.accounts.rights import Right, Role, public, requires
from rekam.office.urls import urlpatterns as the_office
from tests.office.accounts import staff


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("This page has no mark.")


@public
def breaks_a_rule(request: HttpRequest) -> HttpResponse:
    raise RuleBroken("import.already_undone", "Import %(number)s was already undone.", number=7)


@requires(Right.SEE_RESIDENTS)
def of_another_area(request: HttpRequest) -> HttpResponse:
    raise Forbidden("right.other_area", "Your role does not reach this area: %(area)s.", area="64.08.05")


program = NinjaAPI(urls_namespace="program", docs_url=None, openapi_url=None)


@program.get("/status", auth=keys.Key(Right.ASK_STATUS), url_name="status")
def status(request: HttpRequest) -> dict[str, str]:
    return {"asked_by": request.auth.username}  # type: ignore[attr-defined]


urlpatterns = [
    path("program/", program.urls),
    *the_office,
    path("forgotten/", forgotten, name="forgotten"),
    path("rule/", breaks_a_rule, name="rule"),
    path("area/", of_another_area, name="area"),
]

pytestmark = pytest.mark.urls(__name__)


def test_a_page_without_a_mark_is_shown_to_nobody() -> None:
    assert staff.browser().get("/forgotten/").status_code == 302
    for role in Role:
        answer = staff.browser(staff.person(role)).get("/forgotten/")
        assert answer.status_code == 403
        assert "right.unmarked_page" in answer.content.decode()


def test_a_broken_rule_is_a_page_with_its_code_and_its_values() -> None:
    answer = staff.browser().get("/rule/")

    assert answer.status_code == 409
    assert "import.already_undone" in answer.content.decode()
    assert "7" in answer.context["sentence"]


def test_a_forbidden_area_is_a_page_that_names_it() -> None:
    answer = staff.browser(staff.person(Role.DISTRICT_STAFF)).get("/area/")

    assert answer.status_code == 403
    assert "64.08.05" in answer.content.decode()


def test_every_page_forbids_what_it_does_not_need() -> None:
    answer = staff.browser().get("/akun/login/")
    policy = answer.headers["Content-Security-Policy"]
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))

    assert rules["default-src"] == rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["object-src"] == "'none'"
    assert rules["form-action"] == "'self'"
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_pages_behind_the_door_are_not_kept_by_the_browser() -> None:
    assert staff.browser(staff.person()).get("/tata-kelola/").headers["Cache-Control"] == "private, no-store"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites() -> None:
    browser = staff.browser()
    siti = staff.person(password=staff.PASSWORD)
    browser.post("/akun/login/", {"login": siti.username, "password": staff.PASSWORD})
    browser.get("/akun/login/")

    for cookie in browser.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key
    assert not browser.cookies["rekam_session"]["max-age"]  # ends with the browser


def test_a_form_from_another_site_is_refused() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(staff.person(Role.ADMINISTRATOR), backend="rekam.office.accounts.backends.Staff")

    assert browser.post("/tata-kelola/kunci/tambah/", {"name": "x"}).status_code == 403


# -- language -------------------------------------------------------------------------------------------


def language_of(browser: Client, **headers: str) -> str:
    return str(browser.get("/akun/login/", headers=headers).headers["Content-Language"])


def test_a_computer_set_up_in_english_gets_indonesian() -> None:
    assert language_of(staff.browser(), **{"Accept-Language": "en-US,en;q=0.9"}) == "id"


def test_the_browser_and_then_the_person_choose_the_language() -> None:
    browser = staff.browser(staff.person(language="en"))
    at_home = browser.get("/tata-kelola/")
    browser.cookies["django_language"] = "id"

    assert at_home.headers["Content-Language"] == "en"
    assert browser.get("/tata-kelola/").headers["Content-Language"] == "id"


def test_an_unknown_language_is_indonesian() -> None:
    browser = staff.browser()
    browser.cookies["django_language"] = "../../etc"

    assert language_of(browser) == "id"


# -- the server's measurements ----------------------------------------------------------------------------


def test_measurements_need_a_right_or_the_key_of_the_watching_program(settings: LazySettings) -> None:
    settings.METRICS_KEY = "a-long-random-key"
    browser = staff.browser()

    assert browser.get("/metrics").status_code == 302
    assert browser.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 302
    assert browser.get("/metrics", headers={"Authorization": "Bearer a-long-random-key"}).status_code == 200
    assert staff.browser(staff.person(Role.TECHNICIAN)).get("/metrics").status_code == 200


def test_without_a_key_for_measurements_an_empty_one_opens_nothing() -> None:
    assert staff.browser().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 302


# -- the lock of the API ------------------------------------------------------------------------------------


def ask(secret: str) -> Any:
    return staff.browser().get("/program/status", headers={"Authorization": f"Bearer {secret}"})


def test_a_key_opens_what_its_role_may() -> None:
    key, secret = staff.key(Role.OPERATOR, at=staff.now())

    assert ask(secret).json() == {"asked_by": key.username}
    key.refresh_from_db()
    assert key.last_used_at is not None


def test_a_key_does_not_open_what_its_role_may_not() -> None:
    _key, secret = staff.key(Role.AUDITOR, at=staff.now())

    answer = ask(secret)

    assert answer.status_code == 403
    assert "right.missing" in answer.content.decode()


def test_a_wrong_key_and_a_signed_in_browser_are_nobody_to_the_api() -> None:
    assert ask("rekam_salah").status_code == 401
    assert staff.browser(staff.person(Role.OPERATOR)).get("/program/status").status_code == 401


def test_an_operation_without_a_lock_is_found() -> None:
    operations = doors.operations_of(resolve("/program/status").func)

    assert [len(operation.auth_callbacks) for operation in operations] == [1]
    assert doors.operations_of(forgotten) == []
