"""The second step: what the register says, against the family card."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from rekam.domain import nik as niks
from rekam.domain.recording import person as rules
from rekam.domain.recording import portrait
from rekam.domain.recording.person import Correction, Matched
from rekam.domain.recording.steps import Step
from rekam.domain.trouble import RuleBroken
from rekam.domain.wording import read_date
from rekam.station.counter import actions, drafts, refusals, words
from rekam.station.counter.models import Draft
from rekam.station.counter.refusals import Refusal
from rekam.station.operators import doors
from rekam.station.packs import queries as packs

_OTHER_CLOTH = gettext_noop(
    "Whoever was born in %(year)s is photographed before the %(colour)s cloth: "
    "hang it, then take the photograph again."
)


def page(draft: Draft, request: HttpRequest) -> dict[str, Any]:
    work = draft.work
    assert work.person
    made = {each.field: each for each in work.corrections}
    rows = [_row(draft, name, made.get(name)) for name in rules.FIELDS]
    return {"rows": rows, "person": work.person, "doubts": _doubts(draft), "too_young": _too_young(draft)}


def _too_young(draft: Draft) -> Refusal | None:
    """Told before anybody presses Enter; a birth or a marriage that is put right changes it."""
    work = draft.work
    try:
        rules.check_age(work.born, packs.today(timezone.now()), marital=work.value("marital"))
    except RuleBroken as broken:
        return refusals.said(broken)
    return None


def _doubts(draft: Draft) -> list[str]:
    """What the NIK says otherwise than the papers. Of somebody on the pack the register is right."""
    work = draft.work
    assert work.person
    if work.person.matched == Matched.PACK:
        return []
    found = rules.doubts(work.person.nik, born=work.born, sex=work.value("sex"))
    births = niks.Nik(work.person.nik).births(packs.today(timezone.now())) if found else ()
    told = {"born": ", ".join(f"{each:%d-%m-%Y}" for each in births)}
    return [str(words.DOUBTS[each]) % told for each in found]


def _row(draft: Draft, name: str, made: Correction | None, given: Any = None) -> dict[str, Any]:
    work = draft.work
    assert work.person
    was = work.person.said(name)
    now = given.get(name, was) if given else made.now if made else was
    return {
        "name": name,
        "label": words.FIELDS[name],
        "was": was,
        "now": now,
        "document": given.get(f"{name}-document", "") if given else made.document.value if made else "",
        "number": given.get(f"{name}-number", "") if given else made.number if made else "",
        "documents": [(each.value, words.DOCUMENTS[each]) for each in rules.DOCUMENTS[name]],
        "choices": _choices(name, was),
    }


def _choices(name: str, was: str) -> list[tuple[str, Any]]:
    """What may be chosen; what the register says stays among it, whatever it is."""
    known = words.CHOICES.get(name, {})
    first = [(was, was)] if known and was not in known else []
    return [*first, *known.items()]


@doors.signed_in
@require_POST
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is as the card says, or each change stands with its document."""
    draft = drafts.held(pk)
    if not drafts.may_show(draft, Step.BIODATA):  # nobody is chosen yet
        return drafts.back(draft)
    had_photo = _has_photo(draft)
    now, by = timezone.now(), str(request.operator.pk)  # type: ignore[attr-defined]
    try:
        made = [made for name in rules.FIELDS if (made := _read(draft, name, request.POST))]
        actions.check_biodata(draft=draft, corrections=made, by=by, on=packs.today(now), at=now)
    except RuleBroken as broken:
        rows = [_row(draft, name, None, request.POST) for name in rules.FIELDS]
        more = {
            "rows": rows,
            "person": draft.work.person,
            "doubts": _doubts(draft),
            "refusal": refusals.said(broken),
        }
        return drafts.show(request, draft, Step.BIODATA, status=409, **more)
    if had_photo and not _has_photo(draft):
        cloth = words.COLOURS[portrait.background(draft.work.born).value]
        messages.warning(request, _(_OTHER_CLOTH) % {"year": draft.work.born.year, "colour": cloth})
    return drafts.back(draft)


def _has_photo(draft: Draft) -> bool:
    return draft.shots.filter(step=Step.FACE.value).exists()


def _read(draft: Draft, name: str, given: Any) -> Correction | None:
    person = draft.work.person
    assert person
    now = given.get(name, person.said(name))
    if name == "born" and now:
        now = _day(now)
    document, number = given.get(f"{name}-document", ""), given.get(f"{name}-number", "")
    return rules.correct(name, person.said(name), now, document, number)


def _day(text: str) -> str:
    """As it is written everywhere, however it was typed."""
    born = read_date(text)
    if born is None:
        raise RuleBroken("person.no_birth", rules.NO_BIRTH)
    return f"{born:%d-%m-%Y}"
