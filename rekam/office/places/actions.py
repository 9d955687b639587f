"""Everything that changes service points and their hours."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from rekam.domain import wording
from rekam.domain.places import hours
from rekam.domain.places.hours import Range
from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.places import official
from rekam.office.places.models import Holiday, Place, SpecialDay, Timetable, new_feed_key
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Area

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

# A person and how to reach them: the trail says that it changed, not what it was.
PRIVATE = frozenset({"contact_name", "contact_phone"})
CHANGEABLE = frozenset(
    {
        *("name", "kind", "lat", "lon", "address", "contact_name", "contact_phone", "access", "power"),
        *("network", "counters", "opens_on", "closes_on", "note"),
    }
)


@transaction.atomic
def add_place(*, name: str, kind: str, area: str, by: "User | None", at: datetime, **facts: Any) -> Place:
    """A new service point in a district or village. It has no hours until a week is set.

    *area* is a code; *facts* are the other fields of a place, among them ``lat`` and ``lon``, both or none.
    """
    place = Place(area=_area(area))
    _apply(place, {"name": name, "kind": kind, **facts})
    _keep(place)
    audit.record(
        "place.added", place.name, by=by, at=at, details={"kind": place.kind, "area": place.area.code}
    )
    return place


@transaction.atomic
def change_place(
    *, place: Place, by: "User | None", at: datetime, area: str | None = None, **facts: Any
) -> Place:
    """Correct what is known of a service point, or give it its last day. What stays the same is no change."""
    changed = {name: getattr(place, name) for name in facts}
    if area is not None and area != place.area.code:
        changed["area"], place.area = place.area.code, _area(area)
    _apply(place, facts)
    _keep(place)
    told = {name: _change(name, was, place) for name, was in changed.items() if _now(name, place) != was}
    if told:
        audit.record("place.changed", place.name, by=by, at=at, details=told)
    return place


@transaction.atomic
def set_week(
    *, place: Place, since: date, week: Sequence[Sequence[Range]], by: "User | None", at: datetime
) -> Timetable:
    """The hours of a place from a day on, until a later week. The same day again replaces what was set."""
    kept = [hours.stored(day) for day in hours.week(week)]
    made, _made = Timetable.objects.update_or_create(place=place, since=since, defaults={"week": kept})
    audit.record(
        "place.week_set", place.name, by=by, at=at, details={"since": since.isoformat(), "week": _told(kept)}
    )
    return made


@transaction.atomic
def remove_week(*, timetable: Timetable, by: "User | None", at: datetime) -> None:
    """Take back a week; the one before it holds on."""
    timetable.delete()
    audit.record(
        "place.week_removed",
        timetable.place.name,
        by=by,
        at=at,
        details={"since": timetable.since.isoformat(), "week": _told(timetable.week)},
    )


@transaction.atomic
def set_special_day(
    *, place: Place, on: date, ranges: Sequence[Range], reason: str = "", by: "User | None", at: datetime
) -> SpecialDay:
    """Other hours on one day, or none at all. They win over the week and over holidays."""
    _check_dates(place, on)
    kept = hours.stored(hours.ranges(ranges))
    made, _made = SpecialDay.objects.update_or_create(
        place=place, on=on, defaults={"ranges": kept, "reason": reason.strip()}
    )
    details = {"on": on.isoformat(), "hours": _day_told(kept), "reason": made.reason}
    audit.record("place.special_day_set", place.name, by=by, at=at, details=details)
    return made


@transaction.atomic
def remove_special_day(*, special_day: SpecialDay, by: "User | None", at: datetime) -> None:
    """The day goes by the week again."""
    special_day.delete()
    details = {"on": special_day.on.isoformat(), "hours": _day_told(special_day.ranges)}
    audit.record("place.special_day_removed", special_day.place.name, by=by, at=at, details=details)


@transaction.atomic
def decide_holiday(*, on: date, stays_open: bool, by: "User | None", at: datetime) -> Holiday:
    """Whether the office is open on a holiday. A place's own special day still wins over it."""
    held = Holiday.objects.select_for_update()
    holiday = held.filter(on=on).first() or held.get_or_create(on=on, defaults=_official(on))[0]
    was = holiday.stays_open
    holiday.stays_open, holiday.decided_by, holiday.decided_at = stays_open, by, at
    holiday.save()
    details = {"on": on.isoformat(), "stays_open": {"from": was, "to": stays_open}}
    audit.record("holiday.decided", holiday.name, by=by, at=at, details=details)
    return holiday


