"""Django's settings, read from the publication folder. A module, because server workers import it by name.

Every default that would call another host from an editor's browser or from this machine is off: avatars, update
checks, news, embeds. See docs/newsroom.md.
"""

import urllib.parse
from pathlib import Path
from typing import Any

from skaryna.newsroom.place import current

_FOLDER = current()
_PUBLICATION = _FOLDER.publication

SECRET_KEY = _FOLDER.newsroom_key().hex()
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", _FOLDER.settings.newsroom.host, *_FOLDER.settings.hosts]
# A form of http://newsroom.example is not one of https://newsroom.example: whoever is on the way could have made it.
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _FOLDER.settings.hosts]
# Named hosts mean that a reverse proxy of the publication's own stands in front and says whether it spoke TLS.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _FOLDER.settings.hosts else None

ROOT_URLCONF = "skaryna.newsroom.urls"
WSGI_APPLICATION = "skaryna.newsroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "newsroom.Account"

INSTALLED_APPS = [
    "skaryna.newsroom",
    "wagtail.contrib.typed_table_block",
    "skaryna.newsroom.users.UsersConfig",
    "wagtail.snippets",
    # Wagtail's pages ask for it; nobody has its permissions and its menu is hidden.
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # For its words alone: “2 minutes ago” stands on Wagtail's screens.
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "skaryna.newsroom.middleware.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    # Before somebody has chosen a language, the browser's counts.
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "skaryna.newsroom.door.Door",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "skaryna.newsroom.middleware.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def _database() -> dict[str, Any]:
    address = _FOLDER.settings.database
    if address:
        parts = urllib.parse.urlsplit(address)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": urllib.parse.unquote(parts.path.lstrip("/")),
            "USER": urllib.parse.unquote(parts.username or ""),
            "PASSWORD": urllib.parse.unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "OPTIONS": dict(urllib.parse.parse_qsl(parts.query)),
            "CONN_MAX_AGE": 60,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _FOLDER.newsroom_database,
        "OPTIONS": {
            # A transaction takes the write lock at its start: the order of journal rows is the order of commits, and
            # two editors who save at once wait for each other instead of failing.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


DATABASES = {"default": _database()}
if _FOLDER.settings.database:
    INSTALLED_APPS.append("django.contrib.postgres")
# Words of five languages: as they are, and not stemmed as whatever language the server speaks (PostgreSQL alone).
_SEARCH = {"SEARCH_CONFIG": "simple"} if _FOLDER.settings.database else {}

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
MIN_PASSWORD_CHARS = 12
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": MIN_PASSWORD_CHARS},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# How long a session lives: `newsroom.sessions`. The browser forgets its cookie when it is closed.
SESSION_ENGINE = "skaryna.newsroom.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = _FOLDER.settings.access.session_hours * 60 * 60
SESSION_IDLE_S = _FOLDER.settings.access.idle_minutes * 60
SESSION_COOKIE_NAME = "skaryna_newsroom"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "skaryna_newsroom_csrf"
CSRF_FAILURE_VIEW = "skaryna.newsroom.screens.refusing.too_old"
CSRF_COOKIE_SAMESITE = "Strict"
# Wagtail's scripts read the token from the page, not from the cookie.
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

# Logging in is allauth's work; nobody signs up, nothing is mailed, no other site vouches for anybody.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "skaryna.newsroom.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "skaryna.newsroom.screens.entrance.LoginForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    # Ten wrong passwords a minute from one address; five in five minutes for one account, from wherever they come.
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "signup": "20/m/ip",
}
SECOND_FACTOR_REQUIRED = _FOLDER.settings.needs_second_factor
MFA_ADAPTER = "skaryna.newsroom.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "skaryna.newsroom.factors.CodeForm",
    "reauthenticate": "skaryna.newsroom.factors.CodeAgainForm",
    "activate_totp": "skaryna.newsroom.factors.AppForm",
    "add_webauthn": "skaryna.newsroom.factors.PasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
# Whoever finds a session open must not read the codes a second time.
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Telephones' clocks are wrong by a few seconds; that no code works twice is checked by `newsroom.factors`.
MFA_TOTP_TOLERANCE = 1

LANGUAGE_CODE = _PUBLICATION.main
LANGUAGES = [("en", "English"), ("be", "Беларуская"), ("ru", "Русский"), ("uk", "Українська"), ("pl", "Polski")]
WAGTAIL_CONTENT_LANGUAGES = [(code, name) for code, name in LANGUAGES if code in _PUBLICATION.languages]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
# Our catalogues hold what others have not translated, too. Loaded last, they win where they correct a word.
LOCALE_PATHS = [Path(__file__).parent / "locale"]
FORMAT_MODULE_PATH = ["skaryna.newsroom.formats"]
WAGTAIL_USER_TIME_ZONES = ["UTC", "Europe/Minsk", "Europe/Vilnius", "Europe/Warsaw", "Europe/Kyiv", "Europe/Berlin",
                           "Europe/London", "Asia/Tbilisi", "America/New_York"]  # fmt: skip

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 24 * 60 * 60
MEDIA_URL = "/media/"
MEDIA_ROOT = _FOLDER.media
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o644
# A picture in memory never touches the disk before it is cleaned.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 50

# Failed logins are counted here, in memory alone. With Django's 300 places whoever guesses at many accounts would push
# his own count out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

WAGTAIL_SITE_NAME = _PUBLICATION.name
WAGTAILADMIN_BASE_URL = _FOLDER.settings.newsroom.url.rstrip("/")
WAGTAILIMAGES_IMAGE_MODEL = "newsroom.NewsImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "skaryna.newsroom.pictures.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif", "avif", "tif", "tiff", "bmp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 64 << 20
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 120_000_000
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "skaryna.newsroom.searching", **_SEARCH}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[Any] = []
# Whoever reads an editor's mail must not be able to take the account: an administrator sets a new password.
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_ENABLE_KEYBOARD_SHORTCUTS = True
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "newsroom: %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django would mail errors with their whole request; what editors type has no place in a log either.
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # What it cannot read is told with the source, in our own words.
        "trafilatura": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
