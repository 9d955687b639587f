"""Fields and forms of the residents' screens."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rekam.domain import wording
from rekam.office.residents.models import Marital, Sex, Standing

EARLIEST, LATEST = date(1880, 1, 1), date(2199, 12, 31)


class DayInput(forms.TextInput):
    """A day as 30-09-2016, to type or to choose from a calendar."""

    template_name = "residents/day_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["day"] = value if isinstance(value, date) else wording.read_date(str(value or ""))
        return context

    def format_value(self, value: Any) -> str:
        return wording.short_date(value) if isinstance(value, date) else str(value or "")


class Day(forms.Field):
    """A day written as the office writes it; also 2016-09-30, as addresses have it."""

    widget = DayInput
    default_error_messages = {"invalid": _("Write the date as 30-09-2016.")}

    def to_python(self, value: Any) -> date | None:
        if not value or isinstance(value, date):
            return value or None
        found = wording.read_date(str(value))
        if found is None or not EARLIEST <= found <= LATEST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class Correction(forms.Form):
    """What a registrar corrects, and on the strength of which document."""

    name = forms.CharField(label=_("Name"), max_length=150)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices)
    born = Day(label=_("Born on"))
    marital = forms.ChoiceField(label=_("Marital status"), choices=Marital.choices)
    married_on = Day(label=_("Married on"), required=False)
    area = forms.ChoiceField(label=_("Village"))
    arrived_on = Day(
        label=_("Moved here on"), required=False, help_text=_("For a move: the day. Empty: from today on.")
    )
    standing = forms.ChoiceField(label=_("Standing"), choices=Standing.choices)
    ended_on = Day(
        label=_("Ended on"), required=False, help_text=_("The day of moving out or of death. Empty: today.")
    )
    document = forms.CharField(
        label=_("Document"), max_length=40, help_text=_("For example: Akta Kematian 6408-KM-01092016-0004")
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, villages: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = villages

    def values(self, held: dict[str, Any]) -> dict[str, Any]:
        """The facts that differ from what is held. A day belongs to its event and goes with it."""
        given = {**self.cleaned_data, "area_id": int(self.cleaned_data["area"])}
        if given["standing"] == Standing.RESIDENT:
            given["ended_on"] = None
        names = (
            "name",
            "sex",
            "born",
            "marital",
            "married_on",
            "area_id",
            "arrived_on",
            "standing",
            "ended_on",
        )
        return {n: given[n] for n in names if given[n] != held[n]}


class Purpose(forms.Form):
    """Why a list leaves the office."""

    why = forms.CharField(label=_("What the list is for"), max_length=200, min_length=5)
    kind = forms.ChoiceField(label=_("File"), choices=[("xlsx", "XLSX"), ("csv", "CSV")])
