"""The office's limits: its row of rules, and what is left of a month's budget."""

from datetime import date, datetime

from django.db.models import QuerySet, Sum
from django.utils import timezone

from rekam.domain.reminders.quiet import Quiet
from rekam.office.reminders.models import COSTS, Message, Rules


def rules() -> Rules:
    """As they are, or as they begin."""
    return Rules.objects.filter(pk=1).first() or Rules(pk=1)


def locked() -> Rules:
    """For whoever spends or wakes: one at a time. On SQLite the transaction holds the only write lock."""
    found, _made = Rules.objects.select_for_update().get_or_create(pk=1)
    return found


def quiet(held: Rules) -> Quiet:
    return Quiet(held.quiet_from, held.quiet_until)


def writable_from(held: Rules, at: datetime) -> datetime:
    """The first moment from *at* on that is not quiet, by the clock on the office's wall."""
    return quiet(held).over(timezone.localtime(at))


def charged(month: date) -> QuerySet[Message]:
    """What a month has paid for, and what may still cost it something."""
    return Message.objects.filter(
        charged_on__year=month.year, charged_on__month=month.month, state__in=COSTS, by_hand=False
    )


def spent(month: date) -> int:
    return charged(month).aggregate(sum=Sum("cost"))["sum"] or 0


def left(held: Rules, month: date) -> int | None:
    """Rupiah that may still be spent this month; nothing where there is no limit."""
    return None if held.monthly_budget is None else max(held.monthly_budget - spent(month), 0)
