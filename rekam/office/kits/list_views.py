"""The inventory: counted beside listed, and lists of devices looked over before they are taken in."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.kits.listing import Refused
from rekam.domain.trouble import RuleBroken
from rekam.files import FileProblem
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.kits import asked, counts, device_list, forms, views, words

WRONG: dict[str, str | Promise] = {
    "device.unknown_kind": gettext_lazy(
        "This kind of device is not known. Write for example Pemindai sidik jari."
    ),
    "device.unknown_condition": gettext_lazy("Write baik, kurang baik, rusak or hilang."),
    "device.unknown_owner": gettext_lazy("Write pusat, provinsi or kabupaten."),
    "device.unknown_district": gettext_lazy("This kecamatan is not known. Write its name or its code."),
    "device.no_office": gettext_lazy(
        "This kecamatan has no office yet. Add its office as a service point first, or leave the kecamatan "
        "out: then the device goes into the store."
    ),
    "device.too_long": gettext_lazy(
        "This is too long: at most 60 letters for make, model and serial number, and 80 for the certificate."
    ),
    "device.twice_in_the_list": gettext_lazy("This serial number stands in the list twice. Keep one row."),
    "device.retired": gettext_lazy("This device is retired. Take the row out, or check its serial number."),
    "device.in_another_kit": gettext_lazy("The device is in another kit. Take it out of that one first."),
    "device.in_repair": gettext_lazy("The device is in repair or on its way. Put it into a kit afterwards."),
    "device.has_open_fault": gettext_lazy("The device has an open fault; its repair says how it is."),
    "kit.unknown": gettext_lazy("There is no kit with this code. Add the kit first, or correct the code."),
    "inventory.no_number": gettext_lazy("Write a number of devices, from 0 to 999999."),
}


@requires(Right.SEE_SERVICE)
@require_safe
def inventory(request: HttpRequest) -> HttpResponse:
    return _inventory(request, forms.CountForm())


def _inventory(request: HttpRequest, form: forms.CountForm) -> HttpResponse:
    days, rows = counts.beside(rights.areas_of(request.user))
    page = {
        "on_inventory": True,
        "first": days[0] if days else None,
        "latest": days[-1] if days else None,
        "rows": rows,
        "conditions": [words.CONDITIONS[each] for each in counts.CONDITIONS],
        "form": form,
        **views.may(request),
    }
    return render(request, "kits/inventory.html", page, status=422 if form.errors else 200)


@requires(Right.MANAGE_KITS)
def import_devices(request: HttpRequest) -> HttpResponse:
    """Look a list over, then take it in: the same file is chosen again, so that nothing lies about."""
    asked.check_keeps_all(request)
    form = forms.FileForm(request.POST or None, request.FILES or None)
    page: dict[str, Any] = {"form": form}
    if form.is_valid():
        is_sure = request.POST.get("sure") == "1"
        try:
            page["review"] = _looked_over(request, form.cleaned_data["file"], is_sure)
        except FileProblem as problem:
            form.add_error("file", f"{problem.sentence(_language())} {problem.next_step(_language())}")
        except RuleBroken as broken:
            form.add_error("file", broken.told(_(broken.sentence)))
        else:
            page["refused"] = told(page["review"].refused)
            if is_sure:
                return _taken(request, page["review"])
    return render(request, "kits/import_devices.html", page)


def _language() -> str:
    return get_language() or "id"


def _looked_over(request: HttpRequest, file: UploadedFile, is_sure: bool) -> device_list.Review:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.name or "list").name
        path.write_bytes(file.read())
        if is_sure:
            return device_list.take(path, by=who.asks(request), at=asked.now())
        return device_list.review(path, at=asked.now())


def _taken(request: HttpRequest, found: device_list.Review) -> HttpResponse:
    said = _("Taken in: %(added)s devices added, %(changed)s changed, %(refused)s rows left out.") % {
        "added": len(found.outcome.added),
        "changed": len(found.outcome.changed),
        "refused": len(found.refused),
    }
    messages.success(request, said)
    return redirect("kits:inventory")


def told(refused: list[Refused]) -> list[tuple[Refused, str | Promise]]:
    return [(each, WRONG.get(each.code, each.code)) for each in refused]


@requires(Right.MANAGE_KITS)
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """A file of counts, as an office keeps its inventory."""
    asked.check_keeps_all(request)
    form = forms.CountForm(request.POST, request.FILES)
    found = _counted(request, form) if form.is_valid() else None
    if found is None:
        return _inventory(request, form)
    said = _("%(rows)s counts were kept, %(refused)s rows left out.")
    messages.success(request, said % {"rows": found.rows, "refused": len(found.refused)})
    for each, why in told(found.refused)[:5]:
        messages.warning(request, _("Row %(row)s: %(why)s") % {"row": each.row, "why": why})
    return redirect("kits:inventory")


def _counted(request: HttpRequest, form: forms.CountForm) -> counts.Counted | None:
    """What became of the file; None: it says on the form why nothing was kept."""
    file, at = form.cleaned_data["file"], asked.now()
    as_of = form.cleaned_data["as_of"] or timezone.localdate(at)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.name).name
        path.write_bytes(file.read())
        try:
            return counts.take(path, as_of=as_of, by=who.asks(request), at=at)
        except FileProblem as problem:
            form.add_error("file", f"{problem.sentence(_language())} {problem.next_step(_language())}")
        except RuleBroken as broken:
            is_about_day = broken.code == "inventory.future"
            form.add_error("as_of" if is_about_day else "file", broken.told(_(broken.sentence)))
    return None
