"""Writing a draft: its settings and phases, its articles."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.text import word_difference
from core.versions import StaleEditError
from guidance.models import Criterion
from spaces import forms, reading, rules, services
from spaces.views.entry import (
    article_or_404,
    me,
    refused,
    require,
    said,
    show_form,
    space_or_404,
    specification_or_404,
    start_from,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from spaces.articles import Article
    from spaces.models import SpecificationPage


def create_specification(request: HttpRequest, pk: int) -> HttpResponse:
    space = space_or_404(request, pk)
    require(request, rules.can_write(request.user, space))
    form = forms.SpecificationForm(request.POST or None, initial={"written_in": space.written_in})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        data.pop("base_revision")
        page = services.create_specification(space=space, author=me(request), **data)
        said(request, _("The draft has begun. Write its first article."))
        return redirect("spaces:article_new", pk=page.pk)
    return show_form(
        request,
        form,
        title=_("Begin a draft"),
        action=_("Begin the draft"),
        back=space.get_absolute_url(),
        crumbs=reading.crumbs(*reading.space_trail(space), (_("Begin a draft"), "")),
        lead=_("The title is enough to begin; the rest can wait."),
    )


def specification_settings(request: HttpRequest, pk: int) -> HttpResponse:
    page = specification_or_404(request, pk)
    require(request, rules.can_write(request.user, page))
    names = ["title", "purpose", "summary", "document_kind", "cpv", "written_in"]
    names += ["procedure_reference", "buyer_profile_url", "silence_from", "silence_to"]
    initial: dict[str, Any] = {name: getattr(page, name) for name in names}
    initial |= {
        "families": page.families.all(),
        "tags": ", ".join(page.tags.names()),
        "base_revision": page.latest_revision_id,
    }
    form = forms.SpecificationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.change_specification(page=page, by=me(request), base_revision_id=data.pop("base_revision"), **data)
        except StaleEditError:
            form.add_error(
                None,
                _(
                    "Somebody saved this draft after you opened this page. "
                    "Your entries are kept: check them, then save again."
                ),
            )
            start_from(form, specification_or_404(request, pk).latest_revision_id)
            return _settings_page(request, page, form, status=409)
        else:
            said(request, _("The settings are saved."))
            return redirect(page.get_absolute_url())
    return _settings_page(request, page, form, status=422 if form.is_bound else 200)


def _settings_page(
    request: HttpRequest, page: SpecificationPage, form: forms.SpecificationForm, *, status: int
) -> HttpResponse:
    context = {
        "form": form,
        "title": _("Settings of the draft"),
        "action": _("Save the settings"),
        "back": page.get_absolute_url(),
        "crumbs": _crumbs(page, _("Settings")),
    }
    return render(request, "spaces/form.html", context, status=status)


def phase(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the draft on. A freeze over somebody's head is refused, with the list of who waits."""
    page = specification_or_404(request, pk)
    require(request, rules.can_facilitate(request.user, page))
    form = forms.PhaseForm(request.POST or None, initial={"phase": page.current_phase, "until": page.comments_until})
    if request.method == "POST" and form.is_valid():
        try:
            services.set_phase(page=page, by=me(request), **form.cleaned_data)
        except services.UnansweredError:
            context = {"page": page, "crumbs": _crumbs(page, _("Phase")), **services.unanswered(page)}
            labels = {article.id: article.label for article in page.article_list}
            for waiting in [*context["comments"], *context["proposals"]]:
                about = labels.get(str(waiting.article_id), "")
                waiting.about = waiting.article_label if getattr(waiting, "target", "") else about
            return render(request, "spaces/unanswered.html", context, status=409)
        except services.RefusedError as error:
            refused(form, error)
        else:
            said(request, _("The draft has moved on."))
            return redirect(page.get_absolute_url())
    return show_form(
        request,
        form,
        title=_("Where the draft stands"),
        action=_("Save"),
        back=page.get_absolute_url(),
        crumbs=_crumbs(page, _("Phase")),
    )


