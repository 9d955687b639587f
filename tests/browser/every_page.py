"""Every page of an office, as a program: prints which role opens which address.

With --first-day the office is taken as it is; otherwise it is the demo, and gets what that has none of.

The addresses are those the resolver knows, with objects that the office really holds. What answers with
something else than a page (a download, a way on, POST alone) is left out; an address for which the office
holds no object is named, so that nothing is passed over silently.
"""

import json
import sys
from collections.abc import Iterator
from itertools import product
from typing import Any

import django

# Pages that show more when they are asked for more.
MORE: dict[str, tuple[str, ...]] = {
    "web:home": ("?on=2016-08-31", "?area=64.08.04"),
    "coverage:index": ("?area=64.08.04", "?area=64.08.04.2001", "?by=desa&sexes=1"),
    "coverage:explanation": ("?measure=unrecorded&from=2016-06-30&to=2016-09-30", "?area=64.08.04"),
    "coverage:people": ("?measure=recorded&reason=recorded&from=2016-08-31&to=2016-09-30",),
    "residents:list": ("?area=64.08.04&age_from=20&sex=f", "?measure=obliged&on=2016-08-25"),
    "reports:make": ("?kind=monthly&month=2016-09", "?kind=daily&on=2016-09-15"),
    "audit:index": ("?since=2016-01-01",),
    "imports:rows": ("?table=new",),
    "places:month": ("?on=2016-10-01",),
    "service:index": ("?on=2016-09-28&at=20:00",),
    "service:open_at": ("?on=2016-10-02&at=10:00",),
    "service:wall": ("?tema=terang",),
    "visits:follow_ups": ("?step=second_pass&all=1",),
}
MOST_TRIED = 10  # objects of one kind, the newest first, until one has the page
# The first has no second factor, the second an app with recovery codes, the third a passkey.
ROLES = ("registrar", "planner", "head", "technician", "administrator", "auditor")
# What no object holds as it stands in an address.
AREAS = ("64.08.04", "64.08.04.2001")
SAMPLES = {
    "code": AREAS,
    "area": AREAS,
    "month": ("2016-09", "2016-10"),
    "on": ("2016-09-30",),
    "kind": ("pdf",),
}

# By the name of the address, what was furnished for it.
FIRST: dict[str, tuple[int, ...]] = {}


def main(is_first_day: bool) -> None:
    django.setup()
    from django.conf import settings

    from tests.browser import signed_in

    settings.ALLOWED_HOSTS = ["testserver"]
    cookies = {role: signed_in.cookie(role) for role in ROLES}
    more = None if is_first_day else _furnish()
    FIRST.update(more.objects if more else {})
    pages, without = look_around(cookies, more.questions if more else {})
    pages += more.pages if more else []
    print(json.dumps({"pages": pages, "without": without, "cookies": cookies}))


def _furnish() -> Any:
    from tests.browser import furnished

    return furnished.furnish()


def look_around(
    cookies: dict[str, dict[str, str]], questions: dict[str, tuple[str, ...]]
) -> tuple[list[tuple[str, str]], list[str]]:
    """The pages with who opens them, and the addresses for which the office has nothing to show."""
    from tests.office.accounts.routes import every_route

    browsers = {role: _browser(cookie) for role, cookie in cookies.items()} | {"": _browser()}
    pages = [("registrar", _searched(browsers["registrar"]))]
    without: list[str] = []
    for route in every_route():
        found: list[tuple[str, str]] = []
        is_known = False
        for role in _who(route):
            addresses, knows = _pages(route, browsers[role], questions.get(route.name, ()))
            is_known = is_known or knows
            found = found or [(role, address) for address in addresses]
        pages += found
        if not is_known and _who(route):
            without.append(route.name)
    return pages, without


def _browser(cookie: dict[str, str] | None = None) -> Any:
    from django.test import Client

    browser = Client(raise_request_exception=False)
    if cookie:
        browser.cookies[cookie["name"]] = cookie["value"]
    return browser


def _searched(browser: Any) -> str:
    """What was searched for is kept with whoever searched, and so is its address."""
    return str(browser.post("/penduduk/cari/", {"q": "siti"}).headers["Location"])


def _who(route: Any) -> tuple[str, ...]:
    """Roles that may open it; "" for everybody, and nobody for what is no page of this office."""
    from rekam.office.accounts import doors, rights

    mark = doors.mark_of_route(route.name, route.view)
    if mark in (doors.CLOSED, doors.GUARDS_ITSELF, None):
        return ()
    if mark == rights.PUBLIC:
        return ("",)
    if mark == rights.SIGNED_IN:
        return ROLES[:3]
    return tuple(role for role in ROLES if role in rights.RIGHTS[rights.Right(mark)])[:1]


def _pages(route: Any, browser: Any, more: tuple[str, ...]) -> tuple[list[str], bool]:
    """Its addresses with the first object that it knows, and whether it knew any."""
    from django.urls import NoReverseMatch, reverse

    questions = ("", *MORE.get(route.name, ()), *more)
    for values in product(*(_objects(route.name, name) for name in route.parameters)):
        try:
            path = reverse(route.name, kwargs=dict(zip(route.parameters, values, strict=True)))
        except NoReverseMatch:  # a number where the address wants a month
            continue
        answers = {path + question: browser.get(path + question) for question in questions}
        if any(answer.status_code != 404 for answer in answers.values()):
            return [address for address, answer in answers.items() if _is_page(answer)], True
    return [], False


def _is_page(answer: Any) -> bool:
    """Whole pages: what htmx puts into one is looked at where it is put. A crash is one: it gets named."""
    is_whole = answer.status_code == 200 and b"<html" in getattr(answer, "content", b"")
    return is_whole or answer.status_code >= 500


def _objects(route: str, parameter: str) -> Iterator[Any]:
    """Whatever could stand in the address: the newest of each thing that this part of the office keeps."""
    from django.apps import apps

    yield from FIRST.get(route, ())
    yield from SAMPLES.get(parameter, ())
    label = route.partition(":")[0] if ":" in route else route.partition("_")[0]
    for model in apps.get_app_config(label).get_models():
        names = {field.name for field in model._meta.get_fields()}
        wanted = parameter if parameter in names else "pk"
        yield from model._default_manager.order_by("-pk").values_list(wanted, flat=True)[:MOST_TRIED]


if __name__ == "__main__":
    main(is_first_day="--first-day" in sys.argv)
