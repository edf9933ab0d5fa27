"""The only settings file: safe by default, read from the environment (.env.example names each variable)."""

from datetime import time
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP

from collab import env

BASE_DIR = Path(__file__).resolve().parent.parent

# production unless told otherwise; `./run` says demo, the tests say test.
DJANGO_ENV = env.text("DJANGO_ENV", "production")
DEMO = DJANGO_ENV == "demo"
PRODUCTION = DJANGO_ENV == "production"

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

PUBLIC_URL = env.text("PUBLIC_URL").rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", urlsplit(PUBLIC_URL).hostname or "")
if DEMO:
    # Browsers keep passkeys for names and not for numbers: on one machine they can be tried at localhost.
    ALLOWED_HOSTS += ["localhost"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "collab",
    "network",
    "pledges",
    "events",
    "stories",
    "groups",
    "words",
    "members",
    "outbox",
    "commons",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    # Without looking for admin modules: collab/admin.py is read where it is mounted, and no package adds a table.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "members.middleware.LastSeen",
    "commons.middleware.OldAddresses",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "collab.kit.access.DenyByDefault",
]

ROOT_URLCONF = "collab.urls"
WSGI_APPLICATION = "collab.wsgi.application"
FORM_RENDERER = "collab.kit.forms.DesignSystemRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["collab.kit.templatetags.kit", "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "commons.context.network",
            ],
        },
    },
]

# The app's role owns nothing; the owner is used by `manage upgrade` alone (docs/running.md).
DATABASES = {"default": env.database(env.text("DATABASE_URL"))}
DATABASES["owner"] = env.database(env.text("DATABASE_OWNER_URL", env.text("DATABASE_URL")))
DATABASES["owner"]["TEST"] = {"MIRROR": "default"}
# Without it each kept connection fails once after PostgreSQL was restarted (collab.kit.postgresql).
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Some statements are planned once (collab.kit.statements). Off for a pooler that lends one connection to many.
STATEMENTS_ARE_PREPARED = env.flag("DATABASE_PREPARES", default=True)
DATABASES["default"]["CONN_MAX_AGE"] = env.number("DATABASE_CONN_MAX_AGE", 600)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Nothing that signing in needs may live in Redis: allauth's limiter uses this cache, sessions their own table.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
SESSION_ENGINE = "members.sessions"
AUTHENTICATION_BACKENDS = ["members.sessions.MemberBackend"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 90 * 24 * 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = PUBLIC_URL.startswith("https://") and env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PUBLIC_URL.startswith("https://") else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = bool(SECURE_HSTS_SECONDS)
if env.flag("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Where Django's admin is mounted, such as a long random word; with none it is not there at all.
ADMIN_PATH = env.text("ADMIN_PATH", "").strip("/")

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
# Collected for production alone; the demo and the tests are served from the sources and the build.
STATIC_ROOT = BASE_DIR / "build" / "collected" if PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "static", ("built", BASE_DIR / "build" / "static")]
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / ".local" / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

# demo: keeps emails as rows that the demo's own page shows, and sends them nowhere.
MAILERS = {"default": env.mailer(env.text("EMAIL_URL", "demo:" if DEMO else None))}
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Westmere Together <hello@westmere.example>")
# Bodies of sent emails are blanked in production, so that erasure and a curious admin find nothing.
OUTBOX_KEEPS_BODIES = not PRODUCTION

# Somebody who gets ready for an evening opens forty. At this rate a thousand people take more than eight hours.
PEOPLE_PAGES_AN_HOUR = env.number("PEOPLE_PAGES_AN_HOUR", 120)

AUTH_USER_MODEL = "members.Member"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
# A code of six numbers by email, and no passwords. Our own limits are rows (members/actions/), not cache entries.
ACCOUNT_ADAPTER = "members.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "members.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
# A passkey checks who holds the device, so it is both factors at once.
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1
# Other organisations that sign their people in: id, name, issuer, client_id, client_secret, domains.
OIDC_PROVIDERS = env.providers("OIDC_PROVIDERS")
# Whose X-Forwarded-For counts: with no proxy of ours in front, nobody's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 1 if env.flag("BEHIND_PROXY", default=False) else 0)

# When what is over its time goes, by the network's clock.
NIGHT = time(3, 30)

CELERY_BROKER_URL = env.text("REDIS_URL")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
# Celery would put its own handlers on, which print an error's words; those of LOGGING stay.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # What a worker had in hand is not put back: it is rung again, and all state is rows. Putting it back to a broker
    # that is away ended the worker itself (decision 132).
    "ack_emulation": False,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "collab.kit.logs.NothingPersonal",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
