"""Six hosts' offers with dated slots and requests, five reports with findings.

A slot is (offset in days, "HH:MM"). A request names at least two agents, one of whom does not buy from the host.
"""

from collections.abc import Sequence
from typing import Any


def _finding(
    kind: str,
    what: str,
    dimension: str = "",
    effort: str = "low",
    who: str = "both",
    condition: str = "",
    criteria: Sequence[str] = (),
    tags: Sequence[str] = (),
    clause: str = "",
    speaker: str = "",
) -> dict[str, Any]:
    return {
        "kind": kind,
        "what": what,
        "dimension": dimension,
        "effort": effort,
        "who": who,
        "condition": condition,
        "criteria": list(criteria),
        "tags": list(tags),
        "clause": clause,
        "speaker": speaker,
    }


OFFERS: list[dict[str, Any]] = [
    {
        "key": "o-imprimerie",
        "slug": "une-matinee-chez-un-imprimeur",
        "host": "deux-vallees",
        "contact": "provider",
        "town": "Saint-Ménard-sur-Rive",
        "lang": "fr",
        "created": -470,
        "title": "Une matinée chez un imprimeur",
        "families": ["printing"],
        "tags": ["recycled-paper", "transport"],
        "picture": "print-shop",
        "summary": "Du fichier à la camionnette : voir ce que change un format, un grammage, une date.",
        "text": "Vous arrivez à 8 h 30, quand la première machine cale. Vous suivez une commande publique, une vraie, du fichier à la palette. Nous vous montrerons ce que nous jetons, et pourquoi. Apportez un de vos documents : nous l’imprimerons sur trois papiers, vous garderez les trois.",
        "look_for": "Chutes de papier, temps de calage, emballages, tournée du jeudi.",
        "practical": "Chaussures fermées, protections auditives prêtées. Atelier de plain-pied. Gare à douze minutes à pied. Repas pris chacun à ses frais.",
        "visitors": 4,
        "minutes": 210,
        "slots": [
            {
                "key": "s-imp-1",
                "at": (-366, "08:30"),
                "requests": [
                    {
                        "agents": ["lucie", "agent"],
                        "by": "lucie",
                        "why": "Comprendre d’où viennent les 100 g de notre cahier des charges.",
                        "state": "held",
                        "at": -378,
                    }
                ],
            },
            {
                "key": "s-imp-2",
                "at": (-31, "08:30"),
                "requests": [
                    {
                        "agents": ["fatou", "marina"],
                        "by": "fatou",
                        "why": "Voir la tournée du jeudi, pour l’article « Livraison » d’Aubrelle.",
                        "state": "held",
                        "at": -50,
                    }
                ],
            },
            {
                "key": "s-imp-3",
                "at": (17, "08:30"),
                "requests": [
                    {
                        "agents": ["facilitator", "thomas"],
                        "by": "facilitator",
                        "why": "Tester les supports d’enquête sur papier de 80 g avant de répondre à l’amendement.",
                        "state": "accepted",
                        "at": -3,
                    }
                ],
            },
            {"key": "s-imp-4", "at": (45, "08:30"), "requests": []},
        ],
    },
    {
        "key": "o-atelier-graphique",
        "slug": "un-apres-midi-avec-trois-graphistes",
        "host": "atelier-graphite",
        "contact": "theo",
        "town": "Montrive",
        "lang": "fr",
        "created": -190,
        "title": "Un après-midi avec trois graphistes",
        "families": ["design"],
        "tags": ["accessibility", "plain-language"],
        "picture": "desk",
        "summary": "Asseyez-vous à côté de nous pendant que nous mettons en page un rapport de collectivité.",
        "text": "Nous ouvrons un fichier tel qu’il nous arrive : textes non relus, tableaux collés en image, logos de quatre tailles. Vous voyez où part le temps. Ensuite nous le refaisons avec un gabarit, et nous comparons les deux durées.",
        "look_for": "Allers-retours, textes de remplacement, gabarits.",
        "practical": "Deuxième étage sans ascenseur : nous pouvons aussi venir chez vous. Tram Arsenal.",
        "visitors": 3,
        "minutes": 180,
        "slots": [
            {
                "key": "s-gra-1",
                "at": (-112, "14:00"),
                "requests": [
                    {
                        "agents": ["editor", "samir"],
                        "by": "editor",
                        "why": "Savoir ce que nous devrions préparer avant d’envoyer un texte.",
                        "state": "held",
                        "at": -130,
                    }
                ],
            },
            {
                "key": "s-gra-2",
                "at": (24, "14:00"),
                "requests": [
                    {
                        "agents": ["lucie", "outsider"],
                        "by": "lucie",
                        "why": "Suivre la reprise du gabarit des lycées.",
                        "state": "waiting",
                        "at": -2,
                    }
                ],
            },
        ],
    },
    {
        "key": "o-moulin",
        "slug": "une-journee-dans-une-entreprise-d-insertion",
        "host": "moulin",
        "contact": "gilles",
        "town": "Les Essarts-Verts",
        "lang": "fr",
        "created": -280,
        "title": "Une journée dans une entreprise d’insertion",
        "families": ["printing", "communication"],
        "tags": ["social-clause", "reuse"],
        "picture": "workshop",
        "summary": "Mise sous pli, tri de réserve, montage de décors : ce qu’une équipe en parcours sait faire, et à quel rythme.",
        "text": "Vous passerez une heure à un poste, avec quelqu’un qui vous l’apprendra. Puis nous regarderons ensemble trois commandes : une qui allait bien, une qui était trop serrée, une qui a permis d’embaucher.",
        "look_for": "Délais tenables, saisons, encadrement, ce qui mène à un emploi.",
        "practical": "Car 7, arrêt Moulin. Plain-pied. Blouses prêtées.",
        "visitors": 5,
        "minutes": 300,
        "slots": [
            {
                "key": "s-mou-1",
                "at": (-240, "09:00"),
                "requests": [
                    {
                        "agents": ["fatou", "ines"],
                        "by": "fatou",
                        "why": "Comprendre pourquoi nos 1 000 heures étaient hors de portée.",
                        "state": "held",
                        "at": -256,
                    }
                ],
            },
            {"key": "s-mou-2", "at": (31, "09:00"), "requests": []},
        ],
    },
    {
        "key": "o-traverses",
        "slug": "une-semaine-de-developpement-vue-de-pres",
        "host": "traverses",
        "contact": "yannick",
        "town": "Montrive",
        "lang": "fr",
        "created": -120,
        "title": "Une revue de fin de semaine dans une coopérative numérique",
        "families": ["digital"],
        "tags": ["free-software", "accessibility"],
        "picture": "screens",
        "summary": "Le vendredi, l’équipe montre ce qui marche et ce qui ne marche pas. Vous êtes assis avec elle.",
        "text": "Nous ne préparons rien pour vous. Vous verrez une démonstration, une discussion sur un bogue, une décision prise à sept. Vous essaierez ensuite une démarche au clavier, sans souris, avec notre collègue non-voyante.",
        "look_for": "Comment une exigence d’accessibilité se traduit en heures, ce que change une validation tardive.",
        "practical": "Accès par la cour, plain-pied. Salle silencieuse sur demande.",
        "visitors": 2,
        "minutes": 150,
        "slots": [
            {
                "key": "s-tra-1",
                "at": (-74, "14:00"),
                "requests": [
                    {
                        "agents": ["samir", "agent"],
                        "by": "samir",
                        "why": "See how an accessibility requirement turns into hours.",
                        "state": "held",
                        "at": -90,
                    }
                ],
            },
            {
                "key": "s-tra-2",
                "at": (10, "14:00"),
                "requests": [
                    {
                        "agents": ["samir", "ines"],
                        "by": "ines",
                        "why": "Comprendre ce que « fini » veut dire, pour écrire la recette.",
                        "state": "declined",
                        "at": -10,
                        "reason": "Une consultation à laquelle nous pouvons répondre va être publiée : nous reportons, c’est plus sûr pour tous.",
                    }
                ],
            },
            {"key": "s-tra-3", "at": (66, "14:00"), "requests": []},
        ],
    },
    {
        "key": "o-interpretes",
        "slug": "dans-la-cabine-des-interpretes",
        "host": "signes",
        "contact": "noemie",
        "town": "Brûlemont",
        "lang": "fr",
        "created": -95,
        "title": "Deux heures à côté d’une interprète",
        "families": ["communication", "training"],
        "tags": ["sign-language", "accessibility"],
        "picture": "hands",
        "summary": "Ce qui se prépare avant, ce qui fatigue pendant, ce que coûte un document reçu la veille.",
        "text": "Nous vous emmenons dans une réunion publique où nous travaillons, avec l’accord de l’organisateur. Avant : une heure de préparation sur les documents reçus. Après : vingt minutes pour dire ce qui a aidé.",
        "look_for": "Relais, lumière, place des interprètes, préparation.",
        "practical": "Déplacement en car avec nous. Deux visiteurs au plus.",
        "visitors": 2,
        "minutes": 120,
        "slots": [
            {
                "key": "s-int-1",
                "at": (-47, "17:00"),
                "requests": [
                    {
                        "agents": ["paul", "editor"],
                        "by": "paul",
                        "why": "Préparer l’apéritif-défi en langue des signes.",
                        "state": "held",
                        "at": -60,
                    }
                ],
            },
            {
                "key": "s-int-2",
                "at": (21, "17:00"),
                "requests": [
                    {
                        "agents": ["marina", "helene"],
                        "by": "marina",
                        "why": "Savoir quoi écrire sur la préparation dans le marché commun.",
                        "state": "accepted",
                        "at": -5,
                    }
                ],
            },
        ],
    },
    {
        "key": "o-enquete",
        "weekday": 5,
        "slug": "une-tournee-d-enquete",
        "host": "pas-de-cote",
        "contact": "salome",
        "town": "Aubrelle",
        "lang": "fr",
        "created": -40,
        "title": "Une tournée d’enquête au marché du samedi",
        "families": ["facilitation", "mobility"],
        "tags": ["surveys", "residents"],
        "picture": "market",
        "summary": "Tenir un stand d’enquête une matinée, et compter ceux qui s’arrêtent.",
        "text": "Vous poserez les questions vous-mêmes, avec nos cartes et notre plateau. À midi, nous comptons : combien se sont arrêtés, qui manque, ce qu’aucun formulaire n’aurait dit.",
        "look_for": "Temps par réponse, météo, personnes que l’on ne voit pas.",
        "practical": "Vêtements chauds. Place du marché d’Aubrelle, à cinq minutes de la gare.",
        "visitors": 3,
        "minutes": 240,
        "slots": [
            {
                "key": "s-enq-1",
                "at": (12, "08:00"),
                "requests": [
                    {
                        "agents": ["thomas", "outsider"],
                        "by": "thomas",
                        "why": "Régler le nombre d’heures d’enquête du projet.",
                        "state": "waiting",
                        "at": -1,
                    }
                ],
            },
            {"key": "s-enq-2", "at": (40, "08:00"), "requests": []},
        ],
    },
]

