"""Messages for the pages: templates, people who can be reached, a sending in which every state occurs, and
somebody who wants no more.
"""

from datetime import datetime, timedelta

from rekam.domain.reminders.states import Event, Outcome
from rekam.office.accounts.models import User
from rekam.office.regions.models import Area
from rekam.office.reminders import actions, campaigns, examples, opt_outs, steps
from rekam.office.reminders.models import Campaign, Channel, Kind, Message, Template, Way
from rekam.office.reminders.recipients import Chosen
from rekam.office.reminders.steps import Happened
from rekam.office.residents.models import Resident, Standing

VILLAGE = "64.08.04.2001"
# What becomes of the first messages, one after the other; the others wait.
FATES: tuple[tuple[Event, ...], ...] = (
    (Event.ACCEPTED, Event.SAID_DELIVERED, Event.SAID_READ),
    (Event.ACCEPTED, Event.SAID_DELIVERED),
    (Event.ACCEPTED,),
    (Event.ACCEPTED, Event.SAID_FAILED),
    (Event.LOST,),
    (Event.DECLINED,),
)
WHY = {Event.SAID_FAILED: "news", Event.LOST: "timed_out", Event.DECLINED: "declined"}


def furnish(by: User, at: datetime) -> Campaign:
    """By the office's own actions; only the providers' words are invented."""
    examples.take(by=by, at=at)
    actions.change_rules(by=by, at=at, monthly_budget=500_000, price_sms=350, price_whatsapp=300)
    _people(by, at)
    made = campaigns.start(
        chosen=Chosen(Kind.VILLAGE, Area.objects.get(code=VILLAGE)),
        template=Template.objects.get(name=examples.EXAMPLES[2]["name"]),
        channel="",
        once="furnished",
        by=by,
        at=at,
    )
    for message, fate in zip(made.messages.order_by("id"), FATES, strict=False):
        _lives(message, fate, at)
    opt_outs.leave(addresses_=["+6281234000099"], way=Way.STAFF, by=by, at=at, note="di loket")
    return made


def _people(by: User, at: datetime) -> None:
    found = Resident.objects.filter(
        area__code=VILLAGE, standing=Standing.RESIDENT, first_recorded_on=None, obliged_from__lte=at.date()
    )
    for number, resident in enumerate(found.order_by("id")[:14]):
        channel = (Channel.SMS, Channel.WHATSAPP)[number % 2]
        phone = f"+62812340000{number:02}"
        held = actions.note_reachable(nik=resident.nik, phone=phone, channel=channel, by=by, at=at)
        if number % 5 != 4:
            agrees = number % 7 != 6
            actions.note_consent(reachable=held, consents=agrees, how="in_person", by=by, at=at)


def _lives(message: Message, fate: tuple[Event, ...], at: datetime) -> None:
    changes = {"tries": 1, "taken_at": at}
    steps.happen(message.pk, Event.TAKE, Happened(at), **changes)
    for number, event in enumerate(fate, start=1):
        outcome = Outcome(event, WHY.get(event, "news" if number > 1 else ""))
        when = at + timedelta(minutes=number)
        steps.happen(message.pk, event, Happened.of(outcome, when, 1, when))
