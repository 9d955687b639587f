"""What is asked of a person who keeps officers, cover and rosters."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rekam.domain import wording
from rekam.office.accounts.models import User
from rekam.office.places.models import Place
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Area
from rekam.office.residents.forms import DayInput
from rekam.office.rosters import planning, queries
from rekam.office.rosters.models import (
    MOST_HOURS,
    USUAL_HOURS,
    LeaveKind,
    Officer,
    Priority,
    Shift,
    Skill,
)


class Day(forms.Field):
    """A day as the office writes it, 30-09-2016; addresses have 2016-09-30."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        if not value or isinstance(value, date):
            return value or None
        found = wording.read_date(str(value))
        if found is None or not 1990 <= found.year <= 2199:
            raise ValidationError(_("Write the date as 30-09-2016."), code="date.unreadable")
        return found


class Clock(forms.Field):
    """A time of the day, written and read as on the page: 08.00 in Indonesian, 08:00 in English; either is
    taken. What a browser makes of a time of its own follows its language, not the page's.
    """

    widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 5, "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        if not value:
            return None
        try:
            return forms.TimeField(input_formats=["%H:%M", "%H.%M", "%H%M"]).to_python(str(value).strip())
        except ValidationError:
            raise ValidationError(_("Write the time as 08:00."), code="time.unreadable") from None

    def prepare_value(self, value: Any) -> Any:
        written = value is None or isinstance(value, str)
        return value if written else wording.hour(value, get_language() or "id")


def weekday_choices() -> list[tuple[int, str]]:
    days = wording.DAYS["en" if (get_language() or "id").startswith("en") else "id"]
    return list(enumerate(days))


def home_choices(within: str) -> list[tuple[str, str]]:
    """The regency itself and its districts, or those of an area."""
    regency = regions.office().regency
    whole = [(regency.code, regency.name)] if not within or within == regency.code else []
    found = regions.districts(within or regency.code).only("code", "name")
    return whole + [(area.code, area.name) for area in found]


