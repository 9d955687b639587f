"""Recording devices at this laptop, through the Secure Biometric Interface on 127.0.0.1.

    devices.find()                                         who is plugged in
    devices.capture(device, Slap.LEFT, exceptions, id)     four fingers, checked
    devices.stream(device)                                 the live picture

Whatever goes wrong is a ``DeviceTrouble``: a stable code, a sentence with the next step, where it leads
(try again, another device, a fault report) and what was observed.
"""

from rekam.station.devices.answers import Part
from rekam.station.devices.capturing import Captured, capture, give_up, stream
from rekam.station.devices.finding import Device, Found, find, search
from rekam.station.devices.protocol import Slap, Type, expected
from rekam.station.devices.reach import Reach
from rekam.station.devices.trouble import DeviceTrouble, LeadsTo, Observed

__all__ = [
    "Captured",
    "Device",
    "DeviceTrouble",
    "Found",
    "LeadsTo",
    "Observed",
    "Part",
    "Reach",
    "Slap",
    "Type",
    "capture",
    "expected",
    "find",
    "give_up",
    "search",
    "stream",
]
