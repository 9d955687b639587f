"""After a visit: that what was to be done about somebody has been done, noted and taken back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.visits import follow_ups, moves
from rekam.office.visits.models import FollowUp, Listed


@transaction.atomic
def mark_done(*, listed: Listed, by: User | None, at: datetime) -> FollowUp:
    """Somebody was at the person's home, or the summons went out. Noting it twice is noting it once."""
    Listed.objects.select_for_update(of=("self",)).get(pk=listed.pk)
    held = FollowUp.objects.filter(listed=listed).first()
    if held is not None:
        return held
    made = FollowUp.objects.create(listed=listed, action=_step(listed), at=at, by=by)
    _tell("follow_up.done", made, by, at)
    return made


def _step(listed: Listed) -> str:
    found = follow_ups.step_of(listed)
    if not found:
        raise RuleBroken(
            "follow_up.not_waiting",
            gettext_noop(
                "Nobody waits for this person any more: recorded, met at a later visit, or no resident "
                "here now."
            ),
        )
    return found


@transaction.atomic
def take_back(*, listed: Listed, by: User | None, at: datetime) -> None:
    """The person is on the list again."""
    held = FollowUp.objects.select_for_update(of=("self",)).filter(listed=listed).first()
    if held is not None:
        held.delete()
        _tell("follow_up.taken_back", held, by, at)


def _tell(event: str, held: FollowUp, by: User | None, at: datetime) -> None:
    details = {"row": held.listed_id, "step": held.action}
    audit.record(event, moves.subject(held.listed.visit), by=by, at=at, details=details)
