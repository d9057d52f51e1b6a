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

# The codes of the Common Procurement Vocabulary (Regulation (EC) No 213/2008) that the demo speaks of, and their divisions;
# `import_cpv` brings the other nine thousand.
CPV: list[tuple[str, str, str, str, str]] = [
    ("22000000", "0", "division", "Imprimés et produits connexes", "Printed matter and related products"),
    (
        "55000000",
        "0",
        "division",
        "Services d’hôtellerie, de restauration et de commerce au détail",
        "Hotel, restaurant and retail trade services",
    ),
    ("55520000", "1", "class", "Services traiteur", "Catering services"),
    (
        "71000000",
        "8",
        "division",
        "Services d’architecture, services de construction, services d’ingénierie et services d’inspection",
        "Architectural, construction, engineering and inspection services",
    ),
    (
        "71241000",
        "9",
        "category",
        "Études de faisabilité, service de conseil, analyse",
        "Feasibility study, advisory service, analysis",
    ),
    (
        "71311200",
        "3",
        "category",
        "Services de conseil en matière de systèmes de transport",
        "Transport systems consultancy services",
    ),
    ("71354100", "5", "category", "Services de cartographie numérique", "Digital mapping services"),
    (
        "72000000",
        "5",
        "division",
        "Services de technologies de l’information, conseil, développement de logiciels, internet et appui",
        "IT services: consulting, software development, Internet and support",
    ),
    (
        "72212000",
        "4",
        "category",
        "Services de programmation de logiciels d’application",
        "Programming services of application software",
    ),
    (
        "72413000",
        "8",
        "category",
        "Services de conception de sites WWW (World Wide Web)",
        "World wide web (www) site design services",
    ),
    (
        "79000000",
        "4",
        "division",
        "Services aux entreprises : droit, marketing, conseil, recrutement, impression et sécurité",
        "Business services: law, marketing, consulting, recruitment, printing and security",
    ),
    ("79100000", "5", "group", "Services juridiques", "Legal services"),
    ("79311000", "7", "category", "Services d’études", "Survey services"),
    ("79340000", "9", "class", "Services de publicité et de marketing", "Advertising and marketing services"),
    ("79411000", "8", "category", "Services de conseil en gestion générale", "General management consultancy services"),
    ("79419000", "4", "category", "Services de conseil et d’évaluation", "Evaluation consultancy services"),
    ("79810000", "5", "class", "Services d’impression", "Printing services"),
    ("79930000", "2", "class", "Conception de modèles", "Specialty design services"),
    ("79951000", "5", "category", "Services d’organisation de séminaires", "Seminar organisation services"),
    ("80000000", "4", "division", "Services d’enseignement et de formation", "Education and training services"),
    ("80500000", "9", "group", "Services de formation", "Training services"),
    ("80533100", "0", "category", "Services de formation informatique", "Computer training services"),
]
