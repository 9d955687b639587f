"""Every address of the office is tried by every role, and the answers are those of the table of rights."""

from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from rekam.office.accounts import doors, rights
from rekam.office.accounts.keys import Key
from rekam.office.accounts.rights import RIGHTS, Right, Role
from tests import make
from tests.office.accounts import staff
from tests.office.accounts.routes import SAMPLES, Route, every_route

# Who may open what is the same on both databases; what a page shows is tried on both by the pages' own tests.
pytestmark = pytest.mark.one_database
ROUTES = every_route()
# Open to whoever comes by. A new name here is a decision, not a formality.
PUBLIC = {
    "account_login",
    "account_logout",
    "account_inactive",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "web:theme",
    "web:language",
    "web:healthz",
    "openapi-json",
    "openapi-view",
    "api-root",
    # A calendar that a phone follows: by a key that nobody guesses, and without people's data.
    "places:feed",
    # The same for one officer's duties: only their own name and places, by a key that nobody guesses.
    "rosters:feed",
    # And for the visits of that officer's crew, by the same key.
    "visits:feed",
    # Somebody who wants no more messages: by a key that nobody guesses, and it says nothing about anybody.
    "reminders:opt_out",
    # What became of messages, from whoever proves to be the provider: a secret, a signature.
    "reminders:sms_news",
    "reminders:sms_news_by_address",
    "reminders:whatsapp_news",
}


def mark_of(route: Route) -> Right | str | None:
    return doors.mark_of_route(route.name, route.view)


def marked(*marks: object) -> list[Route]:
    return [route for route in ROUTES if mark_of(route) in marks]


GUARDED = [route for route in ROUTES if isinstance(mark_of(route), Right)]
OPERATIONS: list[tuple[Route, Any]] = [
    (route, operation) for route in ROUTES for operation in doors.operations_of(route.view)
]


def get(browser: Client, route: Route) -> Any:
    """A GET is enough everywhere: rights are asked before the method is."""
    answer = browser.get(route.path)
    assert answer.status_code < 500, f"{route} answers {answer.status_code}"
    return answer


def is_to_sign_in(answer: Any) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith("/akun/login/?next=")


def missing_right(answer: Any) -> bool:
    return answer.status_code == 403 and "right.missing" in answer.content.decode()


# -- the marks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_address_says_who_may_open_it(route: Route) -> None:
    assert route.name.rpartition(":")[2], f"{route.pattern} has no name"
    assert mark_of(route) is not None, (
        f"{route.pattern} is not marked: put @requires(Right.…), @signed_in or @public over its view."
    )


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_parameter_of_an_address_has_a_sample(route: Route) -> None:
    assert not route.unknown_parameters, (
        f"Give {', '.join(route.unknown_parameters)} of {route.pattern} a value in "
        f"tests/office/accounts/routes.py: SAMPLES has {', '.join(SAMPLES)}."
    )


def test_only_a_few_addresses_are_open_to_everyone() -> None:
    names = {
        route.name.rpartition(":")[2] if "api" in route.name else route.name for route in marked("public")
    }

    assert names - PUBLIC == set()


# -- pages --------------------------------------------------------------------------------------------


def test_nobody_gets_further_than_the_sign_in_page() -> None:
    browser = staff.browser()
    inside = [
        route for route in ROUTES if mark_of(route) not in ("public", doors.CLOSED, doors.GUARDS_ITSELF)
    ]

    assert [str(route) for route in inside if not is_to_sign_in(get(browser, route))] == []


def test_pages_of_the_libraries_that_are_not_used_do_not_exist() -> None:
    browser = staff.browser(staff.person(Role.ADMINISTRATOR))

    assert [str(route) for route in marked(doors.CLOSED) if get(browser, route).status_code != 404] == []


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_the_table_gives_it_and_nothing_else(role: Role) -> None:
    browser = staff.browser(staff.person(role))
    wrong = []
    for route in GUARDED:
        right, answer = Right(str(mark_of(route))), get(browser, route)
        refused = missing_right(answer) and escape(str(right.label)) in answer.content.decode()
        if refused == (role in RIGHTS[right]) or is_to_sign_in(answer):
            wrong.append(f"{route} ({right}): {answer.status_code}")

    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_everyone_opens_what_needs_no_right(role: Role) -> None:
    browser = staff.browser(staff.person(role))
    refused = [
        f"{route}: {answer.status_code}"
        for route in marked(rights.SIGNED_IN)
        if (answer := get(browser, route)).status_code == 403
    ]

    assert refused == []


