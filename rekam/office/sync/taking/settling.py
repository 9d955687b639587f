"""Which recordings count: worked out anew for everything that touches the same people, and written down.

A recording that is held keeps its session: the register learns on the day on which somebody noticed that it
does not count for now, and later that it does (statuses of the office's own, ``recordings.Status``).
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from rekam.domain.sync import people as rules
from rekam.domain.sync.people import Kind, Likeness, Question
from rekam.office.sync import quarantine
from rekam.office.sync.models import Alike, Case, Packet, Recorded
from rekam.office.sync.taking import doubting, sessions


def settle(touched: Iterable[Recorded], *, at: datetime) -> list[Recorded]:
    """Settle these and everything near them, which is what comes back."""
    near = neighbourhood(touched)
    found = rules.settle(
        [_as_rule(each) for each in near],
        _likeness(near),
        {case.key: _counting(case) for case in _decided(near)},
    )
    _keep_cases(found.questions, near, at=at)
    best = set(found.best.values())
    refused = quarantine.refused([each.packet for each in near])
    standings = {each.pk: _standing(each, found, refused) for each in near}
    sessions.follow(near, standings, at=at)
    for each in near:
        _stand(each, standings[each.pk], is_best=each.packet.name in best)
    return near


def neighbourhood(touched: Iterable[Recorded]) -> list[Recorded]:
    """Everybody reached by a shared NIK or by alike biometrics."""
    found: dict[int, Recorded] = {}
    left = [each.pk for each in touched]
    while left:
        some = list(Recorded.objects.filter(pk__in=left).select_related("packet", "resident", "session"))
        found.update((each.pk, each) for each in some)
        niks = {each.nik for each in some if each.nik}
        alike = Alike.objects.filter(Q(one__in=some) | Q(other__in=some), said=Likeness.SAME)
        pairs = {pk for pair in alike.values_list("one_id", "other_id") for pk in pair}
        near = Recorded.objects.filter(Q(nik__in=niks) | Q(pk__in=pairs)).values_list("pk", flat=True)
        left = [pk for pk in near if pk not in found]
    return [found[pk] for pk in sorted(found)]


def _as_rule(recorded: Recorded) -> rules.Recording:
    standing = recorded.resident.standing if recorded.resident else ""
    odd = doubting.doubts(recorded)
    return rules.Recording(recorded.packet.name, recorded.nik, recorded.quality, standing, odd)


def _likeness(near: Sequence[Recorded]) -> dict[frozenset[str], Likeness]:
    names = {each.pk: each.packet.name for each in near}
    pairs = Alike.objects.filter(one__in=near, other__in=near).values_list("one_id", "other_id", "said")
    return {frozenset({names[a], names[b]}): Likeness(said) for a, b, said in pairs}


def _decided(near: Sequence[Recorded]) -> Iterable[Case]:
    packets = [each.packet_id for each in near]
    return Case.objects.filter(packets__in=packets, decided_at__isnull=False).distinct()


def _counting(case: Case) -> frozenset[str]:
    return frozenset(case.decided or ())


# -- cases ------------------------------------------------------------------------------------------


def _keep_cases(questions: Iterable[Question], near: Sequence[Recorded], *, at: datetime) -> None:
    packets = {each.packet.name: each.packet for each in near}
    asked = {question.key: question for question in questions}
    open_ones = Case.objects.filter(
        packets__in=list(packets.values()), decided_at=None, is_moot=False, kind__in=list(_PERSONAL)
    ).distinct()
    for case in open_ones:
        if case.key not in asked:
            case.is_moot = True
            case.save(update_fields=["is_moot"])
    for key, question in asked.items():
        ask(key, question.kind, [packets[name] for name in question.about], at=at)


_PERSONAL = (
    *(Kind.TWO_PEOPLE, Kind.ONE_BODY, Kind.NOT_COMPARED),
    *(Kind.NO_NIK, Kind.GONE, Kind.BEFORE_BIRTH, Kind.UNDER_AGE),
)


def ask(key: str, kind: Kind, packets: Sequence[Packet], *, at: datetime) -> Case:
    """A case with this key: the one there is, or a new one."""
    case, made = Case.objects.get_or_create(key=key, defaults={"kind": kind.value, "made_at": at})
    if made:
        case.packets.set(packets)
    elif case.is_moot:
        case.is_moot = False
        case.save(update_fields=["is_moot"])
    return case


# -- standing ---------------------------------------------------------------------------------------


def _standing(recorded: Recorded, found: rules.Settled, refused: Collection[int]) -> Recorded.Standing:
    packet = recorded.packet
    if quarantine.is_held_back(packet):
        return Recorded.Standing.ASIDE if packet.pk in refused else Recorded.Standing.HELD
    if packet.name in found.aside:
        return Recorded.Standing.ASIDE
    return Recorded.Standing.HELD if packet.name in found.held else Recorded.Standing.COUNTS


def _stand(recorded: Recorded, standing: Recorded.Standing, *, is_best: bool) -> None:
    if (recorded.standing, recorded.is_best) != (standing, is_best):
        recorded.standing, recorded.is_best = standing, is_best
        recorded.save(update_fields=["standing", "is_best"])
