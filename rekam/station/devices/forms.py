from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rekam.station.devices import words
from rekam.station.devices.noting import Plate

NO_PLATE = "kind:"


class Report(forms.Form):
    """Which device, and what somebody saw. A camera or a printer has no number here: its kind tells it."""

    device = forms.ChoiceField(label=_("Device"))
    observed = forms.CharField(
        label=_("What was seen"),
        max_length=500,
        help_text=_("Such as: the glass is cracked, the light stays off. No names of residents."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, plates: list[Plate]) -> None:
        super().__init__(data)
        self._by_value = {f"serial:{plate.serial}": plate for plate in plates}
        self._by_value |= {f"{NO_PLATE}{code}": Plate(code) for code in words.KINDS}
        self.fields["device"].choices = [  # type: ignore[attr-defined]
            (
                value,
                f"{plate.name} · {plate.serial}"
                if plate.serial
                else str(words.kind(plate.kind)).capitalize(),
            )
            for value, plate in self._by_value.items()
        ]

    @property
    def plate(self) -> Plate:
        return self._by_value[self.cleaned_data["device"]]
