"""Keeping kits and devices: what a kit may be called, and who may keep which."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.kits.models import Kit
from tests import make
from tests.office.accounts import staff
from tests.office.kits import made


@pytest.fixture(autouse=True)
def office() -> None:
    make.office()


def browser(person: User | None = None) -> Client:
    client = Client()
    person = person or staff.person(Role.PLANNER)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def facts(**more: Any) -> dict[str, Any]:
    return {"code": "KTM-04-1", "name": "", "role": "fixed", "home": "", "note": "", "place": "", **more}


# -- what a kit is called ---------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["KTM/04", "KTM 04", "../KTM", "-KTM", "KTM?", "ÉTÉ-1", "KTM-04\n1"])
def test_a_code_that_no_address_can_carry_is_refused(code: str) -> None:
    with pytest.raises(RuleBroken, match=r"kit\.code_unreadable"):
        made.kit(code=code, kinds=())


def test_a_refused_code_is_told_beside_its_field_and_the_page_of_kits_opens() -> None:
    planner = browser()

    answer = planner.post(reverse("kits:add_kit"), facts(code="KTM/04"))

    assert answer.status_code == 200
    assert answer.context["form"].errors["code"]
    assert not Kit.objects.exists()
    assert planner.get(reverse("kits:index")).status_code == 200


def test_a_code_with_hyphens_dots_and_low_lines_is_kept_in_capitals() -> None:
    browser().post(reverse("kits:add_kit"), facts(code="ktm-04.1_a"))

    assert Kit.objects.get().code == "KTM-04.1_A"
