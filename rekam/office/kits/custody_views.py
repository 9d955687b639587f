"""Kits and devices on their way: sent, received, and the receipt that both ends sign."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.kits import asked, custody, forms, papers, queries, views, words
from rekam.office.kits.keeping_views import kept
from rekam.office.kits.models import Device, Handover, Kit


@requires(Right.SEE_SERVICE)
@require_safe
def handovers(request: HttpRequest) -> HttpResponse:
    """What is on its way, and what has arrived."""
    own = rights.areas_of(request.user)
    ends = ("from_place__area", "to_place__area")
    every = Handover.objects.select_related("kit", "device", "sent_by", *ends)
    if own:
        every = every.filter(
            Q(from_place__area__code__startswith=own) | Q(to_place__area__code__startswith=own)
        )
    page = {
        "on_handovers": True,
        "under_way": [(way, may_receive(request, way)) for way in every.filter(received_at=None)],
        "arrived": every.exclude(received_at=None)[:50],
        "now": asked.now(),
        **views.may(request),
    }
    return render(request, "kits/handovers.html", page)


@requires(Right.SEE_SERVICE, within_area=True)
def send(request: HttpRequest) -> HttpResponse:
    """A kit (?kit=KIT-04-1) or a device (?device=TAG) leaves. Who decides where kits go sends them, and
    operators and district staff what has a fault.
    """
    kit, device = _what(request)
    if device is not None:
        custody.check_may_leave(device, by=who.asks(request))
    here = queries.place_of(kit) if kit else queries.place_of_device(device) if device else None
    form = forms.SendForm(request.POST or None, here=here)
    made: list[Handover] = []

    def act() -> None:
        facts = {**form.cleaned_data, "by": who.asks(request), "at": asked.now()}
        if kit is not None:
            made.append(custody.send_kit(kit=kit, **facts))
        elif device is not None:
            made.append(custody.send_device(device=device, **facts))

    if form.is_valid() and kept(form, act):
        messages.success(request, _("It is on its way. Print the receipt; whoever receives it signs it."))
        return redirect("kits:receipt", pk=made[0].pk)
    return render(request, "kits/send.html", {"form": form, "kit": kit, "device": device})


def _what(request: HttpRequest) -> tuple[Kit | None, Device | None]:
    given = request.POST if request.method == "POST" else request.GET
    deciding = Right.MANAGE_KITS if rights.can(request.user, Right.MANAGE_KITS) else Right.MOVE_KITS
    if given.get("kit"):
        return asked.kit(request, given["kit"], deciding), None
    if given.get("device"):
        able = deciding if custody.decides_where(request.user) else Right.REPORT_FAULT
        return None, asked.device(request, given["device"], able)
    raise Http404


@requires(Right.SEE_SERVICE)
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt as a page to print."""
    found = asked.handover(request, pk)
    return render(request, "kits/receipt.html", _page(request, found))


def _page(request: HttpRequest, found: Handover) -> dict[str, Any]:
    return {
        "handover": found,
        "contents": [{**each, "kind": words.KINDS[each["kind"]]} for each in found.contents],
        "may_receive": found.received_at is None and may_receive(request, found),
        "sees_it": rights.within(request.user, _area_now(found)),
        "form": forms.ReceiveForm(),
    }


def _area_now(found: Handover) -> str:
    """Whose it is by now: who sent it to another district opens its page no more."""
    if found.kit is not None:
        return queries.area_of(found.kit)
    return queries.area_of_device(found.device) if found.device else ""


def may_receive(request: HttpRequest, found: Handover) -> bool:
    """Where it goes to, whoever reports faults or keeps kits there signs for it."""
    area = asked.ends(found)[1]
    able = rights.can(request.user, Right.REPORT_FAULT) or rights.can(request.user, Right.MANAGE_KITS)
    return able and rights.within(request.user, area)


@requires(Right.SEE_SERVICE)
@require_safe
def receipt_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    found = asked.handover(request, pk)
    answer = HttpResponse(papers.receipt(found), content_type="application/pdf")
    name = found.number.replace("/", "-")
    answer["Content-Disposition"] = f'inline; filename="tanda-terima-{name}.pdf"'
    return answer


@requires(Right.SEE_SERVICE, within_area=True)
@require_POST
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    found = asked.handover(request, pk)
    if not may_receive(request, found):
        rights.check(request.user, Right.REPORT_FAULT, area=asked.ends(found)[1])
    form = forms.ReceiveForm(request.POST)
    if form.is_valid():
        try:
            note = form.cleaned_data["note"]
            custody.receive(handover=found, note=note, by=who.asks(request), at=asked.now())
        except RuleBroken as broken:
            messages.error(request, broken.told(_(broken.sentence)))
        else:
            messages.success(request, _("It has arrived and is in your keeping now."))
    return redirect("kits:receipt", pk=pk)
