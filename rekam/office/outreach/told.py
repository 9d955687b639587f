"""A plan in words: how good it is, why a place was chosen or left out, what a promise costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rekam.domain import wording
from rekam.domain.outreach.answer import Method, Status, Why
from rekam.domain.outreach.model import RECORDING
from rekam.office.outreach.models import Plan
from rekam.office.outreach.risks import Risk
from rekam.office.places.models import Kind
from rekam.office.rosters.asked import language
from rekam.office.solving import Planning

STATUSES: Mapping[str, Promise] = {
    Status.BEST: gettext_lazy("No better plan exists: this was proven."),
    Status.OUT_OF_TIME: gettext_lazy("The best plan that was found in the time given."),
    Status.STOPPED: gettext_lazy("The best plan that was found until somebody stopped."),
}
METHODS: Mapping[str, Promise] = {
    Method.COLUMNS: gettext_lazy("whole routes, chosen by their prices (column generation)"),
    Method.PYVRP: gettext_lazy("search for many short stops (PyVRP)"),
    Method.GREEDY: gettext_lazy("the best next visit, again and again (greedy)"),
}
WHYS: Mapping[str, Promise] = {
    Why.NOBODY: gettext_lazy("Nobody is left to be recorded there."),
    Why.CLOSED: gettext_lazy("It is closed on every day of the plan."),
    Why.NO_KIT: gettext_lazy("No kit is fit for service on a day on which it is open."),
    Why.NO_CREW: gettext_lazy("No crew is on duty on a day on which it is open."),
    Why.NO_SKILL: gettext_lazy("No crew on duty then has the skills."),
    Why.UNREACHABLE: gettext_lazy("No crew can be there for a whole block and back within its day."),
    Why.TRAVEL: gettext_lazy("What it would record is worth less than the way there."),
    Why.LIMIT: gettext_lazy("It takes no more kits on the days that are left."),
    Why.WORTH_LESS: gettext_lazy("The same crews record more elsewhere."),
    Why.TAKEN: gettext_lazy("Every crew that could go there keeps another promise."),
    Why.CHOSEN: gettext_lazy("Chosen: everybody who is expected there is recorded."),
}
RISKS: Mapping[str, Promise] = {
    Risk.KIT: gettext_lazy("its kit is broken and not promised back by then"),
    Risk.CREW: gettext_lazy("the roster leaves no crew free"),
    Risk.ROAD: gettext_lazy("the way or the place is closed"),
}


# A search that was ended early has a bound that says nothing: ten times what was found.
MOST_TOLD = 2


def recordings(thousandths: int | None, decimals: int = 0) -> str:
    """An amount of the model as people say it."""
    return wording.number(None if thousandths is None else thousandths / RECORDING, language(), decimals)


def gap(plan: Plan) -> float | None:
    """By how much the best possible plan may exceed this one at most, in hundredths; None: not known."""
    return gap_of(plan.value, plan.bound)


def gap_of(value: int | None, bound: int | None) -> float | None:
    if value is None or bound is None or value <= 0 or bound > MOST_TOLD * value:
        return None
    return max(100 * (bound - value) / value, 0.0)


def quality(value: int | None, bound: int | None) -> str:
    """How far the plan can be from the best."""
    above = gap_of(value, bound)
    if above is None:
        return _("how far from the best is not known; more time would tell")
    if above < 0.005:
        return _("nothing better exists")
    return _("at most %(gap)s from the best") % {"gap": wording.percent(above, language(), 1)}


def so_far(seen: Planning) -> str:
    """What planning has come to."""
    if seen.value is None:
        return _("no plan found yet")
    facts = {"n": recordings(seen.value), "quality": quality(seen.value, seen.bound)}
    return _("best so far: %(n)s recordings; %(quality)s") % facts


# -- each place ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a place was chosen or left out, in words, with the numbers that decide."""

    name: str
    district: str
    reachable: int
    blocks: int
    left: int
    expected: int
    why: str
    detail: str


def reasons(plan: Plan, districts: Mapping[str, str], within: str = "") -> list[Reason]:
    """Every place: those chosen first, by what they bring; then those left out, by who is there."""
    facts = [fact for fact in plan.facts if f"{fact['district']}.".startswith(f"{within[:8]}.") or not within]
    order = sorted(facts, key=lambda fact: (not fact["blocks"], -fact["expected"], -fact["reachable"]))
    return [
        Reason(
            name=fact["name"],
            district=districts.get(fact["district"], fact["district"]),
            reachable=fact["reachable"],
            blocks=fact["blocks"],
            left=fact["left"],
            expected=fact["expected"],
            why=str(WHYS.get(fact["why"], fact["why"])),
            detail=_detail(fact),
        )
        for fact in order
    ]


def _detail(fact: Mapping[str, Any]) -> str:
    if fact.get("next") is None or fact.get("needed") is None or not fact["left"]:
        return ""
    said = {"next": recordings(fact["next"]), "needed": recordings(fact["needed"])}
    return _("The next block there would record %(next)s; it would have to be %(needed)s.") % said


# -- promises, floors, what if -----------------------------------------------------------------------------


def broken(plan: Plan) -> list[str]:
    """Promises that cannot be kept, with the nearest day on which they could."""
    return [_broken(each) for each in plan.broken]


