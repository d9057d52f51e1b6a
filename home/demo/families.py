"""Purchase families and the seven steps of a purchase."""

from typing import Any

FAMILIES: list[dict[str, Any]] = [
    {
        "code": "studies",
        "name": {"fr": "Études et conseil", "en": "Studies and consultancy"},
        "cpv": ["71241", "79311", "79411"],
        "description": {
            "fr": "Diagnostics, études de faisabilité, schémas, expertise et conseil en organisation.",
            "en": "Diagnoses, feasibility studies, plans, expertise and management advice.",
        },
    },
    {
        "code": "mobility",
        "parent": "studies",
        "name": {"fr": "Études de mobilité", "en": "Mobility studies"},
        "cpv": ["71311200", "71311210"],
        "description": {
            "fr": "Enquêtes de déplacement, plans de mobilité, études d’itinéraires.",
            "en": "Travel surveys, mobility plans, route studies.",
        },
    },
    {
        "code": "evaluation",
        "name": {"fr": "Évaluation", "en": "Evaluation"},
        "cpv": ["79419", "79311410"],
        "description": {
            "fr": "Évaluation de politiques publiques, suivi, enquêtes auprès des bénéficiaires.",
            "en": "Policy evaluation, monitoring, surveys of the people concerned.",
        },
    },
    {
        "code": "communication",
        "name": {"fr": "Communication et événements", "en": "Communication and events"},
        "cpv": ["79340", "79416", "79952"],
        "description": {
            "fr": "Campagnes, relations publiques, événements, interprétation.",
            "en": "Campaigns, public relations, events, interpreting.",
        },
    },
    {
        "code": "design",
        "name": {"fr": "Design et création graphique", "en": "Design and graphics"},
        "cpv": ["79822500", "79930000", "79415200"],
        "description": {
            "fr": "Création graphique, design de service, signalétique, scénographie.",
            "en": "Graphic design, service design, signage, exhibition design.",
        },
    },
    {
        "code": "printing",
        "name": {"fr": "Imprimés et façonnage", "en": "Printing and finishing"},
        "cpv": ["79810000", "79820000", "22000000"],
        "description": {
            "fr": "Impression, façonnage, routage et diffusion.",
            "en": "Printing, finishing, mailing and distribution.",
        },
    },
    {
        "code": "training",
        "name": {"fr": "Formation", "en": "Training"},
        "cpv": ["80500000", "80510000", "80570000"],
        "description": {
            "fr": "Formation des agents, des élus et des publics, accompagnement au changement.",
            "en": "Training of staff, elected members and the public, support for change.",
        },
    },
    {
        "code": "facilitation",
        "name": {"fr": "Animation et concertation", "en": "Facilitation and public participation"},
        "cpv": ["79951", "79995", "71410"],
        "description": {
            "fr": "Ateliers, réunions publiques, enquêtes participatives, médiation.",
            "en": "Workshops, public meetings, participatory surveys, mediation.",
        },
    },
    {
        "code": "digital",
        "name": {"fr": "Services numériques", "en": "Digital services"},
        "cpv": ["72200000", "72212", "72413000"],
        "description": {
            "fr": "Conception, développement, accessibilité, reprise et hébergement de services numériques.",
            "en": "Design, development, accessibility, maintenance and hosting of digital services.",
        },
    },
    {
        "code": "legal",
        "name": {"fr": "Conseil juridique et assistance", "en": "Legal advice and client-side support"},
        "cpv": ["79100000", "71318000"],
        "description": {
            "fr": "Conseil juridique, assistance à maîtrise d’ouvrage.",
            "en": "Legal advice and support to the contracting authority.",
        },
    },
]

STEPS: list[dict[str, Any]] = [
    {"code": "need", "order": 1, "name": {"fr": "Questionner le besoin", "en": "Question the need"}},
    {"code": "market", "order": 2, "name": {"fr": "Connaître le marché", "en": "Know the market"}},
    {"code": "draft", "order": 3, "name": {"fr": "Rédiger", "en": "Draft"}},
    {
        "code": "publish",
        "order": 4,
        "name": {"fr": "Publier et répondre aux questions", "en": "Publish and answer questions"},
    },
    {"code": "choose", "order": 5, "name": {"fr": "Choisir", "en": "Choose"}},
    {"code": "perform", "order": 6, "name": {"fr": "Exécuter et contrôler", "en": "Perform and check"}},
    {"code": "learn", "order": 7, "name": {"fr": "Tirer les leçons", "en": "Draw the lessons"}},
]
