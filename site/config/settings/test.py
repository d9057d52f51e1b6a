"""Tests: the embedded database, or PostgreSQL with TEST_DATABASE=postgresql; tasks run at once.

tests/conftest.py says which file or server stands behind the database.
"""

from config.settings.base import *

DEBUG = False
SECRET_KEY = "test-only-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
if env.str("TEST_DATABASE", default="sqlite") == "postgresql" and not env.str("DATABASE_URL", default=""):
    DATABASES["default"] = {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
# Tests run in transactions that are never committed: nothing would make a kept page old. Its own tests switch it on.
PAGE_CACHE_SECONDS = 0
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
AGENT_EMAIL_DOMAINS = ["agents.example"]
DEV_PAGES = True
WHITENOISE_AUTOREFRESH = True
# Tests that need a search server start one (tests/search_server.py) and say so.
ELASTICSEARCH_URL = ""
