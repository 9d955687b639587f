"""What is asked of whoever keeps kits, reports a fault, repairs, sends and checks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekam.domain.kits.faults import ASKS, Move
from rekam.office.accounts.models import User
from rekam.office.coverage.forms import DayField
from rekam.office.kits import queries, words
from rekam.office.kits.models import CareRule, Device, Kit
from rekam.office.places.models import Place
from rekam.office.residents.forms import DayInput

SMALL = forms.Textarea(attrs={"rows": 2})


def _choices(told: words.Words, empty: Any = None) -> list[tuple[str, Any]]:
    first = [("", empty)] if empty is not None else []
    return [*first, *((str(code), word) for code, word in told.items())]


# -- faults -----------------------------------------------------------------------------------------


class ReportForm(forms.Form):
    """One page on a phone."""

    symptom = forms.ChoiceField(
        label=_("What is wrong?"), choices=lambda: _choices(words.SYMPTOMS), widget=forms.RadioSelect
    )
    stops = forms.ChoiceField(
        label=_("Can people still be recorded?"),
        choices=lambda: _choices(words.STOPS),
        widget=forms.RadioSelect,
    )
    tried = forms.CharField(label=_("What did you try?"), required=False, max_length=1000, widget=SMALL)
    note = forms.CharField(label=_("Anything else?"), required=False, max_length=1000, widget=SMALL)


class AddForm(forms.Form):
    note = forms.CharField(
        label=_("What do you know besides?"), required=False, max_length=1000, widget=SMALL
    )


# What a move may say besides what it must.
WELCOME: dict[Move, tuple[str, ...]] = {
    Move.CONFIRM: ("note",),
    Move.ASSIGN: ("note",),
    Move.START_REPAIR: ("parts", "vendor", "cost_rupiah", "note"),
    Move.NOTE_REPAIR: ("where", "parts", "vendor", "cost_rupiah", "note"),
    Move.TEST: ("note",),
    Move.PASS: ("is_weak", "note"),
}


class MoveForm(forms.Form):
    """Only the fields of the move that is made."""

    assignee = forms.ModelChoiceField(
        label=_("Who repairs it"), queryset=User.objects.none(), required=False, empty_label=None
    )
    where = forms.CharField(label=_("Where the device is"), max_length=200, required=False)
    parts = forms.CharField(label=_("Parts"), max_length=200, required=False)
    vendor = forms.CharField(label=_("Workshop"), max_length=200, required=False)
    cost_rupiah = forms.IntegerField(label=_("Cost in rupiah"), required=False, min_value=0)
    tested = forms.CharField(label=_("What was tested"), max_length=300, required=False)
    is_weak = forms.BooleanField(label=_("It works, but only partly"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=1000, widget=SMALL)

    def __init__(self, data: Any = None, *, move: Move, technicians: Sequence[User]) -> None:
        super().__init__(data, auto_id=f"id_{move.value}_%s")
        asks = ASKS.get(move, ())
        for name in [name for name in self.fields if name not in (*asks, *WELCOME.get(move, ()))]:
            del self.fields[name]
        for name in asks:
            self.fields[name].required = True
        if "assignee" in self.fields:
            found = User.objects.filter(pk__in=[each.pk for each in technicians])
            self.fields["assignee"].queryset = found  # type: ignore[attr-defined]


# -- kits and devices -------------------------------------------------------------------------------


class KitForm(forms.ModelForm[Kit]):
    class Meta:
        model = Kit
        fields = ["code", "name", "role", "home", "note"]

    place = forms.ModelChoiceField(
        label=_("Where it stands"),
        queryset=Place.objects.all(),
        required=False,
        empty_label=_("In the store"),
    )

    def __init__(self, *args: Any, within: str = "", **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["home"].label = pgettext_lazy("kit", "Home")
        for name in ("home", "place"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = self._places(within, name)
        self.fields["place"].required = bool(within)  # the store is the regency's
        if self.instance.pk:
            del self.fields["code"], self.fields["place"]

    def _places(self, within: str, name: str) -> QuerySet[Place]:
        """Of the keeper's own area; a home that was set elsewhere stays one."""
        kept = self.instance.home_id if name == "home" else None
        return Place.objects.filter(Q(area__code__startswith=within) | Q(pk=kept))


class DeviceForm(forms.ModelForm[Device]):
    class Meta:
        model = Device
        fields = ["kind", "make", "model", "serial", "owner", "certificate", "condition"]

    kit = forms.ModelChoiceField(
        label=_("Kit"),
        queryset=Kit.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("In no kit"),
    )

    def __init__(self, *args: Any, within: str = "", **rest: Any) -> None:
        super().__init__(*args, **rest)
        _offer_kits(self.fields["kit"], within)
        self.fields["kit"].required = bool(within)  # what is in no kit lies in the regency's store
        if self.instance.pk:
            del self.fields["kit"], self.fields["condition"]


def _offer_kits(field: forms.Field, within: str) -> None:
    """Of the keeper's own area: the kits of other districts are not named."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queries.kits_of(within)


class MoveDeviceForm(forms.Form):
    kit = forms.ModelChoiceField(
        label=_("Kit from now on"),
        queryset=Kit.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("In no kit"),
    )

    def __init__(self, *args: Any, within: str = "", **rest: Any) -> None:
        super().__init__(*args, **rest)
        _offer_kits(self.fields["kit"], within)


# -- on the way -------------------------------------------------------------------------------------


class SendForm(forms.Form):
    """A kit or a device; the address says which."""

    to = forms.ModelChoiceField(
        label=pgettext_lazy("handover", "To"),
        queryset=Place.objects.all(),
        required=False,
        empty_label=_("The office's store"),
    )
    reason = forms.CharField(label=_("Why"), max_length=300)
    carrier = forms.CharField(label=_("Who carries it"), max_length=100, required=False)

    def __init__(self, data: Any = None, *, here: int | None) -> None:
        """*here* is where it is: nothing is sent to where it is already."""
        super().__init__(data)
        to = self.fields["to"]
        assert isinstance(to, forms.ModelChoiceField)
        to.queryset = Place.objects.exclude(pk=here or 0)
        if here is None:
            to.required, to.empty_label = True, _("Choose a service point")


class ReceiveForm(forms.Form):
    note = forms.CharField(
        label=_("In what state, and what was missing"), max_length=300, required=False, widget=SMALL
    )


# -- care -------------------------------------------------------------------------------------------


class RuleForm(forms.ModelForm[CareRule]):
    class Meta:
        model = CareRule
        fields = ["kind", "what", "every_days"]

    def validate_unique(self) -> None:
        """The action takes up a rule that had ended."""


# -- lists ------------------------------------------------------------------------------------------


class FileForm(forms.Form):
    file = forms.FileField(label=_("CSV or XLSX file"))


class CountForm(FileForm):
    field_order = ("as_of", "file")

    as_of = DayField(
        label=_("Counted on"), required=False, widget=DayInput, help_text=_("Left empty: counted today.")
    )
