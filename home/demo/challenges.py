"""Five aperitif-challenges: one held, one open, one full, one to come, one cancelled.

Times are (offset in days, "HH:MM") in the region’s time zone. `guests` are registrations without an account.
"""

from typing import Any

EQUAL_TREATMENT = {
    "fr": "Tout ce qui est dit ce soir-là est publié pour tous : venir ne donne aucun avantage dans un marché. On ne parle pas de prix. La Région paie le verre et la salle.",
    "en": "Everything said that evening is published for everyone: coming gives no advantage in a contract. No talk of prices. The Region pays for the drinks and the room.",
}

# Firm, size class, town, person, role. E-mail addresses are made from the name, all at demo.example.
GUESTS = [
    ("Atelier Persienne", "micro", "Montrive", "Clémence Aubry", "graphiste"),
    ("Papeterie des Aulnes", "medium", "Port-Haut", "Raphaël Nicolet", "responsable régional"),
    ("Imprimerie Roussel et filles", "small", "Brûlemont", "Agathe Roussel", "gérante"),
    ("Le Grain du papier", "micro", "Corbigne", "Idriss Kone", "relieur"),
    ("Studio Quinconce", "micro", "Aubrelle", "Lina Vasconcelos", "graphiste"),
    ("Cartes sur table", "micro", "Montrive", "Benoît Haddad", "cartographe"),
    ("Routage du Plateau", "small", "Les Essarts-Verts", "Sandrine Picot", "directrice"),
    ("Folio Sud", "small", "La Vernaie", "Mathieu Esteban", "chef d’atelier"),
    ("Encre Vive", "micro", "Saint-Ménard-sur-Rive", "Aïcha Rahmani", "sérigraphe"),
    ("Mots passants", "micro", "Aubrelle", "Julien Carlier", "rédacteur"),
    ("Kiosque", "micro", "Montrive", "Perrine Lacaze", "designer de service"),
    ("Groupe Lemercier Impression", "large", "Port-Haut", "Patrice Lemercier", "directeur commercial"),
    ("Typo & Cie", "micro", "Brûlemont", "Wassim Trabelsi", "graphiste"),
    ("Horizon Enquêtes", "medium", "Montrive", "Delphine Marchal", "directrice d’études"),
    ("Pied de page", "micro", "Corbigne", "Margaux Delorme", "secrétaire de rédaction"),
    ("Coop’Affiche", "small", "Aubrelle", "Sylvain Ndiaye", "afficheur"),
    ("Lisible", "micro", "La Vernaie", "Ophélie Grandin", "spécialiste du facile à lire"),
    ("Braille et Relief", "micro", "Port-Haut", "Antoine Fabre", "transcripteur"),
    ("Deux Points", "micro", "Montrive", "Gaëlle Simonet", "graphiste"),
    ("Vélo Cargo Lorin", "micro", "Corbigne", "Esteban Roy", "livreur"),
    ("Sève, études et conseil", "micro", "Les Essarts-Verts", "Charlotte Mauger", "géographe"),
    ("Vallée Traiteur", "small", "Saint-Ménard-sur-Rive", "Mehdi Laurens", "cuisinier"),
    ("Cabinet Orbe", "medium", "Port-Haut", "Violaine Teissier", "associée"),
    ("Terrains communs", "micro", "Brûlemont", "Adèle Quentin", "sociologue"),
    ("Plein Cadre", "micro", "Aubrelle", "Ruben Oliveira", "photographe"),
    ("Signalétique Barrois", "small", "Montrive", "Denis Barrois", "gérant"),
    ("Nouvelle Page", "micro", "La Vernaie", "Sofia Lemaire", "maquettiste"),
    ("Dataval", "small", "Montrive", "Hugo Perrin", "statisticien"),
    ("L’Atelier des Rives", "micro", "Saint-Ménard-sur-Rive", "Anouk Jaouen", "facilitatrice"),
    ("Médiane", "micro", "Port-Haut", "Tarek Amrani", "enquêteur"),
]