# -- limited to an area -----------------------------------------------------------------------------

DISTRICT = "64.08.04"


def is_limited(answer: Any) -> bool:
    return answer.status_code == 403 and "right.whole_office" in answer.content.decode()


@pytest.mark.parametrize("role", Role)
def test_who_is_limited_to_an_area_changes_nothing_of_the_whole_office(role: Role) -> None:
    """Every view but those that say of themselves that they change what lies within the area only."""
    browser = staff.browser(staff.person(role, area=DISTRICT))
    allowed = [
        f"{route}: {answer.status_code}"
        for route in GUARDED
        if getattr(route.view, "within_area", None) is False
        and role in RIGHTS[Right(str(mark_of(route)))]
        and not is_limited(answer := browser.post(route.path))
    ]

    assert allowed == []


@pytest.mark.parametrize("role", Role)
def test_what_an_area_cannot_narrow_it_takes_away(role: Role) -> None:
    make.office()
    limited = staff.person(role, area=DISTRICT)
    browser = staff.browser(limited)
    mine = [route for route in marked(*rights.WHOLE_OFFICE) if role in RIGHTS[Right(str(mark_of(route)))]]

    assert [str(route) for route in mine if not is_limited(browser.get(route.path))] == []
    assert _held(limited) & rights.WHOLE_OFFICE == set()
    if role != Role.DISTRICT_STAFF:  # the regency is the whole office
        assert _held(staff.person(role, area="64.08")) == {right for right in Right if role in RIGHTS[right]}


def test_pages_that_ask_for_no_right_change_nothing() -> None:
    browser = staff.browser(staff.person(Role.HEAD))
    ours = [route for route in ROUTES if rights.mark_of(route.view) == rights.SIGNED_IN]

    assert {browser.post(route.path).status_code for route in ours} == {405}


# -- the API ----------------------------------------------------------------------------------------


def test_every_operation_of_the_api_has_one_lock() -> None:
    open_ones = [
        f"{route.pattern} has no lock: auth=Key(Right.…)"
        for route, operation in OPERATIONS
        if len(operation.auth_callbacks) != 1 or not isinstance(operation.auth_callbacks[0], Key)
    ]

    assert open_ones == []


@pytest.mark.parametrize("role", sorted(RIGHTS[Right.USE_API]))
def test_a_key_opens_what_the_table_gives_its_role_and_nothing_else(role: Role) -> None:
    area = "64.08.04" if role == Role.DISTRICT_STAFF else ""
    key, secret = staff.key(role, area=area, at=staff.now())
    browser, wrong = staff.browser(), []
    for route, operation in OPERATIONS:
        may = bool(_held(key) & set(operation.auth_callbacks[0].any_of))
        for method in operation.methods:
            answer = browser.generic(method, route.path, headers={"Authorization": f"Bearer {secret}"})
            refused = answer.status_code == 403 and "right.missing" in answer.content.decode()
            if refused == may or answer.status_code in (401, 500):
                wrong.append(f"{method} {route.pattern}: {answer.status_code}")

    assert wrong == []


def test_without_a_key_the_api_answers_nobody() -> None:
    browsers = [staff.browser(), staff.browser(staff.person(Role.REGISTRAR))]
    wrong = [
        f"{method} {route.pattern}: {answer.status_code}"
        for route, operation in OPERATIONS
        for method in operation.methods
        for browser in browsers
        if (answer := browser.generic(method, route.path)).status_code != 401
    ]

    assert wrong == []


def _held(holder: object) -> set[Right]:
    return {right for right in Right if rights.can(holder, right)}
