"""A draft as the store has it now, and what a step leaves in it: both inside the step's own transaction.

The page that acts may be an old one. A capture takes seconds, and meanwhile an exception was noted in another
window, or the recording was finished there.
"""

from datetime import datetime

from rekam.domain.trouble import RuleBroken
from rekam.station.counter.models import Draft
from rekam.station.counter.work import Work

_GONE = "This recording was finished or given up in another window: go back to the queue."


def gone() -> RuleBroken:
    return RuleBroken("recording.gone", _GONE)


def work_of(draft: Draft) -> Work:
    """Read anew: what was kept since the page was shown is not written over."""
    try:
        draft.refresh_from_db(fields=["operator", "kept", "saved_at"])
    except Draft.DoesNotExist as missing:
        raise gone() from missing
    return draft.work


def keep(draft: Draft, work: Work, at: datetime) -> Draft:
    """Never makes a draft anew that is gone: it was read in this transaction."""
    draft.kept = work.kept()
    draft.saved_at = at
    draft.save(update_fields=["operator", "kept", "saved_at"])
    return draft
