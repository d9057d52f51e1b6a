"""Who is in the demo: authorities with their services, firms of every size, and people.

Passwords are all `PASSWORD`; nothing here is ever created under production settings.
"""

PASSWORD = "demo"

REGION = "val-de-rive"

ORGANISATIONS = [
    {"key": "val-de-rive", "kind": "authority", "name": "Région Val-de-Rive", "siret": "00041273400014", "size": "large", "town": "Montrive",
     "description": {"fr": "Collectivité régionale fictive. 2 300 agents, 46 lycées, environ 900 marchés notifiés par an.",
                     "en": "Fictional regional council. 2,300 staff, 46 secondary schools, about 900 contracts awarded a year."},
     "services": ["Direction des achats et de la commande publique", "Direction de la communication", "Service juridique", "Mission développement durable",
                  "Direction des mobilités", "Direction de la formation professionnelle", "Direction des lycées", "Direction du numérique"]},
    {"key": "aubrelle", "kind": "authority", "name": "Ville d’Aubrelle", "siret": "00114792500018", "size": "medium", "town": "Aubrelle",
     "description": {"fr": "Ville fictive de 31 000 habitants. Une acheteuse, un juriste à mi-temps.", "en": "Fictional town of 31,000 people. One buyer, one half-time lawyer."},
     "services": ["Service des marchés"]},
    {"key": "haut-lorin", "kind": "authority", "name": "Communauté de communes du Haut-Lorin", "siret": "00188311500014", "size": "small", "town": "Corbigne",
     "description": {"fr": "Dix-neuf communes fictives de moyenne montagne, 14 200 habitants.", "en": "Nineteen fictional hill villages, 14,200 people."},
     "services": ["Pôle aménagement"]},
    {"key": "deux-vallees", "kind": "firm", "name": "Imprimerie des Deux Vallées", "siret": "00261830400014", "size": "small", "town": "Saint-Ménard-sur-Rive",
     "description": {"fr": "Imprimerie offset et numérique, 18 personnes. Papiers recyclés, façonnage intégré, livraison en tournée.",
                     "en": "Offset and digital printer, 18 people. Recycled papers, in-house finishing, delivery in rounds."}},
    {"key": "atelier-graphite", "kind": "firm", "name": "Atelier Graphite", "siret": "00335349700013", "size": "micro", "town": "Montrive",
     "description": {"fr": "Trois graphistes associés : édition, signalétique, documents accessibles.", "en": "Three graphic designers in partnership: publishing, signage, accessible documents."}},
    {"key": "pas-de-cote", "kind": "firm", "name": "Pas de côté", "siret": "00408868800017", "size": "micro", "town": "Aubrelle", "social_economy": True,
     "description": {"fr": "Coopérative de sept personnes : animation d’ateliers, concertation, enquêtes avec les habitants.", "en": "Co-operative of seven: workshops, public participation, surveys with residents."}},
    {"key": "kessler", "kind": "firm", "name": "Kessler Mobilités", "siret": "00482387800014", "size": "medium", "town": "Port-Haut",
     "description": {"fr": "Bureau d’études de mobilité, 74 personnes : enquêtes, modélisation, plans de mobilité.", "en": "Mobility consultants, 74 people: surveys, modelling, mobility plans."}},
    {"key": "regards", "kind": "firm", "name": "Regards croisés", "siret": "00555906700011", "size": "micro", "town": "Montrive",
     "description": {"fr": "Deux évaluatrices et un statisticien. Évaluation de politiques sociales et de formation.", "en": "Two evaluators and a statistician. Evaluation of social and training policies."}},
    {"key": "etabli", "kind": "firm", "name": "L’Établi, organisme de formation", "siret": "00629425000011", "size": "small", "town": "La Vernaie", "social_economy": True,
     "description": {"fr": "Association de formation, 26 salariés : achats, numérique, langue des signes, prévention.", "en": "Training association, 26 staff: purchasing, digital, sign language, prevention."}},
    {"key": "traverses", "kind": "firm", "name": "Traverses numériques", "siret": "00702944000018", "size": "small", "town": "Montrive", "social_economy": True,
     "description": {"fr": "Coopérative de 22 développeuses et développeurs : services publics numériques, accessibilité, logiciel libre.", "en": "Co-operative of 22 developers: digital public services, accessibility, free software."}},
    {"key": "alteo", "kind": "firm", "name": "Altéo Conseil", "siret": "00776463200019", "size": "large", "town": "Port-Haut",
     "description": {"fr": "Cabinet de conseil et d’études, 1 100 personnes, une agence en région.", "en": "Consultancy of 1,100 people with one office in the region."}},
    {"key": "signes", "kind": "firm", "name": "Signes & Voix", "siret": "00849982400012", "size": "micro", "town": "Brûlemont",
     "description": {"fr": "Quatre interprètes en langue des signes et une transcriptrice.", "en": "Four sign-language interpreters and a speech-to-text reporter."}},
    {"key": "moulin", "kind": "firm", "name": "Les Ateliers du Moulin", "siret": "00923501100013", "size": "small", "town": "Les Essarts-Verts", "integration": True, "social_economy": True,
     "description": {"fr": "Entreprise d’insertion, 41 salariés dont 29 en parcours : façonnage, mise sous pli, logistique d’événements.", "en": "Work-integration enterprise, 41 staff of whom 29 in a programme: finishing, enveloping, event logistics."}},
]

