"""Django settings of the station: one laptop, one process, one encrypted file. Nothing here is a secret."""

import os
from pathlib import Path

from csp import constants as csp
from django.core.management.utils import get_random_secret_key

from rekam import training
from rekam.station import folder

training.begin()  # a demo lives on another day

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = folder.folder()

# Sessions live in memory and end with the process, and so does what signs them.
SECRET_KEY = get_random_secret_key()
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]

INSTALLED_APPS = [
    # Ours come first, so that our templates and words win. Later ones may use earlier ones.
    "rekam.station",
    "rekam.station.identity",
    "rekam.station.operators",
    "rekam.station.packs",
    "rekam.station.outbox",
    "rekam.station.sending",
    "rekam.station.devices",
    "rekam.station.queue",
    "rekam.station.counter",
    "rekam.station.closing",
    "rekam.look",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_cotton",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "rekam.station.middleware.Language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "rekam.station.middleware.Doors",
]

ROOT_URLCONF = "rekam.station.urls"
WSGI_APPLICATION = "rekam.station.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "rekam.station.context.shell",
            ],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "rekam.station.store",
        "NAME": FOLDER / folder.STORE,
        "CONN_MAX_AGE": None,
        # A reader that becomes a writer would fail at once, not wait.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30.0},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
TIME_ZONE = os.environ.get("REKAM_TIME_ZONE", "Asia/Makassar")  # WITA; stored in UTC
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
LOCALE_PATHS = [ROOT / "rekam" / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = ROOT / "build" / "station"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "rekam.look.staticfiles.Remembered"},
}
# What `run` copied out of node_modules; the repository holds no third-party code.
STATICFILES_DIRS = [("vendor", ROOT / "build" / "vendor")] if (ROOT / "build" / "vendor").exists() else []

DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
# Whatever is uploaded stays in memory: a temporary file would show it to a reader of the disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024 * 1024

# --- Who may come in ---------------------------------------------------------------------------

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
SESSION_COOKIE_NAME = "rekam_station"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "rekam_station_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
HTTPS = False

# --- What a browser may do with a page ---------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.SELF],
        "script-src": [csp.SELF],
        "style-src": [csp.SELF],
        "style-src-attr": [csp.UNSAFE_INLINE],
        "img-src": [csp.SELF, "data:", "blob:"],  # what the camera saw, before it is kept
        "media-src": [csp.SELF, "blob:"],
        "font-src": [csp.SELF],
        "connect-src": [csp.SELF],
        "form-action": [csp.SELF],
        "frame-ancestors": [csp.NONE],
        "frame-src": [csp.NONE],
        "base-uri": [csp.NONE],
        "object-src": [csp.NONE],
    }
}

# Nothing about a person is ever logged: only that something failed, and where.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "rekam": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
