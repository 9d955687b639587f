"""The numbers of one laptop that are missing, and those that somebody gave up as lost for good."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.stations import queries as stations
from rekam.office.stations.models import Epoch, Lost
from rekam.office.sync.awaited import losing
from rekam.office.sync.forms import LostForm
from rekam.office.sync.views import decides, may


@requires(Right.SEE_INTAKE)
def numbers(request: HttpRequest, pk: int) -> HttpResponse:
    """What is missing of one set of keys. Who decides about recordings says what is lost."""
    own = stations.within(rights.areas_within_office(request.user))
    epoch = get_object_or_404(Epoch.objects.select_related("station"), pk=pk, station__in=own)
    if request.method == "POST":
        rights.check(request.user, Right.DECIDE_CASES)
    missing, allowed = losing.missing(epoch), may(request)
    first = {"first": missing[0].first, "last": missing[0].last} if missing else {}
    form = LostForm(request.POST or None, initial=first)
    if allowed["may_decide"] and form.is_valid():
        try:
            losing.declare(epoch=epoch, by=who.asks(request), at=timezone.now(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, broken.told(_(broken.sentence)))
        else:
            messages.success(
                request, _("Nobody waits for these numbers any more. Should one come, it counts.")
            )
            return redirect("sync:numbers", pk)
    page = {
        "on_index": True,
        "epoch": epoch,
        "missing": missing,
        "lost": [(each, losing.came(each)) for each in epoch.lost.select_related("by")],
        "form": form,
        **allowed,
    }
    return render(request, "sync/numbers.html", page, status=409 if form.errors else 200)


@requires(Right.DECIDE_CASES)
@require_POST
def await_again(request: HttpRequest, pk: int) -> HttpResponse:
    """What was given up too early is waited for again."""
    if not decides(request):
        raise Http404
    lost = get_object_or_404(Lost, pk=pk)
    losing.withdraw(lost=lost, by=who.asks(request), at=timezone.now())
    messages.success(request, _("These numbers are awaited again, as far as they are missing."))
    return redirect("sync:numbers", lost.epoch_id)
