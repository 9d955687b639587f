"""What is asked of whoever keeps service points and their hours."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from rekam.domain import wording
from rekam.domain.places import hours
from rekam.domain.places.hours import Range, Ranges
from rekam.domain.trouble import RuleBroken
from rekam.office.coverage.forms import DayField
from rekam.office.places import words
from rekam.office.places.models import Kind, Place
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Level
from rekam.office.residents.forms import DayInput

Choices = list[tuple[str, Any]]
MOST_RANGES = 6  # of one day: what is more is a mistake, and a page that never ends


class DegreesField(forms.FloatField):
    """0,5134 and 0.5134 are the same; five decimals are a metre."""

    default_error_messages = {"invalid": _("Write degrees, for example 0.51340.")}

    def __init__(self, **rest: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(attrs={"inputmode": "text"}), **rest)

    def to_python(self, value: Any) -> Any:
        text = value.strip().replace(",", ".").replace("\u2212", "-") if isinstance(value, str) else value
        return super().to_python(text)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.5f}" if isinstance(value, float) else value


class PlaceForm(forms.ModelForm[Place]):
    """A service point. Where it lies is a district or a village; the point may come later."""

    area = forms.ChoiceField(label=_("District or village"))
    lat = DegreesField(label=_("Latitude"))
    lon = DegreesField(label=_("Longitude"))
    opens_on = DayField(
        label=_("First day"),
        required=False,
        widget=DayInput,
        help_text=_("Only for a place that was not always there."),
    )
    closes_on = DayField(
        label=_("Last day"), required=False, widget=DayInput, help_text=_("Only for a temporary place.")
    )

    class Meta:
        model = Place
        fields = [
            *("name", "kind", "area", "address", "lat", "lon", "access", "power", "network", "counters"),
            *("contact_name", "contact_phone", "opens_on", "closes_on", "note"),
        ]

    def __init__(self, *args: Any, within: str, **rest: Any) -> None:
        super().__init__(*args, **rest)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("– choose –")), *area_choices(within)]
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", _("Choose a kind")), *Kind.choices]
        if self.instance.pk:
            self.initial["area"] = self.instance.area.code

    def _post_clean(self) -> None:
        """The action applies and checks what was typed; a half-changed place never gets around."""


def area_choices(within: str) -> Choices:
    """Districts with their villages beneath, as groups of one list."""
    found: dict[str, list[tuple[str, str]]] = {}
    names: dict[str, str] = {}
    held = regions.inside(within or regions.office().regency.code)
    for code, name, level in held.values_list("code", "name", "level"):
        if level == Level.DISTRICT:
            names[code] = name
        if level in (Level.DISTRICT, Level.VILLAGE):
            label = gettext("%(name)s (district)") % {"name": name} if level == Level.DISTRICT else name
            found.setdefault(code[:8], []).append((code, label))
    return [(names.get(code, code), areas) for code, areas in found.items()]


def district_choices() -> Choices:
    return list(regions.districts(regions.office().regency.code).values_list("code", "name"))


def kind_choices() -> Choices:
    return list(Kind.choices)


class HoursForm:
    """The ranges of one or several days, each an opening and a closing time: ``d0_opens``, ``d0_closes``, ...

    Django's forms know no rows that a person adds; this keeps what was typed, day by day, with its errors.
    """

    def __init__(self, data: QueryDict | None, days: Mapping[int, Ranges]) -> None:
        self.is_bound = data is not None
        self.days = [_Day(number, data, held) for number, held in days.items()]

    def is_valid(self) -> bool:
        return self.is_bound and not any(day.error for day in self.days)

    @property
    def ranges(self) -> list[Ranges]:
        return [day.ranges for day in self.days]


class _Day:
    """One day: the pairs as typed, what they say, and what is wrong with them."""

    def __init__(self, number: int, data: QueryDict | None, held: Ranges) -> None:
        self.number = number
        self.error = ""
        self.ranges = held
        self.pairs = [(_written(each.opens), _written(each.closes)) for each in held]
        if data is not None:
            self.pairs = _typed(data, number)
            self._read()

    @property
    def name(self) -> str:
        return words.weekday(self.number)

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What stands in the fields: an empty pair where there is none, so that one can begin to type."""
        return self.pairs or [("", "")]

    def _read(self) -> None:
        try:
            self.ranges = hours.ranges(_range(opens, closes) for opens, closes in self.pairs)
        except RuleBroken as broken:
            self.error = broken.told(gettext(broken.sentence))


def _written(at: time) -> str:
    return wording.hour(at, get_language() or "id")


def _typed(data: QueryDict, number: int) -> list[tuple[str, str]]:
    opens, closes = data.getlist(f"d{number}_opens"), data.getlist(f"d{number}_closes")
    pairs = [(a.strip()[:8], b.strip()[:8]) for a, b in zip(opens, closes, strict=False)]
    return [pair for pair in pairs if any(pair)][:MOST_RANGES]


def _range(opens: str, closes: str) -> Range:
    return Range(hours.read_time(opens), hours.read_time(closes))


class SinceForm(forms.Form):
    """From which day on a week holds, and for which other places as well."""

    since = DayField(label=_("From this day on"))
    also = forms.TypedMultipleChoiceField(
        label=_("Set the same hours for"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, *, others: Iterable[Place], **rest: Any) -> None:
        super().__init__(data, **rest)
        field = self.fields["also"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(place.pk, place.name) for place in others]


class SpecialDayForm(forms.Form):
    """A day with other hours than the week's."""

    on = DayField(label=_("Day"))
    is_closed = forms.BooleanField(label=_("Closed all day"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        required=False,
        help_text=_("Shown to whoever asks, for example: power cut, village election, moved to the expo."),
    )


class HolidayForm(forms.Form):
    """A holiday that the official list does not have."""

    on = DayField(label=_("Day"), widget=DayInput)
    name = forms.CharField(label=_("Name"), max_length=150)
    is_collective = forms.BooleanField(label=_("Collective leave"), required=False)
    is_closed = forms.BooleanField(label=_("The office closes on it"), required=False)

    def decision(self) -> dict[str, Any]:
        said = self.cleaned_data
        on: date = said["on"]
        return {
            "on": on,
            "name": said["name"],
            "is_collective": said["is_collective"],
            "stays_open": not said["is_closed"],
        }
