"""The sentences of the day's closing, marked for translation here: a rule knows no translation machinery."""

from django.utils.translation import gettext_noop

SENTENCES = (
    gettext_noop("%(waiting)s still waiting: call each, or note that they left, then close the day."),
    gettext_noop("%(drafts)s not finished: finish each recording or note why it failed, then close the day."),
    gettext_noop(
        "%(tickets)s tickets were given but %(sum)s people have an outcome: look for the ticket without one."
    ),
    gettext_noop(
        "%(recorded)s people were recorded but %(sealed)s copies are sealed: "
        "do not switch off, call the office."
    ),
    gettext_noop(
        "Of %(sealed)s sealed copies %(received)s are received and %(unsent)s unsent, which does not add up: "
        "call the office."
    ),
    gettext_noop("This day is closed already: look at its sheet."),
    gettext_noop(
        "Somebody came or went while the day was being closed: look at its sums again, then close it."
    ),
    gettext_noop("No ticket was given on this day: there is nothing to close."),
)
