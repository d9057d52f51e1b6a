"""Seven guidance pages, 42 criteria, in French and in English with the same uids.

`[[…]]` in a clause is what the buyer must fill in.
"""

from typing import Any

TYPES = {
    "SM": "subject_matter",
    "SC": "selection_criterion",
    "TS": "technical_specification",
    "AC": "award_criterion",
    "CPC": "contract_performance_clause",
    "RC": "reserved_contract",
    "LCC": "life_cycle_cost",
}


def _pair(texts: tuple[str, str]) -> dict[str, str]:
    return {"fr": texts[0], "en": texts[1]}


def _criterion(
    uid: str,
    level: int,
    tags: str,
    name: tuple[str, str],
    clause: tuple[str, str],
    why: tuple[str, str],
    verification: tuple[str, str],
    attention: tuple[str, str],
    small_firms: tuple[str, str],
) -> dict[str, Any]:
    """One criterion; each text is a pair (French, English). The type is read from the uid."""
    return {
        "uid": uid,
        "type": TYPES[uid.split("-")[-2]],
        "level": level,
        "tags": tags.split(),
        "name": _pair(name),
        "clause": _pair(clause),
        "why": _pair(why),
        "verification": _pair(verification),
        "attention": _pair(attention),
        "small_firms": _pair(small_firms),
    }


_STUDIES: dict[str, Any] = {
    "key": "studies",
    "picture": "notebook",
    "published": -520,
    "history": [
        {
            "at": -215,
            "note": {
                "fr": "Heures d’insertion : 200 au lieu de 1 000, et les dates à vérifier d’abord. Leçon d’un marché sans offre adaptée.",
                "en": "Integration hours: 200 instead of 1,000, dates to be checked first. The lesson of a tender that suited nobody.",
            },
            "was": {
                "PI-ETU-CPC-01": {
                    "clause": {
                        "fr": "Pour la phase d’enquête, le titulaire réserve au moins [[1 000]] heures de travail à des personnes éloignées de l’emploi.",
                        "en": "For the survey phase the contractor sets aside at least [[1,000]] hours of work for people far from employment.",
                    },
                    "attention": {
                        "fr": "Prévenir la facilitatrice des clauses.",
                        "en": "Tell the social-clause facilitator.",
                    },
                },
            },
        },
    ],
    "families": ["studies", "mobility", "evaluation"],
    "audiences": ["buyer", "department"],
    "steps": ["need", "draft", "choose", "perform"],
    "owner": "agent",
    "reviewed": -64,
    "title": {"fr": "Études et diagnostics", "en": "Studies and diagnoses"},
    "slug": {"fr": "etudes-et-diagnostics", "en": "studies-and-diagnoses"},
    "summary": {
        "fr": "Une étude durable est d’abord une étude qui sert. Six critères pour commander moins de pages, plus de terrain, et des résultats que chacun pourra réutiliser.",
        "en": "A sustainable study is first of all a study that gets used. Six criteria to order fewer pages, more fieldwork, and results that anyone can use again.",
    },
    "introduction": {
        "fr": "Le plus gros effet d’une étude sur l’environnement n’est pas son papier : c’est la décision qu’elle prépare. Les critères de cette page agissent donc sur trois choses : ce que l’étude a le droit de recommander, la façon dont l’équipe travaille, et ce qui reste une fois le rapport rendu. Choisissez-en trois ou quatre. Une étude de 25 000 € ne supporte pas six exigences et leurs preuves.",
        "en": "The largest effect of a study on the environment is not its paper: it is the decision it prepares. So the criteria on this page act on three things: what the study may recommend, how the team works, and what remains once the report is in. Pick three or four. A study worth €25,000 cannot carry six requirements and their proofs.",
    },
    "questions": {
        "fr": [
            "Qui décidera de quoi, à quelle date, avec cette étude ?",
            "Une étude voisine existe-t-elle déjà dans un autre service ou chez un voisin ?",
            "Que pouvons-nous faire nous-mêmes : les entretiens internes, la collecte des données ?",
            "Qui doit comprendre le résultat, et sous quelle forme le lira-t-il ?",
            "Le délai laisse-t-il une saison d’enquête utile, hors vacances ?",
        ],
        "en": [
            "Who will decide what, on which date, with this study?",
            "Does a similar study already exist in another department or next door?",
            "What can we do ourselves: internal interviews, data collection?",
            "Who has to understand the result, and in what form will they read it?",
            "Does the schedule leave a useful survey season, outside holidays?",
        ],
    },
    "market": {
        "fr": "Environ soixante bureaux en région, dont quarante-cinq de moins de dix personnes. Les petits bureaux répondent volontiers en groupement si on leur laisse trente jours. Constaté lors de l’apéritif-défi sur les études courtes.",
        "en": "About sixty consultancies in the region, forty-five of them with fewer than ten people. Small ones readily bid as consortia if given thirty days. Seen at the aperitif-challenge on short studies.",
    },
    "criteria": [
        _criterion(
            "PI-ETU-SM-01",
            1,
            "sufficiency",
            ("L’objet dit à quoi sert l’étude", "The subject matter says what the study is for"),
            (
                "Le marché a pour objet [[intitulé de l’étude]], afin de permettre à [[instance qui décide]] de choisir, avant le [[date de la décision]], entre des solutions dont les effets sur le climat, la santé et les ménages modestes sont comparés.",
                "The contract covers [[name of the study]], so that [[deciding body]] can choose, before [[date of decision]], between options whose effects on the climate, on health and on low-income households are compared.",
            ),
            (
                "Un objet qui nomme la décision interdit l’étude de plus. Il rattache aussi les critères environnementaux à l’objet du marché, ce que le juge vérifie.",
                "A subject matter that names the decision rules out the study too many. It also ties the environmental criteria to the subject matter, which is what a judge checks.",
            ),
            (
                "Sans objet : la clause engage l’acheteur. Le service prescripteur joint la lettre de commande qui nomme l’instance et la date.",
                "None: the clause binds the buyer. The specifying department attaches the note that names the body and the date.",
            ),
            (
                "Si personne ne sait nommer la décision, n’achetez pas encore.",
                "If nobody can name the decision, do not buy yet.",
            ),
            ("Favorable : un besoin clair se chiffre plus vite.", "Favourable: a clear need is priced faster."),
        ),
        _criterion(
            "PI-ETU-TS-01",
            1,
            "sufficiency plain-language",
            ("Un rapport court et lisible", "A short, readable report"),
            (
                "Le titulaire remet un rapport de [[soixante]] pages au plus, annexes non comprises, compréhensible sans connaissance technique, accompagné d’une synthèse de deux pages destinée aux personnes consultées. Le rapport est remis dans un format bureautique ouvert et modifiable, et dans un format accessible.",
                "The contractor delivers a report of no more than [[sixty]] pages, annexes excluded, which can be understood without technical knowledge, with a two-page summary for the people who were consulted. The report comes in an open, editable office format and in an accessible format.",
            ),
            (
                "Les rapports de plus de cent pages sont peu lus et mal réutilisés. Limiter la longueur paie le temps d’écrire clairement.",
                "Reports of more than a hundred pages are little read and badly re-used. A limit pays for the time it takes to write clearly.",
            ),
            (
                "Relecture de la synthèse par trois personnes volontaires qui ne connaissent pas le sujet ; chacune redit les trois conclusions. À la remise, par le service prescripteur.",
                "Three volunteers who do not know the subject read the summary and each restate its three conclusions. On delivery, by the specifying department.",
            ),
            (
                "Prévoir la relecture dans le calendrier : une semaine.",
                "Allow for the reading in the schedule: one week.",
            ),
            (
                "Neutre. Les petits bureaux écrivent souvent mieux que les grands.",
                "Neutral. Small firms often write better than large ones.",
            ),
        ),
        _criterion(
            "PI-ETU-AC-01",
            2,
            "travel surveys",
            ("Qualité de la méthode de terrain", "Quality of the fieldwork method"),
            (
                "Critère « méthode de terrain », [[25]] points : diversité des personnes rencontrées (10 points), part du temps passé sur place (8 points), organisation des déplacements et part faite en train, à vélo ou en covoiturage (7 points).",
                "Criterion “fieldwork method”, [[25]] points: diversity of the people met (10 points), share of time spent on site (8 points), organisation of travel and share made by train, bicycle or car-sharing (7 points).",
            ),
            (
                "Noter la méthode récompense le terrain sans imposer une proximité géographique, qui serait illégale.",
                "Scoring the method rewards fieldwork without imposing geographical closeness, which would be unlawful.",
            ),
            (
                "Note méthodologique de quatre pages au plus, avec un calendrier des séjours. Le titulaire tient ensuite le relevé des séjours réels.",
                "A method note of four pages at most, with a calendar of stays. The contractor then keeps a record of actual stays.",
            ),
            (
                "Ne demandez pas de bilan carbone de l’offre : son coût dépasse son intérêt sous 90 000 €.",
                "Do not ask for a carbon footprint of the tender: below €90,000 it costs more than it tells.",
            ),
            ("Favorable si la note est plafonnée en pages.", "Favourable if the note has a page limit."),
        ),
        _criterion(
            "PI-ETU-CPC-01",
            2,
            "social-clause surveys",
            ("Enquêtes confiées à des personnes en insertion", "Surveys done by people in work-integration"),
            (
                "Pour la phase d’enquête, le titulaire réserve au moins [[200]] heures de travail à des personnes éloignées de l’emploi, en embauche directe, par une structure d’insertion ou par mise à disposition. Ces personnes reçoivent une formation à l’enquête d’au moins deux jours.",
                "For the survey phase the contractor sets aside at least [[200]] hours of work for people far from employment, by direct hiring, through a work-integration enterprise or by secondment. They receive at least two days of training in survey work.",
            ),
            (
                "L’enquête de terrain s’apprend vite, se fait près de chez soi et laisse une première référence.",
                "Field survey work is quick to learn, is done close to home and leaves a first reference.",
            ),
            (
                "Relevé mensuel des heures, visé par la facilitatrice des clauses. Une heure manquante sans motif : [[40]] €.",
                "Monthly record of hours, countersigned by the social-clause facilitator. A missing hour without a reason: [[€40]].",
            ),
            (
                "Vérifier avant de publier que des structures sont disponibles à ces dates. Sinon, demander moins d’heures.",
                "Check before publishing that organisations are available on those dates. Otherwise ask for fewer hours.",
            ),
            (
                "Lourd sous 60 000 € : préférez un critère de notation.",
                "Heavy below €60,000: prefer an award criterion.",
            ),
        ),
        _criterion(
            "PI-ETU-CPC-02",
            1,
            "intellectual-property reuse",
            ("Des données et des outils réutilisables", "Data and tools that can be re-used"),
            (
                "Le titulaire remet les données brutes anonymisées, les questionnaires et les tableurs de calcul, avec une notice d’une page, sous une licence qui permet à toute collectivité de les réutiliser. Ses méthodes antérieures restent sa propriété.",
                "The contractor delivers the anonymised raw data, the questionnaires and the calculation sheets, with a one-page note, under a licence that lets any authority use them again. Its earlier methods remain its own.",
            ),
            (
                "La région avait payé trois fois la même enquête auprès des apprentis.",
                "The region had paid for the same survey of apprentices three times.",
            ),
            (
                "Dépôt du dossier complet avant le solde. Un agent qui n’a pas suivi l’étude refait un calcul en suivant la notice.",
                "The complete file is deposited before the final payment. An agent who did not follow the study repeats one calculation with the note.",
            ),
            (
                "Distinguez résultats et connaissances antérieures : sans cela, les bureaux refusent ou majorent leur prix.",
                "Separate results from earlier knowledge: without that, firms refuse or raise their price.",
            ),
            ("Neutre si les connaissances antérieures sont protégées.", "Neutral if earlier knowledge is protected."),
        ),
        _criterion(
            "PI-ETU-SC-01",
            1,
            "small-firms consortium",
            ("Des références proportionnées", "Proportionate references"),
            (
                "Le candidat présente [[deux]] références de moins de cinq ans dont la nature est comparable. Les références personnelles des membres de l’équipe sont acceptées. Aucun chiffre d’affaires minimal n’est demandé.",
                "The candidate presents [[two]] references less than five years old and comparable in kind. Personal references of team members are accepted. No minimum turnover is asked for.",
            ),
            (
                "Exiger cinq références identiques réserve le marché à ceux qui l’ont déjà.",
                "Asking for five identical references reserves the contract for those who already have it.",
            ),
            (
                "Fiche d’une page par référence, avec le nom d’une personne à appeler.",
                "One page per reference, with the name of a person to call.",
            ),
            ("Appelez vraiment : la moitié de l’information est là.", "Do call: half of the information is there."),
            ("Très favorable aux bureaux récents et aux groupements.", "Very favourable to young firms and consortia."),
        ),
    ],
}

