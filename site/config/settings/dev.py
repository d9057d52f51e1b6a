"""A developer's machine: everything embedded, every mail readable at /dev/mail/."""

from config.settings.base import *

DEBUG = True

# Links in mails lead to where `make run` serves (PORT=…).
BASE_URL = WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default=f"http://127.0.0.1:{env.str('PORT', default='8000')}")
SECRET_KEY = env.str("SECRET_KEY", default="dev-only-not-a-secret-" + "x" * 40)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "0.0.0.0"]  # noqa: S104
AGENT_EMAIL_DOMAINS = env.list("AGENT_EMAIL_DOMAINS", default=["demo.example"])
# Mails stay in the outbox table, where /dev/mail/ shows them; nothing is sent.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEV_PAGES = True
# A template that was just edited is not a change of the database.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=0)
INTERNAL_IPS = ["127.0.0.1"]
