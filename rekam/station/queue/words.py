"""How the queue says things."""

from django.utils.translation import gettext as _

from rekam.domain.recording.queue import Wait
from rekam.domain.trouble import RuleBroken
from rekam.station.queue.models import State


def refused(broken: RuleBroken) -> str:
    """Why not, with a ticket's state in the words of the list."""
    values = dict(broken.values)
    if (state := str(values.get("state", ""))) in State.values:
        values["state"] = State(state).label
    return _(str(broken.sentence)) % values


def how_long(wait: Wait | None) -> str:
    """In steps of five minutes, as a range: nobody knows it better."""
    if wait is None:
        return _("not known")
    if wait.high_minutes == 0:
        return _("no wait")
    if wait.low_minutes == 0:
        return _("up to %(high)s minutes") % {"high": wait.high_minutes}
    return _("%(low)s to %(high)s minutes") % {"low": wait.low_minutes, "high": wait.high_minutes}