_PRINTING: dict[str, Any] = {
    "key": "printing",
    "picture": "paper-stack",
    "published": -640,
    "history": [
        {
            "at": -350,
            "note": {
                "fr": "Papier : de 100 à 80 g au moins, après une visite d’atelier. La preuve ne change pas.",
                "en": "Paper: from 100 to at least 80 g, after a workshop visit. The proof is unchanged.",
            },
            "was": {
                "PI-IMP-TS-01": {
                    "clause": {
                        "fr": "Les documents sont imprimés sur un papier composé à 100\u00a0% de fibres recyclées, de [[100]] g au moins. Un label de type I comme l’Écolabel européen ou l’Ange bleu, ou équivalent, vaut preuve.",
                        "en": "Documents are printed on paper made of 100% recycled fibres, of at least [[100]] g. A type I label such as the EU Ecolabel or the Blue Angel, or equivalent, is accepted as proof.",
                    },
                    "why": {
                        "fr": "Le papier recyclé demande moins d’eau, de bois et d’énergie que le papier neuf.",
                        "en": "Recycled paper takes less water, wood and energy than new paper.",
                    },
                },
            },
        },
    ],
    "families": ["printing", "communication"],
    "audiences": ["buyer", "department", "provider"],
    "steps": ["need", "market", "draft", "perform"],
    "owner": "facilitator",
    "reviewed": -41,
    "title": {"fr": "Imprimer et diffuser", "en": "Print and distribute"},
    "slug": {"fr": "imprimer-et-diffuser", "en": "print-and-distribute"},
    "summary": {
        "fr": "Imprimer moins, sur le bon papier, au bon moment, et ne pas livrer de vide. Six critères relus avec des imprimeurs lors d’un micro-voyage.",
        "en": "Print less, on the right paper, at the right time, and deliver no empty space. Six criteria reviewed with printers during a micro-travel visit.",
    },
    "introduction": {
        "fr": "Un dépliant qui finit en carton dans une réserve est le pire des imprimés, même sur du papier recyclé. Commencez par le tirage. Ensuite viennent le papier, le format qui tombe juste dans la feuille de la machine, et la livraison. Cette page a été corrigée à la suite d’une visite chez un imprimeur : le grammage minimal de 100 g, recopié depuis des années, n’avait pas de raison.",
        "en": "A leaflet that ends up in a box in a storeroom is the worst of prints, even on recycled paper. Start with the print run. Then come the paper, the format that fits the press sheet, and delivery. This page was corrected after a visit to a printer: the minimum of 100 g, copied for years, had no reason.",
    },
    "questions": {
        "fr": [
            "Combien d’exemplaires du dernier tirage restent en réserve ?",
            "Qui lit ce document, et où le prend-il ?",
            "Peut-on imprimer en deux fois, le second tirage selon les demandes ?",
            "Le format tombe-t-il juste dans la feuille, sans chute ?",
            "La date est-elle ferme, ou une tournée de livraison peut-elle attendre jeudi ?",
        ],
        "en": [
            "How many copies of the last run are still in the storeroom?",
            "Who reads this document, and where do they pick it up?",
            "Could it be printed in two runs, the second according to demand?",
            "Does the format fit the sheet without offcuts?",
            "Is the date firm, or can it wait for Thursday’s delivery round?",
        ],
    },
    "market": {
        "fr": "Vingt-deux imprimeurs en région, dont dix-neuf de moins de cinquante personnes. Le papier recyclé de 80 g est en stock partout ; celui de 100 g connaît des ruptures de plusieurs semaines. Constaté au printemps, lors de deux visites.",
        "en": "Twenty-two printers in the region, nineteen of them with fewer than fifty people. Recycled 80 g paper is in stock everywhere; 100 g is out of stock for weeks at a time. Seen in spring, during two visits.",
    },
    "criteria": [
        _criterion(
            "PI-IMP-TS-01",
            1,
            "recycled-paper labels small-firms",
            ("Papier recyclé, au grammage utile", "Recycled paper, at the useful weight"),
            (
                "Les documents sont imprimés sur un papier composé à 100 % de fibres recyclées, de [[80]] g au moins, ou sur un papier équivalent en fibres recyclées. Un label de type I comme l’Écolabel européen ou l’Ange bleu, ou équivalent, vaut preuve.",
                "Documents are printed on paper made of 100% recycled fibres, of at least [[80]] g, or on paper equivalent in recycled fibre. A type I label such as the EU Ecolabel or the Blue Angel, or equivalent, is accepted as proof.",
            ),
            (
                "Passer de 100 g à 80 g retire un cinquième de la matière et ouvre le choix des papeteries. L’opacité suffit pour du texte recto verso.",
                "Going from 100 g to 80 g removes a fifth of the material and widens the choice of mills. The opacity is enough for two-sided text.",
            ),
            (
                "Fiche technique du papier jointe à l’offre, puis bon de livraison de la papeterie pour le premier tirage de chaque trimestre. Contrôle par l’acheteur.",
                "Paper data sheet with the tender, then the mill’s delivery note for the first run of each quarter. Checked by the buyer.",
            ),
            (
                "Pour une affiche extérieure, montez à 115 g et dites-le. « Ou équivalent » suit toujours un label.",
                "For outdoor posters go up to 115 g and say so. “Or equivalent” always follows a label.",
            ),
            (
                "Favorable : les petits imprimeurs ont ce papier en stock.",
                "Favourable: small printers stock this paper.",
            ),
        ),
        _criterion(
            "PI-IMP-TS-02",
            2,
            "sufficiency ecodesign",
            ("Formats sans chute et encres sobres", "Formats without offcuts, sparing inks"),
            (
                "Les formats sont choisis dans la grille [[annexe « formats »]], qui n’engendre pas plus de [[8]] % de chute. Les aplats couvrent moins de [[30]] % de la page. Le titulaire alerte l’acheteur avant tirage si un fichier s’en écarte.",
                "Formats are chosen from the grid [[annex “formats”]], which causes no more than [[8]]% of offcuts. Solid colour covers less than [[30]]% of the page. The contractor warns the buyer before printing if a file departs from this.",
            ),
            (
                "Un centimètre de trop peut coûter une feuille sur quatre. Les aplats gênent le désencrage.",
                "One centimetre too many can cost one sheet in four. Solid colour makes de-inking harder.",
            ),
            (
                "Imposition jointe au bon à tirer : une vue d’écran suffit.",
                "Imposition attached to the proof: a screenshot is enough.",
            ),
            (
                "La grille des formats doit être donnée aussi aux graphistes.",
                "Give the format grid to the designers too.",
            ),
            (
                "Neutre : chaque atelier a sa machine, laissez proposer un format voisin.",
                "Neutral: every shop has its press, so let firms propose a neighbouring format.",
            ),
        ),
        _criterion(
            "PI-IMP-AC-01",
            2,
            "transport sufficiency",
            ("Livraison groupée et sans emballage perdu", "Grouped delivery without lost packaging"),
            (
                "Critère « livraison », [[15]] points : part des livraisons faites en tournée (8 points), reprise des caisses et palettes (4 points), motorisation des véhicules (3 points).",
                "Criterion “delivery”, [[15]] points: share of deliveries made in rounds (8 points), return of crates and pallets (4 points), type of vehicle engine (3 points).",
            ),
            (
                "La moitié des camionnettes qui nous livraient roulaient presque vides, parce que nous exigions le lendemain matin.",
                "Half of the vans that delivered to us were almost empty, because we demanded the next morning.",
            ),
            (
                "Plan de livraison d’une page dans l’offre ; relevé trimestriel des tournées.",
                "One-page delivery plan in the tender; quarterly record of rounds.",
            ),
            (
                "Acceptez un délai de cinq jours ouvrés, sinon le critère ne peut pas être tenu.",
                "Accept five working days, or the criterion cannot be met.",
            ),
            (
                "Favorable : une tournée existe déjà chez la plupart des ateliers.",
                "Favourable: most shops already run a round.",
            ),
        ),
        _criterion(
            "PI-IMP-CPC-01",
            1,
            "waste sufficiency",
            ("Tirage en deux temps", "Printing in two runs"),
            (
                "Au-delà de [[2 000]] exemplaires, le tirage est fait en deux fois : un premier de 60 % au plus, un second dans les [[quatre]] mois selon les demandes constatées, au même prix unitaire si le second dépasse [[500]] exemplaires.",
                "Above [[2,000]] copies the run is split: a first one of 60% at most, a second within [[four]] months according to actual demand, at the same unit price if the second exceeds [[500]] copies.",
            ),
            (
                "Sur douze titres suivis, trois seulement ont eu besoin du second tirage.",
                "Of twelve titles followed, only three needed the second run.",
            ),
            (
                "Inventaire de la réserve deux fois par an, joint au bon de commande suivant.",
                "Storeroom count twice a year, attached to the next order.",
            ),
            (
                "Prévenez l’imprimeur du second tirage quinze jours avant.",
                "Warn the printer of the second run two weeks ahead.",
            ),
            (
                "Attention au calage : sous 500 exemplaires, payez-le.",
                "Mind the make-ready: under 500 copies, pay for it.",
            ),
        ),
        _criterion(
            "PI-IMP-RC-01",
            2,
            "social-clause lots",
            ("Lot de façonnage réservé", "Reserved finishing lot"),
            (
                "Le lot [[n° 3, mise sous pli et préparation des envois]] est réservé aux entreprises adaptées, aux établissements d’aide par le travail et aux structures d’insertion.",
                "Lot [[no. 3, enveloping and dispatch]] is reserved for sheltered enterprises and work-integration organisations.",
            ),
            (
                "Le façonnage simple se prête à la réservation, et la région compte cinq structures équipées.",
                "Simple finishing suits a reservation, and five organisations in the region are equipped.",
            ),
            (
                "Agrément ou conventionnement en cours de validité à la date de l’offre.",
                "Valid approval or agreement on the date of the tender.",
            ),
            (
                "Vérifiez les capacités en septembre : c’est le mois de la rentrée scolaire.",
                "Check capacity in September: the start of the school year.",
            ),
            (
                "Favorable aux petites structures ; sans effet sur les autres lots.",
                "Favourable to small organisations; no effect on the other lots.",
            ),
        ),
        _criterion(
            "PI-IMP-LCC-01",
            3,
            "price waste",
            ("Coût complet du document", "Whole cost of the document"),
            (
                "Le prix comparé est le coût complet d’un exemplaire lu : impression, livraison, stockage à [[2,10]] € le carton par mois et mise au rebut des exemplaires restants, selon le tableur joint.",
                "The price compared is the whole cost of a copy that is read: printing, delivery, storage at [[€2.10]] per box per month and disposal of what is left, using the attached sheet.",
            ),
            (
                "Le prix à l’exemplaire pousse à tirer trop. Le coût complet rend le petit tirage gagnant quand il doit l’être.",
                "The price per copy pushes us to print too many. The whole cost lets the small run win when it should.",
            ),
            (
                "Tableur de l’acheteur, identique pour tous, publié avec le dossier.",
                "The buyer’s sheet, the same for all, published with the tender documents.",
            ),
            ("À essayer d’abord sur deux titres, puis à étendre.", "Try it first on two titles, then extend."),
            (
                "Neutre si le tableur est fourni et rempli d’un exemple.",
                "Neutral if the sheet comes with a worked example.",
            ),
        ),
    ],
}

