"""The demo's recording kits, their devices, and a year of faults and repairs.

The kits that recordings name (KIT-04-1 is the first of Sangatta Utara) stand in the kecamatan offices; kits
for visits and spare ones belong to the head office. Makes are called Contoh, Misal, Umpama and Ibarat ("for
example"); serials carry them. Two faults were in the news, in Sangatta Selatan and in Teluk Pandan; what
broke there, and every other fault, is invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np

from rekam.demo.places import DISTRICTS
from rekam.demo.recording_files import KITS

HEAD_OFFICE = 18  # a point's number: the first after the kecamatan offices
MOBILE, SPARES = 6, 3
FIRST_DAY, LAST_DAY = date(2016, 1, 4), date(2016, 9, 30)

FIXED = ("client_pc", "camera", "signature_pad", "fingerprint_scanner", "iris_scanner", "card_reader", "ups",
         "tripod", "backdrop")  # fmt: skip
TRAVELLING = ("laptop", "camera", "signature_pad", "fingerprint_scanner", "iris_scanner", "card_reader",
              "generator", "modem", "tripod", "backdrop")  # fmt: skip
MAKES = {
    "client_pc": ("Contoh", "PC-3"), "laptop": ("Contoh", "LT-14"), "camera": ("Misal", "Foto 600"),
    "signature_pad": ("Umpama", "Paraf 4"), "fingerprint_scanner": ("Ibarat", "Sidik 442"),
    "iris_scanner": ("Ibarat", "Iris 2"), "card_reader": ("Umpama", "Kartu 1"), "ups": ("Misal", "Daya 1200"),
    "generator": ("Misal", "Genset 2k"), "modem": ("Contoh", "M-4"), "tripod": ("Misal", "Kaki 3"),
    "backdrop": ("Misal", "Latar 2"),
}  # fmt: skip
OTHER_MAKE = {"fingerprint_scanner": ("Andai", "Jari F"), "iris_scanner": ("Andai", "Mata 10")}
# Days of use between two faults of one device, invented: what is touched all day breaks most.
DAYS_BETWEEN = {
    "fingerprint_scanner": 190, "iris_scanner": 260, "signature_pad": 340, "client_pc": 480, "laptop": 420,
    "camera": 520, "ups": 600, "card_reader": 700, "generator": 380, "modem": 400,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Device:
    kind: str
    make: str
    model: str
    serial: str
    owner: str = "centre"
    condition: str = "good"
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class Kit:
    """``home`` and ``at`` are numbers of points; ``at`` None is the store."""

    code: str
    name: str
    role: str
    home: int
    at: int | None
    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One move in the life of a fault."""

    move: str
    at: datetime
    note: str = ""
    cost_rupiah: int = 0
    details: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """What broke and how it went on. ``symptom``, ``stops`` and moves are the office's codes."""

    serial: str
    symptom: str
    note: str
    tried: str
    stops: str
    reported: datetime
    moves: tuple[Step, ...] = ()


# -- kits -------------------------------------------------------------------------------------------------


def kits() -> list[Kit]:
    """Every kit of the demo, always the same."""
    return [*_of_kecamatan(), *_mobile(), *_spare()]


def _of_kecamatan() -> Iterator[Kit]:
    for number, (district, count) in enumerate(zip(DISTRICTS, KITS, strict=True)):
        for which in range(1, count + 1):
            short = district.code[-2:]
            # The regency's own office stands in Sangatta Utara and has two of its kits.
            at = HEAD_OFFICE if number == 3 and which <= 2 else number
            yield Kit(
                f"KIT-{short}-{which}",
                f"{district.name} {which}",
                "fixed",
                at,
                at,
                tuple(_devices(FIXED, f"{short}{which}")),
            )


def _mobile() -> Iterator[Kit]:
    for which in range(1, MOBILE + 1):
        devices = tuple(_devices(TRAVELLING, f"K{which}", owner="regency"))
        yield Kit(f"KIT-K-{which}", f"Keliling {which}", "mobile", HEAD_OFFICE, HEAD_OFFICE, devices)


