"""Who wants no more messages: noted by the office, or said on a page that is open to everybody."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from rekam.domain.reminders import addresses
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit.actions import UNKNOWN
from rekam.office.reminders import asked, forms, opt_outs, queries
from rekam.office.reminders.models import Message, OptOut, Way


@requires(Right.SEND_REMINDERS, within_area=True)
def index(request: HttpRequest) -> HttpResponse:
    """The list, masked, and a form for somebody who told the office."""
    asked.check_sender(request, rights.areas_of(request.user) or asked.regions.office().regency.code)
    form = forms.OptOutForm(request.POST or None)
    if form.is_valid():
        address = form.cleaned_data["address"]
        found = addresses.email(address) if "@" in address else addresses.phone(address)
        if found is None:
            form.add_error("address", _("This is neither a telephone number nor an e-mail address."))
        else:
            about = {"by": who.asks(request), "at": asked.now(), "note": form.cleaned_data["note"]}
            opt_outs.leave(addresses_=[found], way=Way.STAFF, **about)
            messages.success(request, _("Nothing is sent there any more."))
            return redirect("reminders:opt_outs")
    shown = Paginator(queries.opt_outs(), 25).get_page(request.GET.get("page"))
    status = 422 if form.is_bound and form.errors else 200
    page = {"form": form, "page_obj": shown}
    return render(request, "reminders/opt_outs.html", page, status=status)


@requires(Right.SEND_REMINDERS, within_area=True)
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Only with the word of the person, which is written down."""
    asked.check_sender(request, rights.areas_of(request.user) or asked.regions.office().regency.code)
    found = get_object_or_404(OptOut, pk=pk, lifted_at=None)
    form = forms.LiftForm(request.POST or None)
    if form.is_valid():
        note = form.cleaned_data["note"]
        opt_outs.lift(opt_out=found, note=note, by=who.asks(request), at=asked.now())
        messages.success(request, _("Messages may go there again, for people who agree to them."))
        return redirect("reminders:opt_outs")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "reminders/lift.html", {"form": form, "opt_out": found}, status=status)


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the key is the proof
@rights.public
def opt_out(request: HttpRequest, key: str) -> HttpResponse:
    """The page behind the link in a message. It asks before it acts, because programs open links too; and it
    says nothing about anybody.
    """
    found = get_object_or_404(Message.objects.select_related("contact"), key=key)
    is_done = request.method == "POST"
    if is_done:
        wanted = opt_outs.everywhere(found)
        opt_outs.leave(addresses_=wanted, way=Way.LINK, by=UNKNOWN, at=asked.now())
    return render(request, "reminders/opt_out.html", {"is_done": is_done})
