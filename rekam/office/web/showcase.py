"""Invented numbers for `/gaya/`, the page that shows every part. Only where `REKAM_DEBUG` is set."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rekam.office.accounts import rights

DAY = date(2016, 9, 30)
DISTRICTS = (
    ("Sangatta Utara", 0.52, 117.55, 68_120, 40_710),
    ("Bengalon", 0.75, 117.60, 31_240, 19_260),
    ("Sangatta Selatan", 0.35, 117.43, 22_870, 13_940),
    ("Muara Wahau", 1.05, 116.85, 20_110, 11_870),
    ("Kongbeng", 1.20, 116.95, 17_950, 11_540),
    ("Sangkulirang", 1.00, 118.05, 15_320, 10_620),
    ("Teluk Pandan", 0.20, 117.45, 14_110, 9_090),
    ("Sandaran", 1.05, 118.75, 6_040, 6_180),
)
RECORDINGS = (340, 380, 401, 276, 368, 322, 271, 226, 194, None, 76, 233, 281, 332, 373, 398, 399, 253, 334)


@rights.public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "web/style.html", examples())


def examples() -> dict[str, Any]:
    return {
        "day": DAY,
        "first_day": date(2016, 1, 1),
        "districts": [_district(*row) for row in DISTRICTS],
        "obliged": sum(row[3] for row in DISTRICTS),
        "recorded": sum(row[4] for row in DISTRICTS),
        "trend": _trend(),
        "days": _days(),
        "bridge": BRIDGE,
        "bars": _bars(),
        "map": _map(),
        "page": Paginator(range(1234), 50).page(2),
        "tones": ("recorded", "risk", "stop", "info", "quiet"),
    }


def _district(name: str, lat: float, lon: float, obliged: int, recorded: int) -> dict[str, Any]:
    return {"name": name, "obliged": obliged, "recorded": recorded, "unrecorded": obliged - recorded}


def _trend() -> dict[str, Any]:
    dates = [DAY - timedelta(days=7 * weeks) for weeks in range(30, -1, -1)]
    recorded = [180_414 + 240 * at + (900 if at % 7 == 0 else 0) for at in range(31)]
    obliged = [286_000 + 33 * at for at in range(31)]
    series = [
        {"name": "Wajib KTP", "values": obliged, "tone": "obliged"},
        {"name": "Sudah rekam", "values": recorded, "tone": "recorded"},
    ]
    return {"dates": [day.isoformat() for day in dates], "series": series}


def _days() -> dict[str, Any]:
    dates = [(date(2016, 9, 1) + timedelta(days=at)).isoformat() for at in range(len(RECORDINGS))]
    average = {"label": "Rata-rata", "value": 292}
    return {"dates": dates, "values": RECORDINGS, "name": "Perekaman", "line": average}


BRIDGE = {
    "start": {"label": "Belum, 31 Agu", "value": 107_624},
    "steps": [
        {"label": "Usia 17", "amount": 386},
        {"label": "Pindah masuk", "amount": 268},
        {"label": "Kawin", "amount": 74},
        {"label": "Rekam", "amount": -8_766, "href": "#bridge"},
        {"label": "Pindah keluar", "amount": -171},
        {"label": "Meninggal", "amount": -93},
        {"label": "Koreksi", "amount": -52},
    ],
    "end": {"label": "Belum, 30 Sep", "value": 99_270},
}


def _bars() -> dict[str, Any]:
    recorded = {"name": "Sudah", "values": [row[4] for row in DISTRICTS], "tone": "recorded"}
    unrecorded = {"name": "Belum", "values": [max(row[3] - row[4], 0) for row in DISTRICTS], "tone": "risk"}
    return {"labels": [row[0] for row in DISTRICTS], "series": [recorded, unrecorded]}


def _map() -> dict[str, Any]:
    areas = [
        {
            "code": f"64.08.{at:02d}",
            "name": name,
            "lat": lat,
            "lon": lon,
            "value": max(obliged - recorded, 0),
            "share": 100 * recorded / obliged,
            "href": "#map",
            "tone": "stop" if name == "Teluk Pandan" else None,
        }
        for at, (name, lat, lon, obliged, recorded) in enumerate(DISTRICTS, start=1)
    ]
    return {"areas": areas, "label": "Belum rekam", "share_label": "Cakupan", "kind": "circles"}