_DESIGN: dict[str, Any] = {
    "key": "design",
    "picture": "desk",
    "published": -430,
    "history": [],
    "families": ["design", "communication"],
    "audiences": ["buyer", "department", "provider"],
    "steps": ["need", "draft", "choose", "perform"],
    "owner": "lucie",
    "reviewed": -120,
    "title": {"fr": "Création graphique et documents accessibles", "en": "Graphic design and accessible documents"},
    "slug": {"fr": "creation-graphique", "en": "graphic-design"},
    "summary": {
        "fr": "Un document que tout le monde peut lire, qui dure plusieurs années et qu’un autre graphiste peut reprendre. Six critères, avec leurs preuves légères.",
        "en": "A document that everyone can read, that lasts for years and that another designer can take over. Six criteria with light proofs.",
    },
    "introduction": {
        "fr": "La création graphique se paie en temps. Chaque aller-retour sans décision, chaque maquette gratuite demandée à six candidats, chaque fichier qu’il faut refaire est un gâchis d’abord humain. Les critères ci-dessous achètent de la durée : des gabarits, des fichiers sources, un document accessible du premier coup.",
        "en": "Graphic design is paid for in time. Every round trip without a decision, every free mock-up asked of six candidates, every file that must be redone is a waste, of people first. The criteria below buy duration: templates, source files, a document that is accessible the first time.",
    },
    "questions": {
        "fr": [
            "Qui valide, et en combien d’allers-retours ?",
            "Le document sera-t-il mis à jour ? Par qui ?",
            "A-t-on besoin d’une création, ou d’un gabarit à remplir ?",
            "Les lecteurs l’ouvriront-ils sur un téléphone, avec un lecteur d’écran, en salle d’attente ?",
        ],
        "en": [
            "Who approves, and in how many rounds?",
            "Will the document be updated? By whom?",
            "Do we need a creation, or a template to fill in?",
            "Will readers open it on a phone, with a screen reader, in a waiting room?",
        ],
    },
    "market": {
        "fr": "Cent quarante graphistes indépendants et une dizaine d’agences. Une vingtaine produisent des documents PDF balisés sans sous-traiter. Les indépendants ne répondent pas à un dossier de plus de quinze pages.",
        "en": "A hundred and forty freelance designers and about ten agencies. Some twenty produce tagged PDF documents without subcontracting. Freelancers do not answer tender documents of more than fifteen pages.",
    },
    "criteria": [
        _criterion(
            "PI-CRE-TS-01",
            1,
            "accessibility",
            ("Documents accessibles dès la remise", "Documents accessible on delivery"),
            (
                "Chaque document numérique remis est balisé : titres, listes, tableaux avec en-têtes, textes de remplacement, langue, ordre de lecture. Les contrastes du texte atteignent 4,5 pour 1. Le format PDF/UA, ou équivalent, vaut conformité.",
                "Every digital document delivered is tagged: headings, lists, tables with headers, text alternatives, language, reading order. Text contrast reaches 4.5 to 1. The PDF/UA format, or equivalent, is accepted as conforming.",
            ),
            (
                "Reprendre l’accessibilité après coup coûte trois fois plus que la prévoir.",
                "Repairing accessibility afterwards costs three times as much as planning it.",
            ),
            (
                "Contrôle automatique par l’acheteur, puis lecture de deux pages avec un lecteur d’écran par le référent accessibilité, à la première remise.",
                "Automatic check by the buyer, then two pages read with a screen reader by the accessibility officer, on first delivery.",
            ),
            (
                "Les textes de remplacement sont écrits par le service qui connaît le sujet, pas par le graphiste.",
                "Text alternatives are written by the department that knows the subject, not by the designer.",
            ),
            (
                "Une demi-journée de prise en main ; proposez-la aux titulaires.",
                "Half a day to get used to it; offer it to contractors.",
            ),
        ),
        _criterion(
            "PI-CRE-TS-02",
            1,
            "reuse intellectual-property",
            ("Fichiers sources et gabarits remis", "Source files and templates handed over"),
            (
                "Le titulaire remet les fichiers sources assemblés, les polices sous licence cessible ou libre, et un gabarit que l’acheteur peut remplir seul pour les mises à jour de texte.",
                "The contractor hands over packaged source files, fonts under a free or transferable licence, and a template that the buyer can fill in alone to update texts.",
            ),
            (
                "Sans sources, chaque coquille devient une commande.",
                "Without sources, every typing error becomes an order.",
            ),
            (
                "Un agent remplace un paragraphe et une image dans le gabarit, le jour de la remise.",
                "An agent replaces one paragraph and one picture in the template on the day of delivery.",
            ),
            (
                "La cession de droits se paie : prévoyez une ligne au bordereau.",
                "Rights must be paid for: give them a line in the price schedule.",
            ),
            ("Neutre si la cession a sa ligne de prix.", "Neutral if rights have their own price line."),
        ),
        _criterion(
            "PI-CRE-AC-01",
            1,
            "small-firms price",
            ("Juger sans faire travailler gratuitement", "Judging without free work"),
            (
                "Critère « démarche », [[40]] points, jugé sur trois travaux déjà publiés et une note d’intention d’une page. Aucune maquette n’est demandée. Si l’acheteur demande une esquisse, chaque candidat retenu reçoit une prime de [[800]] €.",
                "Criterion “approach”, [[40]] points, judged on three works already published and a one-page statement. No mock-up is asked for. If the buyer asks for a sketch, each shortlisted candidate receives [[€800]].",
            ),
            (
                "Six maquettes gratuites pour une commande de 9 000 € : le calcul décourage les meilleurs.",
                "Six free mock-ups for an order of €9,000: the sum discourages the best.",
            ),
            (
                "Dossier de trois travaux au format libre, dix pages au plus.",
                "File of three works in any format, ten pages at most.",
            ),
            ("Regardez la démarche plus que le style.", "Look at the approach rather than the style."),
            ("Très favorable aux indépendants.", "Very favourable to freelancers."),
        ),
        _criterion(
            "PI-CRE-TS-03",
            2,
            "ecodesign sufficiency",
            ("Création sobre", "Sparing design"),
            (
                "La charte prévoit au plus [[deux]] familles de caractères et des images de moins de [[200]] ko dans les versions en ligne. Les vidéos ne se lancent pas seules et sont accompagnées d’une transcription.",
                "The design uses at most [[two]] type families, and pictures under [[200]] kB online. Videos never start by themselves and come with a transcript.",
            ),
            (
                "Une page légère s’ouvre aussi dans une vallée sans fibre.",
                "A light page also opens in a valley without fibre.",
            ),
            (
                "Mesure du poids des trois pages principales, à la livraison.",
                "Weight of the three main pages measured on delivery.",
            ),
            (
                "Ne confondez pas sobriété et pauvreté : le premier juge est le lecteur.",
                "Do not mistake sparing for poor: the first judge is the reader.",
            ),
            ("Neutre.", "Neutral."),
        ),
        _criterion(
            "PI-CRE-CPC-01",
            1,
            "deadlines",
            ("Des allers-retours comptés", "A counted number of rounds"),
            (
                "Chaque création comprend [[deux]] allers-retours. L’acheteur rassemble ses remarques en un seul envoi, sous [[cinq]] jours ouvrés. Au-delà, le temps supplémentaire est payé au prix du bordereau.",
                "Each creation includes [[two]] rounds. The buyer sends its remarks once, together, within [[five]] working days. Beyond that, extra time is paid at the scheduled price.",
            ),
            (
                "La clause protège le titulaire et oblige nos services à se mettre d’accord.",
                "The clause protects the contractor and makes our departments agree.",
            ),
            (
                "Journal de projet partagé : date d’envoi, date de réponse.",
                "Shared project log: date sent, date answered.",
            ),
            ("Nommez la personne qui tranche.", "Name the person who decides."),
            (
                "Très favorable : le premier motif de perte cité par les graphistes.",
                "Very favourable: the first cause of loss named by designers.",
            ),
        ),
        _criterion(
            "PI-CRE-SC-01",
            2,
            "accessibility skills",
            ("Compétence en accessibilité", "Skill in accessibility"),
            (
                "Le candidat indique qui, dans l’équipe, vérifie l’accessibilité, et présente un document accessible déjà publié. Un groupement ou une sous-traitance peut apporter cette compétence.",
                "The candidate says who in the team checks accessibility, and shows one accessible document already published. A consortium or a subcontractor may bring this skill.",
            ),
            (
                "La compétence existe mais se trouve rarement dans la même personne que la création.",
                "The skill exists but is seldom found in the same person as the design.",
            ),
            (
                "Lien vers un document, ouvert par le référent accessibilité.",
                "Link to a document, opened by the accessibility officer.",
            ),
            (
                "N’exigez pas de certification : aucune ne fait consensus.",
                "Do not require a certificate: none is generally agreed on.",
            ),
            (
                "Ouvrir au groupement, sinon le vivier tombe à une vingtaine.",
                "Allow consortia, or the pool falls to about twenty.",
            ),
        ),
    ],
}

