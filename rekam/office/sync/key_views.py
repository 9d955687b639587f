"""Old keys of a laptop that the office does not know any more, as two people let them in again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.stations.models import Readmission
from rekam.office.sync.forms import OldKeyForm
from rekam.office.sync.models import Packet
from rekam.office.sync.unsealing import readmitting


@requires(Right.MANAGE_STATIONS)
@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy the key that signed a packet from the laptop."""
    packet, form = get_object_or_404(_packets(request), pk=pk), OldKeyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Fill in the name of the laptop and its key."))
        return redirect("sync:packet", pk)
    try:
        readmitting.propose(packet=packet, by=who.asks(request), at=timezone.now(), **form.cleaned_data)
    except RuleBroken as broken:
        messages.error(request, broken.told(_(broken.sentence)))
    else:
        messages.success(request, _("This key signed the packet. Now another person compares the words."))
    return redirect("sync:packet", pk)


@requires(Right.MANAGE_STATIONS)
@require_POST
def decide(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Another person has compared the words at the laptop; or they differ."""
    packet = get_object_or_404(_packets(request), pk=pk)
    found = get_object_or_404(
        Readmission, pk=number, station_key=packet.station_key, number=packet.epoch_number
    )
    try:
        if "confirm" in request.POST:
            freed = readmitting.confirm(readmission=found, by=who.asks(request), at=timezone.now())
            told = ngettext(
                "The keys are known again. %(number)s packet left quarantine; enrol the laptop again.",
                "The keys are known again. %(number)s packets left quarantine; enrol the laptop again.",
                freed,
            )
            messages.success(request, told % {"number": freed})
        else:
            readmitting.refuse(readmission=found, by=who.asks(request), at=timezone.now())
            messages.info(request, _("The keys stay unknown, and the packets in quarantine."))
    except RuleBroken as broken:
        messages.error(request, broken.told(_(broken.sentence)))
    return redirect("sync:packet", pk)


def _packets(request: HttpRequest) -> type[Packet]:
    """Nobody knows whose they are: only who works for the whole office decides."""
    if not rights.reaches_whole_office(request.user):
        raise Http404
    return Packet
