"""Django settings of the office. Everything an office may set is an environment variable named here."""

import os
from datetime import timedelta
from pathlib import Path

import environ
from csp import constants as csp
from django.core.management.utils import get_random_secret_key

from rekam import training
from rekam.office import storage
from rekam.office.accounts import logs

training.begin()  # a demo lives on another day
# What polars frees goes back to the system at once: two registers one after the other take 760 MiB so, and
# 1,300 where it stays for jemalloc's ten seconds. Read when polars is loaded, which is later.
os.environ.setdefault("_RJEM_MALLOC_CONF", GIVEN_BACK := "dirty_decay_ms:0,muzzy_decay_ms:0")

env = environ.Env()

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = storage.data_folder()


def _secret_key() -> str:
    """The key that signs sessions: made once per data folder, readable by its owner alone."""
    path = DATA / "secret-key"
    if not path.exists():  # the pages and the workers may all start for the first time at one moment
        storage.write_once(path, get_random_secret_key().encode())
    return path.read_text().strip()


SECRET_KEY = env.str("REKAM_SECRET_KEY", default="") or _secret_key()
DEBUG = env.bool("REKAM_DEBUG", default=False)
ALLOWED_HOSTS = env.list("REKAM_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("REKAM_ORIGINS", default=[])
# Over plain http only on this machine; an office that serves others sets this with its certificate.
HTTPS = env.bool("REKAM_HTTPS", default=False)

INSTALLED_APPS = [
    # Ours come first, so that our templates and words win over those of the libraries below.
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
    "rekam.office.places",
    "rekam.office.kits",
    "rekam.office.rosters",
    "rekam.office.service",
    "rekam.office.clients",
    "rekam.office.visits",
    "rekam.office.outreach",
    "rekam.office.reminders",
    "rekam.office.forecast",
    "rekam.office.stations",
    "rekam.office.sync",
    "rekam.office.api",
    "rekam.office.web",
    "rekam.look",
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
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "rekam.office.problem_documents.ForPrograms",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "rekam.office.once.Reading",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rekam.office.accounts.middleware.Language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "rekam.office.accounts.middleware.Doors",
    "rekam.office.storage_trouble.Told",
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

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
TIME_ZONE = env.str("REKAM_TIME_ZONE", default="Asia/Makassar")  # WITA; stored in UTC
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
LOCALE_PATHS = [ROOT / "rekam" / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = ROOT / "build" / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "rekam.look.staticfiles.Remembered"},
}
# What `run` copied out of node_modules; the repository holds no third-party code.
STATICFILES_DIRS = [("vendor", ROOT / "build" / "vendor")] if (ROOT / "build" / "vendor").exists() else []

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # larger uploads go to a file in the data folder, not to memory
FILE_UPLOAD_TEMP_DIR = DATA / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
# The largest file that is taken in one piece, in MiB: about three million residents as CSV.
IMPORT_MAX_MB = env.int("REKAM_IMPORT_MAX_MB", default=1024)

# Where a second copy of each packet goes: a folder on another disk. Without it stations delete nothing.
SECOND_COPY = env.str("REKAM_SECOND_COPY", default="")
# What must stay free on the disk of the data folder, in MiB, or stations are asked to wait.
INTAKE_RESERVE_MB = env.int("REKAM_INTAKE_RESERVE_MB", default=512)
# So much may lie in quarantine from laptops that nobody knows, in MiB; more is not taken in.
INTAKE_STRANGERS_MB = env.int("REKAM_INTAKE_STRANGERS_MB", default=256)
# After so many days without a call the parts of a packet that came by half are erased.
INTAKE_UNFINISHED_DAYS = env.int("REKAM_INTAKE_UNFINISHED_DAYS", default=60)

# A server that knows the roads, for plans of visits; without one travel is counted by distance.
ROADS_URL = env.str("REKAM_ROADS_URL", default="")
ROADS_KIND = env.str("REKAM_ROADS_KIND", default="osrm")  # or valhalla

# --- Who may come in ---------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rekam.office.accounts.backends.Staff",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Nobody signs up and nothing goes by e-mail: an administrator adds people and resets passwords.
ACCOUNT_ADAPTER = "rekam.office.accounts.adapters.Account"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False  # closing the browser of a shared counter ends the session
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# Guessing a password is stopped by axes below; these stop guessing the six digits of an app.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,10/15m/key",
    "reauthenticate": "10/m/user",
}

MFA_ADAPTER = "rekam.office.accounts.adapters.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Rekam"
MFA_TOTP_TOLERANCE = 1  # half a minute of a phone's wrong clock
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Roles that see whole NIKs must then have a second factor before they see anything.
REQUIRE_MFA = env.bool("REKAM_REQUIRE_MFA", default=False)

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "rekam.office.accounts.adapters.tried_username"
AXES_CLIENT_IP_CALLABLE = "rekam.office.accounts.adapters.client_address"
AXES_LOCKOUT_CALLABLE = "rekam.office.accounts.views.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # the audit trail has it
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login"]

