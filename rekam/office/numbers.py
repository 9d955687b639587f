"""Numbers of rows, as addresses and forms send them."""

MOST_DIGITS = 19  # 9223372036854775807 is the last number of a row


def of_row(text: str) -> int:
    """The number of a row in an address or a form's field; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < MOST_DIGITS else 0