class OfficerForm(forms.Form):
    """Somebody who can be put on duty."""

    name = forms.CharField(label=_("Name"), max_length=150)
    home = forms.ChoiceField(
        label=pgettext_lazy("officer", "Home"),
        help_text=_("Where they serve without a long way: a district, or the whole regency."),
    )
    skills = forms.MultipleChoiceField(
        label=_("What they can do"), choices=Skill.choices, widget=forms.CheckboxSelectMultiple
    )
    hours_a_week = forms.DecimalField(
        label=_("Hours a week"),
        min_value=Decimal(1),
        max_value=MOST_HOURS,
        max_digits=4,
        decimal_places=1,
        initial=USUAL_HOURS,
        localize=True,
        help_text=_("At most; 37.5 hours are five shifts of seven and a half."),
    )
    days_off = forms.TypedMultipleChoiceField(
        label=_("Never on these weekdays"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    also_serves = forms.MultipleChoiceField(
        label=_("May be sent for a day to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    since = Day(label=_("First day"))
    user = forms.ModelChoiceField(
        label=_("Account"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("With an account the officer sees their own roster and can ask for leave and swaps."),
        error_messages={
            "invalid_choice": _("This account belongs to another officer by now, or is closed. Choose again.")
        },
    )

    def __init__(self, *args: Any, within: str = "", officer: Officer | None = None, **rest: Any) -> None:
        super().__init__(*args, **rest)
        homes = home_choices(within)
        districts = [(code, name) for code, name in home_choices("") if len(code) > 5]
        for name, choices in (("home", homes), ("days_off", weekday_choices()), ("also_serves", districts)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        free = User.objects.filter(officer=None, is_active=True)
        own = User.objects.filter(officer=officer) if officer else User.objects.none()
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (free | own).distinct()

    @property
    def values(self) -> dict[str, Any]:
        """As the actions take them."""
        held = dict(self.cleaned_data)
        return {**held, "home": Area.objects.get(code=held["home"])}

    @staticmethod
    def initial_of(officer: Officer) -> dict[str, Any]:
        names = ("name", "skills", "hours_a_week", "days_off", "also_serves", "since", "user")
        return {"home": officer.home.code, **{name: getattr(officer, name) for name in names}}


class LeaveForm(forms.Form):
    start = Day(label=_("From"))
    end = Day(label=_("Up to and including"), required=False, help_text=_("Empty: one day only."))
    kind = forms.ChoiceField(label=_("Kind"), choices=LeaveKind.choices)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or self.cleaned_data
        held["end"] = held.get("end") or held.get("start")
        return held


class SickForm(forms.Form):
    """Somebody calls in the morning."""

    officer = forms.ModelChoiceField(
        label=_("Who cannot come"), queryset=Officer.objects.none(), empty_label=_("– choose –")
    )
    start = Day(label=_("From"))
    end = Day(label=_("Up to and including"), required=False, help_text=_("Empty: one day only."))
    kind = forms.ChoiceField(label=_("Kind"), choices=LeaveKind.choices, initial=LeaveKind.SICK)

    def __init__(self, *args: Any, month: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        field = self.fields["officer"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.serving(month, queries.last_of(month)).order_by("name")

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or self.cleaned_data
        held["end"] = held.get("end") or held.get("start")
        return held


class LastDayForm(forms.Form):
    until = Day(label=_("Last day"))


class PlanForm(forms.Form):
    """How long planning may take; the same seed gives the same roster."""

    seconds = forms.IntegerField(
        label=_("Seconds at most"),
        min_value=planning.LEAST_SECONDS,
        max_value=planning.MOST_SECONDS,
        initial=planning.USUAL_SECONDS,
        help_text=_("It can be stopped before; the best roster so far is kept."),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=1,
        max_value=99_999,
        initial=1,
        help_text=_("The same number gives the same roster; another may give another one as good."),
    )
    from_day = Day(
        label=_("Only from this day on"),
        required=False,
        help_text=_(
            "For a change of a month that is under way: days before it stay as they are. Where a roster is "
            "published, days that are over always do, and a change that was planned from an earlier day "
            "is planned from there again."
        ),
    )


class CoverForm(forms.Form):
    """How many officers a place wants on some days."""

    place = forms.ModelChoiceField(
        label=_("Service point"), queryset=Place.objects.none(), empty_label=_("– choose –")
    )
    start = Day(label=_("From"))
    end = Day(label=_("Up to and including"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these weekdays"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: on all of them."),
    )
    shift = forms.ModelChoiceField(
        label=_("Shift"), queryset=Shift.objects.none(), empty_label=_("– choose –")
    )
    skill = forms.ChoiceField(label=_("Skill"), choices=Skill.choices)
    wanted = forms.IntegerField(label=_("Officers wanted"), min_value=0, max_value=50)
    priority = forms.TypedChoiceField(
        label=_("How much it matters"), choices=Priority.choices, coerce=int, initial=Priority.USUAL
    )

    def __init__(self, *args: Any, places: Sequence[Place], **rest: Any) -> None:
        super().__init__(*args, **rest)
        field = self.fields["weekdays"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = weekday_choices()
        for name, queryset in (
            ("place", Place.objects.filter(pk__in=[place.pk for place in places])),
            ("shift", queries.shifts()),
        ):
            choice = self.fields[name]
            assert isinstance(choice, forms.ModelChoiceField)
            choice.queryset = queryset

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or self.cleaned_data
        if held.get("start") and held.get("end") and held["end"] < held["start"]:
            self.add_error("end", _("The last day lies before the first."))
        return held


class ShiftForm(forms.Form):
    code = forms.CharField(
        label=_("Code"), max_length=4, help_text=_("One or two letters, as they stand in the roster.")
    )
    name = forms.CharField(label=_("Name"), max_length=60)
    starts = Clock(label=_("Begins"))
    ends = Clock(label=_("Ends"))
    break_minutes = forms.IntegerField(
        label=_("Break, in minutes"),
        min_value=0,
        max_value=240,
        initial=30,
        help_text=_("It does not count as hours of work."),
    )
    is_used = forms.BooleanField(label=_("In use"), required=False, initial=True)


class OfficersFile(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("CSV or XLSX, one officer in each row."))
