"""The sentences of the queue's rules, marked for translation here: a rule knows no translation machinery."""

from django.utils.translation import gettext_noop

SENTENCES = (
    gettext_noop("Ticket %(number)s is %(state)s and cannot be moved so: choose another ticket."),
    gettext_noop("Nobody is waiting: give the next person a ticket first."),
    gettext_noop("Choose why this person was not recorded, so that the day's sheet can say it."),
    gettext_noop(
        "This ticket is of another laptop: send its holder there, or give them a new one here by name."
    ),
    gettext_noop(
        "%(name)s was recorded here today with ticket %(ticket)s: if it has to be done again, begin at the "
        "counter without a ticket."
    ),
    gettext_noop("%(name)s already has ticket %(ticket)s of today: look for it in the list."),
    gettext_noop(
        "The day was closed with ticket %(ticket)s: give this person a new ticket, so that they are counted."
    ),
)
