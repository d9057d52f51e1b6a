"""A space: opening one, its settings, its members, its resource base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from core.versions import StaleEditError
from spaces import forms, reading, rules, services
from spaces.models import Membership, ResourcePage, SpaceIndexPage
from spaces.views.entry import me, refused, require, said, show_form, space_or_404, start_from

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from spaces.models import SpacePage


def create_space(request: HttpRequest) -> HttpResponse:
    require(request, rules.can_create_space(request.user))
    index = SpaceIndexPage.objects.live().first()
    if index is None:
        raise Http404
    form = forms.SpaceForm(request.POST or None, initial={"written_in": translation.get_language(), "kind": "members"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        data.pop("base_revision")
        space = services.create_space(index=index, author=me(request), **data)
        said(request, _("The space is open, and you are its facilitator. Add its members, then a first draft."))
        return redirect(space.get_absolute_url())
    trail = reading.crumbs((_("Spaces"), index.get_absolute_url()), (_("Open a space"), ""))
    return show_form(
        request,
        form,
        title=_("Open a space"),
        action=_("Open the space"),
        back=index.get_absolute_url(),
        crumbs=trail,
        lead=_("A space gathers those who prepare one purchase: drafts, resources, and what firms say of them."),
    )


def space_settings(request: HttpRequest, pk: int) -> HttpResponse:
    space = space_or_404(request, pk)
    require(request, rules.can_facilitate(request.user, space))
    initial = {
        "title": space.title,
        "kind": space.kind,
        "summary": space.summary,
        "introduction": space.introduction,
        "tags": ", ".join(space.tags.names()),
        "written_in": space.written_in,
        "base_revision": space.latest_revision_id,
    }
    form = forms.SpaceForm(request.POST or None, initial=initial)
    del form.fields["written_in"]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            removed = services.change_space(
                space=space, by=me(request), base_revision_id=data.pop("base_revision"), **data
            )
        except StaleEditError:
            start_from(form, space_or_404(request, pk).latest_revision_id)
            return _stale_settings(request, form, space.get_absolute_url())
        said(request, _("The settings are saved."))
        if removed:
            names = ", ".join(person.get_full_name() for person in removed)
            messages.warning(
                request,
                _("The space is no longer public: these providers are no longer its members: %(names)s.")
                % {"names": names},
            )
        return redirect(space.get_absolute_url())
    return show_form(
        request,
        form,
        title=_("Settings of the space"),
        action=_("Save the settings"),
        back=space.get_absolute_url(),
        crumbs=reading.crumbs(*reading.space_trail(space), (_("Settings"), "")),
    )


def _stale_settings(request: HttpRequest, form: forms.BaseRevisionForm, back: str) -> HttpResponse:
    form.add_error(
        None,
        _("Somebody saved other settings after you opened this page. Your text is kept: look at theirs, then save."),
    )
    context = {"form": form, "title": _("Settings changed meanwhile"), "action": _("Save the settings"), "back": back}
    return render(request, "spaces/form.html", context, status=409)


def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Who takes part; the facilitator adds people and changes their part."""
    space = space_or_404(request, pk)
    if not rules.can_see_members(request.user, space):
        require(request, request.user.is_authenticated)
        raise Http404
    can_facilitate = rules.can_facilitate(request.user, space)
    form = forms.MemberForm(request.POST or None)
    if request.method == "POST":
        require(request, can_facilitate)
        if form.is_valid() and _add_member(request, space, form):
            return redirect("spaces:members", pk=space.pk)
    context = {
        "space": space,
        "members": list(space.member_rows()),
        "form": form if can_facilitate else None,
        "can_facilitate": can_facilitate,
        "crumbs": reading.crumbs(*reading.space_trail(space), (_("Members"), "")),
    }
    return render(request, "spaces/members.html", context, status=422 if form.is_bound else 200)


def _add_member(request: HttpRequest, space: SpacePage, form: forms.MemberForm) -> bool:
    try:
        person = services.find_person(who=form.cleaned_data["who"])
        services.add_member(space=space, user=person, role=form.cleaned_data["role"], by=me(request))
    except ValidationError as error:
        form.add_error("who", error)
        return False
    except services.RefusedError as error:
        refused(form, error)
        return False
    said(request, _("%(name)s is a member of the space.") % {"name": person.get_full_name()})
    return True


def remove_member(request: HttpRequest, pk: int, membership_id: int) -> HttpResponse:
    """Ask, then take somebody out; members may leave by themselves."""
    space = space_or_404(request, pk)
    if not rules.can_see_members(request.user, space):
        require(request, request.user.is_authenticated)
        raise Http404
    membership = get_object_or_404(Membership.objects.select_related("user", "space"), pk=membership_id, space=space)
    leaving = membership.user_id == request.user.pk
    require(request, leaving or rules.can_facilitate(request.user, space))
    if request.method == "POST":
        try:
            services.remove_member(membership=membership)
        except services.RefusedError as error:
            messages.error(request, error.message)
            return redirect("spaces:members", pk=space.pk)
        if leaving:
            said(request, _("You have left the space."))
            return redirect(reading.space_trail(space)[0][1])
        said(request, _("%(name)s is no longer a member.") % {"name": membership.user.get_full_name()})
        return redirect("spaces:members", pk=space.pk)
    context = {
        "title": _("Leave this space?")
        if leaving
        else _("Take %(name)s out of the space?") % {"name": membership.user.get_full_name()},
        "text": _("What they wrote stays. A space that is not public is closed to them at once."),
        "action": _("Leave the space") if leaving else _("Take out"),
        "back": space.get_absolute_url(),
        "crumbs": reading.crumbs(*reading.space_trail(space), (_("Members"), "")),
    }
    return render(request, "spaces/confirm.html", context)


def add_resource(request: HttpRequest, pk: int) -> HttpResponse:
    space = space_or_404(request, pk)
    require(request, rules.can_write(request.user, space))
    form = forms.ResourceForm(request.POST or None, request.FILES or None, initial={"written_in": space.written_in})
    if request.method == "POST" and form.is_valid():
        services.add_resource(space=space, author=me(request), **form.cleaned_data)
        said(request, _("The resource is in the base."))
        return redirect(f"{space.get_absolute_url()}#resources")
    return show_form(
        request,
        form,
        title=_("Add a resource"),
        action=_("Add the resource"),
        back=space.get_absolute_url(),
        crumbs=reading.crumbs(*reading.space_trail(space), (_("Add a resource"), "")),
        multipart=True,
        lead=_("A clause that worked, a study, a table, an address: what the next buyer will be glad to find."),
    )


def remove_resource(request: HttpRequest, pk: int, resource_id: int) -> HttpResponse:
    space = space_or_404(request, pk)
    require(request, rules.can_write(request.user, space))
    resource = get_object_or_404(ResourcePage.objects.child_of(space), pk=resource_id)
    if request.method == "POST":
        services.remove_resource(resource=resource, by=me(request))
        said(request, _("The resource is gone from the base."))
        return redirect(f"{space.get_absolute_url()}#resources")
    context = {
        "title": _("Take “%(title)s” out of the base?") % {"title": resource.title},
        "text": _("Its file goes with it. This cannot be undone."),
        "action": _("Take out"),
        "back": space.get_absolute_url(),
        "crumbs": reading.crumbs(*reading.space_trail(space)),
    }
    return render(request, "spaces/confirm.html", context)