_TRAINING: dict[str, Any] = {
    "key": "training",
    "picture": "hands",
    "published": -225,
    "history": [],
    "families": ["training"],
    "audiences": ["buyer", "department", "elected"],
    "steps": ["need", "market", "draft", "choose", "perform", "learn"],
    "owner": "paul",
    "reviewed": -22,
    "title": {"fr": "Acheter de la formation", "en": "Buying training"},
    "slug": {"fr": "acheter-de-la-formation", "en": "buying-training"},
    "summary": {
        "fr": "Former près de chez soi, avec des formateurs reconnus, et vérifier trois mois plus tard que quelque chose a changé. Six critères nés de deux marchés manqués.",
        "en": "Train people near home, with recognised trainers, and check three months later that something changed. Six criteria born of two failed procedures.",
    },
    "introduction": {
        "fr": "En formation, l’exigence durable se joue sur les personnes : qui peut venir, qui peut suivre, qui enseigne et dans quelles conditions. Deux de nos procédures sont restées sans offre parce que nous demandions un seul organisme pour tout le territoire et des attestations que presque personne n’avait. Les critères de cette page en tiennent compte.",
        "en": "In training, sustainability is about people: who can come, who can follow, who teaches and in what conditions. Two of our procedures drew no tender because we wanted one provider for the whole territory and certificates that almost nobody had. The criteria on this page take that into account.",
    },
    "questions": {
        "fr": [
            "Que sauront faire les stagiaires le lundi suivant ?",
            "Peut-on former sur site plutôt que de déplacer douze personnes ?",
            "Une partie peut-elle être assurée par un collègue qui sait déjà ?",
            "Quels stagiaires auront besoin d’un aménagement, et qui le leur demande ?",
            "Le calendrier évite-t-il juillet, quand les formateurs sont pris ou absents ?",
        ],
        "en": [
            "What will trainees be able to do the following Monday?",
            "Can we train on site rather than move twelve people?",
            "Could a colleague who already knows teach part of it?",
            "Which trainees will need an adjustment, and who asks them?",
            "Does the calendar avoid July, when trainers are busy or away?",
        ],
    },
    "market": {
        "fr": "Deux cent dix organismes certifiés en région, très spécialisés. En langue des signes, trois organismes seulement, aucun ne couvre seul les quatre départements.",
        "en": "Two hundred and ten certified providers in the region, highly specialised. For sign language only three, and none covers the four departments alone.",
    },
    "criteria": [
        _criterion(
            "PI-FOR-SM-01",
            1,
            "lots small-firms",
            ("Des lots à la taille des formateurs", "Lots the size of the trainers"),
            (
                "Le marché est divisé en [[quatre]] lots géographiques et par domaine. Un candidat peut répondre à un seul lot, à plusieurs, seul ou en groupement.",
                "The contract is divided into [[four]] lots, by area and by subject. A candidate may tender for one lot or several, alone or in a consortium.",
            ),
            (
                "Le lot unique régional nous a donné zéro offre, puis une seule.",
                "The single regional lot brought us no tender, then only one.",
            ),
            ("Carte des lots jointe au règlement de la consultation.", "Map of the lots attached to the tender rules."),
            (
                "Au-delà de six lots, le suivi pèse sur le service : comptez une journée par lot et par an.",
                "Beyond six lots the follow-up weighs on the department: count one day per lot per year.",
            ),
            ("Très favorable.", "Very favourable."),
        ),
        _criterion(
            "PI-FOR-TS-01",
            1,
            "accessibility sign-language",
            ("Une formation que chacun peut suivre", "Training that everyone can follow"),
            (
                "Avant chaque session, le titulaire demande à chaque stagiaire, par écrit et sans motif à donner, l’aménagement dont il a besoin. Les supports sont remis cinq jours avant, dans un format accessible. Les aménagements sont payés au bordereau.",
                "Before each session the contractor asks every trainee in writing, without a reason to give, which adjustment they need. Course material is sent five days ahead in an accessible format. Adjustments are paid at the scheduled price.",
            ),
            ("Demander à tous évite de désigner quelqu’un.", "Asking everyone avoids singling anyone out."),
            (
                "Modèle de message annexé au marché ; contrôle sur deux sessions par an.",
                "Model message annexed to the contract; two sessions a year are checked.",
            ),
            ("Une transcription se réserve trois semaines avant.", "Speech-to-text must be booked three weeks ahead."),
            ("Neutre, puisque l’aménagement est payé.", "Neutral, since adjustments are paid for."),
        ),
        _criterion(
            "PI-FOR-AC-01",
            2,
            "skills",
            ("Effet mesuré sur le travail", "Effect measured on the job"),
            (
                "Critère « effet », [[30]] points : exercice tiré du travail des stagiaires (12 points), retour à trois mois avec une question posée au stagiaire et une à son responsable (10 points), suite proposée aux stagiaires restés bloqués (8 points).",
                "Criterion “effect”, [[30]] points: exercise taken from the trainees' own work (12 points), follow-up at three months with one question to the trainee and one to their manager (10 points), what is offered to those who got stuck (8 points).",
            ),
            (
                "La note de satisfaction du vendredi soir ne dit rien du lundi.",
                "Friday evening’s satisfaction score says nothing about Monday.",
            ),
            (
                "Exemple de questionnaire à trois mois ; taux de réponse donné chaque année.",
                "Sample three-month questionnaire; response rate given every year.",
            ),
            (
                "Prévenez les responsables : sans eux, pas de retour.",
                "Tell the managers: without them there is no follow-up.",
            ),
            ("Neutre.", "Neutral."),
        ),
        _criterion(
            "PI-FOR-CPC-01",
            1,
            "travel",
            ("Former là où sont les stagiaires", "Train where the trainees are"),
            (
                "Une session se tient dans le site qui demande le moins de kilomètres au total, parmi les salles de la liste jointe, toutes desservies par un train ou un car. L’acheteur met la salle à disposition.",
                "A session is held on the site that asks for the fewest kilometres in total, among the rooms on the attached list, all served by a train or a coach. The buyer provides the room.",
            ),
            (
                "Déplacer un formateur plutôt que douze stagiaires divise les trajets par huit.",
                "Moving one trainer rather than twelve trainees cuts travel to an eighth.",
            ),
            (
                "Relevé annuel des sessions et des lieux, tenu par le service.",
                "Yearly record of sessions and places, kept by the department.",
            ),
            ("Remboursez le déplacement du formateur au réel.", "Refund the trainer’s actual travel costs."),
            ("Favorable si le déplacement est payé à part.", "Favourable if travel is paid separately."),
        ),
        _criterion(
            "PI-FOR-CPC-02",
            2,
            "price small-firms",
            ("Des formateurs payés correctement", "Trainers paid properly"),
            (
                "Le titulaire indique le prix journalier versé aux formateurs indépendants auxquels il fait appel et les paie sous [[trente]] jours. Une session annulée par l’acheteur moins de dix jours avant est payée à [[50]] %.",
                "The contractor states the daily fee paid to the freelance trainers it uses and pays them within [[thirty]] days. A session cancelled by the buyer less than ten days ahead is paid at [[50]]%.",
            ),
            (
                "Le vivier se tarit quand l’annulation tardive reste à la charge du formateur.",
                "The pool dries up when late cancellation is borne by the trainer.",
            ),
            (
                "Attestation annuelle ; l’acheteur peut demander deux factures anonymisées.",
                "Yearly statement; the buyer may ask for two anonymised invoices.",
            ),
            ("Ne fixez pas le prix : demandez à le connaître.", "Do not set the fee: ask to know it."),
            ("Favorable.", "Favourable."),
        ),
        _criterion(
            "PI-FOR-SC-01",
            1,
            "labels small-firms",
            ("Preuves de capacité allégées", "Lighter proof of capacity"),
            (
                "La certification qualité en vigueur suffit comme preuve de capacité. À défaut, le candidat en cours de certification présente le calendrier de l’audit. Aucune attestation supplémentaire n’est demandée au dépôt.",
                "The quality certificate in force is enough as proof of capacity. Failing that, a candidate being certified presents the audit calendar. No further statement is asked for with the tender.",
            ),
            (
                "Nous demandions onze pièces ; huit n’ont jamais été ouvertes.",
                "We asked for eleven documents; eight were never opened.",
            ),
            ("Consultation en ligne par l’acheteur.", "Looked up online by the buyer."),
            (
                "« Ou équivalent » pour les organismes d’un autre État.",
                "“Or equivalent” for providers from another State.",
            ),
            ("Très favorable.", "Very favourable."),
        ),
    ],
}

