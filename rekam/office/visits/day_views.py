"""The day's page on a phone, and what it sends and asks in the background."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.trouble import RuleBroken
from rekam.domain.visits.life import State
from rekam.domain.visits.outcomes import Outcome
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.visits import asked, closing, forms, heard, laptops, moves, phone, queries, receiving, words
from rekam.office.visits.models import Listed, Visit

READ_AGAIN_SECONDS = 3600  # a list that was read within the hour is read once


@requires(Right.RUN_VISIT)
@require_safe
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is expected, and what became of each. The page holds no names: they come by themselves."""
    visit = asked.visit(request, pk, Right.RUN_VISIT)
    if State(visit.state) is State.PLANNED:
        return redirect("visits:visit", pk=visit.pk)
    page = {
        "visit": visit,
        "kits": [kit.code for kit in visit.kits.all()],
        "words": _words(),
        "outcomes": words.OUTCOMES.items(),
        "reasons": words.REASONS.items(),
        "reader": who.asks(request).pk,
    }
    return render(request, "visits/day.html", page)


def _words() -> dict[str, Any]:
    """What the page's script says, in the reader's language."""
    return {
        "outcomes": {code: str(word) for code, word in words.OUTCOMES.items()},
        "reasons": {code: str(word) for code, word in words.REASONS.items()},
        "sent": _("Everything is sent"),
        "waiting_one": _("1 entry waits for the link"),
        "waiting": _("%s entries wait for the link"),
        "sending": _("Sending …"),
        "signed_out": _("You are signed out. What you entered is kept here: sign in again, and it is sent."),
        "others": _("Entries of somebody else who used this phone wait until that person signs in here: %s."),
        "refused": _("Not taken by the office: %s"),
        "no_list": _(
            "The list is not on this phone yet. It comes with the link; walk-ins and counts work already."
        ),
        "offline": _("No link: the office is asked again by itself."),
        "unmarked": _("Not marked yet"),
        "walk_in": _("walk-in"),
        "two_outcomes": _("Two crews noted different outcomes. Choose the one that holds:"),
        "why": _("Why?"),
        "no_reason": _("no reason given"),
        "refused_label": _("Came and refused, or said so"),
        "more": _("Show more (%s)"),
        "nobody": _("Nobody found. Whoever is not on the list is a walk-in."),
        "marked": _("%s of %s people have an outcome"),
        "adds_up": _("The five outcomes add up to the target of %s. The visit can be closed."),
        "missing": _("Without an outcome yet: %s of %s. Mark them, or set all of them absent in one step."),
        "extra": _("The outcomes add up to %s more than the target of %s. Correct a count or the target."),
        "disputed": _("People with two different outcomes: %s. Decide which one holds."),
        "first_send": _("The visit is closed with a link, when everything is sent. %s entries still wait."),
        "arrived": _("Arrived at %s"),
        "closed": _("This visit is %s. What you enter now opens it again."),
        "waits": _("waits for the link"),
        "change": _("Change"),
    }


@requires(Right.SEE_RESIDENTS)
@require_safe
def state(request: HttpRequest, pk: int) -> JsonResponse:
    """The list with what is known of each, and the key with which entries are sent. Reading it is audited."""
    visit = asked.visit(request, pk, Right.RUN_VISIT)
    reader = {"csrf": get_token(request), "reader": who.asks(request).pk}
    since = request.GET.get("mark", "")
    if since == queries.mark(visit):
        return JsonResponse({**reader, "unchanged": True})
    note_reading(request, visit)
    return JsonResponse({**reader, **phone.state(visit, language=asked.language(), since=since)})


def note_reading(request: HttpRequest, visit: Visit) -> None:
    """One line in the trail for each person, visit and hour."""
    seen = request.session.get("visit_lists", {})
    now = timezone.now()
    if now.timestamp() - seen.get(str(visit.pk), 0) < READ_AGAIN_SECONDS:
        return
    request.session["visit_lists"] = {**seen, str(visit.pk): now.timestamp()}
    details = {"people": visit.people.filter(is_off=False).count()}
    audit.record(
        "visit.list_seen", moves.subject(visit), by=who.asks(request), at=asked.now(), details=details
    )


@requires(Right.RUN_VISIT, within_area=True)
@require_POST
def entries(request: HttpRequest, pk: int) -> JsonResponse:
    """What a phone kept while there was no link, or notes now. Each entry is answered for by its key."""
    visit = asked.visit(request, pk, Right.RUN_VISIT)
    try:
        sent: Any = json.loads(request.body)
    except ValueError:
        return JsonResponse({"problem": _("This message cannot be read.")}, status=400)
    notes = sent.get("entries") if isinstance(sent, dict) else None
    if not isinstance(notes, list):
        return JsonResponse({"problem": _("This message cannot be read.")}, status=400)
    found = receiving.receive(
        visit=visit,
        notes=notes,
        by=who.asks(request),
        at=asked.now(),
        sent_at=heard.sent_at(sent.get("sent_at")),
    )
    return JsonResponse(
        {
            "taken": [*found.taken, *found.known],
            "refused": {key: trouble.told(_(str(trouble.sentence))) for key, trouble in found.refused},
        }
    )


