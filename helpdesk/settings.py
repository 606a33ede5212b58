"""Every setting, read once from the environment. A missing one stops the start and is named.

Safe by default: no debug pages, no default secret, hosts named one by one. `.env.example` lists the variables.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from helpdesk.choice_names import CHOICE_NAMES
from helpdesk.logs import logging_at

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")


def required(name: str) -> str:
    """The value of an environment variable that has no safe default."""
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment; .env.example shows an example."
        )
    return value


def url_of(name: str, read: Any) -> dict[str, Any]:
    """A connection read from the URL in an environment variable."""
    required(name)
    try:
        connection: dict[str, Any] = read(name)
    except (ValueError, ImproperlyConfigured) as mistake:
        raise ImproperlyConfigured(f"{name} is not a usable address: {mistake}") from mistake
    return connection


def day(name: str) -> date | None:
    """An ISO date, or nothing."""
    text: str = env.str(name, default="")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as mistake:
        raise ImproperlyConfigured(f"{name} must be a date such as 2026-06-15, not {text!r}.") from mistake


def flag(name: str, *, default: bool) -> bool:
    """Yes or no. An empty variable counts as not set; any other word is refused, for it might mean to be safe."""
    text = env.str(name, default="").strip().lower()
    if text not in {"", "true", "yes", "on", "1", "false", "no", "off", "0"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not {text!r}.")
    return text in {"true", "yes", "on", "1"} if text else default


def whole_number(name: str, *, default: int) -> int:
    """A number from 0."""
    text = env.str(name, default="").strip() or str(default)
    if not (text.isascii() and text.isdecimal()):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}.")
    return int(text)


SECRET_KEY = required("SECRET_KEY")
DEBUG = flag("DEBUG", default=False)
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",") if host.strip()]
SITE_URL = required("SITE_URL").rstrip("/")
SECURE_COOKIES = flag("SECURE_COOKIES", default=True)
# A demo desk holds invented people and may be told which day it is; a real desk never is.
DEMO_DESK = flag("DEMO_DESK", default=False)
DESK_DAY = day("DESK_DAY")
if DESK_DAY and not DEMO_DESK:
    raise ImproperlyConfigured("DESK_DAY fixes the calendar and is refused unless DEMO_DESK is true.")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "django_structlog",
    "helpdesk.people",
    "helpdesk.trail",
    "helpdesk.outbox",
    "helpdesk.watch",
    "helpdesk.webhooks",
    "helpdesk.configuration",
    "cases",
    "deadlines",
    "api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "helpdesk.urls"
WSGI_APPLICATION = "helpdesk.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

# One database, PostgreSQL 15 or later. The pool is for the web process only: Celery closes pools between tasks.
_pool_size = whole_number("DATABASE_POOL_SIZE", default=0)
DATABASES = {"default": url_of("DATABASE_URL", env.db_url)}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured(
        "DATABASE_URL must be a postgresql:// address; no other database is supported."
    )
# Of words alike to exactly six tenths, pg_trgm's default, a GiST index of some pages finds fewer than the table itself.
# Just below, the likeness of hardly any word falls on the threshold.
_options = DATABASES["default"].setdefault("OPTIONS", {})
_options["options"] = f"{_options.get('options', '')} -c pg_trgm.word_similarity_threshold=0.599".lstrip()
# Only queries that are written once are prepared (`helpdesk.written`); Django's own put their values into the text. One
# plan serves all values of these: left alone, PostgreSQL plans a list anew each time, and takes longer than to read it.
_options["options"] += " -c plan_cache_mode=force_generic_plan"
_options["prepare_threshold"] = 5
if _pool_size:
    _options["pool"] = {"min_size": 1, "max_size": _pool_size}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = required("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# The files of documents: out of the web's reach, on a disk that is saved together with the database.
DOCUMENTS_DIR = Path(required("DOCUMENTS_DIR"))
if not DOCUMENTS_DIR.is_absolute():
    raise ImproperlyConfigured(f"DOCUMENTS_DIR must be a whole path, not {str(DOCUMENTS_DIR)!r}.")
LARGEST_DOCUMENT = whole_number("DOCUMENT_MAX_MB", default=25) * 2**20
FILE_UPLOAD_HANDLERS = ["api.uploads.OneFileOnDisk"]

# Mail
for _name, _value in url_of("EMAIL_URL", env.email_url).items():
    if _name.startswith("EMAIL_"):
        globals()[_name] = _value
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL")
# Reports of mails that did not arrive go to this address, with the id of the mail after a plus sign.
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")
if BOUNCE_ADDRESS and BOUNCE_ADDRESS.count("@") != 1:
    raise ImproperlyConfigured("BOUNCE_ADDRESS must be an address such as bounces@helpdesk.example.org.")

# Who signs in, and how
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "helpdesk.people.adapter.ClosedSignupAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {"account_reset_password_from_key": f"{SITE_URL}/sign-in/#reset={{key}}"}
LOGIN_URL = "/sign-in/"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_COOKIES
SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The load balancer and the compose health check ask these two over plain HTTP, inside the network.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# Languages and time: moments are stored in UTC; a day is a day at the desk.
LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("en", "English"), ("de", "Deutsch")]
LANGUAGE_CODE = "nl"
LOCALE_PATHS = [BASE_DIR / "helpdesk" / "locale"]
TIME_ZONE = env.str("DESK_TIME_ZONE", default="Europe/Brussels")
USE_TZ = True
USE_I18N = True

# A fatal day that nobody acknowledges climbs after so many working days; and from so many before it, at once.
ACKNOWLEDGE_WITHIN_WORKING_DAYS = whole_number("ACKNOWLEDGE_WITHIN_WORKING_DAYS", default=1)
ESCALATE_AT_ONCE_WORKING_DAYS = whole_number("ESCALATE_AT_ONCE_WORKING_DAYS", default=2)
if not ACKNOWLEDGE_WITHIN_WORKING_DAYS:
    raise ImproperlyConfigured("ACKNOWLEDGE_WITHIN_WORKING_DAYS must be at least 1.")

STATIC_URL = "/static/"
# Served from the packages themselves: no step to forget, nothing to write on a read-only disk.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# The web client, built and committed. Its names hold a hash of what is in them: a browser keeps such a file for good.
STATICFILES_DIRS = [("web", BASE_DIR / "web" / "dist" / "web")]
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/web/[^/]+-[\w-]{8}\.\w+$"

# Only a demo desk calls webhooks on its own machine or over plain http.
WEBHOOKS_MAY_STAY_HERE = DEMO_DESK

# How many proxies of ours stand before the web process; the caller's address is what the outermost of them wrote.
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = whole_number("TRUSTED_PROXIES", default=0)

# For so many seconds a web process goes on with a key as it found it; 0 looks it up for every request.
KEYS_KEPT_SECONDS = whole_number("KEYS_KEPT_SECONDS", default=2)
if KEYS_KEPT_SECONDS > 10:
    raise ImproperlyConfigured("KEYS_KEPT_SECONDS must be at most 10: for so long a revoked key may open.")

# Requests of one key or colleague within each window.
REQUESTS_PER = {
    "minute": whole_number("REQUESTS_PER_MINUTE", default=600),
    "hour": whole_number("REQUESTS_PER_HOUR", default=10_000),
    "day": whole_number("REQUESTS_PER_DAY", default=100_000),
}
# Of one calendar feed; several calendars of a colleague may read it, each every few minutes.
CALENDAR_READS_PER = {"minute": 20, "hour": 240}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.access.KeyAuthentication",
        "api.access.DeskSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated", "api.access.KeyHasScope"],
    "DEFAULT_THROTTLE_CLASSES": ["api.limits.CallerWindows"],
    "DEFAULT_RENDERER_CLASSES": ["api.rendering.QuickJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsing.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.KeysetPages",
    "DEFAULT_SCHEMA_CLASS": "api.schema.DeskSchema",
    "EXCEPTION_HANDLER": "api.errors.as_problem",
    "COERCE_DECIMAL_TO_STRING": True,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Legal helpdesk",
    "DESCRIPTION": (
        "Questions, strategic litigation and condemnations of a refugee-law helpdesk, "
        "and the dates that must not be missed.\n\n"
        "Days are ISO dates, and a last day is always included; moments have an offset; euros are decimal text. Null "
        "is not known or not so, an empty text nothing said. Besides what stands with an operation, any address may "
        "answer 405, 406, 413 or 414. How the desk is spoken to: docs/api.md."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "DEFAULT_GENERATOR_CLASS": "api.schema.EnglishDocument",
    "CONTACT": {"name": "The desk that serves this document"},
    "LICENSE": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    "SERVERS": [{"url": "/", "description": "The desk that serves this document."}],
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.schema.complete",
    ],
    "ENUM_NAME_OVERRIDES": CHOICE_NAMES,
}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "deliver-mail": {"task": "helpdesk.outbox.tasks.deliver_due_mail", "schedule": 20.0},
    "seal-trail": {"task": "helpdesk.trail.tasks.seal_trail", "schedule": 60.0},
    "sweep-reminders": {"task": "deadlines.tasks.sweep_reminders", "schedule": 300.0},
    "call-webhooks": {"task": "cases.tasks.call_webhooks", "schedule": 10.0},
    "forget-answers": {"task": "api.tasks.forget_old_answers", "schedule": 3600.0},
    "clear-orphan-files": {"task": "cases.tasks.clear_orphan_files", "schedule": crontab(hour=3, minute=40)},
    "ask-second-lawyers": {"task": "deadlines.tasks.ask_second_lawyers", "schedule": 300.0},
    "sweep-watches": {"task": "deadlines.tasks.sweep_watches", "schedule": 60.0},
    "tell-of-losses": {"task": "deadlines.tasks.tell_of_losses", "schedule": 300.0},
    "write-digests": {"task": "deadlines.tasks.write_digests", "schedule": 300.0},
    "find-imports": {"task": "deadlines.tasks.find_waiting_imports", "schedule": 30.0},
    "forget-imports": {"task": "deadlines.tasks.forget_old_imports", "schedule": 3600.0},
}

# How long after its last good end each of these is late. A backup is made outside and says so: `manage.py note_run`.
EXPECTED_RUNS = {
    "ask-second-lawyers": timedelta(minutes=30),
    "call-webhooks": timedelta(minutes=10),
    "deliver-mail": timedelta(minutes=10),
    "seal-trail": timedelta(minutes=10),
    "sweep-reminders": timedelta(minutes=30),
    "sweep-watches": timedelta(minutes=30),
    "tell-of-losses": timedelta(minutes=30),
    "write-digests": timedelta(minutes=30),
}
if _backup_hours := whole_number("BACKUP_EVERY_HOURS", default=0):
    EXPECTED_RUNS["backup"] = timedelta(hours=_backup_hours)
# Who is told besides the administrators, and what is called while all is well.
ALARM_ADDRESSES = env.list("ALARM_ADDRESSES", default=[])
HEARTBEAT_URL = env.str("HEARTBEAT_URL", default="")

# The sections of a file that `manage.py apply_config` brings in, in the order in which one may need another.
CONFIGURATION_SECTIONS = [
    "helpdesk.configuration.sections.teams.Teams",
    "helpdesk.configuration.sections.colleagues.Colleagues",
    "helpdesk.configuration.sections.integrations.Integrations",
    "helpdesk.configuration.sections.keys.Keys",
    "helpdesk.configuration.sections.webhooks.Webhooks",
    "deadlines.configuration.Hours",
    "deadlines.configuration.Exceptions",
    "cases.configuration.AnswerTemplates",
]

# Reads the kept searches of a colleague for her digest: the lists they search are known to the API alone.
SAVED_SEARCH_HITS = "api.search_hits.new_hits"

# What a mail is about, floors above the outbox know. These say which mails, of those about one dossier and of others,
# name what is closed to somebody: such a mail is called off as it is about to leave.
MAILS_OF_ONE_CLOSED_TO = "cases.letters.closed_to"
MAILS_OF_MANY_CLOSED_TO = ["deadlines.digest_reading.closed_to", "deadlines.losses.closed_to"]
# These see to it that what it said is told to whom it may be told.
WHEN_CALLED_OFF = [
    "helpdesk.outbox.notices.tell_without_quoting",
    "deadlines.digest_reading.write_anew",
    "deadlines.losses.tell_anew",
    "deadlines.reminders.ring_for_others",
]

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO").upper()
DJANGO_STRUCTLOG_CELERY_ENABLED = False
# Its own reading believes whatever a caller writes into X-Forwarded-For; `api.apps` notes the address instead.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = 20
LOGGING = logging_at(LOG_LEVEL)
