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
BOUGHT = date(2012, 3, 1)
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
class Fault:
    """What broke and how it went on: (move, moment, note, details), in the order of the moves."""

    serial: str
    symptom: str
    tried: str
    stops: str
    reported: datetime
    moves: tuple[tuple[str, datetime, str, dict[str, object]], ...] = field(default=())


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
        if fault.moves[-1][1] >= until:
            return
        yield fault
        day = fault.moves[-1][1]


def _ended(rng: np.random.Generator, device: Device, reported: datetime) -> Fault:
    symptom, tried, stops = SYMPTOMS[device.kind][int(rng.integers(len(SYMPTOMS[device.kind])))]
    if rng.random() < 0.12:
        checked = reported + timedelta(hours=float(rng.uniform(1, 20)))
        note = "Kabel longgar; setelah dipasang ulang alat bekerja."
        return Fault(device.serial, symptom, tried, stops, reported, (("dismiss", checked, note, {}),))
    waits = np.cumsum(rng.gamma(2.0, (0.3, 0.4, 1.0, 2.2, 0.4))) + 0.05
    at = [reported + timedelta(days=float(wait)) for wait in waits]
    vendor = "Bengkel Contoh Sangatta" if rng.random() < 0.6 else "Misal Servis Samarinda"
    cost = int(rng.integers(1, 30)) * 50_000
    repair: dict[str, object] = {
        "parts": PARTS.get(device.kind, "kabel"), "cost": cost, "vendor": vendor, "whereabouts": vendor,
    }  # fmt: skip
    return Fault(
        device.serial, symptom, tried, stops, reported,
        (
            ("confirm", at[0], "", {}),
            ("assign", at[1], "", {}),
            ("begin_repair", at[2], "", repair),
            ("test", at[3], "", {"tested": "Sepuluh perekaman percobaan", "passed": True}),
            ("put_back", at[4], "", {}),
        ),
    )  # fmt: skip


def _open_faults() -> list[Fault]:
    """Open on 30 September 2016."""
    sidik, iris, paraf, pc = (_serial(kind) for kind in FOUR)
    return [
        Fault(
            sidik + "121", "Empat jari kanan tidak terbaca", "Dibersihkan dan disambung ke lubang USB lain",
            "all", _at(date(2016, 9, 21), 9 * 60 + 12),
            (
                ("confirm", _at(date(2016, 9, 21), 14 * 60), "Kaca pemindai retak.", {}),
                ("assign", _at(date(2016, 9, 22), 8 * 60 + 30), "", {}),
                (
                    "begin_repair", _at(date(2016, 9, 23), 10 * 60), "Menunggu kaca pemindai dari Samarinda.",
                    {"parts": "kaca pemindai", "cost": 1_750_000, "vendor": "Misal Servis Samarinda",
                     "whereabouts": "Misal Servis Samarinda"},
                ),
            ),
        ),
        Fault(
            iris + "122", "Mata kiri selalu gagal", "Dinyalakan ulang dua kali", "part",
            _at(date(2016, 9, 28), 8 * 60 + 40), (("confirm", _at(date(2016, 9, 28), 15 * 60), "", {}),),
        ),
        Fault(
            pc + "131", "Komputer tidak menyala sejak listrik padam", "Kabel dan UPS sudah ditukar", "all",
            _at(date(2016, 9, 26), 8 * 60 + 5),
            (
                ("confirm", _at(date(2016, 9, 26), 13 * 60), "", {}),
                ("assign", _at(date(2016, 9, 27), 9 * 60), "", {}),
            ),
        ),
        Fault(
            paraf + "131", "Tanda tangan terputus-putus", "Pena diganti", "part",
            _at(date(2016, 9, 27), 10 * 60 + 20),
        ),
        Fault(
            iris + "061", "Lampu iris tidak menyala", "", "part", _at(date(2016, 9, 12), 9 * 60),
            (("confirm", _at(date(2016, 9, 14), 9 * 60), "", {}),),
        ),
        Fault(
            sidik + "111", "Pemindai tidak dikenali komputer", "Dipasang ke komputer lain; tetap sama",
            "all", _at(date(2016, 9, 29), 11 * 60 + 30),
        ),
        Fault(
            pc + "082", "Layar biru saat menyimpan", "Dinyalakan ulang", "all",
            _at(date(2016, 9, 19), 14 * 60 + 10),
            (
                ("confirm", _at(date(2016, 9, 20), 9 * 60), "Cakram keras aus.", {}),
                ("assign", _at(date(2016, 9, 20), 11 * 60), "", {}),
                (
                    "begin_repair", _at(date(2016, 9, 21), 9 * 60), "",
                    {"parts": "cakram keras", "cost": 850_000, "vendor": "Bengkel Contoh Sangatta",
                     "whereabouts": "Disdukcapil Kutai Timur"},
                ),
                ("test", _at(date(2016, 9, 29), 10 * 60), "", {"tested": "Satu hari nyala tanpa henti",
                                                               "passed": True}),
            ),
        ),
    ]  # fmt: skip


FOUR = ("fingerprint_scanner", "iris_scanner", "signature_pad", "client_pc")


def _serial(kind: str) -> str:
    make, _ = MAKES[kind]
    return f"{make[:3].upper()}-{kind[:2].upper()}{kind[-2:].upper()}-"


def _at(day: date, minute: int) -> datetime:
    """A moment of the office's own clock (WITA); whoever stores it says so."""
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001


SYMPTOMS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "fingerprint_scanner": (
        ("Jari basah tidak terbaca", "Dibersihkan dengan kain kering", "part"),
        ("Pemindai tidak dikenali komputer", "Dipasang ulang", "all"),
        ("Lampu pemindai mati", "Kabel ditukar", "all"),
    ),
    "iris_scanner": (
        ("Mata kanan selalu gagal", "Lensa dibersihkan", "part"),
        ("Tidak menyala", "Kabel ditukar", "part"),
    ),
    "signature_pad": (("Tanda tangan terputus-putus", "Pena diganti", "part"), ("Layar pecah", "", "all")),
    "client_pc": (("Tidak menyala", "Kabel ditukar", "all"), ("Sangat lambat", "Dinyalakan ulang", "part")),
    "laptop": (("Baterai habis dalam sepuluh menit", "Dicoba dengan genset", "part"), ("Mati", "", "all")),
    "camera": (("Foto buram", "Lensa dibersihkan", "part"), ("Tidak dikenali komputer", "", "all")),
    "ups": (("Berbunyi terus dan mati", "Baterai dilepas semalam", "part"),),
    "card_reader": (("Kartu tidak terbaca", "Dibersihkan", "nothing"),),
    "generator": (("Tidak mau hidup", "Busi dibersihkan", "all"),),
    "modem": (("Tidak ada sinyal", "Dipindah ke luar ruangan", "nothing"),),
}
PARTS = {
    "fingerprint_scanner": "kaca pemindai", "iris_scanner": "papan lampu", "signature_pad": "pena",
    "client_pc": "catu daya", "laptop": "baterai", "camera": "kabel USB", "ups": "baterai",
    "generator": "karburator", "modem": "antena",
}  # fmt: skip
