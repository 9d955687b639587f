"""Every question that the screens of messages ask."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When
from django.utils import timezone

from rekam.domain.reminders import budget, states
from rekam.domain.visits.life import BEFORE
from rekam.office.reminders import budgets, providers
from rekam.office.reminders.models import Campaign, Message, OptOut, Reachable, Rules, State, Template
from rekam.office.residents.models import Resident
from rekam.office.visits.models import Visit

LOOK_AHEAD_DAYS = 14


def inside(field: str, within: str) -> Q:
    """Only what lies in an area; "" is everywhere."""
    return Q(**{field: within}) | Q(**{f"{field}__startswith": f"{within}."}) if within else Q()


def messages(within: str = "") -> QuerySet[Message]:
    """The newest first, with what a list shows of them."""
    found = Message.objects.filter(inside("area__code", within))
    return found.select_related("campaign__template").order_by("-id")


def campaigns(within: str = "") -> QuerySet[Campaign]:
    """With how many messages each has in which state."""
    found = Campaign.objects.filter(inside("area__code", within)).select_related(
        "template", "visit__place", "client", "area", "created_by"
    )
    counts = {state.value: _count(state) for state in State}
    found = found.annotate(total=Count("messages"), **counts)
    return found.order_by("-created_at", "-id")


def _count(state: State) -> Count:
    return Count("messages", filter=Q(messages__state=state))


def by_state(within: str = "") -> dict[str, int]:
    """Every state with its number, none left out."""
    found = Message.objects.filter(inside("area__code", within)).order_by()
    counts = dict(found.values_list("state").annotate(n=Count("pk")))
    return {state.value: counts.get(state.value, 0) for state in State}


def to_decide(within: str = "") -> QuerySet[Message]:
    """Unknown ones whose provider cannot be asked, or was asked often enough: a person's turn."""
    unknown = messages(within).filter(state=State.UNKNOWN)
    return unknown.exclude(channel__in=providers.asking(), asked__lt=len(states.ASK_AFTER))


def by_hand(within: str = "") -> QuerySet[Message]:
    """What waits for a person to send it, the oldest first."""
    found = messages(within).filter(state=State.QUEUED).exclude(channel__in=providers.ready())
    return found.order_by("id")


def left(at: datetime, within: str = "") -> dict[str, int]:
    """Everything that waits, by what it waits for. Each waits for one thing."""
    held, ready = budgets.rules(), providers.ready()
    queued = Message.objects.filter(inside("area__code", within), state=State.QUEUED).order_by(
        "next_at", "id"
    )
    own = queued.filter(channel__in=ready)
    due = list(own.filter(next_at__lte=at).values_list("cost", flat=True))
    room = budget.room(due, budgets.left(held, timezone.localdate(at)))
    quiet = budgets.quiet(held).holds(timezone.localtime(at).time())
    unknown = Message.objects.filter(inside("area__code", within), state=State.UNKNOWN).count()
    person = to_decide(within).count()
    return {
        "by_hand": queued.exclude(channel__in=ready).count(),
        "quiet": room.sent if quiet else 0,
        "soon": 0 if quiet else room.sent,
        "budget": room.waiting,
        "later": own.filter(next_at__gt=at).count(),
        "person": person,
        "asking": unknown - person,
    }


def waits(message: Message, at: datetime) -> str:
    """What one message waits for, as a code; empty when it does not."""
    if message.state == State.UNKNOWN:
        return "person" if to_decide().filter(pk=message.pk).exists() else "asking"
    if message.state != State.QUEUED:
        return ""
    if message.channel not in providers.ready():
        return "by_hand"
    held = budgets.rules()
    rest = budgets.left(held, timezone.localdate(at))
    if rest is not None and message.cost > rest:
        return "budget"
    if budgets.quiet(held).holds(timezone.localtime(at).time()):
        return "quiet"
    return "later" if message.next_at > at else "soon"


@dataclass(frozen=True, slots=True)
class Money:
    """A month's budget: what was spent, what is left, and what of what waits it has room for."""

    rules: Rules
    spent: int
    left: int | None
    room: budget.Room

    @property
    def share(self) -> int:
        limit = self.rules.monthly_budget
        return min(100, 100 * self.spent // limit) if limit else 0


def money(at: datetime) -> Money:
    held, month = budgets.rules(), timezone.localdate(at)
    rest = budgets.left(held, month)
    queued = Message.objects.filter(state=State.QUEUED, channel__in=providers.ready())
    costs = queued.order_by("next_at", "id").values_list("cost", flat=True)
    return Money(held, budgets.spent(month), rest, budget.room(costs, rest))


def spent_by_channel(at: datetime) -> list[tuple[str, int, int]]:
    """Channel, messages and rupiah of this month."""
    found = budgets.charged(timezone.localdate(at)).order_by("channel").values_list("channel")
    return list(found.annotate(n=Count("pk"), sum=Sum("cost")).values_list("channel", "n", "sum"))


# -- templates, people, opt-outs ----------------------------------------------------------------------------


def templates(*, used_only: bool = False) -> QuerySet[Template]:
    found = Template.objects.filter(is_used=True) if used_only else Template.objects.all()
    return found.order_by("-is_used", "name")


def reachable() -> Counter[str]:
    """How many residents can be reached, and by whose word."""
    order = Case(
        When(consents=True, then=Value(1)),
        When(consents=False, then=Value(0)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = Reachable.objects.annotate(said=order).order_by().values_list("said").annotate(n=Count("pk"))
    names = {1: "agreed", 0: "declined", 2: "not_asked"}
    return Counter({names[said]: count for said, count in rows})


def opt_outs() -> QuerySet[OptOut]:
    return OptOut.objects.select_related("by", "lifted_by")


def reachables(within: str = "") -> QuerySet[Reachable]:
    """Residents of an area who can be reached; who has left the register is nobody's any more."""
    people = Resident.objects.filter(inside("area__code", within))
    return Reachable.objects.filter(nik__in=people.values("nik"))


def with_residents(shown: Iterable[Reachable]) -> list[tuple[Reachable, Resident]]:
    rows = list(shown)
    people = Resident.objects.filter(nik__in=[each.nik for each in rows]).select_related("area")
    known = {each.nik: each for each in people}
    return [(each, known[each.nik]) for each in rows if each.nik in known]


def resident(nik: str, within: str) -> Resident | None:
    held = Resident.objects.select_related("area")
    return held.filter(inside("area__code", within), nik=nik).first()


def visits_to_come(today: date, within: str) -> QuerySet[Visit]:
    """Visits of the next weeks of which somebody might be reminded, the nearest first."""
    until = today + timedelta(days=LOOK_AHEAD_DAYS)
    found = Visit.objects.filter(inside("place__area__code", within), on__gte=today, on__lte=until)
    before = [state.value for state in BEFORE]
    return found.filter(state__in=before).select_related("place").order_by("on", "starts", "id")
