from django.db import models


class PageAccess(models.Model):
    """The one keyword that decides who may see a page.

    ``public``, ``agents`` or ``space:<id of the space's page>``. A page without a row is seen by nobody:
    forgetting to write one hides a page, it never shows one. Kept by ``core.visibility.refresh``.
    """

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, primary_key=True, related_name="access")
    keyword = models.CharField(max_length=40, db_index=True)

    def __str__(self) -> str:
        return f"{self.page_id}: {self.keyword}"
