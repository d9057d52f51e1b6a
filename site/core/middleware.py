from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from core import navigation
from core.visibility import SignInRequired

# The editor's side starts some of its widgets from inline scripts; nobody but staff gets there.
ADMIN_POLICY = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'", "data:"],
    "frame-src": ["'self'"],
    "worker-src": ["'self'", "blob:"],
    "form-action": ["'self'"],
    "base-uri": ["'self'"],
    "frame-ancestors": ["'self'"],
}


class SitePolicyMiddleware(CSPMiddleware):
    """The strict content policy everywhere, a looser one under the editor's path only."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith("/admin/"):
            response._csp_replace = ADMIN_POLICY  # type: ignore[attr-defined]
        return super().process_response(request, response)


class AccessMiddleware:
    """Sends to log in whoever must be known first, and keeps what members see out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        site = navigation.only_site()
        if site is not None:
            # Where Wagtail keeps the site of a request once it has looked for it.
            request._wagtail_site = site  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, SignInRequired):
            return None
        target = f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"
        return redirect(target)
