from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.models import Page

from core import visibility


@hooks.register("before_serve_page")
def only_for_those_who_may(page: Page, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
    """The wall before every page: forbidden and absent answer alike."""
    if visibility.can_see(request.user, page):
        # The language switch leads to this page's translation, whose address has another slug.
        request.served_page = page
        return
    if not request.user.is_authenticated:
        raise visibility.SignInRequired
    raise Http404
