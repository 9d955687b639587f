"""What the tests of screens share."""

import html
import re
from typing import Any


def text(answer: Any) -> str:
    """What a person reads on the page."""
    inside = re.sub(r"<(script|style|template).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inside)).split())
