"""Proposals for spare kits and devices: what to send where, why, and what the office says to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.kits.spares import A_KIT, WHOLE, Saving
from rekam.domain.trouble import RuleBroken
from rekam.office import numbers
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.kits import words as kit_words
from rekam.office.kits.models import Stationing
from rekam.office.service import forms, kept, queries, sending, spares
from rekam.office.service.costs import PlaceWork
from rekam.office.service.models import SpareDecision
from rekam.office.service.spares import Option, Proposed, Wish

RECENT = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal with everything that speaks for it, in figures. ``names_it``: whether the reader may know
    which kit or device it is; those of other districts are not theirs to see before they are sent.
    """

    option: Option
    names_it: bool
    saves: float
    work: PlaceWork
    working: float
    lost_per_hour: float
    mended: datetime | None
    together: tuple[str, ...]
    other_place: str
    other_saves: float
    wish: str

    @property
    def is_kit(self) -> bool:
        return self.option.item.kit is not None

    @property
    def kind(self) -> str:
        device = self.option.item.device
        return str(kit_words.KINDS[device.kind]) if device else ""


@dataclass(frozen=True, slots=True)
class Broken:
    """A place that waits, whether something is proposed for it or not."""

    work: PlaceWork
    working: float
    lost_per_hour: float
    lacks: tuple[str, ...]
    mended: datetime | None
    is_helped: bool
    is_under_way: bool


