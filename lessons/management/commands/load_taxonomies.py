from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from lessons.models import Cause, CauseGroup, Outcome, Remedy

DATA = Path(__file__).resolve().parents[2] / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Command(BaseCommand):
    help = "Load our lists of outcomes, causes and remedies. What staff have relabelled is left as it is."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        added = 0
        for order, row in enumerate(rows("outcomes")):
            _outcome, made = Outcome.objects.get_or_create(
                code=row["code"],
                defaults={
                    "label_fr": row["label_fr"],
                    "label_en": row["label_en"],
                    "order": order,
                    "eforms_code": row["eforms_non_award_justification"],
                    "ocds_status": row["ocds_final_status"],
                },
            )
            added += made
        groups = {}
        for order, row in enumerate(rows("cause_groups")):
            groups[row["code"]], made = CauseGroup.objects.get_or_create(
                code=row["code"],
                defaults={"label_fr": row["label_fr"], "label_en": row["label_en"], "order": order},
            )
            added += made
        remedies = {}
        for row in rows("remedies"):
            remedies[row["code"]], made = Remedy.objects.get_or_create(
                code=row["code"], defaults={"label_fr": row["label_fr"], "label_en": row["label_en"]}
            )
            added += made
        for row in rows("causes"):
            cause, made = Cause.objects.get_or_create(
                code=row["code"],
                defaults={
                    "group": groups[row["group"]],
                    "label_fr": row["label_fr"],
                    "label_en": row["label_en"],
                },
            )
            if made:
                cause.usual_remedies.set([remedies[code] for code in row["usual_remedies"].split()])
            added += made
        if options["verbosity"]:
            self.stdout.write(f"taxonomies: {added} terms added")
