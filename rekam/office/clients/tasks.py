"""Comparing a long list goes on in the background; a short one is compared while one waits.

``start`` hands it to a worker (``rekam worker``; ``rekam serve`` starts one). What stops it is kept for
whoever looks; a bug crashes the task and shows as work that was lost.
"""

from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks import task

from rekam.domain.trouble import RuleBroken
from rekam.files import FileProblem
from rekam.office import background
from rekam.office.accounts.models import User
from rekam.office.clients import rolls, work
from rekam.office.clients.models import Roll

MOST_AT_ONCE = 2_000  # rows that are compared while one waits


def start(*, roll: Roll, what: str, by: User) -> None:
    """Two people who press at once: the second is told."""
    folder = work.folder_of(roll)
    if not background.begin(folder, what):
        raise RuleBroken("roll.busy", gettext_noop("This list is being compared already."))
    try:
        carry_out.enqueue(roll.pk, what, by.pk)
    except Exception:
        background.end(folder)
        raise


@task()
def carry_out(number: int, what: str, by: int) -> None:
    """One comparison. It does not run twice by itself: after a kill a person starts it again."""
    roll, person = Roll.objects.get(pk=number), User.objects.get(pk=by)
    folder = work.folder_of(roll)
    with background.alive(folder):
        try:
            compare = rolls.match_again if what == work.AGAIN else rolls.match_kept
            compare(roll=roll, by=person, at=timezone.now(), follow=work.follower(folder))
        except (RuleBroken, FileProblem) as trouble:
            rolls.give_up(roll=roll, why=trouble.code, by=person, at=timezone.now())
            work.keep_trouble(folder, trouble)
