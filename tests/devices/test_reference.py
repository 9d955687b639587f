"""The reference says of devices what the code says. A row that differs is printed as it should be."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from rekam.biometrics import fingers, iris_codes, irises, matching
from rekam.simulator.command import parser
from rekam.station import devices
from rekam.station.devices import LeadsTo
from rekam.station.devices.trouble import KINDS, NUMBERS

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
CATALOGUE = Path(devices.__file__).parent / "locale" / "id" / "LC_MESSAGES" / "django.po"
WAYS = {LeadsTo.RETRY: "try again", LeadsTo.OTHER_DEVICE: "another device", LeadsTo.FAULT: "fault report"}


def row(code: str) -> str:
    with CATALOGUE.open("rb") as file:
        indonesian = read_po(file).get(KINDS[code].sentence)
    assert indonesian is not None
    assert indonesian.string, code
    numbers = [str(number) for number, of in NUMBERS.items() if of == code]
    numbers += {"device.vendor": ["500-599"], "device.unknown_error": ["others"]}.get(code, [])
    return f"| `{code}` | {', '.join(numbers)} | {indonesian.string} | {WAYS[KINDS[code].leads_to]} |"


@pytest.mark.parametrize("code", KINDS)
def test_each_code_is_in_the_reference_with_its_sentence(code: str) -> None:
    assert row(code) in (REFERENCE / "devices.md").read_text(encoding="utf-8")


def test_the_thresholds_of_the_reference_are_those_of_the_code() -> None:
    text = (REFERENCE / "biometrics.md").read_text(encoding="utf-8")

    assert f"0 to 100 | {matching.THRESHOLD} |" in text
    assert f"below {iris_codes.THRESHOLD} |" in text
    assert f"{fingers.FULL_AREA_MM2:.0f} mm²" in text
    assert f"radius ({irises.LEAST_RADIUS} pixels or more)" in text


def test_help_teaches_the_orders_and_every_misbehaviour() -> None:
    said = parser(str).format_help()

    for word in ("finger three_fingers 1", "all well", "--tell", "hanging", "wrong_signature", "broken_json"):
        assert word in said
