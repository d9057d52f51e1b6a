from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import rules, services
from accounts.forms import FirmForm, InvitationForm, PersonForm
from core.visibility import SignInRequired


def _next(request: HttpRequest) -> str:
    """Where to go on: an address of this site, or the front page in the reader's language."""
    target = request.GET.get("next") or request.POST.get("next") or ""
    if target and url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return target
    return f"/{translation.get_language() or 'fr'}/"


@require_safe
def after_login(request: HttpRequest) -> HttpResponse:
    """Newcomers say who they are first; everybody else goes on."""
    if not request.user.is_authenticated:
        raise SignInRequired
    user = request.user
    if not user.name or (user.is_provider and not user.organisation_id):
        onward = f"?{urlencode({'next': _next(request)})}" if request.GET.get("next") else ""
        return redirect(f"{reverse('accounts:welcome')}{onward}")
    return redirect(_next(request))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """A newcomer's first form: the name, and for a provider the firm. One page, nothing asked twice."""
    return _identity(request, template="accounts/welcome.html")


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    return _identity(request, template="accounts/profile.html")


def _identity(request: HttpRequest, *, template: str) -> HttpResponse:
    if not request.user.is_authenticated:
        raise SignInRequired
    user = request.user
    asks_firm = rules.can_edit_organisation(user)
    data = request.POST if request.method == "POST" else None
    person = PersonForm(data, instance=user)
    firm = FirmForm(data, user=user) if asks_firm else None
    if data is not None:
        # Both are checked before either is saved, so that all errors show at once.
        valid = [person.is_valid(), firm is None or firm.is_valid()]
        if all(valid):
            person.save()
            if firm is not None:
                firm.save()
            messages.success(request, _("Thank you. This is how others will read you: %s.") % user.byline)
            return redirect(_next(request))
    return render(
        request,
        template,
        {"person_form": person, "firm_form": firm, "next": request.GET.get("next", "")},
        status=422 if data is not None else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        raise SignInRequired
    if not rules.can_invite_agents(request.user):
        raise Http404
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(email=form.cleaned_data["email"], by=request.user, message=form.cleaned_data["message"])
        except services.AlreadyRegisteredError:
            form.add_error("email", _("This colleague is already an agent here."))
        else:
            messages.success(
                request, _("The invitation is on its way to %s. It is good for 30 days.") % form.cleaned_data["email"]
            )
            return redirect(reverse("accounts:invite"))
    return render(request, "accounts/invite.html", {"form": form}, status=422 if form.is_bound else 200)
