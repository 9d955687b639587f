"""Fields and forms of the residents' screens."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rekam.domain import wording
from rekam.office.residents.elsewhere import GROUPS
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


MOVED, MISTAKE = "moved", "mistake"
PLAIN = ("name", "sex", "born", "marital", "married_on", "standing", "ended_on")


class Correction(forms.Form):
    """What a registrar corrects, and on the strength of which document."""

    name = forms.CharField(label=_("Name"), max_length=150)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices)
    born = Day(label=_("Born on"))
    marital = forms.ChoiceField(label=_("Marital status"), choices=Marital.choices)
    married_on = Day(label=_("Married on"), required=False)
    area = forms.ChoiceField(label=_("Village"))
    standing = forms.ChoiceField(label=_("Standing"), choices=Standing.choices)
    ended_on = Day(
        label=_("Ended on"), required=False, help_text=_("For who moved out or died: the day of it.")
    )
    move = forms.ChoiceField(
        label=_("When the village changes, or somebody is back"),
        choices=[
            (MOVED, _("The person moved or came back")),
            (MISTAKE, _("The register was wrong: it was so all the time")),
        ],
        initial=MOVED,
        required=False,
    )
    moved_on = Day(
        label=_("Day of the move or return"),
        required=False,
        help_text=_("Not needed when the register was wrong."),
    )
    document = forms.CharField(
        label=_("Document"), max_length=40, help_text=_("For example: Akta Kematian 6408-KM-01092016-0004")
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, villages: list[tuple[str, Any]], held: dict[str, Any], on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._held, self._on = held, on
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = villages

    def clean(self) -> dict[str, Any]:
        """Days in the order in which things can happen, and a day for whatever happened."""
        given: dict[str, Any] = super().clean() or {}
        for name in ("born", "married_on", "ended_on", "moved_on"):
            self._check_day(name, given)
        if given.get("standing") in (Standing.MOVED_OUT, Standing.DIED) and not given.get("ended_on"):
            self._ask("ended_on")
        if self._moves(given) and given.get("move") != MISTAKE and not given.get("moved_on"):
            self._ask("moved_on")
        if given.get("standing") != Standing.RESIDENT and self._is_elsewhere(given):
            self.add_error("area", _("Correct the village first, and then that the person left."))
        return given

    def _check_day(self, name: str, given: dict[str, Any]) -> None:
        day, born = given.get(name), given.get("born")
        if day and day > self._on:
            self.add_error(name, _("This day has not come yet."))
        elif day and born and day < born:
            self.add_error(name, _("This day is before the birth."))

    def _ask(self, name: str) -> None:
        if name not in self.errors:
            self.add_error(name, _("Write the day on which it happened."))

    def _moves(self, given: dict[str, Any]) -> bool:
        """To another village, or back from elsewhere. Who was wrongly said to have died never left."""
        if given.get("standing") != Standing.RESIDENT:
            return False
        is_back = self._held["standing"] in (Standing.MOVED_OUT, Standing.LEFT)
        return is_back or self._is_elsewhere(given)

    def _is_elsewhere(self, given: dict[str, Any]) -> bool:
        return given.get("area") not in (None, str(self._held["area_id"]))

    @property
    def values(self) -> dict[str, Any]:
        """The facts that differ from what is held. A day belongs to its event and goes with it."""
        given, held = self.cleaned_data, self._held
        facts = {name: given[name] for name in PLAIN}
        facts |= {"area_id": int(given["area"]), "arrived_on": held["arrived_on"]}
        if facts["standing"] == Standing.RESIDENT:
            facts["ended_on"] = None
        if facts["marital"] == Marital.SINGLE:
            facts["married_on"] = None
        if self._moves(given) and not self.was_so:
            facts["arrived_on"] = given["moved_on"]
        return {name: value for name, value in facts.items() if value != held[name]}

    @property
    def was_so(self) -> bool:
        """Whether it only stood wrong in the register: nobody moved or came back, so there is no day."""
        return self._moves(self.cleaned_data) and self.cleaned_data["move"] == MISTAKE


class OutOfDomicile(forms.Form):
    """What the address says about the sessions of people who live elsewhere."""

    group = forms.ChoiceField(choices=[(code, code) for code in GROUPS], required=False)
    month = forms.DateField(input_formats=["%Y-%m"], required=False)
    place = forms.CharField(max_length=120, required=False)


class Purpose(forms.Form):
    """Why a list leaves the office."""

    why = forms.CharField(label=_("What the list is for"), max_length=200, min_length=5)
    kind = forms.ChoiceField(label=_("File"), choices=[("xlsx", "XLSX"), ("csv", "CSV")])
