"""Keeping clients: who they are, whom one calls, what they asked for and what was agreed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rekam.domain import wording
from rekam.domain.places import hours
from rekam.domain.trouble import RuleBroken
from rekam.office import numbers
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.clients import actions, asked, forms, views, words
from rekam.office.clients.models import AgreedDate, Client, Contact, Request
from rekam.office.places.forms import HoursForm

# Where a rule is shown: beside the field that it is about.
FIELDS = {
    "contact.phone": "phone",
    "contact.unreachable": "phone",
    "place.name_taken": "name",
    "place.unknown_area": "area",
    "place.no_such_point": "lat",
    "client.place_taken": "place",
    "agreed_date.past": "on",
    "agreed_date.no_room": "kits",
    "agreed_date.overlaps": "starts",
    "hours.empty": "ends",
    "hours.past_midnight": "ends",
    "roll.received_before": "file",
    "roll.nobody": "file",
}


def kept(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Whether an action was done; a rule that forbids it becomes an error of the form."""
    try:
        act()
    except RuleBroken as broken:
        field = FIELDS.get(broken.code)
        form.add_error(field if field in form.fields else None, broken.told(_(str(broken.sentence))))
        return False
    return True


def about(request: HttpRequest) -> dict[str, Any]:
    return {"by": who.asks(request), "at": timezone.now()}


def shown(
    request: HttpRequest, template: str, form: BaseForm, found: Client | None, **more: Any
) -> HttpResponse:
    page = {"form": form, **more, **(views.frame(request, found) if found else {})}
    return render(request, f"clients/{template}.html", page, status=422 if form.errors else 200)


# -- the client -------------------------------------------------------------------------------------------


@requires(Right.MANAGE_CLIENTS, within_area=True)
def add(request: HttpRequest) -> HttpResponse:
    form = forms.NewClientForm(request.POST or None, within=rights.areas_of(request.user))
    made: list[Client] = []

    def act() -> None:
        values = form.values
        area = values["place"].area.code if values.get("place") else values["area"]
        rights.check(request.user, Right.MANAGE_CLIENTS, area=area)
        made.append(actions.add_client(**values, **about(request)))

    if form.is_valid() and kept(form, act):
        messages.success(
            request, _("%(name)s is a client now. Whom does one call there?") % {"name": made[0]}
        )
        return redirect("clients:client", made[0].pk)
    return shown(request, "client_form", form, None)


