"""The tests of the messages, within the office's process: with whatever bug is planted there."""

import os
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import hypothesis
import pytest


class Failures:
    """What made a test fail, by the class of the exception."""

    def __init__(self) -> None:
        self.kinds: list[str] = []

    def pytest_exception_interact(self, call: pytest.CallInfo[Any]) -> None:
        assert call.excinfo is not None
        self.kinds.append(call.excinfo.typename)


def tried() -> tuple[int, list[str]]:
    """The tests of the messages, in here: with whatever bug is planted. The code that pytest ended with, and
    what a test failed of.
    """
    here = str(Path(__file__).resolve().parent.parent / "tests" / "wire")
    hypothesis.settings.register_profile("proof", deadline=None)  # a busy machine is no fault of a message
    names = ("packets", "cbor", "packs", "enrolment", "recordings", "log", "paths", "keys")
    options = [
        "-q",
        "-x",
        "--confcutdir",
        here,
        "-p",
        "no:django",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "--hypothesis-profile",
        "proof",
    ]
    seen, files = Failures(), [f"{here}/test_{name}.py" for name in names]
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        return int(pytest.main([*options, *files], plugins=[seen])), seen.kinds
