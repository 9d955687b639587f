"""What is asked of whoever decides and sets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DecideForm(forms.Form):
    nik = forms.CharField(
        label=_("NIK of the person"),
        max_length=16,
        required=False,
        help_text=_("As it stands in the register. Both of you type it."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("What you compared: the papers, the face, who was asked."),
        widget=forms.TextInput(),
    )

    def __init__(self, *args: Any, asks_nik: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_nik:
            self.fields["nik"].widget = forms.HiddenInput()


class KeepingForm(forms.Form):
    after_confirmed_days = forms.IntegerField(
        label=_("Days after the centre confirmed the recording"), min_value=1, max_value=3650
    )
    at_most_days = forms.IntegerField(label=_("Days at most, in any case"), min_value=1, max_value=3650)


class LostForm(forms.Form):
    first = forms.IntegerField(label=_("From number"), min_value=1)
    last = forms.IntegerField(label=_("To number"), min_value=1)
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("How you know it: what became of the laptop, its disk and its second copies."),
        widget=forms.TextInput(),
    )


class OldKeyForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the laptop"),
        max_length=100,
        help_text=_("As it is called in the list of stations, or shall be called there."),
    )
    key = forms.CharField(
        label=_("Key that the laptop shows"),
        max_length=200,
        help_text=_("On the laptop: Settings, Keys of this laptop. 64 digits and letters."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
