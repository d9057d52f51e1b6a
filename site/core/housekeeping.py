"""What packages leave to a timer."""

from __future__ import annotations

from django.core.management import call_command


def publish_scheduled() -> None:
    """Put pages online and take them off at the times that editors set."""
    call_command("publish_scheduled", verbosity=0)


def purge_sessions() -> None:
    call_command("clearsessions", verbosity=0)


def purge_task_results() -> None:
    """Keep two weeks of finished tasks, for staff to look at."""
    call_command("prune_db_task_results", verbosity=0, min_age_days=14)