_FACILITATION: dict[str, Any] = {
    "key": "facilitation",
    "picture": "market",
    "published": -330,
    "history": [],
    "families": ["facilitation", "studies"],
    "audiences": ["buyer", "department", "elected", "citizen"],
    "steps": ["need", "draft", "choose", "perform"],
    "owner": "thomas",
    "reviewed": -88,
    "title": {"fr": "Concertation et animation d’ateliers", "en": "Public participation and workshops"},
    "slug": {"fr": "concertation-et-ateliers", "en": "participation-and-workshops"},
    "summary": {
        "fr": "Aller chercher ceux qui ne viennent pas, dire ce que l’on fera de leur parole, et le prouver ensuite. Six critères pour acheter une vraie concertation.",
        "en": "Go and meet those who do not come, say what will be done with their words, and prove it afterwards. Six criteria to buy real participation.",
    },
    "introduction": {
        "fr": "Une concertation se rate presque toujours avant de commencer : la décision est prise, le délai est trop court, ou l’on ne parle qu’aux habitués. Ces critères obligent d’abord l’acheteur à dire ce qui est encore ouvert.",
        "en": "Participation nearly always fails before it starts: the decision is made, the time is too short, or only the regulars are heard. These criteria first bind the buyer to say what is still open.",
    },
    "questions": {
        "fr": [
            "Qu’est-ce qui est encore ouvert, et qu’est-ce qui ne l’est plus ?",
            "Qui ne viendra pas à une réunion du soir ?",
            "Qui répondra, par écrit, à chaque proposition ?",
            "Que se passera-t-il si l’avis contredit le projet ?",
        ],
        "en": [
            "What is still open, and what no longer is?",
            "Who will not come to an evening meeting?",
            "Who will answer every proposal in writing?",
            "What happens if the opinion contradicts the project?",
        ],
    },
    "market": {
        "fr": "Une trentaine de structures, surtout des coopératives et des indépendants, qui travaillent volontiers en groupement avec un bureau d’études.",
        "en": "Some thirty organisations, mostly co-operatives and freelancers, who readily work in a consortium with a consultancy.",
    },
    "criteria": [
        _criterion(
            "PI-ANI-SM-01",
            1,
            "residents",
            ("Ce qui est ouvert au débat", "What is open to debate"),
            (
                "La concertation porte sur [[points ouverts]]. Ne sont plus ouverts : [[points décidés, avec la date et la délibération]]. L’acheteur publie cette liste avant la première rencontre.",
                "The process covers [[open points]]. No longer open: [[points decided, with the date and the resolution]]. The buyer publishes this list before the first meeting.",
            ),
            (
                "Rien n’abîme plus la confiance qu’une question dont la réponse est déjà imprimée.",
                "Nothing hurts trust more than a question whose answer is already printed.",
            ),
            ("Page publique datée.", "A dated public page."),
            ("À faire signer par l’élu référent.", "To be signed by the lead elected member."),
            ("Favorable : le prestataire sait où il va.", "Favourable: the provider knows where it is going."),
        ),
        _criterion(
            "PI-ANI-TS-01",
            1,
            "residents accessibility",
            ("Aller vers les absents", "Reach out to the absent"),
            (
                "Au moins [[la moitié]] des personnes entendues le sont hors réunion : marché, sortie d’école, car, entreprise, porte-à-porte. Trois groupes peu entendus sont nommés dans l’offre : [[…]].",
                "At least [[half]] of the people heard are heard outside meetings: market, school gates, coach, workplace, door to door. Three little-heard groups are named in the tender: [[…]].",
            ),
            (
                "Lors de la dernière enquête, 71 % des participants avaient plus de soixante ans.",
                "In the last survey 71% of participants were over sixty.",
            ),
            (
                "Décompte anonyme par lieu et tranche d’âge, à chaque étape.",
                "Anonymous count by place and age band, at each stage.",
            ),
            ("Pas de fichier nominatif : un décompte suffit.", "No file of names: a count is enough."),
            ("Neutre.", "Neutral."),
        ),
        _criterion(
            "PI-ANI-AC-01",
            2,
            "plain-language residents",
            ("Restitution et droit de suite", "Feedback and follow-up"),
            (
                "Critère « restitution », [[20]] points : forme rendue aux personnes entendues (8 points), délai (4 points), tableau des suites tenu avec l’acheteur (8 points).",
                "Criterion “feedback”, [[20]] points: what is given back to the people heard (8 points), delay (4 points), follow-up table kept with the buyer (8 points).",
            ),
            (
                "Le droit de suite est la seule chose que les habitants demandent toujours.",
                "Follow-up is the one thing residents always ask for.",
            ),
            ("Exemple tiré d’une mission passée.", "Example from a past assignment."),
            (
                "La réponse vient de l’acheteur, pas du prestataire.",
                "The answer comes from the buyer, not from the provider.",
            ),
            ("Neutre.", "Neutral."),
        ),
        _criterion(
            "PI-ANI-CPC-01",
            1,
            "personal-data residents",
            ("Parole protégée", "Protected words"),
            (
                "Les verbatims sont anonymisés le jour même. Les enregistrements sont détruits [[un mois]] après la restitution. Une personne peut retirer ses propos sans donner de motif.",
                "Quotations are made anonymous the same day. Recordings are destroyed [[one month]] after the feedback. A person may withdraw their words without a reason.",
            ),
            (
                "Dans un village, un métier suffit à reconnaître quelqu’un.",
                "In a village a trade is enough to recognise somebody.",
            ),
            (
                "Attestation de destruction ; registre du délégué à la protection des données.",
                "Statement of destruction; the data protection officer’s register.",
            ),
            ("Prévoir la phrase d’information, orale et écrite.", "Plan the information sentence, spoken and written."),
            ("Neutre.", "Neutral."),
        ),
        _criterion(
            "PI-ANI-CPC-02",
            2,
            "residents price",
            ("Dédommager les participants", "Compensate participants"),
            (
                "Le titulaire verse aux habitants mobilisés plus de [[trois heures]] un dédommagement de [[40]] € en bon d’achat local et prend en charge garde d’enfants et trajets, dans la limite de l’enveloppe fixée au bordereau.",
                "The contractor gives residents who take part for more than [[three hours]] a [[€40]] local voucher and pays for childcare and travel, within the budget fixed in the price schedule.",
            ),
            (
                "Sans dédommagement, la caissière à temps partiel ne vient pas.",
                "Without compensation the part-time cashier does not come.",
            ),
            ("État des dépenses, sans les noms.", "Statement of expenses, without names."),
            (
                "À faire valider par le comptable avant publication.",
                "Have it checked by the accountant before publication.",
            ),
            (
                "Prévoir une avance : un petit prestataire ne peut pas porter l’enveloppe.",
                "Plan an advance: a small provider cannot carry the budget.",
            ),
        ),
        _criterion(
            "PI-ANI-AC-02",
            3,
            "residents skills",
            ("Transmettre la méthode", "Hand over the method"),
            (
                "Critère « transmission », [[15]] points : ateliers animés à deux avec un agent, puis par l’agent seul en présence du titulaire.",
                "Criterion “hand-over”, [[15]] points: workshops led together with an agent, then by the agent alone with the contractor present.",
            ),
            (
                "À la troisième concertation, le service sait animer lui-même.",
                "By the third process the department can run it by itself.",
            ),
            ("Plan de montée en compétence d’une page.", "One-page skills plan."),
            ("Choisir l’agent avant de publier.", "Choose the agent before publishing."),
            ("Favorable aux structures d’éducation populaire.", "Favourable to community education organisations."),
        ),
    ],
}

