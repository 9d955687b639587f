from base64 import urlsafe_b64decode
from binascii import Error

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class SignIn(forms.Form):
    """A browser that keeps the password would keep what opens the store beside the store."""

    login = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class Base64(forms.CharField):
    """Bytes as a script writes them."""

    def __init__(self) -> None:
        super().__init__(max_length=2000, widget=forms.HiddenInput, required=False)

    def clean(self, value: str) -> bytes:
        try:
            return urlsafe_b64decode(super().clean(value))
        except (Error, ValueError) as trouble:
            raise ValidationError("base64") from trouble


class UsePasskey(forms.Form):
    credential = Base64()
    answer = Base64()


class AddPasskey(UsePasskey):
    salt = Base64()
