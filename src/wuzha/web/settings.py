"""Django's settings. What differs between installations comes from the installation's home and the environment."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from wuzha.cluster.home import Home, database
from wuzha.web.provider import from_environ

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Home.from_environ(os.environ)
ENDPOINT = database(HOME, os.environ)
# The cipher of residents' data, when a first key is made: aes, or sm4 where the site demands it.
CIPHER = os.environ.get("WUZHA_CIPHER", "aes")

DEBUG = os.environ.get("WUZHA_DEBUG") == "1"
SECRET_KEY = hashlib.sha256(b"django" + HOME.secret()).hexdigest()
ALLOWED_HOSTS = os.environ.get("WUZHA_HOSTS", "*").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "procrastinate.contrib.django",
    "wuzha.ledger",
    "wuzha.privacy",
    "wuzha.plan",
    "wuzha.registry",
    "wuzha.duties",
    "wuzha.oversight",
    "wuzha.reports",
    "wuzha.web",
]
MIDDLEWARE = [
    "wuzha.web.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wuzha.web.headers.CompressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wuzha.web.access.ScopeMiddleware",
    "wuzha.web.gate.GateMiddleware",
]
ROOT_URLCONF = "wuzha.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "wuzha.web.context.shell",
            ],
            "builtins": ["django.templatetags.i18n"],
            "loaders": ["django.template.loaders.filesystem.Loader"]
            if DEBUG
            else [("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
        },
    }
]
FORM_RENDERER = "wuzha.web.forms.Renderer"

DATABASES = {
    "default": ENDPOINT.django("wuzha_web") | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True},
    "owner": ENDPOINT.django("wuzha_owner"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "web.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_RULES = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _RULES + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _RULES + "UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username", "name")}},
    {"NAME": _RULES + "CommonPasswordValidator"},
    {"NAME": _RULES + "NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "login"
SESSION_ENGINE = "wuzha.web.sessions"
SESSION_COOKIE_NAME = "wuzha"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = False
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# A server that speaks TLS stands in front, writes these headers and lets nobody else write them.
# The address under which browsers know this server, where it cannot be told from what they ask for.
ORIGIN = os.environ.get("WUZHA_ORIGIN", "").rstrip("/")
# Another server that says who somebody is; without one nobody outside is ever asked.
OIDC = from_environ(os.environ)
BEHIND_PROXY = os.environ.get("WUZHA_PROXY") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "wuzha.web.receiving.SealedUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
# Requests of programs a minute; 0 for no limit. An office often shares one address.
API_KEY_RATE = int(os.environ.get("WUZHA_KEY_RATE", "3000"))
API_ADDRESS_RATE = int(os.environ.get("WUZHA_ADDRESS_RATE", "12000"))

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "web" / "static"
STATICFILES_DIRS: list[Path] = []
WHITENOISE_ROOT = None
# Built files carry a hash of their content in the name: a browser never needs to ask again.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/.+-[\w-]{8}\.\w+$"

PROCRASTINATE_DATABASE_ALIAS = "default"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