REPORTS: list[dict[str, Any]] = [
    {
        "key": "v-imprimerie",
        "why": "Appel ouvert à tous les imprimeurs de la région ; trois réponses, tirage au sort. Les deux autres seront visités l’an prochain.",
        "slug": "ce-que-80-grammes-changent",
        "offer": "o-imprimerie",
        "slot": "s-imp-1",
        "authors": ["lucie", "agent"],
        "published": -352,
        "host_check": {"sent": -362, "answer": "as_is", "at": -355},
        "title": "Ce que quatre-vingts grammes changent",
        "question": "D’où vient notre papier de 100 g, et sert-il à quelque chose ?",
        "tags": ["recycled-paper", "transport"],
        "picture": "print-shop",
        "summary": "Le 80 g recyclé passe sans difficulté. Notre exigence de 100 g datait d’un papier qui n’existe plus.",
        "gifts": "Aucun. Trois épreuves de nos propres documents, sans valeur marchande, emportées pour l’essai.",
        "findings": [
            _finding(
                "practice",
                "Les chutes de coupe repartent chez le papetier avec la livraison suivante.",
            ),
            _finding(
                "margin",
                "Le papier recyclé de 80 g passe sur les deux machines, recto verso, sans transparence gênante. Il est en stock ; le 100 g se commande, avec deux semaines d’attente au moins.",
                dimension="materials",
                effort="low",
                who="buyer",
                condition="Que le cahier des charges n’exige plus 100 g.",
                criteria=["PI-IMP-TS-01"],
                tags=["recycled-paper"],
            ),
            _finding(
                "margin",
                "Un dépliant de 21 × 21 cm perd une feuille sur quatre. À 20 × 20, presque rien.",
                dimension="materials",
                effort="low",
                who="buyer",
                condition="Donner la grille des formats aux graphistes.",
                criteria=["PI-IMP-TS-02"],
                tags=["sufficiency"],
            ),
            _finding(
                "obstacle",
                "La camionnette part avec un seul carton, trois fois par semaine. Une tournée part pourtant chaque jeudi.",
                condition="Accepter cinq jours ouvrés.",
                criteria=["PI-IMP-AC-01"],
                tags=["transport"],
                clause="Livraison sous deux jours ouvrés, dans les services.",
            ),
            _finding(
                "quotation",
                "Vos 100 g, on les imprime sans poser de question. Personne ne nous en avait jamais posé non plus.",
                speaker="La gérante de l’atelier",
            ),
        ],
        "learning": [
            "Demander d’où vient un chiffre avant de le recopier.",
            "Un format se choisit avec la feuille de la machine.",
            "La tournée du jeudi est une ressource.",
        ],
        "changes": [
            {
                "what": "Ramener le grammage minimal à 80 g dans la fiche « Imprimer et diffuser ».",
                "owner": "lucie",
                "due": -340,
                "state": "done",
                "link": ("criterion", "PI-IMP-TS-01"),
            },
            {
                "what": "Proposer la nouvelle rédaction de l’article « Papier ».",
                "owner": "agent",
                "due": -345,
                "state": "done",
                "link": ("amendment", "am-papier"),
            },
            {
                "what": "Remettre la grille des formats à tous les graphistes.",
                "owner": "lucie",
                "due": -300,
                "state": "done",
                "link": ("criterion", "PI-IMP-TS-02"),
            },
        ],
        "pictures": [
            {
                "key": "print-shop",
                "alt": {
                    "fr": "Un atelier d’imprimerie : une machine, des piles de papier, une fenêtre.",
                    "en": "A print shop: a press, piles of paper, a window.",
                },
            },
            {
                "key": "paper-stack",
                "alt": {
                    "fr": "Trois piles de papier de hauteurs différentes, avec une règle.",
                    "en": "Three stacks of paper of different heights, with a ruler.",
                },
            },
        ],
    },
    {
        "key": "v-moulin",
        "why": "Seule structure d’insertion du bassin à avoir publié une offre de visite. L’autre a été invitée à le faire.",
        "slug": "vingt-heures-utiles-par-semaine",
        "offer": "o-moulin",
        "slot": "s-mou-1",
        "authors": ["fatou", "ines"],
        "published": -222,
        "host_check": {"sent": -234, "answer": "with_cuts", "at": -226},
        "title": "Vingt heures utiles par semaine",
        "question": "Combien d’heures d’insertion une enquête peut-elle vraiment offrir ?",
        "tags": ["social-clause", "surveys"],
        "picture": "workshop",
        "summary": "Une équipe de six personnes tient 120 heures par mois. Nous en demandions mille en six semaines.",
        "gifts": "Aucun.",
        "findings": [
            _finding(
                "practice",
                "Deux jours de formation avant chaque mission nouvelle, avec une personne qui l’a déjà faite.",
            ),
            _finding(
                "margin",
                "120 heures par lot, étalées, se font sans recruter dans l’urgence. 200 heures demandent un mois d’avance.",
                dimension="social",
                effort="low",
                who="buyer",
                condition="Donner les dates dès la publication.",
                criteria=["PI-ETU-CPC-01"],
                tags=["social-clause"],
            ),
            _finding(
                "margin",
                "Le tri de la réserve de documents occupe quatre personnes une journée, et évite une réimpression sur trois.",
                dimension="waste",
                effort="low",
                who="both",
                condition="Une ligne au bordereau.",
                criteria=["PI-IMP-RC-01"],
                tags=["waste"],
            ),
            _finding(
                "obstacle",
                "Tout arrive en septembre, et rien de janvier à mars : les équipes se défont.",
                condition="Un calendrier annuel.",
                clause="Aucun calendrier : les commandes tombent quand elles tombent.",
            ),
        ],
        "learning": [
            "Compter en personnes et en dates avant de compter en heures.",
            "Le temps mort coûte plus que la formation.",
            "Demander de petites quantités, mais régulières.",
        ],
        "changes": [
            {
                "what": "Abaisser les heures et étaler les démarrages dans le projet de mobilité.",
                "owner": "fatou",
                "due": -31,
                "state": "done",
                "link": ("article", "spec-mobilite", "insertion"),
            },
            {
                "what": "Publier le calendrier annuel des envois.",
                "owner": "lucie",
                "due": 30,
                "state": "doing",
                "link": None,
            },
        ],
        "pictures": [
            {
                "key": "workshop",
                "alt": {
                    "fr": "Un atelier : trois établis, des cartons, des blouses suspendues.",
                    "en": "A workshop: three benches, boxes, overalls on hooks.",
                },
            }
        ],
    },
    {
        "key": "v-graphistes",
        "why": "Rotation annoncée : un atelier de moins de dix personnes, après une agence l’an dernier.",
        "slug": "ou-part-le-temps",
        "offer": "o-atelier-graphique",
        "slot": "s-gra-1",
        "authors": ["editor", "samir"],
        "published": -96,
        "host_check": {"sent": -106, "answer": "as_is", "at": -100},
        "title": "Où part le temps d’une mise en page",
        "question": "Pourquoi nos documents coûtent-ils trois allers-retours de trop ?",
        "tags": ["accessibility", "plain-language"],
        "picture": "desk",
        "summary": "Sur onze heures de mise en page, quatre servent à deviner nos intentions.",
        "gifts": "Un café, offert aussi aux autres visiteurs de l’atelier partagé ; déclaré au registre.",
        "findings": [
            _finding(
                "practice",
                "Un gabarit avec styles nommés : la mise à jour d’un rapport passe de onze à quatre heures.",
            ),
            _finding(
                "margin",
                "Les textes de remplacement prennent vingt minutes à qui connaît le sujet, deux heures à qui ne le connaît pas.",
                dimension="social",
                effort="low",
                who="buyer",
                condition="Les écrire avec le texte.",
                criteria=["PI-CRE-TS-01"],
                tags=["accessibility"],
            ),
            _finding(
                "margin",
                "Un document balisé dès la première page coûte une demi-journée ; le reprendre après coup, un jour et demi.",
                dimension="social",
                effort="low",
                who="provider",
                condition="Le demander au début.",
                criteria=["PI-CRE-TS-01", "PI-CRE-SC-01"],
                tags=["accessibility"],
            ),
            _finding(
                "obstacle",
                "Les remarques arrivent de quatre services, l’une après l’autre, et se contredisent.",
                condition="Un seul envoi de remarques.",
                criteria=["PI-CRE-CPC-01"],
                clause="Rien ne dit qui valide, ni en combien de fois.",
            ),
        ],
        "learning": [
            "Écrire les textes de remplacement nous-mêmes.",
            "Une seule personne tranche.",
            "Le gabarit d’abord.",
        ],
        "changes": [
            {
                "what": "Ajouter la clause des allers-retours comptés.",
                "owner": "lucie",
                "due": -80,
                "state": "done",
                "link": ("criterion", "PI-CRE-CPC-01"),
            },
            {
                "what": "Joindre un modèle de texte de remplacement à chaque commande.",
                "owner": "editor",
                "due": 15,
                "state": "doing",
                "link": None,
            },
        ],
        "pictures": [
            {
                "key": "desk",
                "alt": {
                    "fr": "Un bureau vu de dessus : un cahier à marge rouge, un écran, une tasse.",
                    "en": "A desk seen from above: a notebook with a red margin, a screen, a cup.",
                },
            }
        ],
    },
    {
        "key": "v-cooperative",
        "why": "First answer to an open call to all digital firms with fewer than fifty people; the others stay on the list.",
        "slug": "une-heure-au-clavier",
        "offer": "o-traverses",
        "slot": "s-tra-1",
        "authors": ["samir", "agent"],
        "published": -58,
        "host_check": {"sent": -68, "answer": "as_is", "at": -63},
        "lang": "en",
        "title": "One hour with a keyboard",
        "question": "What does an accessibility requirement cost when it is asked for early?",
        "tags": ["accessibility", "ecodesign"],
        "picture": "screens",
        "summary": "Asked for at the start, accessibility took six hours of forty. Asked for at the end, the team once spent nineteen days.",
        "gifts": "None.",
        "findings": [
            _finding(
                "practice",
                "Every Friday somebody goes through the whole procedure with the keyboard only, aloud, in front of everyone.",
            ),
            _finding(
                "margin",
                "Six hours out of forty when accessibility is part of each stage; nineteen days when it is repaired after the audit.",
                dimension="social",
                effort="low",
                who="both",
                condition="Trial at each stage, written into the contract.",
                criteria=["PI-NUM-TS-01"],
                tags=["accessibility"],
            ),
            _finding(
                "margin",
                "A 250 kB page is reachable with no special effort if pictures are resized on the server.",
                dimension="digital",
                effort="low",
                who="provider",
                condition="A budget per page, not a grade.",
                criteria=["PI-NUM-TS-02"],
                tags=["ecodesign"],
            ),
            _finding(
                "obstacle",
                "It takes us three weeks; meanwhile the team works on guesses.",
                condition="Five working days, one person who decides.",
                clause="No time limit for our own approval.",
            ),
        ],
        "learning": [
            "Put the trial in the calendar, not in a form.",
            "Approve fast or not at all.",
            "Ask for a budget per page.",
        ],
        "changes": [
            {
                "what": "Write the keyboard trial of each stage into the criterion.",
                "owner": "samir",
                "due": -40,
                "state": "done",
                "link": ("criterion", "PI-NUM-TS-01"),
            },
            {
                "what": "Set five working days for approval in the portal draft.",
                "owner": "agent",
                "due": -7,
                "state": "done",
                "link": ("article", "spec-aides", "rythme"),
            },
        ],
        "pictures": [
            {
                "key": "screens",
                "alt": {
                    "fr": "Deux écrans et un clavier sur une table, une plante.",
                    "en": "Two screens and a keyboard on a table, a plant.",
                },
            }
        ],
    },
    {
        "key": "v-interpretes",
        "why": "Appel ouvert aux cinq équipes d’interprètes ; une seule pouvait recevoir ce mois-ci.",
        "slug": "la-preparation-est-dans-le-prix",
        "offer": "o-interpretes",
        "slot": "s-int-1",
        "authors": ["paul", "editor"],
        "published": -30,
        "host_check": {"sent": -42, "answer": "anonymised", "at": -36},
        "title": "La préparation est dans le prix",
        "question": "Que faut-il envoyer à des interprètes, et quand ?",
        "tags": ["sign-language", "accessibility"],
        "picture": "hands",
        "summary": "Un document reçu cinq jours avant vaut une heure d’interprétation. Reçu la veille, il ne sert à rien.",
        "gifts": "Aucun. Trajet en car payé par la Région.",
        "findings": [
            _finding(
                "practice",
                "Relais toutes les vingt minutes, signal discret, place fixée avec l’éclairagiste.",
            ),
            _finding(
                "margin",
                "Avec les documents cinq jours avant, l’équipe accepte des réunions de trois heures à deux, au lieu de trois.",
                dimension="timing",
                effort="low",
                who="buyer",
                condition="Envoyer le diaporama, même provisoire.",
                criteria=["PI-EVE-CPC-02"],
                tags=["sign-language"],
            ),
            _finding(
                "obstacle",
                "La préparation n’est pas payée : les documents sont lus la veille, le soir.",
                condition="Une ligne « préparation ».",
                criteria=["PI-EVE-CPC-02"],
                tags=["price"],
                clause="Prix à l’heure de parole.",
            ),
            _finding(
                "quotation",
                "Ce qui fatigue, ce n’est pas de signer, c’est d’attendre de comprendre.",
                speaker="Une interprète",
            ),
        ],
        "learning": ["La préparation se paie.", "Le diaporama provisoire suffit.", "La lumière se règle avant."],
        "changes": [
            {
                "what": "Ajouter la préparation au critère d’interprétation.",
                "owner": "editor",
                "due": -20,
                "state": "done",
                "link": ("criterion", "PI-EVE-CPC-02"),
            },
            {
                "what": "Soirée en langue des signes : documents envoyés six jours avant.",
                "owner": "paul",
                "due": 32,
                "state": "doing",
                "link": ("challenge", "d-signes"),
            },
        ],
        "pictures": [
            {
                "key": "hands",
                "alt": {"fr": "Deux mains au-dessus d’une feuille lignée.", "en": "Two hands above a ruled sheet."},
            }
        ],
    },
]
