from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.models import SiteSettings
from core.visibility import SignInRequired
from search import alerts, counting, exports, feeds, results, suggestions
from search.enums import Alert
from search.forms import SaveForm
from search.models import SavedSearch

# Mails tell of what is new since: the first one is due when its time has passed and something has come.
_SAVED = {
    Alert.NONE: gettext_lazy("The search “%(name)s” is saved."),
    Alert.DAILY: gettext_lazy(
        "The search “%(name)s” is saved. A mail comes on days with new results, tomorrow at the earliest."
    ),
    Alert.WEEKLY: gettext_lazy(
        "The search “%(name)s” is saved. A mail comes in weeks with new results, in seven days at the earliest."
    ),
}


class AnsweredResponse(HttpResponse):
    """A page after which something is written down: when the reader has it, so that they do not wait for it."""

    after: Callable[[], None] | None = None

    def close(self) -> None:
        after, self.after = self.after, None
        if after is not None:
            after()
        super().close()


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked = results.read(request.GET, user=request.user, language=_language())
    found = results.find(asked, user=request.user)
    context: dict[str, Any] = {"results": found}
    if not found.total:
        context["contact_email"] = SiteSettings.load().contact_email
        # Somebody may have pressed Enter before the word was whole.
        context["begun"] = suggestions.suggest(asked.words.text, user=request.user, language=asked.language)
    response = AnsweredResponse(render_to_string("search/search.html", context, request))
    # One question: not each page of its results, nor each filter that is tried on them.
    if asked.words.text and not asked.filters and asked.page == 1 and counting.wants_counting(request):
        text, language = asked.words.text, asked.language
        response.after = lambda: counting.record(text, language=language, found=bool(found.total or found.promoted))
    response["Cache-Control"] = "private, no-store" if request.user.is_authenticated else "private, no-cache"
    return response


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Titles and expressions for what is being typed, as a list. What members see is kept by no browser."""
    groups = suggestions.suggest(request.GET.get("q", ""), user=request.user, language=_language())
    number = sum(len(group.suggestions) for group in groups)
    response = render(request, "search/suggestions.html", {"groups": groups, "number": number})
    return _kept_a_minute(request, response)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The latest results as Atom: what everybody may read, or the reader's own share if they are signed in."""
    asked = results.read(request.GET, user=request.user, language=_language())
    response = HttpResponse(feeds.feed(asked, user=request.user), content_type="application/atom+xml; charset=utf-8")
    return _kept_a_minute(request, response)


@require_safe
def results_csv(request: HttpRequest) -> HttpResponse:
    asked = results.read(request.GET, user=request.user, language=_language())
    response = HttpResponse(exports.results_csv(asked, user=request.user), content_type="text/csv; charset=utf-8")
    name = _("results")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.csv") or ""
    return _kept_a_minute(request, response)


# What people keep.


def _person(request: HttpRequest) -> Any:
    if not request.user.is_authenticated:
        raise SignInRequired
    return request.user


def _own_or_404(request: HttpRequest, pk: int) -> SavedSearch:
    return get_object_or_404(SavedSearch.objects.select_related("user"), pk=pk, user=_person(request))


@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    kept = list(SavedSearch.objects.filter(user=_person(request)))
    described = results.describe([each.query for each in kept], user=request.user)
    return render(
        request,
        "search/saved.html",
        {"searches": list(zip(kept, described, strict=True)), "alerts": Alert.choices, "limit": alerts.MAX_PER_PERSON},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        # The log-in page would not say what it is for; it leads back here.
        messages.info(request, _("To save this search, log in or create an account. It waits for you here."))
    person = _person(request)
    query = request.POST.get("query", "") if request.method == "POST" else request.GET.urlencode()
    asked = results.read(QueryDict(query[:2000]), user=person, language=_language())
    form = SaveForm(
        request.POST if request.method == "POST" else None,
        initial={"query": results.query_string(asked), "name": asked.words.text[:100]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept = alerts.save(
                user=person,
                name=form.cleaned_data["name"],
                query=form.cleaned_data["query"],
                language=_language(),
                alert=form.cleaned_data["alert"],
            )
        except alerts.TooManyError:
            form.add_error(None, _full())
        else:
            messages.success(request, _SAVED[Alert(kept.alert)] % {"name": kept.name})
            return redirect("search:saved")
    status = 422 if form.errors else 200
    return render(
        request,
        "search/save.html",
        {
            "form": form,
            "described": results.describe([results.query_string(asked)], user=person)[0],
            "full": _full() if request.method != "POST" and not alerts.has_room(user=person) else "",
        },
        status=status,
    )


def _full() -> str:
    return _("You keep %(limit)d searches already. Delete one to make room.") % {"limit": alerts.MAX_PER_PERSON}


@require_POST
def saved_change(request: HttpRequest, pk: int) -> HttpResponse:
    kept = _own_or_404(request, pk)
    alert = request.POST.get("alert", "")
    if alert in Alert.values:
        alerts.change_alert(saved=kept, alert=alert)
        messages.success(request, _("Changed: “%(name)s”.") % {"name": kept.name})
    return redirect("search:saved")


@require_POST
def saved_delete(request: HttpRequest, pk: int) -> HttpResponse:
    kept = _own_or_404(request, pk)
    alerts.delete(saved=kept)
    messages.success(request, _("Deleted: “%(name)s”.") % {"name": kept.name})
    return redirect("search:saved")


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of a mail leads, without an account. Opening it changes nothing: machines open links too."""
    kept = alerts.by_token(token)
    if kept is not None and request.method == "POST":
        alerts.change_alert(saved=kept, alert=Alert.NONE)
    response = render(
        request,
        "search/stop.html",
        {"saved": kept, "stopped": kept is not None and kept.alert == Alert.NONE},
        status=200 if kept else 404,
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _language() -> str:
    return get_language() or "fr"


def _kept_a_minute(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Nothing of it is for search engines; the answer to an anonymous reader may stay in their browser a while."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store" if request.user.is_authenticated else "private, max-age=60"
    patch_vary_headers(response, ["Cookie"])
    return response