# A session ends after a working day, and after this many idle minutes where people's data is seen.
SESSION_ENGINE = "rekam.office.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
IDLE_MINUTES = env.int("REKAM_IDLE_MINUTES", default=30)
SESSION_COOKIE_NAME = "rekam_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "rekam_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS

# Counts of failed codes, shared by all workers of the server.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # What pages are made of, until somebody changes something.
    "answers": {
        "BACKEND": "rekam.office.answers.Answers",
        "LOCATION": DATA / "answers",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # Parts of the frame around every page that depend on the words they name; each process has its own.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template_fragments",
        "OPTIONS": {"MAX_ENTRIES": 1_000},
    },
}

# --- What a browser may do with a page ---------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
# Only behind a proxy that sets or removes this header itself; anyone could send it otherwise.
BEHIND_PROXY = env.bool("REKAM_BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.SELF],
        "script-src": [csp.SELF],
        "style-src": [csp.SELF],
        "style-src-attr": [csp.UNSAFE_INLINE],  # charts and maps place their parts by style attributes
        "img-src": [csp.SELF, "data:"],
        "font-src": [csp.SELF],
        "connect-src": [csp.SELF],
        "form-action": [csp.SELF],
        "frame-ancestors": [csp.NONE],
        "frame-src": [csp.NONE],
        "base-uri": [csp.NONE],
        "object-src": [csp.NONE],
        **({"upgrade-insecure-requests": True} if HTTPS else {}),
    }
}

# For the programs that watch the server; without it only the roles with the right see /metrics.
METRICS_KEY = env.str("REKAM_METRICS_KEY", default="")

# --- Messages to residents and contacts ----------------------------------------------------------

# Where the public reaches this office, for the link in a message that says "no more".
PUBLIC_URL = env.str("REKAM_PUBLIC_URL", default="")
# How long one try may take, from connecting to the end of the answer; a minute is the end.
PROVIDER_SECONDS = min(env.float("REKAM_PROVIDER_SECONDS", default=20.0), 60.0)

# A gateway that takes an SMS by HTTP; without its address messages wait in the outbox for a person.
SMS_URL = env.str("REKAM_SMS_URL", default="")
SMS_TOKEN = env.str("REKAM_SMS_TOKEN", default="")
SMS_SENDER = env.str("REKAM_SMS_SENDER", default="")
SMS_FORMAT = env.str("REKAM_SMS_FORMAT", default="json")  # or form
# What the gateway calls to, text, reference, sender, id, status and from: "to=msisdn,text=message".
SMS_FIELDS = env.dict("REKAM_SMS_FIELDS", default={})
SMS_STATUS_URL = env.str("REKAM_SMS_STATUS_URL", default="")  # with {reference} in it
SMS_CALLBACK_KEY = env.str("REKAM_SMS_CALLBACK_KEY", default="")

WHATSAPP_URL = env.str("REKAM_WHATSAPP_URL", default="https://graph.facebook.com/v23.0")
WHATSAPP_PHONE_ID = env.str("REKAM_WHATSAPP_PHONE_ID", default="")
WHATSAPP_TOKEN = env.str("REKAM_WHATSAPP_TOKEN", default="")
WHATSAPP_APP_SECRET = env.str("REKAM_WHATSAPP_APP_SECRET", default="")
WHATSAPP_VERIFY_TOKEN = env.str("REKAM_WHATSAPP_VERIFY_TOKEN", default="")

EMAIL_HOST = env.str("REKAM_SMTP_HOST", default="")
EMAIL_PORT = env.int("REKAM_SMTP_PORT", default=587)
EMAIL_HOST_USER = env.str("REKAM_SMTP_USER", default="")
EMAIL_HOST_PASSWORD = env.str("REKAM_SMTP_PASSWORD", default="")
SMTP_SECURITY = env.str("REKAM_SMTP_SECURITY", default="starttls")  # or tls, or none on this machine
EMAIL_USE_TLS = SMTP_SECURITY == "starttls"
EMAIL_USE_SSL = SMTP_SECURITY == "tls"
EMAIL_TIMEOUT = PROVIDER_SECONDS
DEFAULT_FROM_EMAIL = env.str("REKAM_MAIL_FROM", default="")

# --- What is written down about running --------------------------------------------------------

LOGGING = logs.configuration(
    as_json=env.bool("REKAM_LOG_JSON", default=False), level=env.str("REKAM_LOG_LEVEL", default="INFO")
)
