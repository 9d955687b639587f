"""The messages between a station and the office: bytes in, bytes out. Both sides import it."""
