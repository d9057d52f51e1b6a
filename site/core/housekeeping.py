"""What packages leave to a timer."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from core.models import OutgoingMail


def publish_scheduled() -> None:
    """Put pages online and take them off at the times that editors set."""
    call_command("publish_scheduled", verbosity=0)


def purge_sessions() -> None:
    call_command("clearsessions", verbosity=0)


def purge_mails() -> None:
    """Forget mails that were sent, or dropped, long ago; those that failed stay until staff have looked at them."""
    before = timezone.now() - timedelta(days=settings.SENT_MAIL_DAYS)
    OutgoingMail.objects.filter(state=OutgoingMail.State.SENT, sent_at__lt=before).delete()
    OutgoingMail.objects.filter(state=OutgoingMail.State.DROPPED, created_at__lt=before).delete()


def purge_task_results() -> None:
    """Keep two weeks of finished tasks, for staff to look at."""
    call_command("prune_db_task_results", verbosity=0, min_age_days=14)
