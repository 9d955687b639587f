"""What providers tell us by themselves: states of messages, and replies; twice, late and in any order."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from rekam.domain.reminders import addresses, replies
from rekam.domain.reminders.states import Event, Outcome
from rekam.office.audit.actions import UNKNOWN
from rekam.office.reminders import opt_outs, steps
from rekam.office.reminders.models import Channel, Message, Way
from rekam.office.reminders.sms import News
from rekam.office.reminders.steps import Happened


def hear(found: Iterable[News], *, channel: Channel, at: datetime) -> Counter[str]:
    """Take it all in; what is about no message of ours is passed over, and counted."""
    done: Counter[str] = Counter()
    for each in found:
        if each.sender and each.text:
            done[_replied(each, at=at)] += 1
        elif each.event is not None:
            done[_said(each, each.event, channel=channel, at=at)] += 1
        else:
            done["passed_over"] += 1
    return done


@transaction.atomic
def _said(news: News, event: Event, *, channel: Channel, at: datetime) -> str:
    """By our reference, or by the provider's own number where it forgets ours."""
    held = Message.objects.filter(channel=channel)
    message = None
    if news.reference:
        message = held.filter(reference=news.reference).first()
    elif news.provider_id:
        message = held.filter(provider_id=news.provider_id).first()
    if message is None:
        return "passed_over"
    outcome = Outcome(event, "news", news.told, news.provider_id[:200])
    changed = steps.happen(message.pk, event, Happened.of(outcome, at, message.tries))
    return "changed" if changed else "known"


@transaction.atomic
def _replied(news: News, *, at: datetime) -> str:
    """Only a wish to stop is acted on, and nothing of what somebody wrote is kept."""
    address = addresses.phone(news.sender)
    if address is None or not replies.asks_to_stop(news.text):
        return "passed_over"
    latest = Message.objects.filter(address=address).select_related("contact").order_by("-id").first()
    wanted = [address, *(opt_outs.everywhere(latest) if latest else [])]
    opt_outs.leave(addresses_=wanted, way=Way.REPLY, by=UNKNOWN, at=at)
    return "opted_out"
