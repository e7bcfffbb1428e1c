"""Settings: one file, driven by the environment, closed by default.

Every variable that the process reads is in ``VARIABLES``. A required one that is missing stops the start with a
message that says what it is for; nothing secret has a default.
"""

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from ground import house

BASE_DIR = house.ROOT


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: its name, what it is for, and the value used where it may be left out."""

    name: str
    words: str
    default: str | None = None

    @property
    def required(self) -> bool:
        return self.default is None


VARIABLES = (
    Variable("CONTACTPOINT_SECRET_KEY", "signs forms and messages; at least 50 random characters"),
    Variable("CONTACTPOINT_FIELD_KEY", "seals fields at rest; 64 hexadecimal characters (256 bits)"),
    Variable("CONTACTPOINT_FINGERPRINT_KEY", "keys fingerprints; 64 hexadecimal characters (256 bits)"),
    Variable(
        "CONTACTPOINT_DATABASE_URL",
        "where the database is, as this process's own role: postgres://contactpoint_web:…@host:5432/contactpoint",
    ),
    Variable("CONTACTPOINT_REDIS_URL", "where the message broker is: redis://host:6379/0"),
    Variable("CONTACTPOINT_HOSTS", "the host names that this site answers to, separated by commas"),
    Variable(
        "CONTACTPOINT_OWNER_DATABASE_URL",
        "the same database as the role that owns the tables; only the command prepare_database needs it",
        "",
    ),
    Variable("CONTACTPOINT_VAR_DIR", "where reject reports are written", str(BASE_DIR / "var")),
    Variable(
        "CONTACTPOINT_STATIC_DIR", "where collected static files are", str(BASE_DIR / "build" / "static")
    ),
    Variable("CONTACTPOINT_TRUSTED_PROXIES", "how many reverse proxies stand in front of this process", "0"),
    Variable(
        "CONTACTPOINT_COMPLAINT_DAYS",
        "which days the 20 days of a complaint are: calendar, or working where a council reads the promise so",
        "calendar",
    ),
)


def _read(name: str) -> str:
    variable = next(v for v in VARIABLES if v.name == name)
    value = os.environ.get(name, variable.default)
    if value is None or (variable.required and not value):
        raise ImproperlyConfigured(f"Set the environment variable {name}: {variable.words}.")
    return value


def _read_key(name: str) -> bytes:
    try:
        key = bytes.fromhex(_read(name))
    except ValueError:
        key = b""
    if len(key) != 32:
        raise ImproperlyConfigured(
            f"{name} must be 64 hexadecimal characters. Make one with: openssl rand -hex 32"
        )
    return key


def _read_count(name: str) -> int:
    value = _read(name)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


DEMO = False
"""Whether everything in here is made up; pages say so then. The settings of the demonstration set it."""

SECRET_KEY = _read("CONTACTPOINT_SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("CONTACTPOINT_SECRET_KEY must have at least 50 characters.")
FIELD_KEY = _read_key("CONTACTPOINT_FIELD_KEY")
FINGERPRINT_KEY = _read_key("CONTACTPOINT_FINGERPRINT_KEY")
VAR_DIR = Path(_read("CONTACTPOINT_VAR_DIR"))
TRUSTED_PROXIES = _read_count("CONTACTPOINT_TRUSTED_PROXIES")
REDIS_URL = _read("CONTACTPOINT_REDIS_URL")
COMPLAINT_DAYS = _read("CONTACTPOINT_COMPLAINT_DAYS")
if COMPLAINT_DAYS not in ("calendar", "working"):
    raise ImproperlyConfigured("CONTACTPOINT_COMPLAINT_DAYS must be calendar or working.")

ALLOWED_HOSTS = [host.strip() for host in _read("CONTACTPOINT_HOSTS").split(",") if host.strip()]

DEBUG = False
ROOT_URLCONF = "contactpoint.urls"
WSGI_APPLICATION = "contactpoint.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "contactpoint.staticfiles.BuiltFiles",
    "django_otp",
    "axes",
    "auditlog",
    "rest_framework",
    "csp",
    "govuk_frontend_django",
    *house.apps_to_install(),
]

MIDDLEWARE = [
    # The three that only add headers stand outside the others: the page for a fault in one of those needs them too.
    "csp.middleware.CSPMiddleware",
    "access.middleware.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "access.middleware.SearcherMiddleware",
    "access.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "access.homes.shown",
            ],
            "builtins": ["django.templatetags.static"],
        },
    },
]

# Django's own markup of the fields, by templates that are compiled: a page of questions takes half the time.
FORM_RENDERER = "django.forms.renderers.Jinja2"

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **dj_database_url.parse(
            _read("CONTACTPOINT_DATABASE_URL"), conn_max_age=300, conn_health_checks=True
        ),
        "ATOMIC_REQUESTS": False,
    }
}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("CONTACTPOINT_DATABASE_URL must name a PostgreSQL database (postgres://…).")

# Nobody waits for ever for a database host that has gone away: a lost connection is noticed within a minute.
CONNECTION_LIMITS = {
    "connect_timeout": 5,
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
# A page has a person waiting for it, and holds a thread while it waits. A batch may take its time: the limits are those
# of the web's role alone. A page that was held up in the middle must not hold its locks for ever either.
PAGE_LIMITS = {
    "statement_timeout": "10s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "30s",
}
_OPTIONS = {**DATABASES["default"].get("OPTIONS", {}), **CONNECTION_LIMITS}
if DATABASES["default"]["USER"] == "contactpoint_web":
    _OPTIONS["options"] = " ".join(f"-c {name}={value}" for name, value in PAGE_LIMITS.items())
DATABASES["default"]["OPTIONS"] = _OPTIONS
OWNER_DATABASE_URL = _read("CONTACTPOINT_OWNER_DATABASE_URL")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Account"
LOGIN_URL = "access:sign-in"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "access.backends.AccountBackend"]
PASSWORD_HASHERS = ["access.hashers.Argon2"]

# Idle and absolute ends of a session are kept by access.sessions; the cookie never outlives the longer of them.
SESSION_ENGINE = "access.sessionstore"
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_NAME = "__Host-csrftoken"
# It goes when the browser is closed: nothing tells the next person that somebody was here.
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "access.views.csrf_failed"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Failed sign-ins are counted for a username at an address: never for an address alone, behind which a whole council
# may sit, and never for a username alone, which a stranger could lock. What is counted is a fingerprint of the name.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "access.signin.username_for_counting"
AXES_CLIENT_IP_CALLABLE = "access.proxies.address_of"
AXES_LOCKOUT_CALLABLE = "access.views.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# A browser gives the history of changes no words of its own.
AUDITLOG_CID_HEADER = None

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "static/"
STATIC_ROOT = Path(_read("CONTACTPOINT_STATIC_DIR"))
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("govuk", BASE_DIR / "node_modules" / "govuk-frontend" / "dist" / "govuk"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

SECURE_CONTENT_TYPE_NOSNIFF = True
# To our own pages alone. "no-referrer" would make browsers send every form with "Origin: null", which is refused.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        # the page's script asks to stay signed in without leaving the page
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "UNAUTHENTICATED_USER": None,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "ground.logs.QuietFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}
