"""A server: everything comes from the environment, and what is missing or weak stops the start."""

import os

from config import environment

environment.require(os.environ)

from config.settings.base import *  # noqa: E402

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
BASE_URL = WAGTAILADMIN_BASE_URL = env.str("BASE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# The signature of comment forms hangs on the server's secret, so that there is no second one to keep.
COMMENTS_XTD_SALT = f"comments-{SECRET_KEY}".encode()

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.static_storage.OneSheetStorage"},
}

BEHIND_PROXY = env.bool("BEHIND_PROXY")
if BEHIND_PROXY:
    # Only right where the proxy overwrites the header: whoever could send it would pass for https.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", default=1 if BEHIND_PROXY else 0)
SECURE_SSL_REDIRECT = True
# A load balancer asks these from the machine itself, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

LOGGING = {
    **LOGGING,
    "loggers": {
        **LOGGING["loggers"],
        # Scanners ask for other hosts all day; the answer is 400 and nothing to read.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
