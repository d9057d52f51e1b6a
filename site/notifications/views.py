from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.visibility import SignInRequired
from notifications import services
from notifications.models import Notification


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        raise SignInRequired
    paginator = Paginator(Notification.objects.for_reader(request.user), 30)
    return render(request, "notifications/inbox.html", {"notifications": paginator.get_page(request.GET.get("page"))})


@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        raise SignInRequired
    services.mark_read(user=request.user)
    return redirect("notifications:inbox")
