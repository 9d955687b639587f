"""The words that people see for the codes of visits."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekam.domain.visits.life import Move, State
from rekam.domain.visits.outcomes import Outcome, Reason
from rekam.domain.visits.reasons import Hours, Next

Words = dict[str, str | Promise]

STATES: Words = {
    State.PLANNED: pgettext_lazy("visit", "Planned"),
    State.CONFIRMED: pgettext_lazy("visit", "Confirmed"),
    State.UNDER_WAY: pgettext_lazy("visit", "Under way"),
    State.CLOSED: pgettext_lazy("visit", "Closed"),
    State.CANCELLED: pgettext_lazy("visit", "Cancelled"),
}
MOVES: Words = {
    Move.CONFIRM: pgettext_lazy("visit", "confirm"),
    Move.MOVE: pgettext_lazy("visit", "move to another time"),
    Move.CANCEL: pgettext_lazy("visit", "cancel"),
    Move.ARRIVE: pgettext_lazy("visit", "arrive"),
    Move.CLOSE: pgettext_lazy("visit", "close"),
    Move.LATE_RESULT: pgettext_lazy("visit", "a late result"),
}
OUTCOMES: Words = {
    Outcome.RECORDED: pgettext_lazy("outcome", "Recorded"),
    Outcome.FAILED: pgettext_lazy("outcome", "Failed"),
    Outcome.UNDER_16: pgettext_lazy("outcome", "Under 16"),
    Outcome.ALREADY_RECORDED: pgettext_lazy("outcome", "Already recorded"),
    Outcome.ABSENT: pgettext_lazy("outcome", "Absent"),
}
REASONS: Words = {
    Reason.BUSY: _("Busy at work"),
    Reason.FAR: _("Lives or works too far away"),
    Reason.MOVED: _("Moved away"),
    Reason.DIED: _("Died"),
    Reason.AWAY: _("Away for a while"),
    Reason.NO_NEED: _("Feels no need"),
    Reason.APPEARANCE: _("Because of appearance"),
    Reason.ILL: _("Ill or disabled"),
    Reason.OTHER: _("Another reason"),
}
NEXT: Words = {
    Next.EVENING: _("Come again in the evening or at the weekend"),
    Next.SECOND_PASS: _("Come again"),
    Next.HOME_VISIT: _("Visit at home"),
    Next.SUMMONS: _("Send a summons"),
    Next.REGISTRAR: _("The registrar looks at the register"),
}
LISTS: Words = {
    Next.EVENING: _("People to be met in the evening or at the weekend"),
    Next.SECOND_PASS: _("People for a second pass"),
    Next.HOME_VISIT: _("People to be visited at home"),
    Next.SUMMONS: _("People to be sent a summons"),
}
HOURS: Words = {
    Hours.DAY: _("by day"),
    Hours.EVENING: _("in the evening or at the weekend"),
}