PEOPLE = [
    # The six accounts that the README names.
    {"key": "editor", "email": "editor@demo.example", "first": "Solène", "last": "Marchetti", "role": "communications", "organisation": "val-de-rive", "service": "Direction de la communication", "job": "Chargée de publication", "language": "fr"},
    {"key": "agent", "email": "agent@demo.example", "first": "Karim", "last": "Belhadj", "role": "agent", "organisation": "val-de-rive", "service": "Direction des achats et de la commande publique", "job": "Acheteur prestations intellectuelles", "language": "fr"},
    {"key": "facilitator", "email": "facilitator@demo.example", "first": "Nadia", "last": "Benchikh", "role": "agent", "organisation": "val-de-rive", "service": "Direction des achats et de la commande publique", "job": "Acheteuse, facilitatrice des espaces", "language": "fr"},
    {"key": "outsider", "email": "outsider@demo.example", "first": "Étienne", "last": "Rouvière", "role": "agent", "organisation": "val-de-rive", "service": "Direction des lycées", "job": "Chargé d’opérations", "language": "fr"},
    {"key": "provider", "email": "provider@demo.example", "first": "Maïa", "last": "Vasseur", "role": "provider", "organisation": "deux-vallees", "service": "", "job": "Gérante", "language": "fr"},
    {"key": "admin", "email": "admin@demo.example", "first": "Jeanne", "last": "Oriol", "role": "admin", "organisation": "val-de-rive", "service": "Direction du numérique", "job": "Administratrice du portail", "language": "fr"},
    # Agents.
    {"key": "ines", "email": "ines.cordier@demo.example", "first": "Inès", "last": "Cordier", "role": "agent", "organisation": "val-de-rive", "service": "Service juridique", "job": "Juriste de la commande publique", "language": "fr"},
    {"key": "thomas", "email": "thomas.lefloch@demo.example", "first": "Thomas", "last": "Le Floch", "role": "agent", "organisation": "val-de-rive", "service": "Direction des mobilités", "job": "Chef de projet mobilités rurales", "language": "fr"},
    {"key": "fatou", "email": "fatou.diarra@demo.example", "first": "Fatou", "last": "Diarra", "role": "agent", "organisation": "val-de-rive", "service": "Mission développement durable", "job": "Chargée de mission achats durables", "language": "fr"},
    {"key": "paul", "email": "paul.ansel@demo.example", "first": "Paul", "last": "Ansel", "role": "agent", "organisation": "val-de-rive", "service": "Direction de la formation professionnelle", "job": "Responsable des achats de formation", "language": "fr"},
    {"key": "lucie", "email": "lucie.wendling@demo.example", "first": "Lucie", "last": "Wendling", "role": "agent", "organisation": "val-de-rive", "service": "Direction de la communication", "job": "Responsable de l’édition", "language": "fr"},
    {"key": "samir", "email": "samir.okonkwo@demo.example", "first": "Samir", "last": "Okonkwo", "role": "agent", "organisation": "val-de-rive", "service": "Direction du numérique", "job": "Référent accessibilité", "language": "en"},
    {"key": "marina", "email": "marina.ferreira@demo.example", "first": "Marina", "last": "Ferreira", "role": "agent", "organisation": "aubrelle", "service": "Service des marchés", "job": "Acheteuse", "language": "fr"},
    {"key": "helene", "email": "helene.tran@demo.example", "first": "Hélène", "last": "Tran", "role": "agent", "organisation": "haut-lorin", "service": "Pôle aménagement", "job": "Directrice de l’aménagement", "language": "fr"},
    # Providers.
    {"key": "theo", "email": "theo.pasquier@demo.example", "first": "Théo", "last": "Pasquier", "role": "provider", "organisation": "atelier-graphite", "service": "", "job": "Graphiste associé", "language": "fr"},
    {"key": "salome", "email": "salome.idrissi@demo.example", "first": "Salomé", "last": "Idrissi", "role": "provider", "organisation": "pas-de-cote", "service": "", "job": "Cogérante", "language": "fr"},
    {"key": "bruno", "email": "bruno.kessler@demo.example", "first": "Bruno", "last": "Kessler", "role": "provider", "organisation": "kessler", "service": "", "job": "Directeur", "language": "fr"},
    {"key": "amina", "email": "amina.saidi@demo.example", "first": "Amina", "last": "Saïdi", "role": "provider", "organisation": "regards", "service": "", "job": "Évaluatrice", "language": "fr"},
    {"key": "claire", "email": "claire.dupontel@demo.example", "first": "Claire", "last": "Dupontel", "role": "provider", "organisation": "etabli", "service": "", "job": "Directrice", "language": "fr"},
    {"key": "yannick", "email": "yannick.leroux@demo.example", "first": "Yannick", "last": "Leroux", "role": "provider", "organisation": "traverses", "service": "", "job": "Développeur associé", "language": "fr"},
    {"key": "oscar", "email": "oscar.lindqvist@demo.example", "first": "Oscar", "last": "Lindqvist", "role": "provider", "organisation": "alteo", "service": "", "job": "Directeur de mission", "language": "en"},
    {"key": "noemie", "email": "noemie.barthe@demo.example", "first": "Noémie", "last": "Barthe", "role": "provider", "organisation": "signes", "service": "", "job": "Interprète", "language": "fr"},
    {"key": "gilles", "email": "gilles.moreau@demo.example", "first": "Gilles", "last": "Moreau", "role": "provider", "organisation": "moulin", "service": "", "job": "Directeur", "language": "fr"},
]
