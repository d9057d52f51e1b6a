from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from core import periodic
from core.models import PeriodicRun

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_other_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "_jobs", {})


def test_a_job_runs_once_per_interval(clock: time_machine.Coordinates) -> None:
    calls: list[str] = []
    periodic.register("often", timedelta(minutes=1), lambda: calls.append("often"))
    periodic.register("daily", timedelta(days=1), lambda: calls.append("daily"))

    assert periodic.run_due() == ["daily", "often"]
    assert periodic.run_due() == []
    clock.shift(timedelta(minutes=1))
    assert periodic.run_due() == ["often"]
    assert calls == ["daily", "often", "often"]


def test_a_job_that_was_missed_runs_once_not_twice(clock: time_machine.Coordinates) -> None:
    calls: list[int] = []
    periodic.register("often", timedelta(minutes=1), lambda: calls.append(1))
    periodic.run_due()
    clock.shift(timedelta(hours=3))

    periodic.run_due()

    assert len(calls) == 2


def test_a_failing_job_is_written_down_and_stops_no_other(clock: time_machine.Coordinates) -> None:
    calls: list[str] = []

    def fail() -> None:
        raise RuntimeError("the mail server is away")

    periodic.register("a", timedelta(minutes=1), fail)
    periodic.register("b", timedelta(minutes=1), lambda: calls.append("b"))

    periodic.run_due()

    assert dict(PeriodicRun.objects.values_list("name", "last_error")) == {
        "a": "the mail server is away",
        "b": "",
    }
    assert calls == ["b"]


def test_the_platform_retries_mail_every_minute() -> None:
    from django.apps import apps

    from core.apps import CoreConfig

    CoreConfig.ready(apps.get_app_config("core"))

    assert {job.name: job.every for job in periodic.registered()} == {
        "core.mail": timedelta(minutes=1),
        "core.scheduled_pages": timedelta(minutes=5),
        "core.sent_mails": timedelta(days=1),
        "core.sessions": timedelta(days=1),
        "core.task_results": timedelta(days=1),
    }