@requires(Right.MANAGE_CLIENTS, within_area=True)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts, and the week in which people can be spared."""
    found = asked.client_of(request, pk, Right.MANAGE_CLIENTS)
    data = request.POST if request.method == "POST" else None
    form = forms.ChangeClientForm(data, initial=forms.ChangeClientForm.initial_of(found))
    week = HoursForm(data, dict(enumerate(_week(found))))

    def act() -> None:
        values = {**form.cleaned_data, "windows": week.ranges}
        actions.change_client(client=found, **values, **about(request))

    if form.is_valid() and week.is_valid() and kept(form, act):
        return redirect("clients:client", pk)
    return shown(request, "client_change", form, asked.client_of(request, pk), week=week)


def _week(client: Client) -> list[hours.Ranges]:
    held = [hours.from_stored(day) for day in client.windows]
    return held or [hours.CLOSED] * hours.DAYS_OF_A_WEEK


# -- contacts ---------------------------------------------------------------------------------------------


@requires(Right.MANAGE_CLIENTS, within_area=True)
def add_contact(request: HttpRequest, pk: int) -> HttpResponse:
    return _contact(request, asked.client_of(request, pk, Right.MANAGE_CLIENTS), None)


@requires(Right.MANAGE_CLIENTS, within_area=True)
def change_contact(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(Contact, pk=pk)
    return _contact(request, asked.client_of(request, contact.client_id, Right.MANAGE_CLIENTS), contact)


def _contact(request: HttpRequest, found: Client, contact: Contact | None) -> HttpResponse:
    initial = forms.ContactForm.initial_of(contact) if contact else None
    form = forms.ContactForm(request.POST or None, initial=initial)

    def act() -> None:
        actions.keep_contact(client=found, contact=contact, **form.values, **about(request))

    if form.is_valid() and kept(form, act):
        return redirect("clients:client", found.pk)
    return shown(request, "contact_form", form, found, contact=contact)


@requires(Right.MANAGE_CLIENTS, within_area=True)
@require_POST
def remove_contact(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(Contact.objects.select_related("client"), pk=pk)
    found = asked.client_of(request, contact.client_id, Right.MANAGE_CLIENTS)
    actions.remove_contact(contact=contact, **about(request))
    messages.success(request, _("%(name)s is no longer a contact.") % {"name": contact.name})
    return redirect("clients:client", found.pk)


# -- requests ---------------------------------------------------------------------------------------------


@requires(Right.MANAGE_CLIENTS, within_area=True)
def add_request(request: HttpRequest, pk: int) -> HttpResponse:
    found = asked.client_of(request, pk, Right.MANAGE_CLIENTS)
    form = forms.RequestForm(request.POST or None, initial={"on": asked.today()})

    def act() -> None:
        actions.note_request(client=found, **form.values, **about(request))

    if form.is_valid() and kept(form, act):
        messages.success(request, _("The request is written down. Agree on a date, or decline it."))
        return redirect("clients:client", pk)
    return shown(request, "request_form", form, found)


@requires(Right.MANAGE_CLIENTS, within_area=True)
@require_POST
def answer_request(request: HttpRequest, pk: int) -> HttpResponse:
    asked_for = get_object_or_404(Request.objects.select_related("client"), pk=pk)
    found = asked.client_of(request, asked_for.client_id, Right.MANAGE_CLIENTS)
    actions.answer_request(request=asked_for, state=request.POST.get("state", ""), **about(request))
    return redirect("clients:client", found.pk)


# -- agreed dates -----------------------------------------------------------------------------------------


@requires(Right.MANAGE_CLIENTS, within_area=True)
def add_date(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree on a day; ``?permohonan=N`` names the request that asked for it."""
    found = asked.client_of(request, pk, Right.MANAGE_CLIENTS)
    asked_for = found.requests.filter(pk=numbers.of_row(request.GET.get("permohonan", ""))).first()
    form = forms.DateForm(request.POST or None, initial=_wanted(asked_for))

    def act() -> None:
        facts = {**form.cleaned_data, "request": asked_for, "today": asked.today()}
        actions.agree_date(client=found, **facts, **about(request))

    if form.is_valid() and kept(form, act):
        day = wording.day_and_date(form.cleaned_data["on"], words.language())
        messages.success(
            request, _("%(day)s is agreed. The letter to the client can be made now.") % {"day": day}
        )
        return redirect("clients:client", pk)
    return shown(request, "date_form", form, found, asked_for=asked_for)


def _wanted(asked_for: Request | None) -> dict[str, Any]:
    """The first of the days that the client would like."""
    wanted = asked_for.wanted[0] if asked_for and asked_for.wanted else {}
    said = {name: wanted[name] for name in ("starts", "ends") if wanted.get(name)}
    return {"on": wording.read_date(wanted.get("from", "")), "starts": "08:00", "ends": "15:00", **said}


@requires(Right.MANAGE_CLIENTS, within_area=True)
def withdraw_date(request: HttpRequest, pk: int) -> HttpResponse:
    """What was promised is taken back: said in words before it is done, and with a reason."""
    agreed = get_object_or_404(AgreedDate.objects.select_related("client"), pk=pk)
    found = asked.client_of(request, agreed.client_id, Right.MANAGE_CLIENTS)
    if request.method == "POST":
        actions.withdraw_date(agreed=agreed, why=request.POST.get("why", ""), **about(request))
        messages.warning(request, _("The date was withdrawn. Tell the client, who was told otherwise."))
        return redirect("clients:client", found.pk)
    return render(request, "clients/withdraw_date.html", {"agreed": agreed, **views.frame(request, found)})
