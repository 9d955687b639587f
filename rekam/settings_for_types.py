"""Office and station together, for the type checker alone: it reads one settings module."""

from rekam.office.settings import *  # noqa: F403
from rekam.office.settings import INSTALLED_APPS
from rekam.station import settings as station

FOLDER = station.FOLDER
INSTALLED_APPS = [*INSTALLED_APPS, *(app for app in station.INSTALLED_APPS if app not in INSTALLED_APPS)]