CHALLENGES: list[dict[str, Any]] = [
    {
        "key": "d-etudes",
        "status": "record_published",
        "title": {"fr": "Une étude qui sert", "en": "A study that gets used"},
        "slug": {"fr": "une-etude-qui-sert", "en": "a-study-that-gets-used"},
        "summary": {
            "fr": "Comment payer du terrain plutôt que des pages ? Soirée avec les bureaux d’études, avant le marché de mobilité rurale.",
            "en": "How can we pay for fieldwork rather than pages? An evening with consultancies, before the rural mobility contract.",
        },
        "questions": {
            "fr": [
                "Que retireriez-vous d’une étude de 100 pages pour financer dix jours de terrain de plus ?",
                "Comment un bureau de trois personnes peut-il répondre seul ?",
                "Quel résultat serviriez-vous aux habitants, et quand ?",
            ],
            "en": [
                "What would you take out of a 100-page study to pay for ten more days of fieldwork?",
                "How can a firm of three tender on its own?",
                "Which result would you give residents, and when?",
            ],
        },
        "context": {
            "fr": "Les études de mobilité de 2019 ont coûté 212 000 € et n’ont débouché sur aucune décision. La Région prépare quatre nouvelles études. Le besoin est planifié, aucune procédure n’est ouverte.",
            "en": "The mobility studies of 2019 cost €212,000 and led to no decision. The Region is preparing four new ones. The need is planned, no procedure is open.",
        },
        "programme": [
            ("18:00", {"fr": "Accueil, un verre", "en": "Welcome, a drink"}),
            ("18:20", {"fr": "Ce qui a raté en 2019, dit par nous", "en": "What failed in 2019, in our own words"}),
            ("18:45", {"fr": "Trois tables, trois questions", "en": "Three tables, three questions"}),
            ("19:45", {"fr": "Ce que nous avons entendu, relu ensemble", "en": "What we heard, read back together"}),
            ("20:15", {"fr": "Fin, dernier train à 20 h 47", "en": "End, last train at 20:47"}),
        ],
        "place": "La Rotonde, ancienne gare",
        "address": "2, place de la Gare, Montrive (lieu fictif)",
        "access": {
            "fr": "Plain-pied, boucle magnétique, gare à 50 mètres, arceaux à vélos. Participation à distance possible.",
            "en": "Step-free, hearing loop, station 50 metres away, bicycle racks. Remote participation possible.",
        },
        "start": (-68, "18:00"),
        "end": (-68, "20:15"),
        "opens": (-100, "09:00"),
        "capacity": 28,
        "per_organisation": 2,
        "families": ["studies", "mobility"],
        "tags": ["surveys", "small-firms", "sufficiency"],
        "space": "mobilite",
        "agents": ["facilitator", "thomas", "fatou"],
        "qa": [
            {
                "question": {
                    "fr": "La présence donne-t-elle accès au futur cahier des charges avant les autres ?",
                    "en": "Does coming give earlier access to the future specification?",
                },
                "answer": {
                    "fr": "Non. Le projet sera ouvert à toutes et à tous le même jour, sur cette plateforme.",
                    "en": "No. The draft will open to everyone on the same day, on this platform.",
                },
                "asked": -84,
                "answered": -83,
            },
            {
                "question": {"fr": "Peut-on venir à deux associés ?", "en": "May two partners come?"},
                "answer": {
                    "fr": "Oui, deux personnes par organisation au plus.",
                    "en": "Yes, two people per organisation at most.",
                },
                "asked": -80,
                "answered": -80,
            },
        ],
        "registered": ["salome", "bruno", "amina", "oscar"],
        "guests": [5, 13, 20, 22, 23, 27, 28, 29],
        "waiting": [],
        "absent": [22],
        "record": {
            "published": -58,
            "summary": {
                "fr": "Douze organisations, dont neuf de moins de dix personnes, trois agents. Trois idées reviennent à chaque table : une présence comptée en jours et non en semaines, un rapport limité à soixante pages, des démarrages décalés entre les lots. Personne n’a parlé de prix.",
                "en": "Twelve organisations, nine of them with fewer than ten people, and three agents. Three ideas came up at every table: presence counted in days rather than weeks, a report limited to sixty pages, lots that start at different dates. Nobody talked about prices.",
            },
            "decisions": {
                "fr": [
                    "Rapport de soixante pages au plus : repris dans le projet, version 2.",
                    "Démarrages décalés de trois semaines : repris, pour les heures d’insertion.",
                    "Enquête par téléphone seule : non retenue, elle perd les moins de vingt-cinq ans.",
                ],
                "en": [
                    "Report of sixty pages at most: taken up in the draft, version 2.",
                    "Starts three weeks apart: taken up, for the integration hours.",
                    "Telephone-only survey: not retained, it loses people under twenty-five.",
                ],
            },
        },
        "proposals": [
            {
                "key": "pc-jours",
                "author": "salome",
                "at": -66,
                "title": "Compter la présence en jours",
                "text": "Trente jours dans le bassin, dont dix le soir ou le samedi, organisés par l’équipe. On rencontre ceux qui travaillent.",
                "dimensions": ["social"],
                "conditions": "Remplacer « deux jours par semaine » par un total.",
                "criterion": "PI-ETU-AC-01",
                "tags": ["residents"],
                "follow_up": {
                    "decision": "retained",
                    "reason": "Devenu un amendement à l’article « Interlocuteur sur place », accepté en version 3.",
                    "at": -5,
                    "by": "facilitator",
                },
            },
            {
                "key": "pc-synthese",
                "author": "amina",
                "at": -64,
                "title": "La synthèse d’abord",
                "text": "Rendre la synthèse de deux pages avant le rapport, la faire relire par des habitants, puis écrire le rapport.",
                "dimensions": ["social", "economy"],
                "conditions": "Deux relectures courtes au lieu d’une longue.",
                "criterion": "PI-ETU-TS-01",
                "tags": ["plain-language"],
                "follow_up": {
                    "decision": "retained_in_part",
                    "reason": "La relecture par trois habitants est reprise ; l’ordre de rédaction reste libre.",
                    "at": -31,
                    "by": "facilitator",
                },
            },
            {
                "key": "pc-telephone",
                "author": "oscar",
                "at": -60,
                "title": "Telephone panels instead of door-to-door",
                "text": "A standing panel of 800 residents would be cheaper per answer and could be asked again every season.",
                "dimensions": ["economy"],
                "conditions": "One contract for the four areas.",
                "criterion": "PI-ANI-TS-01",
                "tags": ["surveys"],
                "lang": "en",
                "follow_up": {
                    "decision": "not_retained",
                    "reason": "Les moins de vingt-cinq ans ne décrochent pas : ce sont ceux que les études de 2019 avaient manqués.",
                    "at": -40,
                    "by": "thomas",
                },
            },
        ],
    },
    {
        "key": "d-imprimer",
        "status": "open",
        "title": {"fr": "Imprimer moins, informer mieux", "en": "Print less, inform better"},
        "slug": {"fr": "imprimer-moins-informer-mieux", "en": "print-less-inform-better"},
        "summary": {
            "fr": "Trois questions posées aux graphistes, aux imprimeurs et à ceux qui distribuent.",
            "en": "Three questions put to designers, printers and those who distribute.",
        },
        "questions": {
            "fr": [
                "Quel document de la Région arrêteriez-vous d’imprimer dès demain ?",
                "Comment informer quelqu’un qui n’a ni ordinateur ni boîte aux lettres à son nom ?",
                "Que pourrait-on réutiliser trois ans de suite ?",
            ],
            "en": [
                "Which of the Region’s documents would you stop printing tomorrow?",
                "How do you inform someone who has neither a computer nor a letter box in their name?",
                "What could be used three years running?",
            ],
        },
        "context": {
            "fr": "La Région imprime 1,4 million de pages par an, un quart de moins qu’il y a deux ans. Le quart suivant sera plus difficile : il touche des documents que l’on croit indispensables. Aucun marché n’est en préparation sur ce sujet avant dix-huit mois.",
            "en": "The Region prints 1.4 million pages a year, a quarter less than two years ago. The next quarter will be harder: it concerns documents believed to be indispensable. No contract is being prepared on this subject in the next eighteen months.",
        },
        "programme": [
            ("18:00", {"fr": "Accueil, jus de pomme et vin du Lorin", "en": "Welcome, apple juice and Lorin wine"}),
            ("18:15", {"fr": "Cinquante kilos d’imprimés sur une table", "en": "Fifty kilos of print on a table"}),
            ("18:40", {"fr": "Tri à voix haute, par petits groupes", "en": "Sorting aloud, in small groups"}),
            ("19:40", {"fr": "Les trois questions", "en": "The three questions"}),
            ("20:30", {"fr": "Fin", "en": "End"}),
        ],
        "place": "Halle aux grains",
        "address": "14, quai des Tanneurs, Montrive (lieu fictif)",
        "access": {
            "fr": "Tram Tanneurs, plain-pied. Interprétation en langue des signes si une personne la demande à l’inscription.",
            "en": "Tanneurs tram stop, step-free. Sign-language interpreting if one person asks for it when registering.",
        },
        "start": (11, "18:00"),
        "end": (11, "20:30"),
        "opens": (-21, "09:00"),
        "capacity": 30,
        "per_organisation": 2,
        "families": ["printing", "design", "communication"],
        "tags": ["sufficiency", "recycled-paper", "reuse"],
        "space": None,
        "agents": ["lucie", "facilitator"],
        "qa": [
            {
                "question": {"fr": "Faut-il apporter des échantillons ?", "en": "Should we bring samples?"},
                "answer": {
                    "fr": "Oui si vous voulez, au plus deux, à laisser sur la table commune. Aucun tarif.",
                    "en": "If you like, two at most, to be left on the common table. No price lists.",
                },
                "asked": -14,
                "answered": -13,
            },
            {
                "question": {
                    "fr": "L’accord-cadre d’impression sera-t-il modifié après cette soirée ?",
                    "en": "Will the printing framework be changed after this evening?",
                },
                "answer": {
                    "fr": "Non. Il court encore trois ans et ne sera pas modifié. La soirée prépare les choix de documents, pas un marché.",
                    "en": "No. It runs for three more years and will not be changed. The evening prepares choices of documents, not a contract.",
                },
                "asked": -9,
                "answered": -8,
            },
            {
                "question": {
                    "fr": "Une personne sourde de l’équipe peut-elle venir ?",
                    "en": "May a deaf colleague come?",
                },
                "answer": {
                    "fr": "Bien sûr. Deux interprètes sont réservées.",
                    "en": "Of course. Two interpreters are booked.",
                },
                "asked": -4,
                "answered": -4,
            },
        ],
        "registered": ["provider", "theo", "gilles"],
        "guests": [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 14, 15, 18, 19, 24, 25, 26, 16],
        "waiting": [],
        "absent": [],
        "record": None,
        "proposals": [
            {
                "key": "pc-panneaux",
                "author": "theo",
                "at": -3,
                "title": "Des panneaux sans date",
                "text": "Une même série de panneaux, sans date ni logo d’année, avec une réglette que l’on change. Nous l’avons fait pour un musée : neuf ans d’usage.",
                "dimensions": ["environment", "economy"],
                "conditions": "Renoncer à refaire la charte chaque année.",
                "criterion": "PI-EVE-CPC-01",
                "tags": ["reuse"],
                "follow_up": None,
            },
        ],
    },
    {
        "key": "d-accessible",
        "status": "full",
        "title": {
            "fr": "Documents accessibles : et si c’était simple ?",
            "en": "Accessible documents: what if it were simple?",
        },
        "slug": {"fr": "documents-accessibles", "en": "accessible-documents"},
        "summary": {
            "fr": "Autour d’une table : douze places, six documents réels, un lecteur d’écran. On cherche ce qui coûte vraiment.",
            "en": "Round a table: twelve seats, six real documents, one screen reader. We look for what really costs.",
        },
        "questions": {
            "fr": [
                "Où passe le temps quand vous rendez un document accessible ?",
                "Que pouvons-nous préparer chez nous pour vous en gagner ?",
            ],
            "en": [
                "Where does the time go when you make a document accessible?",
                "What can we prepare on our side to save you some?",
            ],
        },
        "context": {
            "fr": "Un document sur trois que nous publions n’est pas lisible par un lecteur d’écran. Les graphistes disent que nos textes arrivent trop tard ; nos services disent que c’est l’affaire du graphiste. Aucune procédure n’est ouverte.",
            "en": "One document in three that we publish cannot be read by a screen reader. Designers say our texts arrive too late; our departments say it is the designer’s business. No procedure is open.",
        },
        "programme": [
            ("17:30", {"fr": "Accueil", "en": "Welcome"}),
            (
                "17:45",
                {
                    "fr": "Écouter un de nos documents, lu à voix haute par la machine",
                    "en": "Listen to one of our documents, read aloud by the machine",
                },
            ),
            ("18:15", {"fr": "Réparer six documents, à deux", "en": "Mend six documents, in pairs"}),
            ("19:15", {"fr": "Ce qui coûte, ce qui ne coûte rien", "en": "What costs, what costs nothing"}),
            ("19:45", {"fr": "Fin", "en": "End"}),
        ],
        "place": "Médiathèque du Faubourg, salle 2",
        "address": "31, rue du Faubourg, Aubrelle (lieu fictif)",
        "access": {
            "fr": "Ascenseur, boucle magnétique, chiens guides bienvenus. Gare d’Aubrelle à huit minutes à pied.",
            "en": "Lift, hearing loop, guide dogs welcome. Aubrelle station eight minutes on foot.",
        },
        "start": (6, "17:30"),
        "end": (6, "19:45"),
        "opens": (-26, "09:00"),
        "capacity": 12,
        "per_organisation": 1,
        "families": ["design", "digital"],
        "tags": ["accessibility", "plain-language"],
        "space": None,
        "agents": ["samir", "lucie"],
        "qa": [
            {
                "question": {"fr": "Y aura-t-il une seconde date ?", "en": "Will there be a second date?"},
                "answer": {
                    "fr": "Oui, le mois suivant, si la liste d’attente dépasse huit personnes. Elle sera annoncée ici.",
                    "en": "Yes, the month after, if the waiting list exceeds eight people. It will be announced here.",
                },
                "asked": -10,
                "answered": -9,
            },
        ],
        "registered": ["theo", "yannick", "noemie"],
        "guests": [16, 17, 0, 4, 9, 12, 18, 24, 26],
        "waiting": [10, 14, 25, 3],
        "absent": [],
        "record": None,
        "proposals": [],
    },
    {
        "key": "d-signes",
        "status": "announced",
        "title": {"fr": "Apprendre la langue des signes près de chez soi", "en": "Learning sign language near home"},
        "slug": {"fr": "langue-des-signes-pres-de-chez-soi", "en": "sign-language-near-home"},
        "summary": {
            "fr": "Personne n’avait répondu à notre marché de formation. Venez nous dire ce qu’il faut changer.",
            "en": "Nobody tendered for our training contract. Come and tell us what must change.",
        },
        "questions": {
            "fr": [
                "Quelle taille de lot pourriez-vous assurer sans sous-traiter ?",
                "Que devons-nous organiser nous-mêmes : salles, groupes, remplacements ?",
                "De combien de temps avez-vous besoin pour répondre ?",
            ],
            "en": [
                "What size of lot could you handle without subcontracting?",
                "What should we organise ourselves: rooms, groups, cover?",
                "How long do you need to prepare a tender?",
            ],
        },
        "context": {
            "fr": "Le besoin est planifié par trois collectivités. La publication est prévue deux mois après la soirée, compte rendu en ligne auparavant.",
            "en": "The need is planned by three authorities. Publication is expected two months after the evening, with the record online before.",
        },
        "programme": [
            ("18:00", {"fr": "Accueil, interprété", "en": "Welcome, interpreted"}),
            (
                "18:20",
                {
                    "fr": "Pourquoi personne n’a répondu : onze appels résumés",
                    "en": "Why nobody tendered: eleven calls in short",
                },
            ),
            ("18:50", {"fr": "Carte des lots à redessiner", "en": "Redrawing the map of lots"}),
            ("19:50", {"fr": "Restitution", "en": "Feedback"}),
            ("20:10", {"fr": "Fin", "en": "End"}),
        ],
        "place": "Maison des associations",
        "address": "5, rue des Lavoirs, Brûlemont (lieu fictif)",
        "access": {
            "fr": "Soirée en langue des signes et en français, transcrite en direct. Car 12, arrêt Lavoirs, retour assuré.",
            "en": "Evening in sign language and French, captioned live. Coach 12, Lavoirs stop, return guaranteed.",
        },
        "start": (45, "18:00"),
        "end": (45, "20:10"),
        "opens": (12, "09:00"),
        "capacity": 40,
        "per_organisation": 2,
        "families": ["training"],
        "tags": ["sign-language", "lots", "small-firms"],
        "space": None,
        "agents": ["paul", "facilitator", "marina"],
        "qa": [],
        "registered": [],
        "guests": [],
        "waiting": [],
        "absent": [],
        "record": None,
        "proposals": [],
    },
    {
        "key": "d-repas",
        "status": "cancelled",
        "title": {"fr": "Des repas sans reste", "en": "Meals with nothing left over"},
        "slug": {"fr": "des-repas-sans-reste", "en": "meals-with-nothing-left-over"},
        "summary": {
            "fr": "Une soirée avec les traiteurs pour cesser de jeter un repas sur cinq.",
            "en": "An evening with caterers to stop throwing away one meal in five.",
        },
        "questions": {
            "fr": [
                "De quelle information avez-vous besoin, et à quel moment, pour cuisiner juste ?",
                "Comment servir une assiette végétarienne par défaut sans que personne ne se sente privé ?",
            ],
            "en": [
                "What information do you need, and when, to cook the right amount?",
                "How do you serve a vegetarian plate by default without anyone feeling deprived?",
            ],
        },
        "context": {
            "fr": "Quatre-vingts réceptions par an, un repas sur cinq jeté.",
            "en": "Eighty receptions a year, one meal in five thrown away.",
        },
        "programme": [
            ("18:00", {"fr": "Accueil", "en": "Welcome"}),
            ("18:30", {"fr": "Deux tables", "en": "Two tables"}),
            ("20:00", {"fr": "Fin", "en": "End"}),
        ],
        "place": "Cuisine du lycée hôtelier",
        "address": "Route de Corbigne, La Vernaie (lieu fictif)",
        "access": {"fr": "Plain-pied. Navette depuis la gare.", "en": "Step-free. Shuttle from the station."},
        "start": (16, "18:00"),
        "end": (16, "20:00"),
        "opens": (-20, "09:00"),
        "capacity": 24,
        "per_organisation": 2,
        "families": ["communication"],
        "tags": ["food", "waste"],
        "space": None,
        "agents": ["fatou"],
        "cancelled": {
            "at": -2,
            "reason": {
                "fr": "La consultation « réceptions » sera publiée cette semaine, plus tôt que prévu. Dès sa publication, nous ne rencontrons plus d’entreprises en dehors de la procédure. Les onze inscrits ont été prévenus ; une soirée sera proposée après l’attribution.",
                "en": "The “receptions” tender will be published this week, earlier than planned. From then on we meet no firm outside the procedure. The eleven people registered have been told; another evening will be offered after the award.",
            },
        },
        "qa": [],
        "registered": ["gilles"],
        "guests": [21, 19, 15, 6, 8, 24, 20, 28, 23, 10],
        "waiting": [],
        "absent": [],
        "record": None,
        "proposals": [],
    },
]

INDEX = {
    "introduction": {
        "fr": "Une question, un verre, une heure et demie. Toutes les entreprises peuvent venir, et tout ce qui s’y dit est publié.",
        "en": "One question, one drink, an hour and a half. Any firm may come, and everything that is said is published.",
    },
}
