"""Where the pages' own files are, said quickly: a page names some thirty of them, and always the same."""

from functools import cached_property
from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage


class Remembered(StaticFilesStorage):
    """The address of a file never changes while a server runs, so it is put together once."""

    @cached_property
    def _said(self) -> dict[str | None, Any]:
        return {}

    def url(self, name: str | None) -> Any:
        if name not in self._said:
            self._said[name] = super().url(name)
        return self._said[name]
