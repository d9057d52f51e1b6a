from django.db import models


class ContentGeneration(models.Model):
    """One row whose number grows with every change of the database (``core.page_cache``)."""

    number = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)
