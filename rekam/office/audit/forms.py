from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rekam.office.audit import events, queries

# As for the days of the count: beyond them lie slips of the hand, and moments that no clock can tell.
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


class DayField(forms.DateField):
    default_error_messages = {"invalid": _("Write the date as 30-09-2016.")}

    def to_python(self, value: Any) -> date | None:
        found = super().to_python(value)
        if found is not None and not EARLIEST <= found <= LATEST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class Search(forms.Form):
    """What the address says about the audit page."""

    person = forms.ChoiceField(label=_("Who"), required=False)
    event = forms.ChoiceField(label=_("What"), required=False)
    start = DayField(label=_("From"), required=False)
    end = DayField(label=_("To"), required=False)
    subject = forms.CharField(label=_("About"), required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everyone, everything = _choice("", _("Everyone")), _choice("", _("Everything"))
        person, event = self.fields["person"], self.fields["event"]
        assert isinstance(person, forms.ChoiceField)
        assert isinstance(event, forms.ChoiceField)
        person.choices = [everyone, *[(name, name) for name in queries.usernames()]]
        by_sentence = sorted(
            ((code, str(text)) for code, text in events.EVENTS.items()), key=lambda pair: pair[1]
        )
        event.choices = [everything, *by_sentence]


def _choice(value: str, label: Any) -> tuple[str, str]:
    return value, str(label)
