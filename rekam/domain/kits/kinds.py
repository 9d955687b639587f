"""What a kit is made of: kinds of devices, the condition each is in, whose it is, and what a kit is for.

The names are the codes that are stored and that files of the office are read into (`reading`); the words that
a person sees belong to the office's screens.
"""

from enum import StrEnum

SIMULATED = "SIMULATED"  # in the make of whatever is no device of any vendor


def is_simulated(make: str) -> bool:
    return SIMULATED in make.upper()


class Kind(StrEnum):
    FINGERPRINT_SCANNER = "fingerprint_scanner"
    IRIS_SCANNER = "iris_scanner"
    CAMERA = "camera"
    SIGNATURE_PAD = "signature_pad"
    CARD_READER = "card_reader"
    LAPTOP = "laptop"
    CLIENT_PC = "client_pc"
    SERVER = "server"
    UPS = "ups"
    GENERATOR = "generator"
    SWITCH = "switch"
    ROUTER = "router"
    MODEM = "modem"
    ANTENNA = "antenna"
    PRINTER = "printer"
    TRIPOD = "tripod"
    BACKDROP = "backdrop"
    LAMP = "lamp"
    HUB = "hub"
    CABLE = "cable"


class Condition(StrEnum):
    """As inventories say it: baik, kurang baik, rusak, hilang."""

    GOOD = "good"
    PARTIAL = "partial"
    BROKEN = "broken"
    LOST = "lost"


class Stops(StrEnum):
    """What a fault stops, in the words of whoever reports it: all recording, a part of it, or nothing."""

    ALL = "all"
    PART = "part"
    NOTHING = "nothing"


class Owner(StrEnum):
    CENTRE = "centre"
    PROVINCE = "province"
    REGENCY = "regency"


class Role(StrEnum):
    """A fixed kit stands at a counter, a mobile one goes out, a spare one waits for another's fault."""

    FIXED = "fixed"
    MOBILE = "mobile"
    SPARE = "spare"


class Symptom(StrEnum):
    """The big buttons on the phone of whoever reports a fault."""

    NO_POWER = "no_power"
    NOT_FOUND = "not_found"
    POOR_CAPTURE = "poor_capture"
    SLOW = "slow"
    PROGRAM = "program"
    DAMAGED = "damaged"
    LOST = "lost"
    OTHER = "other"