@requires(Right.SEE_SERVICE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Which spare should go where? Staff of a district see what concerns their own places."""
    found, own = _proposed(), rights.areas_of(request.user)
    lines = [_line(found, saving, own) for saving in found.plan.savings]
    page = {
        "on_spares": True,
        "is_whole": rights.reaches_whole_office(request.user),
        "found": found,
        "lines": [line for line in lines if queries.lies_in(line.option.place, own)],
        "broken": [line for line in _broken(found) if queries.lies_in(line.work.place, own)],
        "decisions": _decisions(own),
        "may_decide": _may_decide(request),
        "form": forms.Refusal(auto_id="refusal_%s"),
    }
    return render(request, "service/spares.html", page)


@requires(Right.MOVE_KITS)
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Send it: a receipt is made, and whoever gets it signs there."""
    rights.check(request.user, Right.MOVE_KITS, area=rights.regency())
    option, saving = _chosen(request)
    about: dict[str, Any] = {
        "to": option.place,
        "reason": str(gettext_noop("Proposal of spares")),
        "facts": _facts(option, saving),
        "by": who.asks(request),
        "at": queries.now(),
    }
    if option.item.kit is not None:
        sending.send_spare_kit(kit=option.item.kit.kit, **about)
    elif option.item.device is not None and option.to_kit is not None:
        out_of = option.item.out_of.kit if option.item.out_of else None
        sending.send_spare_device(device=option.item.device, to_kit=option.to_kit.kit, out_of=out_of, **about)
    return redirect("service:spares")


@requires(Right.MOVE_KITS)
@require_POST
def refuse(request: HttpRequest) -> HttpResponse:
    """Not this one, and why."""
    rights.check(request.user, Right.MOVE_KITS, area=rights.regency())
    option, saving = _chosen(request)
    form = forms.Refusal(request.POST)
    sending.refuse_spare(
        kit=option.item.kit.kit if option.item.kit else None,
        device=option.item.device,
        to=option.place,
        to_kit=option.to_kit.kit if option.to_kit else None,
        reason=form.cleaned_data["reason"] if form.is_valid() else "",
        facts=_facts(option, saving),
        by=who.asks(request),
        at=queries.now(),
    )
    return redirect("service:spares")


@requires(Right.MOVE_KITS)
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """It may be proposed again."""
    rights.check(request.user, Right.MOVE_KITS, area=rights.regency())
    decision = get_object_or_404(SpareDecision, pk=numbers.of_row(request.POST.get("decision", "")))
    sending.take_back_refusal(decision=decision, by=who.asks(request), at=queries.now())
    return redirect("service:spares")


def _may_decide(request: HttpRequest) -> bool:
    return rights.can(request.user, Right.MOVE_KITS) and rights.reaches_whole_office(request.user)


def _decisions(own: str) -> list[tuple[SpareDecision, bool]]:
    """The last ones, about places of an area, and whether the reader may know which kit or device it is: what
    was sent stands on their receipt, what was refused stayed where it was.
    """
    held = SpareDecision.objects.select_related("kit", "device", "place", "to_kit", "by", "handover")
    if own:
        held = held.filter(Q(place__area__code=own) | Q(place__area__code__startswith=f"{own}."))
    others = _kits_of_others(own)
    return [(each, each.is_accepted or not _kits_in(each) & others) for each in held[:RECENT]]


def _kits_in(decision: SpareDecision) -> set[int]:
    return {pk for pk in (decision.kit_id, decision.device and decision.device.kit_id) if pk}


def _kits_of_others(own: str) -> set[int]:
    """Kits that stand in other districts than the reader's."""
    if not own:
        return set()
    stands = Stationing.objects.filter(until=None, place__isnull=False)
    return set(stands.exclude(place__area__code__startswith=own).values_list("kit_id", flat=True))


def _proposed() -> Proposed:
    """Worked out once, and again when anything has changed or an hour has passed."""
    at = queries.now().replace(minute=0, second=0, microsecond=0)
    return kept.kept(f"spares:{at.isoformat()}", lambda: spares.proposals(at))


def _chosen(request: HttpRequest) -> tuple[Option, Saving]:
    """The proposal that a button was pressed for; refused when the situation has changed meanwhile."""
    found = _proposed().chosen(_wish(request.POST.get("wish", "")))
    if found is None:
        raise RuleBroken(
            "spare.not_proposed",
            gettext_noop(
                "This is not proposed any more: something has changed. Look at the proposals again."
            ),
        )
    return found


def _wish(text: str) -> Wish:
    kind, item, place, to_kit = (text.split("-") + [""] * 4)[:4]
    return (kind, numbers.of_row(item)), numbers.of_row(place), numbers.of_row(to_kit) or None


def _facts(option: Option, saving: Saving) -> dict[str, Any]:
    return {
        "saves": round(saving.saves, 1),
        "km": round(option.way.km),
        "minutes": option.way.minutes,
        "arrives": option.arrives.isoformat() if option.arrives else "",
    }


# -- lines ---------------------------------------------------------------------------------------------


def _line(found: Proposed, saving: Saving, own: str) -> Line:
    """The next best use is told where the reader may see that place."""
    option = found.options[saving.move.number]
    site = found.scene.sites[option.place.pk]
    other = found.instead[saving.move.number]
    if other and not queries.lies_in(found.scene.place_of[other.move.place], own):
        other = None
    (kind, item), place, to_kit = option.wish
    return Line(
        option=option,
        names_it=option.item.place is None or queries.lies_in(found.scene.place_of[option.item.place], own),
        saves=saving.saves,
        work=found.scene.work[option.place.pk],
        working=site.working / WHOLE,
        lost_per_hour=site.demand.lost(_now(found, option.place.pk)),
        mended=_mended(found, option),
        together=_together(found, option),
        other_place=found.scene.place_of[other.move.place].name if other else "",
        other_saves=other.saves if other else 0.0,
        wish=f"{kind}-{item}-{place}-{to_kit or ''}",
    )


def _now(found: Proposed, place: int) -> float:
    """Kits that work at a place now: whole ones, and halves."""
    site = found.scene.sites[place]
    halves = sum(WHOLE - max((gap.lacks for gap in kit.gaps), default=0) for kit in site.broken)
    return (site.working + halves) / WHOLE


def _mended(found: Proposed, option: Option) -> datetime | None:
    """When what is missing there is expected back without the move; None: not in the time looked at."""
    site, line = found.scene.sites[option.place.pk], found.scene.lines[option.place.pk]
    after = option.gap.mended_after if option.gap else site.horizon
    return line.moment(after)


def _together(found: Proposed, option: Option) -> tuple[str, ...]:
    """What else has to go into the same kit, so that it records."""
    if option.to_kit is None:
        return ()
    others = (found.options[saving.move.number] for saving in found.plan.savings)
    return tuple(
        str(kit_words.KINDS[other.item.device.kind])
        for other in others
        if other is not option
        and other.to_kit
        and other.item.device
        and other.to_kit.kit == option.to_kit.kit
    )


def _broken(found: Proposed) -> list[Broken]:
    helped = {found.options[saving.move.number].place.pk for saving in found.plan.savings}
    lines = []
    for place, site in found.scene.sites.items():
        working = _now(found, place)
        there = [each for each in found.scene.coming if each.place == place]
        lent = {c.kit.kit.pk for c in there if c.kit and c.kit.kit.home_id != place}
        missed = dict.fromkeys(gap.kind for kit in site.broken if kit.kit not in lent for gap in kit.gaps)
        mended = found.scene.lines[place].moment(site.horizon)
        work = found.scene.work[place]
        lost = site.demand.lost(working)
        lacks = tuple(_missed(kind) for kind in missed)
        coming = any(c.kit or (c.device and c.device.kind in missed) for c in there)
        lines.append(Broken(work, working, lost, lacks, mended, place in helped, coming))
    return sorted(lines, key=lambda line: -line.lost_per_hour)


def _missed(kind: str) -> str:
    return _("a whole kit, which is elsewhere") if kind == A_KIT else str(kit_words.KINDS[kind])
