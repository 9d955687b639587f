"""Django settings of the office. Everything an office may set is an environment variable named here."""

from pathlib import Path

import environ
from django.core.management.utils import get_random_secret_key

from rekam.office import storage

env = environ.Env()

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = storage.data_folder()


def _secret_key() -> str:
    """The key that signs sessions: made once per data folder, readable by its owner alone."""
    path = DATA / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text().strip()


SECRET_KEY = env.str("REKAM_SECRET_KEY", default="") or _secret_key()
DEBUG = env.bool("REKAM_DEBUG", default=False)
ALLOWED_HOSTS = env.list("REKAM_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("REKAM_ORIGINS", default=[])
# Over plain http only on this machine; an office that serves others sets this with its certificate.
HTTPS = env.bool("REKAM_HTTPS", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_cotton",
    "django_tables2",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django_prometheus",
    # Later ones may use earlier ones, never the other way; the import check holds this order.
    "rekam.office.accounts",
    "rekam.office.audit",
    "rekam.office.regions",
    "rekam.office.ledger",
    "rekam.office.recordings",
    "rekam.office.residents",
    "rekam.office.imports",
    "rekam.office.coverage",
    "rekam.office.reports",
    "rekam.office.api",
    "rekam.office.web",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "rekam.office.urls"
WSGI_APPLICATION = "rekam.office.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "rekam.office.web.context.shell",
            ],
        },
    }
]

DATABASES = {"default": storage.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
TIME_ZONE = env.str("REKAM_TIME_ZONE", default="Asia/Makassar")  # WITA; stored in UTC
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
LOCALE_PATHS = [ROOT / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = ROOT / "build" / "static"
# What `run` copied out of node_modules; the repository holds no third-party code.
STATICFILES_DIRS = [("vendor", ROOT / "build" / "vendor")] if (ROOT / "build" / "vendor").exists() else []

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # larger uploads go to a file in the data folder, not to memory
FILE_UPLOAD_TEMP_DIR = DATA / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
# The largest file that is taken in one piece, in MiB: about three million residents as CSV.
IMPORT_MAX_MB = env.int("REKAM_IMPORT_MAX_MB", default=1024)