def _broken(each: Mapping[str, Any]) -> str:
    facts = {
        "name": each["name"],
        "day": wording.long_date(date.fromisoformat(each["on"]), language()),
        "why": str(WHYS.get(each["why"], each["why"])),
        "n": wording.number(each["missing"], language()),
    }
    text = ngettext(
        "%(name)s on %(day)s: %(n)s kit is missing. %(why)s",
        "%(name)s on %(day)s: %(n)s kits are missing. %(why)s",
        each["missing"],
    )
    if each["nearest"] is None:
        return text % facts + " " + _("There is no other day in this plan on which it could be kept.")
    facts["nearest"] = wording.long_date(date.fromisoformat(each["nearest"]), language())
    return (text + " " + _("The nearest possible day is %(nearest)s.")) % facts


@dataclass(frozen=True, slots=True)
class Cost:
    """What a promise or a floor costs in recordings."""

    name: str
    on: date | None
    recordings: int


def costs(plan: Plan, districts: Mapping[str, str]) -> list[Cost]:
    """The dearest first."""
    found = [
        Cost(
            each.get("name") or districts.get(each["district"], each["district"]),
            date.fromisoformat(each["on"]) if each["on"] else None,
            each["recordings"],
        )
        for each in plan.prices
    ]
    return sorted(found, key=lambda cost: -cost.recordings)


def short(plan: Plan, districts: Mapping[str, str]) -> list[str]:
    """Floors that are missed."""
    text = _("%(district)s: %(expected)s of the %(floor)s recordings that were asked for.")
    return [
        text
        % {
            "district": districts.get(each["district"], each["district"]),
            "expected": recordings(each["expected"]),
            "floor": recordings(each["floor"]),
        }
        for each in plan.short
    ]


def assumed(plan: Plan) -> list[str]:
    """What the plan rests on without anybody having said it."""
    return [said for each in plan.assumed for said in _assumed(each)]


def _assumed(each: Mapping[str, Any]) -> Iterable[str]:
    if each["code"] == "crews":
        facts = {"n": wording.number(each["days"], language()), "base": each["base"]}
        yield (
            ngettext(
                "%(base)s: for %(n)s day there is no published roster yet. As many crews are counted on as "
                "on the leanest such weekday of the last six weeks.",
                "%(base)s: for %(n)s days there is no published roster yet. As many crews are counted on as "
                "on the leanest such weekday of the last six weeks.",
                each["days"],
            )
            % facts
        )
    elif each["code"] == "kits":
        facts = {"n": wording.number(each["kits"], language()), "base": each["base"]}
        yield (
            ngettext(
                "%(base)s: %(n)s kit is down. It is counted on from the day on which its repair is promised, "
                "and not at all when that has passed.",
                "%(base)s: %(n)s kits are down. They are counted on from the day on which their repair is "
                "promised, and not at all when that has passed.",
                each["kits"],
            )
            % facts
        )
    elif each["code"] == "rate":
        yield _rate(each)
    elif each["code"] == "roads":
        yield from _roads(each)


def _rate(each: Mapping[str, Any]) -> str:
    facts = {
        "kind": Kind(each["kind"]).label, "n": wording.number(each["visits"], language()),
        "show_up": wording.percent(each["show_up"], language(), 0),
        "pace": wording.number(each["per_hour"], language(), 1),
    }  # fmt: skip
    if not each["visits"]:
        return (
            _(
                "%(kind)s: %(show_up)s come and a kit records %(pace)s an hour, as seen elsewhere: no visit "
                "of this kind was closed yet."
            )
            % facts
        )
    return (
        ngettext(
            "%(kind)s: %(show_up)s come and a kit records %(pace)s an hour, after %(n)s visit.",
            "%(kind)s: %(show_up)s come and a kit records %(pace)s an hour, after %(n)s visits.",
            each["visits"],
        )
        % facts
    )


def _roads(each: Mapping[str, Any]) -> Iterable[str]:
    if each["trouble"]:
        yield _(
            "The server that knows the roads could not be used (%(code)s): travel times are by distance."
        ) % {"code": each["trouble"]}
    elif each["source"] == "distance":
        yield _(
            "Travel by distance: roads are 2.2 times as long as the straight line and driven at 40 km/h, "
            "rivers 1.6 times at 15 km/h. Half an hour goes to setting up."
        )
    else:
        yield _("Travel times are those of the server that knows the roads (%(name)s).") % {
            "name": each["source"]
        }


@dataclass(frozen=True, slots=True)
class More:
    """What one more of something brings in recordings, and could bring at most (None: not known)."""

    what: str
    recordings: int
    at_most: int | None


MORE: Mapping[str, Promise] = {
    "kit": gettext_lazy("One more kit"),
    "crew": gettext_lazy("One more crew"),
    "team": gettext_lazy("One more kit with a crew"),
    "day": gettext_lazy("One more day"),
}


def what_if(plan: Plan) -> list[More]:
    """The most first."""
    found = [More(_what(each), each["recordings"], each["at_most"]) for each in plan.what_if]
    return sorted(found, key=lambda more: -more.recordings)


def _what(each: Mapping[str, Any]) -> str:
    label = str(MORE.get(each["what"], each["what"]))
    return f"{label}, {each['base']}" if each["base"] else label
