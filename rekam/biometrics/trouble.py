"""What is said of bytes and images that are not what they claim to be."""


class BadRecord(ValueError):
    """A record or an image that cannot be believed. ``code`` is stable, the text is for an engineer."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