_EVENTS: dict[str, Any] = {
    "key": "events",
    "picture": "glasses",
    "published": -290,
    "history": [],
    "families": ["communication"],
    "audiences": ["buyer", "department", "provider"],
    "steps": ["need", "draft", "perform"],
    "owner": "editor",
    "reviewed": -150,
    "title": {"fr": "Événements et réunions publiques", "en": "Events and public meetings"},
    "slug": {"fr": "evenements-et-reunions", "en": "events-and-meetings"},
    "summary": {
        "fr": "Un lieu où l’on vient en train, un repas dont il ne reste rien, un décor qui sert dix fois, une salle où chacun entend. Six critères pour vos événements.",
        "en": "A place people reach by train, a meal with nothing left over, a set that serves ten times, a room where everyone can hear. Six criteria for your events.",
    },
    "introduction": {
        "fr": "Les neuf dixièmes des émissions d’un événement viennent du trajet des participants. Choisir le lieu et l’heure compte donc plus que tous les gobelets. Viennent ensuite l’accueil de chacun, le repas et le décor.",
        "en": "Nine tenths of an event’s emissions come from how participants travel. So choosing the place and the hour matters more than any cup. Then come everyone’s welcome, the meal and the set.",
    },
    "questions": {
        "fr": [
            "Faut-il un événement ?",
            "Le dernier train part-il après la fin ?",
            "Combien de repas ont été jetés la dernière fois ?",
            "Le décor de l’an dernier est-il encore dans la réserve ?",
            "Qui ne pourra pas entendre, voir, ou s’asseoir ?",
        ],
        "en": [
            "Is an event needed?",
            "Does the last train leave after the end?",
            "How many meals were thrown away last time?",
            "Is last year’s set still in the storeroom?",
            "Who will be unable to hear, see, or sit down?",
        ],
    },
    "market": {
        "fr": "Quatre-vingts traiteurs et une quinzaine d’agences d’événements. Cinq équipes d’interprètes en langue des signes pour toute la région : réservez un mois avant.",
        "en": "Eighty caterers and some fifteen event agencies. Five teams of sign-language interpreters for the whole region: book a month ahead.",
    },
    "criteria": [
        _criterion(
            "PI-EVE-TS-01",
            1,
            "travel accessibility",
            ("Un lieu accessible, en train et en fauteuil", "A place reached by train and by wheelchair"),
            (
                "Le lieu se trouve à moins de [[quinze minutes]] à pied d’une gare ou d’un arrêt desservi au moins [[deux]] fois par heure, et dispose d’un cheminement de plain-pied, d’une boucle magnétique et d’un espace calme.",
                "The venue is less than [[fifteen minutes]] on foot from a station or a stop served at least [[twice]] an hour, and has step-free access, a hearing loop and a quiet space.",
            ),
            (
                "Le trajet fait l’empreinte ; l’accès fait le public.",
                "Travel makes the footprint; access makes the audience.",
            ),
            (
                "Plan d’accès et fiche du lieu, visite avec une personne concernée.",
                "Access map and venue sheet, visit with a person concerned.",
            ),
            ("En zone rurale, prévoyez une navette depuis la gare.", "In rural areas plan a shuttle from the station."),
            ("Neutre.", "Neutral."),
        ),
        _criterion(
            "PI-EVE-TS-02",
            1,
            "food waste",
            ("Un repas de saison, sans reste", "A seasonal meal, nothing left over"),
            (
                "Le repas est composé pour [[80]] % de produits de saison, dont une part issue de l’agriculture biologique ou équivalente, propose un plat végétarien par défaut, et se commande sur le nombre confirmé à J-2.",
                "The meal is made for [[80]]% of seasonal products, part of them organic or equivalent, with a vegetarian dish by default, and is ordered on the number confirmed two days ahead.",
            ),
            (
                "Nous jetions un repas sur cinq, faute de confirmation.",
                "We threw away one meal in five for lack of confirmation.",
            ),
            (
                "Menu joint, bons de livraison sur demande, pesée des restes à deux événements par an.",
                "Menu attached, delivery notes on request, left-overs weighed at two events a year.",
            ),
            ("« De saison » se définit par une liste jointe.", "“Seasonal” is defined by an attached list."),
            ("Favorable aux petits traiteurs.", "Favourable to small caterers."),
        ),
        _criterion(
            "PI-EVE-CPC-01",
            1,
            "reuse waste",
            ("Du décor qui revient", "Sets that come back"),
            (
                "Au moins [[70]] % des éléments de décor sont loués ou déjà existants. Ce qui est fabriqué est démontable, sans date ni millésime, et rendu à l’acheteur.",
                "At least [[70]]% of the set is hired or already exists. What is made can be dismantled, carries no date or year, and goes back to the buyer.",
            ),
            ("Une bâche datée sert six heures.", "A dated banner serves six hours."),
            ("Inventaire photographié avant et après.", "Photographed inventory before and after."),
            (
                "Il faut un lieu de stockage : sinon la clause est vaine.",
                "Storage is needed: otherwise the clause is empty.",
            ),
            ("Neutre.", "Neutral."),
        ),
        _criterion(
            "PI-EVE-CPC-02",
            1,
            "sign-language accessibility",
            ("Interprétation et transcription", "Interpreting and live captions"),
            (
                "Les séances plénières sont interprétées en langue des signes et transcrites en direct dès qu’une personne le demande à l’inscription, et toujours au-delà de [[150]] participants. Deux interprètes se relaient au-delà d’une heure.",
                "Plenary sessions are interpreted into sign language and captioned live as soon as one person asks at registration, and always above [[150]] participants. Two interpreters take turns beyond one hour.",
            ),
            (
                "Un droit qui dépend d’une demande tardive n’est pas un droit.",
                "A right that depends on a late request is not a right.",
            ),
            (
                "Diplôme ou expérience équivalente ; supports envoyés aux interprètes cinq jours avant.",
                "Diploma or equivalent experience; material sent to interpreters five days ahead.",
            ),
            ("Réservez un mois avant, payez la préparation.", "Book a month ahead and pay for preparation."),
            (
                "Favorable : les interprètes exercent seuls ou à quelques-uns.",
                "Favourable: interpreters work alone or in small teams.",
            ),
        ),
        _criterion(
            "PI-EVE-AC-01",
            2,
            "travel sufficiency",
            ("Trajets évités", "Travel avoided"),
            (
                "Critère « trajets », [[15]] points : horaires calés sur les trains (6 points), participation à distance de même qualité (5 points), regroupement de dates (4 points).",
                "Criterion “travel”, [[15]] points: hours set by the trains (6 points), remote participation of the same quality (5 points), grouping of dates (4 points).",
            ),
            (
                "Décaler de vingt minutes a rempli le train de 17 h 42.",
                "A shift of twenty minutes filled the 17:42 train.",
            ),
            ("Grille horaire jointe, comptage à l’entrée.", "Timetable attached, count at the door."),
            (
                "Ne notez pas la distance du siège du prestataire.",
                "Do not score the distance to the provider’s office.",
            ),
            ("Neutre.", "Neutral."),
        ),
        _criterion(
            "PI-EVE-RC-01",
            2,
            "social-clause food",
            ("Service et logistique réservés", "Reserved service and logistics"),
            (
                "Le lot [[service, vestiaire et remise en état]] est réservé aux structures d’insertion et aux entreprises adaptées.",
                "The lot [[service, cloakroom and clearing up]] is reserved for work-integration and sheltered enterprises.",
            ),
            ("Des missions courtes, variées, visibles.", "Short, varied, visible assignments."),
            ("Conventionnement en cours de validité.", "Agreement in force."),
            ("Donnez le calendrier annuel : les équipes se préparent.", "Give the yearly calendar: teams get ready."),
            ("Favorable.", "Favourable."),
        ),
    ],
}

