"""The screens of people, keys and one's own account."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rekam.office.accounts import actions, doors, forms, queries, rights, who
from rekam.office.accounts.models import Token, User
from rekam.office.accounts.rights import Right, Role, requires, signed_in

PEOPLE_PER_PAGE = 50


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where governance begins: what this person may open here, and who may do what."""
    page = {"roles": Role, "rows": queries.table_of_rights(), **_may(request)}
    return render(request, "accounts/index.html", page)


def _may(request: HttpRequest) -> dict[str, bool]:
    return {
        "may_manage_people": rights.can(request.user, Right.MANAGE_USERS),
        "may_manage_keys": rights.can(request.user, Right.MANAGE_TOKENS),
        "may_see_audit": rights.can(request.user, Right.SEE_AUDIT),
        "may_change_settings": rights.can(request.user, Right.MANAGE_SETTINGS),
        "may_see_areas": rights.can(request.user, Right.SEE_COVERAGE),
    }


@signed_in
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    person = who.asks(request)
    page = {
        "rights": [right for right in Right if rights.can(person, right)],
        "factors": queries.second_factors(person),
        "lacks": doors.lacks_second_factor(person),
    }
    return render(request, "accounts/account.html", page)


@requires(Right.MANAGE_USERS)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    form = forms.PeopleFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = Paginator(queries.people(**asked), PEOPLE_PER_PAGE)
    shown, areas = found.get_page(request.GET.get("page")), dict(queries.areas_to_choose())
    people = [(each, areas.get(each.area_code, each.area_code)) for each in shown]
    return render(request, "accounts/people.html", {"form": form, "page": shown, "people": people})


@requires(Right.MANAGE_USERS)
def add_person(request: HttpRequest) -> HttpResponse:
    form = forms.PersonForm(request.POST or None)
    if form.is_valid():
        person, password = actions.add_person(**form.cleaned_data, by=who.asks(request), at=timezone.now())
        return _password_once(request, person, password, is_new=True)
    return render(request, "accounts/add_person.html", {"form": form})


@requires(Right.MANAGE_USERS)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.people(), pk=pk)
    form = forms.PersonForm(request.POST or None, instance=found)
    if form.is_valid():
        actions.change_person(person=found, **form.cleaned_data, by=who.asks(request), at=timezone.now())
        return redirect("accounts:people")
    shown = User.objects.get(pk=pk) if form.errors else found  # a refused form has changed its instance
    return render(request, "accounts/person.html", {"form": form, "person": found, "name": str(shown)})


@requires(Right.MANAGE_USERS)
@require_POST
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    password = actions.reset_password(person=person, by=who.asks(request), at=timezone.now())
    return _password_once(request, person, password, is_new=False)


@requires(Right.MANAGE_USERS)
@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    actions.deactivate(person=get_object_or_404(User, pk=pk), by=who.asks(request), at=timezone.now())
    return redirect("accounts:person", pk=pk)


@requires(Right.MANAGE_USERS)
@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    actions.reactivate(person=get_object_or_404(User, pk=pk), by=who.asks(request), at=timezone.now())
    return redirect("accounts:person", pk=pk)


@requires(Right.MANAGE_USERS)
@require_POST
def remove_second_factors(request: HttpRequest, pk: int) -> HttpResponse:
    actions.remove_second_factors(
        person=get_object_or_404(User, pk=pk), by=who.asks(request), at=timezone.now()
    )
    return redirect("accounts:person", pk=pk)


@requires(Right.MANAGE_TOKENS)
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/keys.html", {"keys": queries.keys(), "now": timezone.now()})


@requires(Right.MANAGE_TOKENS)
def make_key(request: HttpRequest) -> HttpResponse:
    form = forms.KeyForm(request.POST or None)
    if form.is_valid():
        asked: dict[str, Any] = form.cleaned_data
        key, secret = actions.make_key(**asked, by=who.asks(request), at=timezone.now())
        return _once(request, "accounts/key_once.html", {"key": key, "secret": secret})
    return render(request, "accounts/make_key.html", {"form": form})


@requires(Right.MANAGE_TOKENS)
@require_POST
def revoke_key(request: HttpRequest, pk: int) -> HttpResponse:
    actions.revoke_key(key=get_object_or_404(Token, pk=pk), by=who.asks(request), at=timezone.now())
    return redirect("accounts:keys")


def locked_out(request: HttpRequest, *_rest: object) -> HttpResponse:
    """Shown by axes after too many wrong passwords."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)


def _password_once(request: HttpRequest, person: User, password: str, *, is_new: bool) -> HttpResponse:
    page = {"person": person, "password": password, "is_new": is_new}
    return _once(request, "accounts/password_once.html", page)


def _once(request: HttpRequest, template: str, page: dict[str, Any]) -> HttpResponse:
    """A secret is in the answer to the request that made it and nowhere else."""
    response = render(request, template, page)
    response.headers["Cache-Control"] = "private, no-store"
    return response
