import socket

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rekam.station.identity import enrolling
from rekam.wire.enrolment import Code
from rekam.wire.trouble import WireTrouble


class Address(forms.Form):
    """The office has moved; its keys stay the same, so nobody else can take its place."""

    address = forms.CharField(label=_("Address of the office"), max_length=300)

    def clean_address(self) -> str:
        if not enrolling.is_address(self.cleaned_data["address"]):
            raise ValidationError(_(enrolling.NO_ADDRESS))
        return str(self.cleaned_data["address"])


class Enrol(Address):
    address = forms.CharField(
        label=_("Address of the office"),
        help_text=_("As the office shows it, such as http://10.1.1.5:8017"),
        max_length=300,
    )
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Eight letters and digits. The office shows it for ten minutes."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    name = forms.CharField(label=_("What this laptop is called"), max_length=100, initial=socket.gethostname)

    def clean_code(self) -> str:
        try:
            return Code.typed(self.cleaned_data["code"]).letters
        except WireTrouble as trouble:
            raise ValidationError(
                _("A code has eight letters and digits, none of them I, O, 0 or 1.")
            ) from trouble


class Again(Enrol):
    """The laptop keeps its name."""

    name = None  # type: ignore[assignment]
