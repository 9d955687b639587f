"""The sentences of the rules of hours, which know no translations: marked here to get their words."""

from django.utils.translation import gettext_noop

HOURS = {
    "hours.empty": gettext_noop(
        "From %(opens)s to %(closes)s is no time at all. Give a closing time after the opening time."
    ),
    "hours.past_midnight": gettext_noop(
        "From %(opens)s to %(closes)s would run past midnight. Close at 23:59 at the latest, and enter "
        "what follows on the next day."
    ),
    "hours.unreadable": gettext_noop(
        "'%(text)s' is no time of day. Write it between 00:00 and 23:59, for example 08:00."
    ),
    "hours.overlap": gettext_noop(
        "%(earlier)s and %(later)s overlap. Change one of them, or write them as one."
    ),
    "hours.not_a_week": gettext_noop("A week has seven days, Monday first; %(n)s came."),
    "moment.without_zone": gettext_noop(
        "The moment %(at)s does not say its time zone. Add one, for example +08:00 for WITA."
    ),
}