# -- the end of the day ------------------------------------------------------------------------------------


@requires(Right.RUN_VISIT, within_area=True)
@require_POST
def rest_absent(request: HttpRequest, pk: int) -> HttpResponse:
    visit = asked.visit(request, pk, Right.RUN_VISIT)
    number = closing.set_rest_absent(visit=visit, by=who.asks(request), at=asked.now())
    said = ngettext(
        "%(n)s person without an outcome was set absent.",
        "%(n)s people without an outcome were set absent.",
        number,
    )
    messages.success(request, said % {"n": number})
    return redirect("visits:close", pk=visit.pk)


@requires(Right.RUN_VISIT, within_area=True)
@require_POST
def undo_rest(request: HttpRequest, pk: int) -> HttpResponse:
    visit = asked.visit(request, pk, Right.RUN_VISIT)
    closing.undo_rest(visit=visit, by=who.asks(request), at=asked.now())
    messages.success(request, _("They are unmarked again."))
    return redirect("visits:close", pk=visit.pk)


@requires(Right.RUN_VISIT, within_area=True)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The five outcomes against the target, what is missing, and closing."""
    visit = asked.visit(request, pk, Right.RUN_VISIT)
    trouble = ""
    if request.method == "POST":
        try:
            closing.close(visit=visit, by=who.asks(request), at=asked.now(), why=_why(request))
        except RuleBroken as broken:
            trouble = broken.told(_(str(broken.sentence)))
        else:
            messages.success(request, _("The visit is closed. Its result sheet is ready."))
            return redirect("visits:visit", pk=visit.pk)
    standing = queries.standing(visit)
    page = {
        "visit": visit,
        "standing": standing,
        "rows": [(words.OUTCOMES[code], standing.tally.count(code)) for code in Outcome],
        "rest": standing.tally.missing if standing.tally.missing > 0 else 0,
        "presumed": visit.entries.filter(is_presumed=True).exists(),
        "disputes": disputes(visit) if rights.can(request.user, Right.SEE_RESIDENTS) else [],
        "trouble": trouble,
        "is_under_way": visit.state == State.UNDER_WAY,
        "unheard": laptops.unheard(visit) if visit.state == State.UNDER_WAY else [],
        "form": forms.CloseForm(request.POST or None) if _may_go_on(request) else None,
    }
    return render(request, "visits/close.html", page, status=409 if trouble else 200)


def _may_go_on(request: HttpRequest) -> bool:
    """Who says which numbers are lost says also that a laptop is."""
    return rights.can(request.user, Right.DECIDE_CASES)


def _why(request: HttpRequest) -> str:
    """Why a visit closes without laptops that told nothing; of nobody else and nothing too long."""
    form = forms.CloseForm(request.POST)
    return str(form.cleaned_data["why"]) if _may_go_on(request) and form.is_valid() else ""


def disputes(visit: Visit) -> list[dict[str, Any]]:
    """Whoever has two outcomes, with both side by side."""
    held = queries.people(visit).filter(is_disputed=True)
    versions = phone.versions(visit)
    return [
        {
            "person": each,
            "name": phone.name_of(each),
            "about": phone.about(each),
            "versions": versions[each.pk],
        }
        for each in held
    ]


@requires(Right.RUN_VISIT, within_area=True)
@require_POST
def decide(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Which of two outcomes holds; both were on the screen."""
    visit = asked.visit(request, pk, Right.RUN_VISIT)
    about = get_object_or_404(Listed, pk=person, visit=visit)
    outcome = request.POST.get("outcome", "")
    if outcome not in words.OUTCOMES:
        return redirect("visits:close", pk=visit.pk)
    closing.decide(
        visit=visit,
        person=about,
        outcome=outcome,
        seen=request.POST.getlist("seen"),
        by=who.asks(request),
        at=asked.now(),
    )
    messages.success(request, _("Decided. What each crew noted is kept."))
    return redirect("visits:close", pk=visit.pk)


@requires(Right.RUN_VISIT)
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that opens the day's page without a link. It is served here because this is its reach."""
    found = finders.find("visits/worker.js")
    assert isinstance(found, str)
    with open(found, encoding="utf-8") as file:
        return HttpResponse(
            file.read(), content_type="text/javascript", headers={"Cache-Control": "no-cache"}
        )
