from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import visibility
from core.models import OutgoingMail, SiteDocument, SiteImage, SiteRendition

INLINE_TYPES = {"image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"}


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse | FileResponse:
    """Serve an uploaded file to those who may see the page it belongs to; a file of no row is no file."""
    if "\x00" in path:
        # No file is named so, and PostgreSQL refuses to look.
        raise Http404
    owner_id = _owner_of(path)
    if owner_id is not None and not visibility.can_see_page_id(request.user, owner_id):
        raise Http404
    try:
        response = FileResponse(default_storage.open(path, "rb"))
    except (FileNotFoundError, IsADirectoryError, ValueError) as error:
        raise Http404 from error
    if response["Content-Type"] not in INLINE_TYPES:
        response["Content-Disposition"] = f'attachment; filename="{path.rsplit("/", 1)[-1]}"'
    response["Content-Security-Policy"] = "default-src 'none'"
    response["Cache-Control"] = "private, no-store" if owner_id else "public, max-age=86400"
    return response


def _owner_of(path: str) -> int | None:
    """The page that decides about the file; Http404 when no image, rendition or document has this path."""
    for owners in (
        SiteRendition.objects.filter(file=path).values_list("image__owner_page_id", flat=True),
        SiteImage.objects.filter(file=path).values_list("owner_page_id", flat=True),
        SiteDocument.objects.filter(file=path).values_list("owner_page_id", flat=True),
    ):
        found = list(owners[:1])
        if found:
            return found[0]
    raise Http404


def admin_login(request: HttpRequest) -> HttpResponse:
    """The editor's side has no log-in of its own. Who is known and sent back here may not come in: that is said."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect(f"{reverse('account_login')}?{request.META.get('QUERY_STRING', '')}")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers and mail programs ask here without having read a page."""
    response = redirect(static("img/favicon.ico"))
    response["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """The process answers and reaches its database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ok"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.BASE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def dev_mail(request: HttpRequest) -> HttpResponse:
    """Every mail that was sent, newest first; development only."""
    return render(request, "core/dev_mail.html", {"mails": OutgoingMail.objects.all()[:100]})


@require_safe
def dev_mail_message(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    mail = get_object_or_404(OutgoingMail, pk=pk)
    if part == "html":
        # Our own mail markup carries its style in the message: the page's policy lets that through here only.
        response = HttpResponse(mail.html)
        response._csp_replace = {  # type: ignore[attr-defined]
            "default-src": ["'none'"],
            "style-src": ["'unsafe-inline'"],
            "img-src": ["'self'", "data:"],
        }
        return response
    return render(request, "core/dev_mail_message.html", {"mail": mail})
