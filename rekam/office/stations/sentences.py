"""The sentences of the rules, marked for translation here: `rekam.domain` knows no translation machinery."""

from django.utils.translation import gettext_noop

SENTENCES = (
    gettext_noop("This enrolment is over. Begin another one."),
    gettext_noop("The code was valid for ten minutes. Begin again."),
    gettext_noop("You began this enrolment yourself. Another person has to compare the words."),
    gettext_noop("These keys are %(state)s: that cannot be done now."),
)