def article_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an article; ``?criterion=UID`` begins with that criterion's clause, ``?after=`` with a place."""
    page = specification_or_404(request, pk)
    require(request, rules.can_write(request.user, page))
    live = page.live_articles
    initial: dict[str, Any] = {"after": request.GET.get("after") or (live[-1].id if live else "")}
    initial |= _from_criterion(request.GET.get("criterion", ""))
    form = forms.NewArticleForm(request.POST or None, initial=initial, articles=live)
    if request.method == "POST" and form.is_valid():
        try:
            article = services.add_article(
                page=page,
                author=me(request),
                values=form.values(),
                note=form.cleaned_data["note"],
                after=form.cleaned_data["after"],
            )
        except services.RefusedError as error:
            refused(form, error)
        else:
            said(request, _("The article is in the text."))
            return redirect(f"{page.get_absolute_url()}#{article.anchor}")
    return _article_form(request, page, form, title=_("Write an article"), action=_("Put it in the text"))


def _from_criterion(uid: str) -> dict[str, Any]:
    criterion = Criterion.objects.in_use().with_texts().by_uid([uid[:60]]).first() if uid else None
    text = criterion.text if criterion else None
    if criterion is None or text is None:
        return {}
    return {
        "criterion": criterion.uid,
        "title": text.name,
        "text": text.clause,
        "rationale": text.why,
        "note": _("Takes up the criterion %(uid)s.") % {"uid": criterion.uid},
    }


def article_edit(request: HttpRequest, pk: int, article_id: uuid.UUID) -> HttpResponse:
    page = specification_or_404(request, pk)
    require(request, rules.can_write(request.user, page))
    article = article_or_404(page, article_id)
    criterion = Criterion.objects.filter(pk=article.criterion_id).first() if article.criterion_id else None
    initial = {
        **{name: getattr(article, name) for name in ("title", "level", "kind", "text", "rationale", "negotiable")},
        "criterion": criterion.uid if criterion else "",
        "base_revision": page.latest_revision_id,
    }
    form = forms.ArticleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            version = services.edit_article(
                page=page,
                article_id=article.id,
                author=me(request),
                values=form.values(),
                note=form.cleaned_data["note"],
                base_revision_id=form.cleaned_data["base_revision"],
            )
        except services.ArticleConflictError as conflict:
            return _conflict(request, form, conflict)
        except services.RefusedError as error:
            refused(form, error)
        else:
            if version is None:
                said(request, _("Nothing has changed, so no version was made."))
            else:
                said(request, _("Saved as version %(number)s.") % {"number": version.number})
            return redirect(f"{page.get_absolute_url()}#{article.anchor}")
    title = _("Change article %(number)s") % {"number": article.number}
    return _article_form(request, page, form, title=title, action=_("Save as a new version"), article=article)


def _article_form(
    request: HttpRequest,
    page: SpecificationPage,
    form: forms.ArticleForm,
    *,
    title: str,
    action: str,
    article: Article | None = None,
) -> HttpResponse:
    return show_form(
        request,
        form,
        title=title,
        action=action,
        back=f"{page.get_absolute_url()}#{article.anchor}" if article else page.get_absolute_url(),
        crumbs=_crumbs(page, title),
        template="spaces/article_form.html",
        page=page,
        article=article,
        criteria=Criterion.objects.in_use().with_texts()[:300],
    )


def _conflict(request: HttpRequest, form: forms.ArticleForm, conflict: services.ArticleConflictError) -> HttpResponse:
    """Both texts and the one they come from; the form keeps mine and now starts from theirs."""
    base, theirs, mine = conflict.base, conflict.theirs, form.cleaned_data["text"]
    start_from(form, conflict.current.latest_revision_id)
    base_text = base.text if base else ""
    context = {
        "form": form,
        "page": conflict.current,
        "article": theirs,
        "base": base,
        "theirs_segments": word_difference(base_text, theirs.text if theirs else ""),
        "mine_segments": word_difference(base_text, mine),
        "changed_by": conflict.current.versions.select_related("author").first(),
        "crumbs": _crumbs(conflict.current, _("Two versions")),
        "back": conflict.current.get_absolute_url(),
    }
    return render(request, "spaces/conflict.html", context, status=409)


def article_move(request: HttpRequest, pk: int, article_id: uuid.UUID) -> HttpResponse:
    page = specification_or_404(request, pk)
    require(request, rules.can_write(request.user, page))
    article = article_or_404(page, article_id)
    others = [other for other in page.live_articles if other.id != article.id]
    form = forms.MoveForm(request.POST or None, articles=others)
    if request.method == "POST" and form.is_valid():
        try:
            services.move_article(page=page, article_id=article.id, author=me(request), **form.cleaned_data)
        except services.RefusedError as error:
            refused(form, error)
        else:
            said(request, _("The article has moved; comments and amendments came with it."))
            return redirect(f"{page.get_absolute_url()}#{article.anchor}")
    title = _("Move article %(number)s") % {"number": article.number}
    return show_form(
        request, form, title=title, action=_("Move it"), back=page.get_absolute_url(), crumbs=_crumbs(page, title)
    )


