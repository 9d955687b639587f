from django import forms
from django.utils.translation import gettext_lazy as _


class FromFile(forms.Form):
    file = forms.FileField(label=_("Roster pack as a file"), help_text=_("From a USB disk of the office."))