@transaction.atomic
def add_holiday(
    *,
    on: date,
    name: str,
    is_collective: bool = False,
    stays_open: bool = True,
    by: "User | None",
    at: datetime,
) -> Holiday:
    """A holiday that the official list does not have: an election, the day of the regency, a late decree."""
    if Holiday.objects.filter(on=on).exists() or official.holidays_between(on, on):
        raise _there_already(on)
    made = Holiday(
        on=on,
        name=name.strip(),
        is_collective=is_collective,
        stays_open=stays_open,
        decided_by=by,
        decided_at=at,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:  # somebody else added it meanwhile
        raise _there_already(on) from error
    details = {"on": on.isoformat(), "stays_open": stays_open}
    audit.record("holiday.added", made.name, by=by, at=at, details=details)
    return made


def _there_already(on: date) -> RuleBroken:
    return RuleBroken(
        "holiday.there_already",
        gettext_noop("%(on)s is a holiday already. Decide about that one instead."),
        on=wording.short_date(on),
    )


@transaction.atomic
def renew_feed(*, place: Place, by: "User | None", at: datetime) -> Place:
    """A new address for the place's calendar; who followed the old one sees nothing more."""
    place.feed_key = new_feed_key()
    place.save(update_fields=["feed_key"])
    audit.record("place.feed_renewed", place.name, by=by, at=at)
    return place


def _area(code: str) -> Area:
    """A district or village of this office."""
    area = regions.by_code(code)
    regency = regions.office().regency.code
    if area is None or not area.code.startswith(f"{regency}."):
        raise RuleBroken(
            "place.unknown_area",
            gettext_noop(
                "No district or village of this regency has the code '%(code)s'. Choose one from the list."
            ),
            code=code[:20],
        )
    return area


def _apply(place: Place, facts: Mapping[str, Any]) -> None:
    unknown = facts.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"A place has no {', '.join(sorted(unknown))}.")
    for name, value in facts.items():
        setattr(place, name, value.strip() if isinstance(value, str) else value)


def _keep(place: Place) -> None:
    _check_point(place)
    if place.opens_on and place.closes_on and place.closes_on < place.opens_on:
        raise RuleBroken(
            "place.closes_before_it_opens",
            gettext_noop(
                "The last day (%(closes)s) comes before the first (%(opens)s). Correct one of them."
            ),
            opens=wording.short_date(place.opens_on),
            closes=wording.short_date(place.closes_on),
        )
    _check_values(place)
    same = Place.objects.filter(area=place.area, name__iexact=place.name).exclude(pk=place.pk)
    if same.exists():
        raise _name_taken(place)
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError as error:  # somebody else gave the name meanwhile
        raise _name_taken(place) from error


def _name_taken(place: Place) -> RuleBroken:
    return RuleBroken(
        "place.name_taken",
        gettext_noop("%(area)s already has a service point named %(name)s. Give this one another name."),
        area=place.area.name,
        name=place.name,
    )


def _check_values(place: Place) -> None:
    """What a field cannot hold, as a rule like the others."""
    try:
        place.clean_fields(exclude=["area", "feed_key"])
    except ValidationError as wrong:
        name, messages = next(iter(wrong.message_dict.items()))
        raise RuleBroken(
            "place.does_not_fit",
            gettext_noop("%(label)s: %(why)s"),
            label=str(Place._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
            why=messages[0],
            field=name,
        ) from wrong


def _check_point(place: Place) -> None:
    lat, lon = place.lat, place.lon
    if lat is None and lon is None:
        return
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        raise RuleBroken(
            "place.no_such_point",
            gettext_noop(
                "This is no point on Earth: latitude lies between −90 and 90, longitude between −180 "
                "and 180. Correct both, or leave both empty."
            ),
        )


def _check_dates(place: Place, on: date) -> None:
    too_early = place.opens_on is not None and on < place.opens_on
    too_late = place.closes_on is not None and on > place.closes_on
    if too_early or too_late:
        raise RuleBroken(
            "special_day.outside_dates",
            gettext_noop(
                "%(name)s does not exist on %(on)s. Change its first or last day before you give it hours."
            ),
            name=place.name,
            on=wording.short_date(on),
        )


def _official(on: date) -> dict[str, Any]:
    """The holiday of the official list on a day."""
    found = official.holidays_between(on, on)
    if not found:
        raise RuleBroken(
            "holiday.none",
            gettext_noop("%(on)s is no holiday. Add it as one first."),
            on=wording.short_date(on),
        )
    return {"name": found[0].name, "is_collective": found[0].is_collective}


def _now(name: str, place: Place) -> Any:
    return place.area.code if name == "area" else getattr(place, name)


def _change(name: str, was: Any, place: Place) -> Any:
    if name in PRIVATE:
        return "changed"
    was, now = (value.isoformat() if isinstance(value, date) else value for value in (was, _now(name, place)))
    return {"from": was, "to": now}


def _told(week: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """A week in a line of the trail: Monday first."""
    return [_day_told(day) for day in week]


def _day_told(day: Sequence[Sequence[str]]) -> str:
    return " + ".join("–".join(each) for each in day) or "–"
