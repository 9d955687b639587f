"""What a program sent, as plain values: only such texts as can be kept."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.errors import HttpError
from ninja.parser import Parser


class Keepable(Parser):
    """No text of a body, a form or an address holds NUL or half a character: PostgreSQL keeps neither."""

    def parse_body(self, request: HttpRequest) -> Any:
        found = super().parse_body(request)
        _check(_texts(found))
        return found

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> Any:
        _check(text for key, values in data.lists() for text in (key, *values) if isinstance(text, str))
        return super().parse_querydict(data, list_fields, request)


def _check(texts: Iterable[str]) -> None:
    for text in texts:
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise HttpError(400, "A text holds a character that cannot be kept.")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
