"""What was sent, what waits and why: the outbox, one message, one sending."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rekam.domain import wording
from rekam.domain.reminders import states
from rekam.domain.reminders.states import Event
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.reminders import asked, budgets, campaigns, handling, providers, queries, tasks
from rekam.office.reminders.models import Channel, Message, State

A_PAGE = 25
NOT_WHY = ("chosen", "going", "cost", "told")  # of what was foreseen


@requires(Right.SEE_OUTREACH)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everything in one's area, by state."""
    within, wanted, at = rights.areas_of(request.user), asked.filter_of(request), asked.now()
    found = asked.filtered(wanted, within)
    shown = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    page = {
        "wanted": wanted,
        "page_obj": shown,
        "rows": [(each, queries.waits(each, at)) for each in shown],
        "counts": queries.by_state(within),
        "left": queries.left(at, within),
        "any": Message.objects.exists(),
        "states": State.choices,
        "channels": Channel.choices,
        **_scene(request),
    }
    return render(request, "reminders/index.html", page)


def _scene(request: HttpRequest) -> dict[str, Any]:
    """What every page of messages says: who may what, and whether anything sends by itself now."""
    held, at = budgets.rules(), asked.now()
    opens = budgets.writable_from(held, at)
    return {
        "sees_people": asked.sees_people(request),
        "may_send": asked.may_send(request),
        "ready": providers.ready(),
        "quiet_until": opens if opens > at else None,
        "rules": held,
    }


@requires(Right.SEE_OUTREACH)
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: its words, its steps, and what a person can do about it. Reading a number is noted."""
    found, at = asked.message(request, pk), asked.now()
    waits, scene = queries.waits(found, at), _scene(request)
    by_hand = waits == "by_hand" and scene["may_send"]
    if by_hand:
        details = {"address": found.masked}
        audit.record("reminders.seen", handling.subject(found), by=who.asks(request), at=at, details=details)
    page = {
        "message": found,
        "steps": found.steps.select_related("by"),
        "waits": waits,
        "by_hand": by_hand,
        "decisions": [event.value for event in states.decisions(states.State(found.state))],
        **scene,
    }
    return render(request, "reminders/message.html", page)


@requires(Right.SEND_REMINDERS, within_area=True)
@require_POST
def mark_sent(request: HttpRequest, pk: int) -> HttpResponse:
    found = asked.message(request, pk)
    asked.check_sender(request, found.area.code)
    handling.mark_sent(message=found, by=who.asks(request), at=asked.now())
    messages.success(request, _("Noted as sent by hand."))
    following = queries.by_hand(rights.areas_of(request.user)).first()
    return redirect("reminders:message", following.pk) if following else redirect("reminders:index")


@requires(Right.SEND_REMINDERS, within_area=True)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """About a message of which nobody knows, or that failed."""
    found = asked.message(request, pk)
    asked.check_sender(request, found.area.code)
    answer, at = request.POST.get("answer", ""), asked.now()
    if answer in states.DECISIONS:
        handling.decide(message=found, event=Event(answer), by=who.asks(request), at=at)
        tasks.wake(due=at, at=at)
        messages.success(request, _("Noted, with your name."))
    return redirect("reminders:message", pk)


# -- sendings -----------------------------------------------------------------------------------------------


@requires(Right.SEE_OUTREACH)
@require_safe
def sendings(request: HttpRequest) -> HttpResponse:
    found = Paginator(queries.campaigns(rights.areas_of(request.user)), A_PAGE)
    page = {"page_obj": found.get_page(request.GET.get("page")), **_scene(request)}
    return render(request, "reminders/sendings.html", page)


@requires(Right.SEE_OUTREACH)
@require_safe
def sending(request: HttpRequest, pk: int) -> HttpResponse:
    """One sending: what was foreseen, what became of it, and its messages."""
    found, at = asked.campaign(request, pk), asked.now()
    within = rights.areas_of(request.user)
    own = queries.messages(within).filter(campaign=found).order_by("id")
    shown = Paginator(own, A_PAGE).get_page(request.GET.get("page"))
    counts = [(State(each), getattr(found, each)) for each in State.values if getattr(found, each)]
    page = {
        "campaign": found,
        "counts": counts,
        "arrived": sum(n for state, n in counts if state in (State.DELIVERED, State.READ)),
        "cost": sum(m.cost for m in own if m.charged_on and not m.by_hand),
        "foreseen": [(why, n) for why, n in found.foreseen.items() if why not in NOT_WHY],
        "page_obj": shown,
        "rows": [(each, queries.waits(each, at)) for each in shown],
        "can_stop": dict(counts).get(State.QUEUED) and not found.stopped_at,
        **_scene(request),
    }
    return render(request, "reminders/sending.html", page)


@requires(Right.SEND_REMINDERS, within_area=True)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    found = asked.campaign(request, pk)
    asked.check_sender(request, found.area.code)
    count = campaigns.stop(campaign=found, by=who.asks(request), at=asked.now())
    text = ngettext(
        "Stopped: %(n)s message that waited is not sent.",
        "Stopped: %(n)s messages that waited are not sent.",
        count,
    )
    messages.info(request, text % {"n": wording.number(count, asked.language())})
    return redirect("reminders:sending", pk)
