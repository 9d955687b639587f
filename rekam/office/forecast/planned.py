"""What the adopted plan of visits will record, as the forecast takes it.

One function joins the two parts of the office: ``outreach``. Until a plan is adopted it has nothing to say,
and the forecast goes on at today's pace.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray


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


def outreach(codes: Sequence[str], coming: Sequence[date], behind: Sequence[date]) -> Outreach | None:
    """The adopted plan for the kecamatan in this order and the months whose first days these are.

    None while there is no plan.
    """
    return None