def article_retire(request: HttpRequest, pk: int, article_id: uuid.UUID) -> HttpResponse:
    """Take an article out, or bring a retired one back."""
    page = specification_or_404(request, pk)
    require(request, rules.can_write(request.user, page))
    article = article_or_404(page, article_id)
    form = forms.NoteForm(request.POST or None, initial={"base_revision": page.latest_revision_id})
    if request.method == "POST" and form.is_valid():
        try:
            if article.retired:
                services.restore_article(
                    page=page, article_id=article.id, author=me(request), note=form.cleaned_data["note"]
                )
            else:
                services.retire_article(
                    page=page,
                    article_id=article.id,
                    author=me(request),
                    note=form.cleaned_data["note"],
                    base_revision_id=form.cleaned_data["base_revision"],
                )
        except services.ArticleConflictError:
            form.add_error(None, _("Somebody has just changed this article. Read it again before you retire it."))
            return show_form_409(request, page, form, article)
        except services.RefusedError as error:
            refused(form, error)
        else:
            if article.retired:
                said(request, _("The article is back in the text."))
            else:
                said(request, _("The article is retired. Its discussion stays readable."))
            return redirect(f"{page.get_absolute_url()}#{article.anchor}")
    return _retire_page(request, page, form, article, status=422 if form.is_bound else 200)


def show_form_409(
    request: HttpRequest, page: SpecificationPage, form: forms.NoteForm, article: Article
) -> HttpResponse:
    start_from(form, specification_or_404(request, page.pk).latest_revision_id)
    return _retire_page(request, page, form, article, status=409)


def _retire_page(
    request: HttpRequest, page: SpecificationPage, form: forms.NoteForm, article: Article, *, status: int
) -> HttpResponse:
    if article.retired:
        title, action = _("Bring “%(title)s” back") % {"title": article.title}, _("Bring it back")
    else:
        title = _("Retire article %(label)s") % {"label": article.label}
        action = _("Retire the article")
    context = {
        "form": form,
        "title": title,
        "action": action,
        "back": f"{page.get_absolute_url()}#{article.anchor}",
        "crumbs": _crumbs(page, title),
        "lead": ""
        if article.retired
        else _("It leaves the text. It can come back, and everything said about it stays readable."),
    }
    return render(request, "spaces/form.html", context, status=status)


def article_history(request: HttpRequest, pk: int, article_id: uuid.UUID) -> HttpResponse:
    """Every version that changed this article, with its words."""
    page = specification_or_404(request, pk)
    key = str(article_id)
    versions = list(page.versions.select_related("revision", "author").order_by("number")[:500])
    steps = []
    before: Article | None = None
    last_number = 0
    for version in versions:
        now = next((a for a in services.articles_of(version.revision) if a.id == key), None)
        if now is not None and (before is None or not before.same_wording(now)):
            steps.append(
                {
                    "version": version,
                    "article": now,
                    "segments": word_difference(before.text, now.text) if before else [],
                    "is_new": before is None,
                    "retired": now.retired and not (before and before.retired),
                    "restored": bool(before and before.retired and not now.retired),
                    "compare_url": _compare_url(page, last_number, version.number, key),
                }
            )
        if now is not None:
            before, last_number = now, version.number
    current = article_or_404(page, article_id)
    title = _("History of article %(label)s") % {"label": current.label}
    context = {
        "page": page,
        "article": current,
        "steps": list(reversed(steps)),
        "title": title,
        "crumbs": _crumbs(page, title),
    }
    return render(request, "spaces/article_history.html", context)


def _compare_url(page: SpecificationPage, before: int, after: int, article_id: str) -> str:
    if not before:
        return ""
    return f"{reverse('spaces:compare', args=[page.pk, before, after])}?article={article_id}"


def _crumbs(page: SpecificationPage, last: str) -> list[dict[str, str]]:
    return reading.crumbs(*reading.space_trail(page.space), (page.title, page.get_absolute_url()), (last, ""))


__all__ = [
    "article_edit",
    "article_history",
    "article_move",
    "article_new",
    "article_retire",
    "create_specification",
    "phase",
    "specification_settings",
]
