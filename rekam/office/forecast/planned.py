"""What the adopted plan of visits will record, as the forecast takes it.

One function joins the two parts of the office: ``outreach``. Until a plan is adopted it has nothing to say,
and the forecast goes on at today's pace.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from rekam.domain.outreach.model import RECORDING
from rekam.office.outreach import queries as plans
from rekam.office.visits import learned

DISTRICT_LENGTH = 8
WIDTH_OF_80 = 2 * 1.2816  # standard deviations between the ends of a range that holds eight times in ten
OF_A_STOP = ("day", "area__code", "expected", "low", "high")


@dataclass(frozen=True, slots=True)
class Outreach:
    """Recordings that an adopted plan expects, by month and kecamatan.

    ``visited`` are recordings made at visits in the months behind [month, kecamatan]: today's pace holds them
    already, so they are taken out of it before the plan's own are added. ``plan`` names the plan and its
    version: kept answers are made anew when it changes.
    """

    plan: str
    mean: NDArray[np.float64]
    variance: NDArray[np.float64]
    visited: NDArray[np.float64]


def outreach(
    codes: Sequence[str], coming: Sequence[date], behind: Sequence[date], known: date
) -> Outreach | None:
    """The adopted plan for the kecamatan in this order and the months whose first days these are.

    None while there is no plan. Stops until *known*, the last day of which the ledger tells, are in the
    counts already, also those of the month that has begun.
    """
    plan = plans.adopted()
    if plan is None:
        return None
    mean, variance = np.zeros((len(coming), len(codes))), np.zeros((len(coming), len(codes)))
    place = {code: number for number, code in enumerate(codes)}
    month = {first: number for number, first in enumerate(coming)}
    for on, code, expected, low, high in plans.standing(plan, known + timedelta(days=1)).values_list(
        *OF_A_STOP
    ):
        row, column = month.get(on.replace(day=1)), place.get(code[:DISTRICT_LENGTH])
        if row is not None and column is not None:
            mean[row, column] += expected / RECORDING
            variance[row, column] += ((high - low) / RECORDING / WIDTH_OF_80) ** 2
    return Outreach(f"{plan.pk}:{plan.adopted_at}", mean, variance, _visited(place, behind))


def _visited(place: dict[str, int], behind: Sequence[date]) -> NDArray[np.float64]:
    """Recordings at visits that were closed, by the month of the visit."""
    found = np.zeros((len(behind), len(place)))
    month = {first: number for number, first in enumerate(behind)}
    for each in learned.closed() if behind else ():
        row = month.get(each.visit.on.replace(day=1))
        column = place.get(each.visit.place.area.code[:DISTRICT_LENGTH])
        if row is not None and column is not None:
            found[row, column] += each.closing.recorded
    return found