def _spare() -> Iterator[Kit]:
    for which in range(1, SPARES + 1):
        devices = tuple(_devices(FIXED, f"C{which}", owner="province"))
        yield Kit(f"KIT-C-{which}", f"Cadangan {which}", "spare", HEAD_OFFICE, None, devices)


def _devices(kinds: tuple[str, ...], where: str, owner: str = "centre") -> Iterator[Device]:
    for kind in kinds:
        newer = owner != "centre" and kind in OTHER_MAKE
        make, model = OTHER_MAKE[kind] if newer else MAKES[kind]
        serial = f"{make[:3].upper()}-{kind[:2].upper()}{kind[-2:].upper()}-{where}"
        certificate = f"SERT-{serial}" if kind in OTHER_MAKE else ""
        worn = kind in ("tripod", "backdrop") and where.endswith("2")
        yield Device(kind, make, model, serial, owner, "partial" if worn else "good", certificate)


# -- faults -----------------------------------------------------------------------------------------------


def faults(seed: int) -> list[Fault]:
    """A year of faults in the order of their reports: those that ended, and those open on the last day."""
    rng = np.random.default_rng(seed)
    known = {fault.serial: fault for fault in _open_faults()}
    ended: list[Fault] = []
    for kit in kits():
        if kit.role == "spare":
            continue
        for device in kit.devices:
            until = known[device.serial].reported if device.serial in known else _at(LAST_DAY, 0)
            ended += _life(rng, device, until - timedelta(days=2))
    return sorted([*ended, *known.values()], key=lambda fault: fault.reported)


def _life(rng: np.random.Generator, device: Device, until: datetime) -> Iterator[Fault]:
    between = DAYS_BETWEEN.get(device.kind)
    day = _at(FIRST_DAY, 0)
    while between:
        day += timedelta(days=float(rng.exponential(between)))
        reported = _at(day.date(), int(rng.integers(8 * 60, 15 * 60)))
        fault = _ended(rng, device, reported)
        if fault.moves[-1].at >= until:
            return
        yield fault
        day = fault.moves[-1].at


def _ended(rng: np.random.Generator, device: Device, reported: datetime) -> Fault:
    symptom, note, tried, stops = SYMPTOMS[device.kind][int(rng.integers(len(SYMPTOMS[device.kind])))]
    about = (device.serial, symptom, note, tried, stops, reported)
    if rng.random() < 0.12:
        checked = reported + timedelta(hours=float(rng.uniform(1, 20)))
        loose = "Kabel longgar; setelah dipasang ulang alat bekerja."
        return Fault(*about, (Step("dismiss", checked, loose),))
    waits = np.cumsum(rng.gamma(2.0, (0.3, 0.4, 1.0, 2.2, 0.4))) + 0.05
    at = [reported + timedelta(days=float(wait)) for wait in waits]
    where = "Bengkel Contoh Sangatta" if rng.random() < 0.6 else "Misal Servis Samarinda"
    cost = int(rng.integers(1, 30)) * 50_000
    details: dict[str, object] = {"where": where, "vendor": where, "parts": PARTS.get(device.kind, "kabel")}
    tested: dict[str, object] = {"tested": "Sepuluh perekaman percobaan"}
    return Fault(
        *about,
        (
            Step("confirm", at[0]),
            Step("assign", at[1]),
            Step("start_repair", at[2], "", cost, details),
            Step("test", at[3]),
            Step("pass", at[4], "", 0, tested),
        ),
    )


