"""The sentences of the rules, marked for translation here: `rekam.domain` knows no translation machinery."""

from django.utils.translation import gettext_noop

SENTENCES = (
    gettext_noop("These recordings do not belong to this case."),
    gettext_noop("You proposed this yourself. Another person has to confirm it."),
    gettext_noop("This case is decided already."),
    gettext_noop("Say whose recording it is: a NIK of 16 digits."),
)
