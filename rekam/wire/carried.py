"""A sealed packet as a file: the second copy on a USB disk, and what is carried to the office by hand.

It holds what would go over the line, byte for byte, and is as safe to lose. The name says which packet it is
to a person who looks for a gap; a reader goes by the content alone.
"""

from rekam.wire import cbor, packets, shapes
from rekam.wire.packets import Header, Sealed

SUFFIX = ".rekam"
RECEIPT = ".receipt"  # what the office leaves beside it, to be taken back
LARGEST = packets.LARGEST_CIPHERTEXT + packets.LARGEST_HEADER + 64


def name(header: Header) -> str:
    return f"{header.station.hex()[:8]}-{header.epoch}-{header.sequence:06}-{header.packet_id.hex()}{SUFFIX}"


def write(sealed: Sealed) -> bytes:
    return cbor.encode([sealed.header, sealed.ciphertext])


def read(data: bytes) -> Sealed:
    """What `write` wrote. Whose packet it is, and whether it is whole, the header says: see `packets`."""
    header, ciphertext = shapes.parts(data, count=2, subject="packet", limit=LARGEST)
    return Sealed(header, ciphertext)
