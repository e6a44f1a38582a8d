"""Settings, read from the environment once; wrong values stop the start with a sentence."""

from pathlib import Path

from celery.schedules import crontab

from sanlian import environment

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = environment.choice("SANLIAN_ENV", "production", ("demo", "production", "test"))
IS_PRODUCTION = ENVIRONMENT == "production"
DEBUG = False

SECRET_KEY = environment.required("SECRET_KEY")
FIELD_KEY = environment.secret_bytes("FIELD_KEY", 32)  # encrypts identity numbers and phones; never rotate blindly
VAR_DIR = Path(environment.required("SANLIAN_VAR"))

ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "" if IS_PRODUCTION else "127.0.0.1,localhost,testserver")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
PUBLIC_URL = environment.optional("PUBLIC_URL").rstrip("/")  # printed into QR codes; else the request's host
CLIENT_ADDRESS = environment.optional("CLIENT_ADDRESS", "REMOTE_ADDR")  # behind a proxy: e.g. HTTP_X_REAL_IP

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pgtrigger",
    "rest_framework",
    "rest_framework.authtoken",
    "rules",
    "treebeard",
    "core",
    "orgs",
    "projects",
    "services",
    "evaluations",
    "reports",
    "sanlian",  # its management commands
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sanlian.middleware.content_security_policy",
    "sanlian.middleware.body_limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "orgs.middleware.identity",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sanlian.urls"
