from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rekam.domain import wording
from rekam.office.coverage.models import Stated
from rekam.office.regions import queries as regions

# Days that an office can mean; beyond them lie slips of the hand, and no room to count from.
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


class DayField(forms.DateField):
    """30-09-2016 as offices write it, and 2016-09-30."""

    default_error_messages = {"invalid": _("Write the date as 30-09-2016.")}

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        found = wording.read_date(value)
        if found is None or not EARLIEST <= found <= LATEST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else wording.short_date(value)


class WholeNumberField(forms.IntegerField):
    """180.414 and 180 414 are the same number; a point never begins decimals here."""

    default_error_messages = {"invalid": _("Write a whole number, for example 187,730.")}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(".", "").replace(",", "").replace(" ", "").replace("\u00a0", "")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return wording.number(value, get_language() or "id") if isinstance(value, int) else value


class StatedForm(forms.ModelForm[Stated]):
    """A published figure: what was counted, how many, of which day and area; who said it, when and where."""

    value = WholeNumberField(label=_("How many"), min_value=0, max_value=10**9, widget=forms.TextInput)
    on = DayField(label=_("The day that the figure is about"))
    published_on = DayField(label=_("Published on"))
    area_code = forms.ChoiceField(label=_("Area"))

    class Meta:
        model = Stated
        fields = ["measure", "value", "area_code", "on", "stated_by", "published_on", "source", "note"]
        labels = {
            "measure": _("What was counted"),
            "stated_by": _("Said by"),
            "source": _("Source"),
            "note": _("Note"),
        }
        help_texts = {
            "stated_by": _("An office or a person in office, for example the head of Disdukcapil."),
            "source": _("Press release, newspaper with its date, or a letter with its number."),
        }

    def __init__(self, *args: Any, within: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = within or regions.office().regency.code
        areas = regions.inside(code).exclude(level="village").values_list("code", "name")
        field = self.fields["area_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(area, f"{name} ({area})") for area, name in areas]
        for name, example in (("value", ""), ("on", _("dd-mm-yyyy")), ("published_on", _("dd-mm-yyyy"))):
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "placeholder": example}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        on, published = cleaned.get("on"), cleaned.get("published_on")
        if on and published and published < on:
            self.add_error("published_on", _("A figure is published on its day or later."))
        return cleaned
