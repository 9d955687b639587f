"""One resident's page, and a registrar's corrections."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rekam.domain import wording
from rekam.domain.coverage.rules import age_on
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Level
from rekam.office.residents import corrections, facts, lists, person, queries, words
from rekam.office.residents.forms import EARLIEST, LATEST, MISTAKE, Correction
from rekam.office.residents.models import Resident

# The facts in the order in which one asks for them.
SHOWN = (
    *("name", "kk", "relation", "sex", "born", "birth_place", "marital", "married_on", "citizenship"),
    *("area_id", "address", "rt", "rw", "arrived_on", "standing", "ended_on"),
    *("occupation", "employer", "education", "religion", "blood"),
    *("ektp_status", "ektp_on", "ektp_updated_on", "ektp_place"),
)


@requires(Right.SEE_RESIDENTS)
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts, where they come from, and what they amount to on a day."""
    resident = person.find(request.user, pk)
    audit.record("resident.seen", str(resident), by=_reader(request), at=timezone.now())
    return render(request, "residents/detail.html", _page(request, resident))


def _page(request: HttpRequest, resident: Resident, *, nik: str = "") -> dict[str, Any]:
    on = wording.read_date(request.GET.get("on", "")) or lists.today()
    on = min(max(on, EARLIEST), LATEST)
    years = regions.office().deactivated_after_years
    story = person.story(resident, on=on, years=years, reader=request.user)
    row = queries.held([resident.pk]).row(0, named=True)
    names = {resident.area_id: person.area_name(resident.area)}
    held = [(words.FIELDS[n], words.value(n, row[n], names)) for n in SHOWN if row[n]]
    age = _("%(age)s years old") % {"age": max(age_on(resident.born, on), 0)}
    return {
        "resident": resident,
        "nik": nik or wording.masked(resident.nik),
        "is_whole": bool(nik),
        "can_reveal": rights.can(request.user, Right.SEE_FULL_NIK) and not nik,
        "can_correct": rights.can(request.user, Right.CORRECT_RESIDENT),
        "can_see_imports": rights.can(request.user, Right.SEE_IMPORTS),
        "on": on,
        "facts": held,
        "age": age,
        "story": story,
        "lines": [(line, words.MEASURES[line.measure], person.reason_words(line)) for line in story.lines],
    }


def _reader(request: HttpRequest) -> Any:
    return request.user


@requires(Right.SEE_FULL_NIK, within_area=True)
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """The page once more with the whole NIK. That it was looked at is written down."""
    resident = person.find(request.user, pk)
    details = {"whole_nik": True}
    audit.record("resident.seen", str(resident), by=_reader(request), at=timezone.now(), details=details)
    answer = render(request, "residents/detail.html", _page(request, resident, nik=resident.nik))
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Right.CORRECT_RESIDENT, within_area=True)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """First what the correction would do to the counts, then doing it."""
    resident = person.find(request.user, pk)
    held = queries.held([resident.pk]).row(0, named=True)
    form = Correction(
        request.POST or None,
        initial=_initial(request, resident, held),
        villages=_villages(),
        held=held,
        on=corrections.day_of_knowledge(resident),
    )
    page: dict[str, Any] = {"form": form, "resident": resident}
    if request.method == "POST" and form.is_valid():
        if "confirmed" in request.POST:
            return _save(request, resident, form)
        page |= _preview(resident, held, form)
    return render(request, "residents/correct.html", page)


def _initial(request: HttpRequest, resident: Resident, held: dict[str, Any]) -> dict[str, Any]:
    """What is held now; or what an earlier source said, when somebody corrects back to it."""
    said = corrections.facts_of_saying(resident, request.GET.get("from", ""))
    back = {**said, "move": MISTAKE} if said else {}
    facts = {**held, **back}
    return {**facts, "area": str(facts["area_id"]), "seen": corrections.version(resident)}


def _villages() -> list[tuple[str, Any]]:
    """Villages to choose from, under their districts."""
    found: list[tuple[str, Any]] = []
    for area in regions.inside(regions.office().regency.code):
        if area.level == Level.DISTRICT:
            found.append((area.name, []))
        elif area.level == Level.VILLAGE and found:
            found[-1][1].append((str(area.pk), area.name))
    return found


def _preview(resident: Resident, held: dict[str, Any], form: Correction) -> dict[str, Any]:
    values, on = form.values, corrections.day_of_knowledge(resident)
    effects = corrections.effects(resident, values, on=on, was_so=form.was_so) if values else []
    names = {a.pk: a.name for a in regions.villages(regions.office().regency.code)}
    changes = [
        (words.FIELDS[n], words.value(n, held[n], names), words.value(n, values[n], names))
        for n in facts.FACTS
        if n in values
    ]
    told = [(words.MEASURES[e.measure], names.get(e.area_id, ""), e.amount, e.since) for e in effects]
    return {"changes": changes, "effects": told, "is_preview": True}


def _save(request: HttpRequest, resident: Resident, form: Correction) -> HttpResponse:
    try:
        corrections.correct(
            resident=resident,
            values=form.values,
            was_so=form.was_so,
            document=form.cleaned_data["document"],
            note=form.cleaned_data["note"],
            seen=form.cleaned_data["seen"],
            on=corrections.day_of_knowledge(resident),
            by=_reader(request),
            at=timezone.now(),
        )
    except RuleBroken as trouble:
        form.add_error(None, _(trouble.sentence))
        return render(request, "residents/correct.html", {"form": form, "resident": resident}, status=409)
    messages.success(request, _("The correction is saved and the counts follow it."))
    return redirect("residents:detail", pk=resident.pk)
