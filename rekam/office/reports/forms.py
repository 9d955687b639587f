"""What is asked of a person who makes, withdraws or prints a report."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rekam.domain import wording
from rekam.office.regions.models import Area
from rekam.office.reports import drafts, numbering
from rekam.office.reports.documents import labels
from rekam.office.reports.models import LONGEST_NOTE, Kind, Letterhead

MOST = 10_000_000


class Day(forms.Field):
    """A day as the office writes it, 30-09-2016; addresses have 2016-09-30."""

    def to_python(self, value: Any) -> date | None:
        if not value or isinstance(value, date):
            return value or None
        found = wording.read_date(str(value))
        if found is None or not 1900 <= found.year <= 2199:
            raise ValidationError(_("Write the date as 30-09-2016."), code="date.unreadable")
        return found


class Listed(forms.Form):
    """What the address says about the list of reports."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *Kind.choices], required=False)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, empty_value=None, required=False)
    search = forms.CharField(label=_("Number or fingerprint"), required=False, max_length=80)

    def __init__(self, data: Any, *, years: Sequence[int]) -> None:
        super().__init__(data)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("All")), *((year, str(year)) for year in years)]


class Month(forms.Form):
    """Which month a monthly report is about."""

    month = forms.ChoiceField(label=_("Month"), required=False)

    def __init__(self, data: Any, *, months: Sequence[date]) -> None:
        super().__init__(data)
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)
        language = get_language() or "id"
        field.choices = [(f"{m:%Y-%m}", wording.month(m, language)) for m in months]


class OneDay(forms.Form):
    """Which day a daily report is about."""

    on = Day(label=_("Day"), required=False)


class Issue(forms.Form):
    """What a person adds to the figures when issuing them."""

    dated = Day(label=_("Date on the report"))
    sequence = forms.IntegerField(label=_("Running number"), min_value=1, max_value=99_999)
    notes = forms.CharField(
        label=_("Notes"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What the figures do not say: why a day had no service, what is planned."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, kind: str, **rest: Any) -> None:
        super().__init__(data, **rest)
        for name in drafts.TYPED if kind == Kind.DAILY else ():
            self.fields[name] = forms.IntegerField(
                label=str(labels.TYPED[name]), min_value=0, max_value=MOST, required=False
            )

    @property
    def typed(self) -> dict[str, int | None]:
        held = getattr(self, "cleaned_data", {})
        return {name: held.get(name) for name in drafts.TYPED if name in self.fields}

    @property
    def typed_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in drafts.TYPED if name in self.fields]


class Withdraw(forms.Form):
    reason = forms.CharField(
        label=_("Why the report is withdrawn"), max_length=300, help_text=_("It will stand on every copy.")
    )


class PaperForm(forms.ModelForm[Letterhead]):
    """The letterhead and the pattern of numbers."""

    emblem_file = forms.FileField(
        label=_("Emblem"), required=False, help_text=_("PNG or JPEG, at most 400 kB. Leave empty to keep it.")
    )
    no_emblem = forms.BooleanField(label=_("Remove the emblem"), required=False)

    class Meta:
        model = Letterhead
        fields = (
            "government",
            "postal_code",
            "telephone",
            "email",
            "place",
            "signer_title",
            "signer_rank",
            "number_pattern",
        )
        help_texts = {
            "number_pattern": _(
                "{urut} is the running number of the year, {bulan} the month in Roman numerals, "
                "{tahun} the year, {jenis} LB or LH."
            ),
        }

    def __init__(self, *args: Any, defaults: Mapping[str, str], **rest: Any) -> None:
        super().__init__(*args, **rest)
        for name, text in defaults.items():
            self.fields[name].widget.attrs["placeholder"] = text

    def clean_number_pattern(self) -> str:
        pattern = str(self.cleaned_data["number_pattern"]).strip()
        numbering.validate(pattern)
        return pattern


class List(forms.Form):
    """Which village's list, in which form, and what for."""

    village = forms.ChoiceField(label=_("Village"))
    purpose = forms.CharField(
        label=_("What is the list for?"),
        max_length=200,
        help_text=_("For example: visit to the village hall on 12 October. It is kept in the audit trail."),
    )
    whole_niks = forms.BooleanField(
        label=_("Print whole NIKs"), required=False, help_text=_("Only where the visit needs them.")
    )
    form = forms.ChoiceField(
        label=_("File or page"), choices=[("pdf", "PDF"), ("xlsx", "XLSX"), ("page", _("Page to print"))]
    )

    def __init__(
        self, data: Any = None, *, villages: Sequence[Area], may_see_niks: bool, **rest: Any
    ) -> None:
        super().__init__(data, **rest)
        field = self.fields["village"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose a village")), *_grouped(villages)]
        if not may_see_niks:
            del self.fields["whole_niks"]


def _grouped(villages: Sequence[Area]) -> list[tuple[str, list[tuple[str, str]]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for village in villages:
        district = village.parent.name if village.parent else ""
        found.setdefault(district, []).append((village.code, village.name))
    return list(found.items())
