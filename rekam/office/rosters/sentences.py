"""What stopped the planning, kept as a code with values and read as a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rekam.domain import wording
from rekam.office.rosters.asked import language

# The hard rules as they are said when they cannot hold together, or when a change would break one.
RULES: Mapping[str, Promise] = {
    "fixed": gettext_lazy("a duty set by hand or swapped"),
    "absent": gettext_lazy("a day on which the officer is away"),
    "skill": gettext_lazy("what the officer can do"),
    "place": gettext_lazy("where the officer serves"),
    "never_before": gettext_lazy("the rest between two shifts"),
    "most_of": gettext_lazy("the most shifts of a kind"),
    "most_weekends": gettext_lazy("the most weekends"),
    "most_minutes_a_week": gettext_lazy("the hours of a week"),
    "most_minutes": gettext_lazy("the hours of the month"),
    "least_minutes": gettext_lazy("the least hours of the month"),
    "least_days_on": gettext_lazy("the least days on duty in a row"),
    "least_days_off": gettext_lazy("the least days off in a row"),
    "most_days_on": gettext_lazy("at most six days on duty in a row"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What happened, and what can be done."""

    what: str
    lines: list[str]
    todo: str
    code: str


SENTENCES: dict[str, str | Promise] = {
    "roster.impossible": gettext_lazy("There is no roster that keeps all rules"),
}


def say(trouble: Mapping[str, Any]) -> Said:
    """In the reader's language."""
    return Said(
        what=str(SENTENCES[trouble["code"]]),
        lines=[_clash(each) for each in trouble["values"]["clashes"]],
        todo=_("Change one of the things named, or free the days that were set by hand, and plan again."),
        code=trouble["code"],
    )


def _clash(clash: Mapping[str, Any]) -> str:
    rules = wording.listed([str(RULES.get(rule, rule)) for rule in clash["rules"]], language())
    days = [wording.short_date(date.fromisoformat(day)) for day in clash["days"]]
    facts = {"name": clash["officer"], "rules": rules, "days": wording.listed(days, language())}
    if days:
        return _("%(name)s on %(days)s: these cannot hold together: %(rules)s.") % facts
    return _("%(name)s: these cannot hold together: %(rules)s.") % facts
