"""The first pack: it brings the first operators, so nobody can have unlocked anything before it."""

from django.conf import settings

from rekam.station import folder


def has_pack() -> bool:
    return (settings.FOLDER / folder.KEYRING).exists()
