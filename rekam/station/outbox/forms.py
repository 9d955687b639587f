import os
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rekam.station.outbox import copies


def _read(typed: str) -> Path:
    """`~` is the home of whoever started the station; of a user who is not there it stays as it was typed."""
    return Path(os.path.expanduser(typed))


class Folder(forms.Form):
    """A folder of this laptop; disks that were plugged in are offered."""

    folder = forms.CharField(
        label=_("Folder"),
        max_length=500,
        help_text=_("On a USB disk, such as /media/usb/rekam"),
        widget=forms.TextInput(attrs={"list": "disks", "autocomplete": "off"}),
    )

    @property
    def path(self) -> Path:
        return Path(self.cleaned_data["folder"])

    def clean_folder(self) -> str:
        path = _read(self.cleaned_data["folder"])
        if not path.is_absolute():
            raise ValidationError(_("Write the whole path of the folder, from / on."))
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as trouble:
            raise ValidationError(
                _("This folder cannot be made. Is the disk plugged in and writable?")
            ) from trouble
        return str(path)


class TakeBack(Folder):
    """Where the office left its receipts: read, and never made."""

    def clean_folder(self) -> str:
        path = _read(self.cleaned_data["folder"])
        if not path.is_absolute() or not path.is_dir():
            raise ValidationError(_("There is no such folder. Is the disk plugged in?"))
        return str(path)


class SecondCopy(Folder):
    """Empty: no second copies."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["folder"].required = False

    def clean_folder(self) -> str:
        if not self.cleaned_data["folder"]:
            return ""
        self._refuse_own_disk()  # before a folder is made that would look like the disk
        return super().clean_folder()

    def _refuse_own_disk(self) -> None:
        try:
            is_here = copies.is_same_disk(_read(self.cleaned_data["folder"]))
        except OSError:  # said with the folder that cannot be made
            return
        if is_here:
            raise ValidationError(
                _("That folder is on the same disk as the first copy: it would be lost with it.")
            )
