"""The only module that knows every room's addresses."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts.admin_account import own_account
from core import views as core_views
from core.sitemaps import PageSitemap
from core.styleguide import styleguide

urlpatterns = [
    path("healthz", core_views.healthz, name="healthz"),
    path("readyz", core_views.readyz, name="readyz"),
    path("favicon.ico", core_views.favicon, name="favicon"),
    path("robots.txt", core_views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PageSitemap}}, name="sitemap"),
    path("media/<path:path>", core_views.media, name="media"),
    # The editor's log-in would not be throttled: everybody comes in by the one door that is.
    path("admin/login/", core_views.admin_login),
    path("admin/account/", own_account),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

if getattr(settings, "DEV_PAGES", False):
    urlpatterns += [
        path("styleguide/", styleguide, name="styleguide"),
        path("dev/mail/", core_views.dev_mail, name="dev_mail"),
        path("dev/mail/<int:pk>/<str:part>/", core_views.dev_mail_message, name="dev_mail_message"),
    ]

urlpatterns += i18n_patterns(
    path("", include("home.urls")),
    path("account/", include("accounts.urls")),
    path("account/", include("allauth.account.urls")),
    path("notifications/", include("notifications.urls")),
    path("discussions/", include("discussions.urls")),
    path("guidance/", include("guidance.urls")),
    path("spaces/", include("spaces.urls")),
    path("events/", include("events.urls")),
    path("lessons/", include("lessons.urls")),
    path("visits/", include("visits.urls")),
    path("search/", include("search.urls")),
    # Wagtail's own log-in page counts no attempts: there is one door. Nothing here has a password of its own.
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("", include(wagtail_urls)),
)