_DIGITAL: dict[str, Any] = {
    "key": "digital",
    "picture": "screens",
    "published": -260,
    "history": [],
    "families": ["digital"],
    "audiences": ["buyer", "department", "provider"],
    "steps": ["need", "draft", "choose", "perform", "learn"],
    "owner": "samir",
    "reviewed": -35,
    "title": {"fr": "Services numériques", "en": "Digital services"},
    "slug": {"fr": "services-numeriques", "en": "digital-services"},
    "summary": {
        "fr": "Un service que tout le monde peut utiliser, sur un vieux téléphone, et qu’une autre équipe pourra reprendre. Six critères, de l’accessibilité à la réversibilité.",
        "en": "A service that everyone can use, on an old phone, and that another team can take over. Six criteria, from accessibility to hand-over.",
    },
    "introduction": {
        "fr": "Le service numérique le plus sobre est celui que l’on n’a pas besoin de refaire. Ces critères portent sur sa durée : du code repris sans peine, une accessibilité réelle, des pages légères, peu de données. Ils se vérifient par des essais courts, pas par des dossiers.",
        "en": "The most sparing digital service is the one that need not be built again. These criteria are about how long it lasts: code that is easily taken over, real accessibility, light pages, little data. They are checked by short trials, not by files.",
    },
    "questions": {
        "fr": [
            "Un formulaire papier clair suffirait-il ?",
            "Quel logiciel existant pouvons-nous reprendre et améliorer ?",
            "Qui dans l’équipe saura lire le code remis ?",
            "Quelles données ne faut-il surtout pas demander ?",
            "Que se passe-t-il le jour où le titulaire change ?",
        ],
        "en": [
            "Would a clear paper form be enough?",
            "Which existing software can we take over and improve?",
            "Who in the team will be able to read the code?",
            "Which data must not be asked for?",
            "What happens on the day the contractor changes?",
        ],
    },
    "market": {
        "fr": "Une cinquantaine de sociétés en région, dont douze coopératives. Le logiciel libre est courant. La compétence en accessibilité est rare : sept équipes peuvent la prouver.",
        "en": "Some fifty firms in the region, twelve of them co-operatives. Free software is common. Skill in accessibility is rare: seven teams can prove it.",
    },
    "criteria": [
        _criterion(
            "PI-NUM-TS-01",
            1,
            "accessibility",
            ("Accessible et vérifié avec des personnes", "Accessible, and checked with people"),
            (
                "Le service respecte le référentiel général d’amélioration de l’accessibilité en vigueur, ou équivalent. Chaque étape livrée est essayée au clavier, au zoom à 400 % et avec un lecteur d’écran. [[Deux]] séances par an sont menées avec des personnes handicapées, rémunérées.",
                "The service meets the national accessibility reference in force, or equivalent. Each stage delivered is tried by keyboard, at 400% zoom and with a screen reader. [[Two]] sessions a year are held with disabled people, who are paid.",
            ),
            (
                "Une grille remplie ne dit pas si quelqu’un arrive au bout de sa démarche.",
                "A filled-in grid does not say whether somebody reaches the end of the procedure.",
            ),
            (
                "Compte rendu d’essai d’une page par étape, audit indépendant payé par l’acheteur.",
                "One-page trial report per stage, independent audit paid by the buyer.",
            ),
            ("Ne laissez pas le titulaire s’auditer.", "Do not let the contractor audit itself."),
            ("Neutre si l’audit est à la charge de l’acheteur.", "Neutral if the buyer pays for the audit."),
        ),
        _criterion(
            "PI-NUM-TS-02",
            2,
            "ecodesign sufficiency",
            ("Des pages légères pour de vieux téléphones", "Light pages for old phones"),
            (
                "La page d’une démarche pèse moins de [[300]] ko à la première visite et reste utilisable sur un téléphone de [[sept]] ans, en réseau lent, sans appel à un site tiers.",
                "The page of a procedure weighs less than [[300]] kB on the first visit and remains usable on a [[seven]]-year-old phone, on a slow network, with no call to another site.",
            ),
            (
                "Les plus gênés par une page lourde sont ceux qui ont le plus besoin de l’aide.",
                "Those most hindered by a heavy page are those who most need the support.",
            ),
            (
                "Mesure automatique à chaque livraison, essai sur l’appareil prêté par l’acheteur.",
                "Automatic measurement on each delivery, trial on a device lent by the buyer.",
            ),
            ("Fixez un budget par page, pas une note globale.", "Set a budget per page, not an overall grade."),
            ("Favorable aux équipes soigneuses.", "Favourable to careful teams."),
        ),
        _criterion(
            "PI-NUM-CPC-01",
            1,
            "free-software intellectual-property reuse",
            ("Code ouvert et repris sans peine", "Open code, easy to take over"),
            (
                "Le code produit est publié sous la licence [[EUPL-1.2]] au fil du travail. La documentation permet à un développeur qui ne connaît pas le projet de le lancer en moins d'[[une heure]].",
                "The code is published under the [[EUPL-1.2]] licence as work goes on. The documentation lets a developer who does not know the project start it in less than [[one hour]].",
            ),
            (
                "Nous avons payé deux fois le même module, faute d’accès au premier.",
                "We paid twice for the same module for want of access to the first.",
            ),
            (
                "Une fois par an, une personne extérieure suit la notice, montre en main.",
                "Once a year an outside person follows the instructions against the clock.",
            ),
            ("Vérifiez aussi les licences des composants.", "Check the licences of components too."),
            ("Favorable aux coopératives et indépendants.", "Favourable to co-operatives and freelancers."),
        ),
        _criterion(
            "PI-NUM-CPC-02",
            1,
            "personal-data sufficiency",
            ("Peu de données, peu de temps", "Little data, for a short time"),
            (
                "Chaque champ demandé est justifié dans un tableau : à quoi il sert, qui le lit, quand il est effacé. Un champ sans réponse à ces trois questions est retiré.",
                "Each field is justified in a table: what it is for, who reads it, when it is erased. A field without an answer to the three questions is removed.",
            ),
            (
                "Le formulaire des aides demandait la commune de naissance ; personne ne la lisait.",
                "The support form asked for the town of birth; nobody read it.",
            ),
            (
                "Tableau tenu avec le délégué à la protection des données, revu chaque année.",
                "Table kept with the data protection officer, reviewed yearly.",
            ),
            ("Les pièces jointes sont aussi des données.", "Attachments are data too."),
            ("Neutre.", "Neutral."),
        ),
        _criterion(
            "PI-NUM-AC-01",
            2,
            "small-firms skills",
            ("Équipe présente et façon de travailler", "The team and how it works"),
            (
                "Critère « équipe », [[35]] points : personnes réellement affectées et leur disponibilité (15 points), essai commun d’une demi-journée, payé [[600]] € (20 points).",
                "Criterion “team”, [[35]] points: people really assigned and their availability (15 points), half-day joint trial, paid [[€600]] (20 points).",
            ),
            (
                "Une demi-journée ensemble en apprend plus que quarante pages de mémoire technique.",
                "Half a day together teaches more than forty pages of technical offer.",
            ),
            ("Grille d’observation publiée ; deux observateurs.", "Published observation grid; two observers."),
            (
                "Limitez à trois candidats, même sujet pour tous.",
                "Limit to three candidates, the same subject for all.",
            ),
            ("Favorable grâce à l’indemnité.", "Favourable thanks to the payment."),
        ),
        _criterion(
            "PI-NUM-LCC-01",
            3,
            "price ecodesign",
            ("Coût sur cinq ans", "Cost over five years"),
            (
                "Le prix comparé comprend la construction, l’hébergement, la maintenance, les évolutions estimées à [[40]] jours par an et la sortie, sur [[cinq]] ans, selon le tableur joint.",
                "The price compared includes building, hosting, maintenance, changes estimated at [[40]] days a year and exit, over [[five]] years, using the attached sheet.",
            ),
            (
                "Un prix de construction bas cache souvent une sortie hors de prix.",
                "A low building price often hides an exit that costs a fortune.",
            ),
            (
                "Tableur identique pour tous ; le prix de sortie devient contractuel.",
                "Same sheet for all; the exit price becomes contractual.",
            ),
            ("Faites remplir l’exemple avant de publier.", "Have the example filled in before publishing."),
            ("Neutre.", "Neutral."),
        ),
    ],
}

