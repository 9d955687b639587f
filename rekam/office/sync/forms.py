"""What is asked of whoever decides and sets."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DecideForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("What you compared: the papers, the face, who was asked."),
        widget=forms.TextInput(),
    )


class KeepingForm(forms.Form):
    after_confirmed_days = forms.IntegerField(
        label=_("Days after the centre confirmed the recording"), min_value=1, max_value=3650
    )
    at_most_days = forms.IntegerField(label=_("Days at most, in any case"), min_value=1, max_value=3650)