WSGI_APPLICATION = "sanlian.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.notifications",
                "orgs.context.identity",
                "sanlian.navigation.navigation",
            ],
            "builtins": ["core.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL, CELERY_BROKER_URL = environment.redis()
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "orgs.backends.PasswordBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "workbench"
LOGOUT_REDIRECT_URL = "login"
# Five failures lock an account for thirty minutes: the usual reading of the classified-protection rules (configurable).
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = ["username"]  # not the address: a whole office shares one
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
DATE_FORMAT = "Y-m-d"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"  # private: no URL serves it, only views that check scope
MEDIA_URL = ""
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # of a whole request, files included: sanlian.middleware.body_limit
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
DANGEROUS_KINDS = environment.words("DANGEROUS_KINDS", "sport,drill")  # of activities: insured, with a safety plan
EXPORT_ROWS = 50_000  # of a list as Excel; the file is made in memory (configurable default)

SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if IS_PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = ["^healthz$"]

EMAIL_BACKEND = {
    "production": "django.core.mail.backends.smtp.EmailBackend",
    "demo": "django.core.mail.backends.filebased.EmailBackend",
    "test": "django.core.mail.backends.locmem.EmailBackend",
}[ENVIRONMENT]
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = environment.optional("EMAIL_HOST", "localhost")
DEFAULT_FROM_EMAIL = environment.optional("DEFAULT_FROM_EMAIL", "sanlian@localhost")
SMS_DEFAULTS = {"production": "core.sms.Gateway", "demo": "core.sms.Console", "test": "core.sms.Memory"}
SMS_BACKEND = environment.optional("SMS_BACKEND", SMS_DEFAULTS[ENVIRONMENT])
SMS_URL = environment.optional("SMS_URL")  # of the gateway; without it nothing is sent
SMS_TOKEN = environment.optional("SMS_TOKEN")

# Configurable defaults, none of them law: change them here or by environment.
WORKING_HOURS = environment.clock_range("WORKING_HOURS", "9-17")  # what "8小时内" means on a working day
INSTALMENT_RATIOS = ("60.00", "40.00")  # per cent; the last one takes the rounding difference
INSTALMENT_FIRST_DUE_DAYS = 15  # after approval
INSTALMENT_LAST_DUE_DAYS = 30  # after the project's last day
CHECK_IN_TOKEN_SECONDS = 30  # how long the QR code on the screen works
REMIND_INSTALMENT_DAYS = 15
REMIND_REPORT_DAYS = 3
# From one address: 300 people in a hall share one, open three pages each and send one or two forms within two minutes.
PUBLIC_POSTS_PER_MINUTE = 400
PUBLIC_GETS_PER_MINUTE = 1200
PUBLIC_FINDS_PER_HOUR = 300  # of one's own registration by name and phone; asking for strangers takes more
PUBLIC_PDFS_PER_MINUTE = 60
PUBLIC_NEEDS_PER_HOUR = 60  # needs raised from one address; each is read by somebody
PUBLIC_ORDERS_PER_HOUR = 30  # services asked for from one address; each is verified by somebody
PUBLIC_FEEDS_PER_HOUR = 60  # fetches of one person's calendar; phones ask about once an hour
PUBLIC_LISTS_PER_HOUR = 30  # lists of names handed in from one address, up to 500 people each
SMS_CODES_PER_HOUR = 300  # verification codes asked for from one address
TEXTS_PER_PHONE_PER_DAY = 20  # text messages of every kind
TEXTS_KEPT_DAYS = 30
RATING_DAYS = 14  # how long after a session its participants may rate it
RATING_SMALL_SAMPLE = 30  # fewer ratings than this are marked “样本不足”
RATING_GROUP_MINIMUM = 5  # fewer ratings have no rate and are not listed: someone could be recognised
GRADE_FLOORS = (("excellent", 90), ("good", 80))  # below: passed, from the pass mark of the rule centre on

# Tests make their tables from the models, in a tenth of the time the migrations take; `make check` proves both equal.
PGTRIGGER_INSTALL_ON_MIGRATE = ENVIRONMENT == "test"

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "remind-sessions": {"task": "services.periodic.remind_sessions", "schedule": 15 * 60},
    "remind-records": {"task": "services.periodic.remind_records", "schedule": 60 * 60},
    "close-calls": {"task": "projects.periodic.close_calls", "schedule": 60},
    "fail-missed-corrections": {"task": "projects.periodic.fail_missed_corrections", "schedule": 60 * 60},
    "remind-instalments": {"task": "projects.periodic.remind_instalments", "schedule": 60 * 60},
    "expire-contracts": {"task": "projects.periodic.expire_contracts", "schedule": 60 * 60},
    "remind-reports": {"task": "projects.periodic.remind_reports", "schedule": 60 * 60},
    "fail-late-reports": {"task": "projects.periodic.fail_late_reports", "schedule": 60 * 60},
    "meet-conditions": {"task": "projects.periodic.meet_conditions", "schedule": 60 * 60},
    "remind-payments": {"task": "projects.periodic.remind_payments", "schedule": 60 * 60},
    "check-books": {"task": "projects.periodic.check_books", "schedule": crontab(hour=2, minute=30)},
    "check-hours": {"task": "services.periodic.check_hours", "schedule": crontab(hour=2, minute=40)},
    "recover-reports": {"task": "reports.periodic.recover_reports", "schedule": 5 * 60},
    "expire-offers": {"task": "services.periodic.expire_offers", "schedule": 60},
    "send-texts": {"task": "core.tasks.send_pending_texts", "schedule": 60},
    "forget-texts": {"task": "core.tasks.forget_texts", "schedule": crontab(hour=3, minute=10)},
    "forget-keys": {"task": "core.tasks.forget_keys", "schedule": crontab(hour=3, minute=20)},
    "send-notification-mail": {"task": "core.tasks.send_pending_mail", "schedule": 60},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",  # first: it makes the anonymous a 401, not a 403
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "core.rest.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "core.rest.ExactJSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "EXCEPTION_HANDLER": "core.rest.handle_exception",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "三联 API",
    "VERSION": "1",
    "DESCRIPTION": "工会“三联”服务项目平台的接口：与页面同一套范围、筛选和操作。"
    "POST 请求可带 Idempotency-Key 请求头（每次操作自选一个1到64位的字符串）：网络不好重发时只办理一次。",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "OrganizationKind": "orgs.enums.OrganizationKind",
        "Role": "orgs.enums.Role",
        "NeedCategory": "projects.enums.NeedCategory",
        "BudgetCategory": "projects.enums.BudgetCategory",
        "FundKind": "projects.enums.FundKind",
        "EntryKind": "projects.enums.EntryKind",
        "ChangeKind": "projects.enums.ChangeKind",
        "ReportKind": "projects.enums.ReportKind",
        "CallState": "projects.enums.CallState",
        "ActivityKind": "services.enums.ActivityKind",
        "ActivityState": "services.enums.ActivityState",
        "AttendanceRole": "services.enums.AttendanceRole",
        "CallOutKind": "services.enums.CallOutKind",
        "FieldKind": "services.enums.FieldKind",
        "ServiceGroup": "orgs.enums.ServiceGroup",
        "CertificateKind": "services.enums.CertificateKind",
        "ClashKind": "services.enums.ClashKind",
        "TeamKind": "services.enums.TeamKind",
        "VenueKind": "orgs.enums.VenueKind",
        "GoalResult": "services.enums.GoalResult",
        "ScanResult": "services.enums.ScanResult",
        "EligibilityResult": "projects.enums.EligibilityResult",
        "HourSource": "services.enums.HourSource",
        "NeedSource": "projects.enums.NeedSource",
        "BudgetSource": "projects.enums.BudgetSource",
        "BondForm": "projects.enums.BondForm",
    },
}
DJANGO_TABLES2_TEMPLATE = "components/_table.html"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