# As read in November 2026; dated, because the law moves.
LEGAL: list[dict[str, Any]] = [
    {
        "text": {
            "fr": "Loi Climat et résilience du 22 août 2021, article 35",
            "en": "French Climate and Resilience Act of 22 August 2021, article 35",
        },
        "valid_from": "2026-08-22",
        "note": {
            "fr": "Pour les consultations lancées à partir de cette date au plus tard : au moins une condition d’exécution environnementale et au moins un critère d’attribution environnemental. Lu en novembre 2026 ; à vérifier avant usage.",
            "en": "For tenders launched from that date at the latest: at least one environmental performance condition and at least one environmental award criterion. Read in November 2026; check before use.",
        },
    },
    {
        "text": {
            "fr": "Code de la commande publique, article R2111-1",
            "en": "French Public Procurement Code, article R2111-1",
        },
        "valid_from": None,
        "note": {
            "fr": "L’acheteur peut échanger avec les entreprises avant la procédure, si cela ne fausse pas la concurrence. Lu en novembre 2026.",
            "en": "The buyer may talk with firms before the procedure, provided that competition is not distorted. Read in November 2026.",
        },
    },
]

PAGES: list[dict[str, Any]] = [_STUDIES, _PRINTING, _DESIGN, _TRAINING, _FACILITATION, _EVENTS, _DIGITAL]

INDEX = {
    "introduction": {
        "fr": "Des questions à se poser, des clauses à adapter, et ce que les entreprises en disent. Prenez-en peu, choisissez-les bien, vérifiez-les vraiment.",
        "en": "Questions to ask, clauses to adapt, and what firms say about them. Take few, choose them well, check them for real.",
    },
}
