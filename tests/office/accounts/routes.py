"""Every address of the office, as the resolver knows it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# What stands in an address for each parameter. Nothing in the tests' database has these keys, and that is
# enough: who holds the right gets to "not found", who does not gets no further than the door.
SAMPLES: dict[str, Any] = {
    "pk": 987654321,
    "key": "abc",
    "number": 987654321,
    "form": "pdf",
    "tag": "ABCD2345",
    "month": "2016-10",
    "code": "64.08.04",
    "area": "64.08.04",
    "uidb36": "1",
    "crew": "1.1",
    "on": "2016-10-04",
    "kind": "pdf",
    "person": 987654321,
}


@dataclass(frozen=True)
class Route:
    name: str  # with its namespaces
    pattern: str
    view: Callable[..., Any]
    parameters: tuple[str, ...]

    def __str__(self) -> str:
        return self.name or self.pattern

    @property
    def unknown_parameters(self) -> list[str]:
        return [name for name in self.parameters if name not in SAMPLES]

    @property
    def path(self) -> str:
        return reverse(self.name, kwargs={name: SAMPLES[name] for name in self.parameters})


def every_route() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, "", (), ()))


def _walk(
    patterns: list[Any], prefix: str, namespaces: tuple[str, ...], parameters: tuple[str, ...]
) -> Iterator[Route]:
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        taken = (*parameters, *_parameters(pattern))
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, here, inner, taken)
        elif isinstance(pattern, URLPattern):
            yield Route(":".join((*namespaces, pattern.name or "")), here, pattern.callback, taken)


def _parameters(pattern: URLPattern | URLResolver) -> tuple[str, ...]:
    converters = getattr(pattern.pattern, "converters", {})
    regex = getattr(pattern.pattern, "regex", None)
    return tuple(converters) or tuple(regex.groupindex if regex is not None else ())
