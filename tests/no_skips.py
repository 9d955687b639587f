"""In CI, where everything is installed, a skip is a hole in the net: a skipped test is a failed one.

Both kinds of run (tests/conftest.py, tests/station/conftest.py) take these hooks in.
"""

import os
from typing import Any

import pytest

IN_CI = os.environ.get("CI", "").lower() == "true"


def failed_in_ci(report: Any) -> Any:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"Nothing may be skipped when CI=true. {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    return failed_in_ci((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Any:
    return failed_in_ci((yield))
