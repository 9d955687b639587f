"""A file on its way in: written to the data folder as it comes, never held in memory.

What goes wrong with it is kept in ``trouble`` instead of raised: Django reads the body while it looks for the
form's token, where an error could only become a bare page.
"""

from typing import Any

from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest

from rekam.domain.trouble import RuleBroken
from rekam.office.imports import actions
from rekam.office.storage_trouble import told_plainly


class Arriving(TemporaryFileUploadHandler):
    """Refuses a file that is too large before its body is read, and one that the disk has no room for."""

    trouble: RuleBroken | None = None

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django calls it by this name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        self._do(actions.check_size, content_length)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self._do(super().new_file, *args, **kwargs)
        if self.trouble:
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._do(super().receive_data_chunk, raw_data, start)
        if self.trouble:
            self.file.close()  # which also deletes it
            raise StopUpload(connection_reset=True)

    def _do(self, act: Any, *args: Any, **kwargs: Any) -> None:
        try:
            with told_plainly():
                act(*args, **kwargs)
        except RuleBroken as trouble:
            self.trouble = trouble


def expect(request: HttpRequest) -> Arriving:
    """Take the file of this request in this way. Before anything reads the form."""
    arriving = Arriving(request)
    request.upload_handlers = [arriving]
    return arriving