def _open_faults() -> list[Fault]:
    """Open on 30 September 2016."""
    sidik, iris, paraf, pc = (_serial(kind) for kind in FOUR)
    return [
        Fault(
            sidik + "121", "poor_capture", "Empat jari kanan tidak terbaca",
            "Dibersihkan dan disambung ke lubang USB lain", "all", _on(21, 9, 12),
            (
                Step("confirm", _on(21, 14), "Kaca pemindai retak."),
                Step("assign", _on(22, 8, 30)),
                Step(
                    "start_repair", _on(23, 10), "Menunggu kaca pemindai dari Samarinda.", 1_750_000,
                    {"where": "Misal Servis Samarinda", "vendor": "Misal Servis Samarinda",
                     "parts": "kaca pemindai"},
                ),
            ),
        ),
        Fault(
            iris + "122", "poor_capture", "Mata kiri selalu gagal", "Dinyalakan ulang dua kali", "part",
            _on(28, 8, 40), (Step("confirm", _on(28, 15)),),
        ),
        Fault(
            pc + "131", "no_power", "Tidak menyala sejak listrik padam", "Kabel dan UPS sudah ditukar", "all",
            _on(26, 8, 5), (Step("confirm", _on(26, 13)), Step("assign", _on(27, 9))),
        ),
        Fault(
            paraf + "131", "poor_capture", "Tanda tangan terputus-putus", "Pena diganti", "part",
            _on(27, 10, 20),
        ),
        Fault(
            iris + "061", "no_power", "Lampu iris tidak menyala", "", "part", _on(12, 9),
            (Step("confirm", _on(14, 9)),),
        ),
        Fault(
            sidik + "111", "not_found", "Pemindai tidak dikenali komputer",
            "Dipasang ke komputer lain; tetap sama", "all", _on(29, 11, 30),
        ),
        Fault(
            pc + "082", "program", "Layar biru saat menyimpan", "Dinyalakan ulang", "all", _on(19, 14, 10),
            (
                Step("confirm", _on(20, 9), "Cakram keras aus."),
                Step("assign", _on(20, 11)),
                Step(
                    "start_repair", _on(21, 9), "", 850_000,
                    {"where": "Disdukcapil Kutai Timur", "vendor": "Bengkel Contoh Sangatta",
                     "parts": "cakram keras"},
                ),
                Step("test", _on(29, 10)),
            ),
        ),
    ]  # fmt: skip


FOUR = ("fingerprint_scanner", "iris_scanner", "signature_pad", "client_pc")


def _serial(kind: str) -> str:
    make, _ = MAKES[kind]
    return f"{make[:3].upper()}-{kind[:2].upper()}{kind[-2:].upper()}-"


def _on(day: int, hour: int, minute: int = 0) -> datetime:
    """In September 2016."""
    return _at(date(2016, 9, day), hour * 60 + minute)


def _at(day: date, minute: int) -> datetime:
    """A moment of the office's own clock (WITA); whoever stores it says so."""
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001


SYMPTOMS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "fingerprint_scanner": (
        ("poor_capture", "Jari basah tidak terbaca", "Dibersihkan dengan kain kering", "part"),
        ("not_found", "Pemindai tidak dikenali komputer", "Dipasang ulang", "all"),
        ("no_power", "Lampu pemindai mati", "Kabel ditukar", "all"),
    ),
    "iris_scanner": (
        ("poor_capture", "Mata kanan selalu gagal", "Lensa dibersihkan", "part"),
        ("no_power", "Tidak menyala", "Kabel ditukar", "part"),
    ),
    "signature_pad": (
        ("poor_capture", "Tanda tangan terputus-putus", "Pena diganti", "part"),
        ("damaged", "Layar pecah", "", "all"),
    ),
    "client_pc": (
        ("no_power", "Tidak menyala", "Kabel ditukar", "all"),
        ("slow", "Sangat lambat", "Dinyalakan ulang", "part"),
    ),
    "laptop": (
        ("no_power", "Baterai habis dalam sepuluh menit", "Dicoba dengan genset", "part"),
        ("damaged", "Engsel patah dan layar mati", "", "all"),
    ),
    "camera": (
        ("poor_capture", "Foto buram", "Lensa dibersihkan", "part"),
        ("not_found", "Tidak dikenali komputer", "", "all"),
    ),
    "ups": (("no_power", "Berbunyi terus dan mati", "Dibiarkan mengisi semalam", "part"),),
    "card_reader": (("poor_capture", "Kartu tidak terbaca", "Dibersihkan", "nothing"),),
    "generator": (("no_power", "Tidak mau hidup", "Busi dibersihkan", "all"),),
    "modem": (("not_found", "Tidak ada sinyal", "Dipindah ke luar ruangan", "nothing"),),
}
PARTS = {
    "fingerprint_scanner": "kaca pemindai", "iris_scanner": "papan lampu", "signature_pad": "pena",
    "client_pc": "catu daya", "laptop": "baterai", "camera": "kabel USB", "ups": "baterai",
    "generator": "karburator", "modem": "antena",
}  # fmt: skip
