"""What the address says about a list of residents."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekam.office.accounts import rights
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Level
from rekam.office.residents import lists
from rekam.office.residents.forms import Day
from rekam.office.residents.models import Resident, Sex, Standing

MEASURES = [
    ("unrecorded", _("Unrecorded")),
    ("first_timer", _("First-timers: 16, may be recorded already")),
    ("recorded", _("Recorded")),
    ("obliged", _("Obliged")),
    ("registered", _("Registered")),
    ("everyone", _("Everyone the register ever held")),
]
WAITING = [
    ("1", _("17 for a year or more")),
    ("3", _("17 for three years or more")),
    ("10", _("17 for ten years or more")),
    (lists.SOON, _("NIK to be deactivated within a year")),
    (lists.DEACTIVATED, _("NIK deactivated for the time being")),
]
WORKERS = [("yes", _("Has an employer")), ("no", _("Has none"))]
DEFAULT_ORDER = "village"
# What the register says of people today, asked only of those who live where the reader works.
OF_TODAY = ("worker", "employer", "standing")


class DayFilter(filters.Filter):
    field_class = Day


class ResidentFilter(filters.FilterSet):
    """Filters of a list. Whom the reader may see at all is decided by ``lists``."""

    area = filters.ChoiceFilter(label=_("Area"), empty_label=_("All villages"), method="_later")
    measure = filters.ChoiceFilter(label=_("Who"), choices=MEASURES, empty_label=None, method="_later")
    on = DayFilter(label=pgettext_lazy("day", "On"), method="_later")
    known = DayFilter(label=_("As known on"), method="_later")
    sex = filters.ChoiceFilter("was_sex", label=_("Sex"), choices=Sex.choices, empty_label=_("All"))
    age_from = filters.NumberFilter(label=_("Age from"), min_value=0, max_value=150, method="_at_least")
    age_to = filters.NumberFilter(label=_("Age to"), min_value=0, max_value=150, method="_at_most")
    waiting = filters.ChoiceFilter(
        label=_("Since 17"), choices=WAITING, empty_label=_("All"), method="_waiting"
    )
    worker = filters.ChoiceFilter(label=_("Workers"), choices=WORKERS, empty_label=_("All"), method="_worker")
    employer = filters.CharFilter(label=_("Employer"), lookup_expr="icontains", max_length=120)
    standing = filters.ChoiceFilter(label=_("Standing"), choices=Standing.choices, empty_label=_("All"))

    class Meta:
        model = Resident
        fields: list[str] = []

    def __init__(self, data: Any, *, reader: object) -> None:
        self.reader = reader
        super().__init__(_without_regency(data), lists.visible_to(reader))
        area = self.filters["area"]
        area.extra["choices"] = areas_for(reader)

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for, with what a page shows when nothing was."""
        given = {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}
        return {"measure": lists.UNRECORDED, "on": lists.today(), "area": "", "known": None, **given}

    def filter_queryset(self, queryset: QuerySet[Resident]) -> QuerySet[Resident]:
        asked = self.asked
        people = lists.counted_for(
            self.reader, asked["measure"], on=asked["on"], known=asked["known"], area=asked["area"]
        )
        own = rights.areas_of(self.reader)
        if own and any(self.form.cleaned_data.get(name) for name in OF_TODAY):
            people = people.filter(area__in=lists.villages(own))
        return super().filter_queryset(people)

    def _later(self, people: QuerySet[Resident], name: str, value: Any) -> QuerySet[Resident]:
        """Taken together in ``filter_queryset``: they mean something only with each other."""
        return people

    def _at_least(self, people: QuerySet[Resident], name: str, years: Any) -> QuerySet[Resident]:
        return people.filter(Q(was_born__lte=lists.latest_birth(self.asked["on"], int(years))))

    def _at_most(self, people: QuerySet[Resident], name: str, years: Any) -> QuerySet[Resident]:
        return people.filter(Q(was_born__gt=lists.latest_birth(self.asked["on"], int(years) + 1)))

    def _waiting(self, people: QuerySet[Resident], name: str, since: str) -> QuerySet[Resident]:
        years = regions.office().deactivated_after_years
        return lists.waiting(people, since, on=self.asked["on"], years=years)

    def _worker(self, people: QuerySet[Resident], name: str, answer: str) -> QuerySet[Resident]:
        return people.filter(employer="") if answer == "no" else people.exclude(employer="")


def _without_regency(data: Any) -> Any:
    """The whole regency, as other pages name it in their links, is everybody whom the reader may see."""
    if not data or data.get("area") != regions.office().regency.code:
        return data
    return {**data.dict(), "area": ""}


def areas_for(reader: object) -> list[tuple[str, str | list[tuple[str, str]]]]:
    """The districts and villages to choose from, each district with its villages under it."""
    own = rights.areas_of(reader)
    names = regions.inside(own or regions.office().regency.code).values_list("code", "name", "level")
    found: list[tuple[str, str | list[tuple[str, str]]]] = []
    for code, name, level in names:
        if level == Level.DISTRICT:
            whole = _("%(name)s District: all villages") % {"name": name}
            found.append((name, [(code, str(whole))]))
        elif level == Level.VILLAGE and found and isinstance(found[-1][1], list):
            found[-1][1].append((code, name))
    return found
