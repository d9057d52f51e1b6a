"""The two stories that close the loop. `ref` points into the other modules: (kind, key…)."""

from typing import Any

TRAILS: list[dict[str, Any]] = [
    {
        "key": "t-papier",
        "title": {"fr": "Le papier de 80 grammes", "en": "The 80-gram paper"},
        "steps": [
            {
                "device": "visit",
                "ref": ("report", "v-imprimerie"),
                "at": -366,
                "text": {
                    "fr": "L’imprimeuse montre que le papier recyclé de 80 g passe sur ses machines.",
                    "en": "The printer shows that recycled 80 g paper runs on her presses.",
                },
            },
            {
                "device": "guidance",
                "ref": ("criterion", "PI-IMP-TS-01"),
                "at": -350,
                "text": {
                    "fr": "Le grammage minimal passe de 100 à 80 g, avec la preuve.",
                    "en": "The minimum weight goes from 100 to 80 g, with its proof.",
                },
            },
            {
                "device": "space",
                "ref": ("amendment", "am-papier"),
                "at": -345,
                "text": {
                    "fr": "Amendement accepté : « 80 g au moins, ou équivalent ».",
                    "en": "Amendment accepted: “at least 80 g, or equivalent”.",
                },
            },
            {
                "device": "challenge",
                "ref": ("consultation", "VDR-IMP-04"),
                "at": -190,
                "text": {
                    "fr": "Cinq offres, dont trois de petites entreprises.",
                    "en": "Five tenders, three of them from small firms.",
                },
            },
            {
                "device": "lesson",
                "ref": ("lesson", "l-impression"),
                "at": -55,
                "text": {
                    "fr": "Article repris dans deux autres marchés, sans réserve.",
                    "en": "Clause taken up in two other contracts, without objection.",
                },
            },
        ],
    },
    {
        "key": "t-insertion",
        "title": {"fr": "Des heures d’insertion tenables", "en": "Integration hours that can be kept"},
        "steps": [
            {
                "device": "lesson",
                "ref": ("lesson", "l-insertion"),
                "at": -282,
                "text": {
                    "fr": "Mille heures en six semaines : aucune offre n’y répond.",
                    "en": "A thousand hours in six weeks: no tender meets it.",
                },
            },
            {
                "device": "visit",
                "ref": ("report", "v-moulin"),
                "at": -240,
                "text": {
                    "fr": "Dans une entreprise d’insertion, on compte en personnes et en dates.",
                    "en": "In a work-integration enterprise one counts in people and dates.",
                },
            },
            {
                "device": "guidance",
                "ref": ("criterion", "PI-ETU-CPC-01"),
                "at": -215,
                "text": {
                    "fr": "Le critère descend à 200 heures et demande de vérifier les dates.",
                    "en": "The criterion goes down to 200 hours and asks for dates to be checked.",
                },
            },
            {
                "device": "space",
                "ref": ("article", "spec-mobilite", "insertion"),
                "at": -31,
                "text": {
                    "fr": "Après remarque d’une entreprise : 120 heures par lot, étalées.",
                    "en": "After a firm’s remark: 120 hours per lot, spread out.",
                },
            },
            {
                "device": "challenge",
                "ref": ("challenge", "d-etudes"),
                "at": -58,
                "text": {
                    "fr": "Le compte rendu le dit à tous : démarrages décalés de trois semaines.",
                    "en": "The record tells everyone: starts three weeks apart.",
                },
            },
        ],
    },
]
