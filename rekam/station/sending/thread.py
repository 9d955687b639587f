"""The thread that sends while people work."""


def is_busy() -> bool:
    return False
