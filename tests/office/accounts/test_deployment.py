"""An office that serves others over HTTPS passes Django's own checks for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Of settings alone: no database is opened.
pytestmark = pytest.mark.one_database
ROOT = Path(__file__).resolve().parents[3]


def test_nothing_is_left_to_warn_about_when_it_serves_others(tmp_path: Path) -> None:
    settings = {
        "REKAM_DATA": str(tmp_path),
        "REKAM_DATABASE_URL": "",
        "REKAM_HTTPS": "1",
        "REKAM_HOSTS": "rekam.example.go.id",
        "DJANGO_SETTINGS_MODULE": "rekam.office.settings",
    }

    checked = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**os.environ, **settings, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr
