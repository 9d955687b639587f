"""Keeping kits and devices: adding, changing, moving between kits, retiring."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.kits import actions, asked, forms, queries
from rekam.office.kits.models import Device, Kit
from rekam.office.places.models import Place

# Where a rule is shown: beside the field that it is about.
FIELDS = {
    "kit.code_taken": "code",
    "kit.code_unreadable": "code",
    "device.serial_taken": "serial",
    "device.in_another_kit": "kit",
}


def kept(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Whether an action was done; a rule that forbids it becomes an error of the form."""
    try:
        act()
    except RuleBroken as broken:
        form.add_error(FIELDS.get(broken.code), broken.told(_(broken.sentence)))
        return False
    return True


@requires(Right.MANAGE_KITS, within_area=True)
def add_kit(request: HttpRequest) -> HttpResponse:
    form = forms.KitForm(request.POST or None, within=rights.areas_of(request.user))
    made: list[Kit] = []

    def act() -> None:
        facts = form.cleaned_data
        _check_reaches(request, facts["place"])
        if facts["home"]:
            _check_reaches(request, facts["home"])
        made.append(actions.add_kit(**facts, by=who.asks(request), at=asked.now()))

    if form.is_valid() and kept(form, act):
        messages.success(request, _("The kit was added. Now add its devices."))
        return redirect("kits:kit", code=made[0].code)
    return render(request, "kits/kit_form.html", {"form": form})


def _check_reaches(request: HttpRequest, place: Place | None) -> None:
    rights.check(request.user, Right.MANAGE_KITS, area=place.area.code if place else queries.regency())


@requires(Right.MANAGE_KITS, within_area=True)
def change_kit(request: HttpRequest, code: str) -> HttpResponse:
    found = asked.kit(request, code, Right.MANAGE_KITS)
    home = found.home
    within = rights.areas_of(request.user)
    form = forms.KitForm(request.POST or None, instance=found, within=within)

    def act() -> None:
        if form.cleaned_data["home"] not in (None, home):
            _check_reaches(request, form.cleaned_data["home"])
        actions.change_kit(kit=found, values=form.cleaned_data, by=who.asks(request), at=asked.now())

    if form.is_valid() and kept(form, act):
        messages.success(request, _("The kit was changed."))
        return redirect("kits:kit", code=code)
    return render(request, "kits/kit_form.html", {"form": form, "kit": found})


@requires(Right.MANAGE_KITS, within_area=True)
@require_POST
def retire_kit(request: HttpRequest, code: str) -> HttpResponse:
    found = asked.kit(request, code, Right.MANAGE_KITS)
    try:
        actions.retire_kit(kit=found, by=who.asks(request), at=asked.now())
    except RuleBroken as broken:
        messages.error(request, broken.told(_(broken.sentence)))
        return redirect("kits:kit", code=code)
    messages.success(request, _("The kit is retired."))
    return redirect("kits:index")


# -- devices ----------------------------------------------------------------------------------------


@requires(Right.MANAGE_KITS, within_area=True)
def add_device(request: HttpRequest) -> HttpResponse:
    initial, within = {"kit": request.GET.get("kit", "")}, rights.areas_of(request.user)
    form = forms.DeviceForm(request.POST or None, initial=initial, within=within)
    made: list[Device] = []

    def act() -> None:
        kit = form.cleaned_data["kit"]
        area = queries.area_of(kit) if kit else queries.regency()
        rights.check(request.user, Right.MANAGE_KITS, area=area)
        made.append(actions.add_device(**form.cleaned_data, by=who.asks(request), at=asked.now()))

    if form.is_valid() and kept(form, act):
        messages.success(request, _("The device was added. Print its label and glue it on."))
        return redirect("kits:device", tag=made[0].tag)
    return render(request, "kits/device_form.html", {"form": form})


@requires(Right.MANAGE_KITS, within_area=True)
def change_device(request: HttpRequest, tag: str) -> HttpResponse:
    found = asked.device(request, tag, Right.MANAGE_KITS)
    form = forms.DeviceForm(request.POST or None, instance=found)

    def act() -> None:
        values = form.cleaned_data
        found.refresh_from_db()  # the form wrote into it already
        actions.change_device(device=found, values=values, by=who.asks(request), at=asked.now())

    if form.is_valid() and kept(form, act):
        messages.success(request, _("The device was changed."))
        return redirect("kits:device", tag=found.tag)
    return render(request, "kits/device_form.html", {"form": form, "device": found})


@requires(Right.MANAGE_KITS, within_area=True)
def move_device(request: HttpRequest, tag: str) -> HttpResponse:
    """Which kit it belongs to from now on; out of the one it is in, which the page names and sends along: who
    has not seen that it is in another by now does not take it out of that one.
    """
    found = asked.device(request, tag, Right.MANAGE_KITS)
    initial, within = {"kit": found.kit.code if found.kit else ""}, rights.areas_of(request.user)
    form = forms.MoveDeviceForm(request.POST or None, initial=initial, within=within)

    def act() -> None:
        kit, by, at = form.cleaned_data["kit"], who.asks(request), asked.now()
        seen = Kit.objects.filter(code=request.POST.get("leaves", "")).first()
        if kit is None:
            actions.take_out(device=found, leaves=seen, by=by, at=at)
        else:
            rights.check(request.user, Right.MANAGE_KITS, area=queries.area_of(kit))
            actions.put_in_kit(device=found, kit=kit, leaves=seen, by=by, at=at)

    if form.is_valid() and kept(form, act):
        messages.success(request, _("The device belongs to another kit now."))
        return redirect("kits:device", tag=found.tag)
    return render(request, "kits/move_device.html", {"form": form, "device": found})
