"""Four contributions spaces with their drafts, remarks, amendments, proposals and resources.

Contributions are in the language they were written in: French, but for a few by people who write English (`lang`).
`history` lists what made each version after the first: `changes` by hand, or the amendment whose acceptance made it.
"""


def _article(key, level, kind, title, text, rationale="", criterion=None, negotiable=True):
    return {"key": key, "level": level, "kind": kind, "title": title, "text": text, "rationale": rationale, "criterion": criterion, "negotiable": negotiable}


def _comment(key, article, kind, author, at, text, quote="", replies=(), state="open", reason="", by="facilitator", closed=None, tags=(), lang="fr"):
    return {"key": key, "article": article, "kind": kind, "author": author, "at": at, "text": text, "quote": quote, "replies": list(replies),
            "state": state, "reason": reason, "by": by, "closed": closed, "tags": list(tags), "lang": lang}


def _reply(author, at, text, lang="fr"):
    return {"author": author, "at": at, "text": text, "lang": lang}


def _amendment(key, article, author, at, wording, why, supports=(), decision="open", reason="", by="facilitator", decided=None, final=None, tags=(), lang="fr"):
    return {"key": key, "article": article, "author": author, "at": at, "wording": wording, "why": why, "supports": list(supports), "decision": decision,
            "reason": reason, "by": by, "decided": decided, "final": final, "tags": list(tags), "lang": lang}


_MOBILITY = {
    "key": "mobilite",
    "visibility": "public",
    "phase": "comments",
    "created": -96,
    "phases": {"writing": (-96, -52), "comments": (-52, 19), "answers": (19, 33), "frozen": (33, 47), "published": (47, None)},
    "families": ["mobility", "facilitation"],
    "facilitators": ["facilitator"],
    "members": ["thomas", "agent", "fatou", "ines", "helene"],
    "tags": ["travel", "residents", "social-clause"],
    "title": {"fr": "Mobilité rurale", "en": "Rural mobility"},
    "slug": {"fr": "mobilite-rurale", "en": "rural-mobility"},
    "summary": {
        "fr": "Préparer ensemble le marché d’études de mobilité de quatre bassins de vie ruraux. Ouvert à toutes et à tous, habitants et entreprises compris.",
        "en": "Preparing together the contract for mobility studies in four rural areas. Open to everyone, residents and firms included.",
    },
    "introduction": {
        "fr": "La Région veut savoir comment on se déplace, et comment on aimerait se déplacer, entre Corbigne, Brûlemont, La Vernaie et Les Essarts-Verts. Les études de 2019 n’ont servi à rien : trop longues, faites en août, sans les jeunes. Cette fois, le cahier des charges s’écrit à livre ouvert. Dites ce qui est faisable, ce qui ne l’est pas, et ce que vous écririez à la place.",
        "en": "The Region wants to know how people travel, and how they would like to travel, between Corbigne, Brûlemont, La Vernaie and Les Essarts-Verts. The 2019 studies were of no use: too long, done in August, without young people. This time the specification is written in the open. Say what can be done, what cannot, and what you would write instead.",
    },
    "draft": {
        "key": "spec-mobilite",
        "title": "Études de mobilité en zone rurale",
        "slug": "etudes-de-mobilite",
        "object": "Études de mobilité de quatre bassins de vie ruraux, avec enquêtes auprès des habitants.",
        "document_kind": "CCTP", "general_terms": "CCAG-PI 2021", "family": "mobility", "cpv": "71311200", "band": "90000-143000",
        "comments_close": 19, "planned_publication": 47,
        "version_dates": [-52, -31, -5],
        "articles": [
            _article("objet", 1, "technical", "Objet du marché", "Le marché a pour objet quatre études de mobilité, une par bassin de vie, afin de permettre à la commission mobilités de choisir, avant la fin de l’année prochaine, les services à créer ou à arrêter. Les solutions sont comparées selon leurs effets sur le climat, la santé et les ménages modestes.", "Nommer la décision : les études de 2019 n’en nommaient aucune.", "PI-ETU-SM-01", False),
            _article("perimetre", 1, "technical", "Périmètre", "Les quatre bassins sont ceux de Corbigne, Brûlemont, La Vernaie et Les Essarts-Verts, soit 61 communes et 48 000 habitants. Les déplacements vers les lycées et les hôpitaux situés hors du périmètre sont compris.", "Les trajets longs échappaient aux études précédentes.", None, False),
            _article("lots", 2, "administrative", "Lots", "Le marché comporte quatre lots géographiques. Un candidat peut répondre à un ou plusieurs lots, seul ou en groupement.", "Ouvrir aux petits bureaux.", "PI-FOR-SM-01"),
            _article("calendrier", 1, "administrative", "Calendrier", "Chaque étude dure neuf mois. Les enquêtes se tiennent en dehors des vacances scolaires et couvrent au moins une semaine d’hiver et une semaine de printemps.", "Enquêter en août a exclu les lycéens et les saisonniers."),
            _article("equipe", 1, "selection", "Équipe", "Le candidat présente deux références de moins de cinq ans, de nature comparable. Les références personnelles sont acceptées. L’équipe réunit une compétence d’enquête, une compétence de calcul et une compétence d’animation.", "", "PI-ETU-SC-01"),
            _article("interlocuteur", 2, "administrative", "Interlocuteur sur place", "Une personne de l’équipe est présente dans le bassin au moins deux jours par semaine pendant la phase d’enquête.", "Demandé par les communes."),
            _article("enquetes", 1, "technical", "Enquêtes", "Au moins la moitié des personnes entendues le sont hors réunion : marché, sortie d’école, car, entreprise, porte-à-porte. Trois groupes peu entendus sont nommés dans l’offre.", "71 % des participants de 2019 avaient plus de soixante ans.", "PI-ANI-TS-01"),
            _article("insertion", 2, "technical", "Heures d’insertion", "Pour la phase d’enquête, le titulaire réserve au moins 200 heures de travail par lot à des personnes éloignées de l’emploi, formées à l’enquête pendant deux jours.", "", "PI-ETU-CPC-01"),
            _article("parole", 2, "technical", "Protection de la parole", "Les verbatims sont anonymisés le jour même. Les enregistrements sont détruits un mois après la restitution.", "Dans une petite commune, un métier suffit à reconnaître quelqu’un.", "PI-ANI-CPC-01", False),
            _article("livrables", 1, "technical", "Livrables", "Le titulaire remet, pour chaque bassin, un rapport, une synthèse et les données.", ""),
            _article("rapport", 2, "technical", "Rapport final", "Le titulaire remet un rapport de quatre-vingts pages au plus, compréhensible sans connaissance technique, accompagné d’une synthèse de deux pages destinée aux habitants consultés. Le rapport est remis dans un format bureautique ouvert et modifiable, et dans un format accessible.", "Un rapport lu vaut mieux que trois rapports rangés.", "PI-ETU-TS-01"),
            _article("supports", 2, "technical", "Supports imprimés", "Les documents remis aux habitants sont imprimés sur papier recyclé de 100 g au moins, porteur d’un label reconnu ou équivalent.", "Repris d’un ancien marché.", "PI-IMP-TS-01"),
            _article("donnees", 2, "technical", "Données et outils", "Le titulaire remet les données brutes anonymisées, les questionnaires et les tableurs de calcul, avec une notice d’une page, sous une licence qui permet à toute collectivité de les réutiliser. Ses méthodes antérieures restent sa propriété.", "", "PI-ETU-CPC-02"),
            _article("restitution", 1, "technical", "Restitution aux habitants", "Une restitution publique se tient dans chaque bassin, à une heure compatible avec le dernier car. Les suites données à chaque proposition sont publiées par la Région.", "", "PI-ANI-AC-01"),
            _article("deplacements", 1, "award", "Déplacements de l’équipe", "La méthode de terrain est notée sur 25 points : diversité des personnes rencontrées (10 points), part du temps passé sur place (8 points), organisation des déplacements (7 points).", "Noter la méthode, pas l’adresse du siège.", "PI-ETU-AC-01"),
            _article("penalites", 1, "administrative", "Pénalités", "Le retard dans la remise d’un livrable donne lieu à une pénalité de 150 € par jour ouvré, plafonnée à 10 % du montant du lot.", "Le plafond rassure les petits bureaux."),
        ],
        "history": [
            {"note": "Première série de réponses : saison d’enquête, rapport plus court, heures d’insertion étalées.", "changes": {
                "rapport": "Le titulaire remet un rapport de soixante pages au plus, compréhensible sans connaissance technique, accompagné d’une synthèse de deux pages destinée aux habitants consultés. Le rapport est remis dans un format bureautique ouvert et modifiable, et dans un format accessible.",
                "insertion": "Pour la phase d’enquête, le titulaire réserve au moins 120 heures de travail par lot à des personnes éloignées de l’emploi, en embauche directe, par une structure d’insertion ou par mise à disposition. Ces personnes sont formées à l’enquête pendant deux jours.",
                "calendrier": "Chaque étude dure dix mois. Les enquêtes se tiennent en dehors des vacances scolaires et couvrent au moins une semaine d’hiver, une semaine de printemps et un jour de marché dans chaque chef-lieu.",
            }},
            {"note": "Amendement accepté : la présence sur place se compte en jours, pas en semaines.", "amendment": "am-presence"},
        ],
        "comments": [
            _comment("c-mob-1", "rapport", "question", "provider", -44, "Comment la clarté sera-t-elle vérifiée ? Une relecture par trois habitants suffirait.", "compréhensible sans connaissance technique",
                [_reply("facilitator", -43, "Bonne idée. Nous l’ajoutons aux opérations de vérification : trois habitants volontaires, une semaine."), _reply("thomas", -43, "La Direction des mobilités trouve les volontaires, pour que ce ne soit pas une charge du titulaire.")],
                "integrated", "Relecture par trois habitants volontaires ajoutée aux opérations de vérification. La longueur passe aussi à soixante pages.", closed=-31, tags=["plain-language"]),
            _comment("c-mob-2", "insertion", "market", "gilles", -40, "200 heures par lot en une seule phase de six semaines, nous ne saurons pas les couvrir sur les quatre bassins en même temps. 120 heures étalées, oui.", "au moins 200 heures de travail par lot",
                [_reply("fatou", -39, "Merci pour ce chiffre, c’est exactement ce qui manquait. Et si les lots ne démarrent pas la même semaine ?"), _reply("gilles", -38, "Avec trois semaines de décalage entre deux lots, nous tenons.")],
                "integrated", "120 heures par lot, et démarrages décalés de trois semaines. Mieux vaut des heures réelles qu’un chiffre non tenu.", closed=-31, tags=["social-clause"]),
            _comment("c-mob-3", "calendrier", "remark", "helene", -47, "Comptez aussi un jour de marché dans chaque chef-lieu : le jeudi à Corbigne, le samedi ailleurs. On y croise tout le monde.", "une semaine d’hiver et une semaine de printemps", [], "integrated", "Un jour de marché par chef-lieu est ajouté ; la durée passe à dix mois.", closed=-31, tags=["surveys"]),
            _comment("c-mob-4", "supports", "market", "theo", -1, "Le 100 g recyclé est en rupture chez les deux papetiers de la région, au moins jusqu’en mars. Le 80 g est disponible partout.", "papier recyclé de 100 g au moins", [_reply("provider", -1, "Nous le confirmons : à l’atelier, le 80 g passe sans difficulté, recto verso compris.")], tags=["recycled-paper"]),
            _comment("c-mob-5", "supports", "remark", "fatou", -3, "La fiche « Imprimer et diffuser » dit maintenant 80 g. L’article est resté à l’ancienne rédaction.", "porteur d’un label reconnu", [], tags=["recycled-paper"]),
            _comment("c-mob-6", "lots", "question", "amina", -36, "Un bureau de trois personnes peut-il être retenu sur deux lots si les calendriers se chevauchent ?", "un ou plusieurs lots", [_reply("agent", -35, "Oui, si l’équipe annoncée pour chaque lot est réellement disponible. Nous le préciserons au règlement.")], "answered", "Oui, sous réserve que l’équipe annoncée soit disponible ; la réponse est la même pour tous et figure ici.", by="facilitator", closed=-35, tags=["small-firms"]),
            _comment("c-mob-7", "equipe", "legal", "ines", -34, "« Nature comparable » doit être expliqué dans le règlement, sinon nous ne pourrons écarter personne, ni retenir sereinement.", "de nature comparable", [], "answered", "La définition figurera au règlement de la consultation, que rédige le service juridique.", closed=-30),
            _comment("c-mob-8", "deplacements", "remark", "oscar", -28, "Time on site could be scored as person-days rather than a share: a share favours small teams artificially.", "part du temps passé sur place", [_reply("thomas", -27, "Une part a un défaut, un nombre aussi : il favorise les grosses équipes. Nous gardons la part.")], "declined", "La part mesure l’attention portée au territoire ; un total de jours récompenserait la taille de l’équipe.", closed=-26, tags=["travel"], lang="en"),
            _comment("c-mob-9", "penalites", "market", "salome", -20, "Un retard vient souvent d’une validation qui tarde de votre côté. Peut-on suspendre le délai pendant vos relectures ?", "par jour ouvré", [_reply("ines", -19, "Juridiquement, oui : le délai est suspendu entre la remise et l’avis. À écrire.")], tags=["deadlines"]),
            _comment("c-mob-10", "restitution", "wording", "salome", -18, "« À une heure compatible avec le dernier car » : dans trois bassins, le dernier car passe à 18 h 10. Écrivez plutôt « avec un retour assuré ».", "à une heure compatible avec le dernier car", []),
            _comment("c-mob-11", "donnees", "question", "bruno", -12, "Notre modèle de trafic est une méthode antérieure : vous confirmez que nous n’avons pas à en remettre le code ?", "Ses méthodes antérieures restent sa propriété", [], "answered", "Confirmé : seuls les tableurs produits pour ces études et les données sont remis.", closed=-10, tags=["intellectual-property"]),
            _comment("c-mob-12", "parole", "remark", "amina", -9, "Un mois est court si un habitant conteste la restitution. Deux mois nous sembleraient plus sûrs.", "détruits un mois après la restitution", [], tags=["personal-data"]),
            _comment("c-mob-13", "objet", "remark", "helene", -50, "Enfin un objet qui dit à quoi l’étude sert. Gardez-le.", "les services à créer ou à arrêter", [], "answered", "Merci. Il reste.", closed=-49),
            _comment("c-mob-14", "enquetes", "market", "salome", -6, "Le porte-à-porte demande d’être deux. Le budget le permet-il sur les quatre lots ?", "porte-à-porte", []),
            _comment("c-mob-15", "perimetre", "question", "bruno", -48, "Les déplacements vers les lycées comprennent-ils les internats du dimanche soir ?", "les lycées et les hôpitaux", [_reply("thomas", -47, "Oui, et c’est même un de nos angles morts.")], "answered", "Oui, les trajets du dimanche soir et du vendredi sont compris.", closed=-46),
        ],
        "amendments": [
            _amendment("am-presence", "interlocuteur", "salome", -22, "Une personne de l’équipe est présente dans le bassin au moins trente jours pendant la phase d’enquête, dont dix hors des jours ouvrés ou après 18 h.", "Deux jours par semaine, ce sont toujours les mêmes : on rate les soirs et les samedis. Un total de jours laisse organiser la présence.", ["helene", "thomas", "amina", "gilles"], "accepted", "Repris tel quel : le nombre de jours est vérifiable et les soirées comptent enfin.", decided=-5, tags=["residents"]),
            _amendment("am-80g", "supports", "provider", -1, "Les documents remis aux habitants sont imprimés sur papier recyclé de 80 g, ou réutilisés d’une enquête à l’autre, porteur d’un label reconnu ou équivalent.", "Le 100 g est en rupture et n’apporte rien pour un questionnaire. Et les panneaux d’enquête peuvent servir quatre fois.", ["theo", "fatou", "salome", "bruno", "gilles", "helene"], tags=["recycled-paper"]),
            _amendment("am-proximite", "equipe", "bruno", -33, "Le candidat présente cinq références de moins de trois ans et dispose d’une agence située dans la région au jour du dépôt de l’offre.", "Garantir la connaissance du territoire.", [], "declined", "Une condition d’implantation est contraire à l’égalité de traitement, et cinq références ferment la porte aux équipes récentes. La présence sur place est traitée à l’article suivant.", decided=-30, tags=["small-firms"]),
            _amendment("am-penalites", "penalites", "amina", -14, "Le retard dans la remise d’un livrable donne lieu à une pénalité de 100 € par jour ouvré, plafonnée à 5 % du montant du lot. Le délai est suspendu entre la remise d’un livrable et l’avis de la Région.", "Pour un lot de 28 000 €, le plafond actuel représente la marge entière d’un petit bureau.", ["salome", "gilles"], tags=["deadlines", "small-firms"]),
            _amendment("am-retour", "restitution", "helene", -8, "Une restitution publique se tient dans chaque bassin, avec un retour assuré pour les personnes sans voiture. Les suites données à chaque proposition sont publiées par la Région dans les trois mois.", "Le dernier car part avant la fin de toutes nos réunions. Et « publiées » sans délai ne veut rien dire.", ["thomas", "salome", "fatou"], tags=["residents", "travel"]),
        ],
    },
    "proposals": [
        {"key": "pr-malle", "author": "salome", "at": -25, "title": "Une malle d’enquête qui circule", "text": "Panneaux, cartes plastifiées, jeu de plateau : une malle unique passe d’un bassin à l’autre. Moins d’impression, et des résultats comparables.", "dimensions": ["environment", "economy"], "conditions": "Démarrages décalés de trois semaines.", "article": "supports", "tags": ["reuse", "surveys"], "follow_up": {"decision": "retained", "reason": "La Région fabrique la malle et la prête aux titulaires.", "at": -12, "by": "facilitator"}},
        {"key": "pr-lyceens", "author": "helene", "at": -15, "title": "Des lycéens enquêteurs", "text": "Le lycée de Corbigne propose que deux classes enquêtent auprès de leurs familles, encadrées par le titulaire.", "dimensions": ["social"], "conditions": "Convention avec le lycée, accord des parents.", "article": "enquetes", "tags": ["surveys"], "follow_up": {"decision": "to_study", "reason": "Nous attendons l’avis du rectorat ; réponse avant la fin des commentaires.", "at": -6, "by": "facilitator"}},
    ],
    "resources": [
        {"key": "r-mob-1", "kind": "link", "title": "Carte des lignes de car et des gares", "url": "https://example.org/val-de-rive/carte-des-lignes", "description": "Tracés et horaires d’hiver, mis à jour chaque trimestre."},
        {"key": "r-mob-2", "kind": "csv", "filename": "frequentation-cars-2025.csv", "title": "Fréquentation des cars par arrêt", "description": "Montées moyennes un jour d’école, par arrêt.",
         "content": "arret;commune;montees_jour_ecole;montees_samedi\nMairie;Corbigne;142;61\nHôpital;Corbigne;88;30\nGare;Brûlemont;203;117\nLycée;La Vernaie;311;4\nPlace du Foirail;Les Essarts-Verts;57;74\nZone d’activités;Brûlemont;39;2\n"},
        {"key": "r-mob-3", "kind": "txt", "filename": "trame-entretien-habitants.txt", "title": "Trame d’entretien de 2019, annotée", "description": "Ce qui a fonctionné et ce qui a été abandonné.",
         "content": "TRAME D’ENTRETIEN, 2019 (annotée)\n\n1. Racontez votre dernière semaine de déplacements.\n   A gardé les gens, à reprendre.\n2. Notez de 1 à 5 votre satisfaction.\n   Ne dit rien. À retirer.\n3. À quoi avez-vous renoncé faute de transport ?\n   La meilleure question. À poser en premier.\n"},
    ],
}

_PRINTING = {
    "key": "impression",
    "visibility": "public",
    "phase": "frozen",
    "created": -420,
    "phases": {"writing": (-420, -385), "comments": (-385, -340), "answers": (-340, -322), "frozen": (-322, -300), "published": (-300, None)},
    "families": ["printing", "design"],
    "facilitators": ["facilitator"],
    "members": ["lucie", "agent", "fatou", "ines"],
    "tags": ["recycled-paper", "transport", "small-firms"],
    "title": {"fr": "Imprimer moins et mieux", "en": "Printing less and better"},
    "slug": {"fr": "imprimer-moins-et-mieux", "en": "printing-less-and-better"},
    "summary": {
        "fr": "L’accord-cadre d’impression de la Région, écrit avec des imprimeurs et des graphistes. Texte gelé : chaque remarque a sa réponse.",
        "en": "The Region’s framework agreement for printing, written with printers and designers. The text is frozen: every remark has its answer.",
    },
    "introduction": {
        "fr": "Cet espace est clos. Le texte gelé a été publié, cinq entreprises ont répondu, dont trois petites. Nous le laissons ouvert à la lecture pour qu’il serve à d’autres : l’article sur le papier vient d’une visite d’atelier.",
        "en": "This space is closed. The frozen text was published and five firms tendered, three of them small. We leave it open to read so that others can use it: the article on paper comes from a workshop visit.",
    },
    "draft": {
        "key": "spec-impression",
        "title": "Accord-cadre d’impression et de diffusion",
        "slug": "accord-cadre-impression",
        "object": "Impression, façonnage et diffusion des documents de la Région, accord-cadre de quatre ans.",
        "document_kind": "CCTP et CCAP", "general_terms": "CCAG-FCS 2021", "family": "printing", "cpv": "79810000", "band": "143000-443000",
        "comments_close": -340, "planned_publication": -300,
        "consultation": {"reference": "VDR-IMP-04", "opens": -300, "silence": (-300, -190)},
        "result": {"received": 5, "lesson": "l-impression"},
        "version_dates": [-385, -362, -345, -326],
        "articles": [
            _article("objet", 1, "technical", "Objet", "L’accord-cadre a pour objet l’impression, le façonnage et la diffusion des documents de la Région, avec la volonté d’en réduire le nombre d’un quart en quatre ans.", "L’objectif de réduction est dans l’objet : il éclaire tout le reste."),
            _article("lots", 2, "administrative", "Lots", "Lot 1 : documents courants. Lot 2 : affiches et grands formats. Lot 3 : mise sous pli et préparation des envois, réservé aux structures d’insertion et aux entreprises adaptées.", "", "PI-IMP-RC-01"),
            _article("duree", 2, "administrative", "Durée et volumes", "L’accord-cadre dure quatre ans. Un montant minimum de 20 000 € par an est garanti pour chacun des lots 1 et 2.", "Sans minimum, les petits ateliers ne peuvent pas investir."),
            _article("papier", 1, "technical", "Papier", "Les documents sont imprimés sur papier recyclé de 100 g au moins, porteur de l’Écolabel européen ou équivalent.", "Rédaction reprise du marché précédent.", "PI-IMP-TS-01"),
            _article("formats", 2, "technical", "Formats", "Les formats sont choisis dans la grille annexée, qui n’engendre pas plus de 5 % de chute.", "", "PI-IMP-TS-02"),
            _article("encres", 2, "technical", "Encres", "Les encres sont exemptes d’huiles minérales. Les aplats couvrent moins de 30 % de la page.", "Faciliter le désencrage."),
            _article("tirages", 1, "technical", "Tirages", "Au-delà de 2 000 exemplaires, le tirage est fait en deux fois : un premier de 60 % au plus, un second dans les quatre mois selon les demandes constatées.", "", "PI-IMP-CPC-01"),
            _article("bat", 2, "technical", "Bon à tirer", "Le titulaire remet un bon à tirer numérique. La Région répond sous trois jours ouvrés. Le silence vaut demande de report, jamais accord.", "Éviter les tirages ratés."),
            _article("livraison", 1, "technical", "Livraison", "Les documents sont livrés sous deux jours ouvrés dans les services, par véhicule à faibles émissions.", "", "PI-IMP-AC-01"),
            _article("emballage", 2, "technical", "Emballages", "Les caisses et les palettes sont reprises à la livraison suivante. Le film plastique individuel est exclu.", ""),
            _article("stock", 2, "technical", "Stockage", "Le titulaire garde au plus trois mois les exemplaires non livrés. Un inventaire est remis deux fois par an.", "Voir ce qui dort."),
            _article("selection", 1, "selection", "Capacités demandées", "Le candidat présente deux travaux comparables et son matériel. Aucun chiffre d’affaires minimal n’est demandé.", "", "PI-ETU-SC-01"),
            _article("criteres", 1, "award", "Critères d’attribution", "Coût complet du document : 45 points. Qualité d’impression, sur échantillon : 30 points. Livraison : 15 points. Délai : 10 points.", "", "PI-IMP-LCC-01"),
            _article("prix", 1, "administrative", "Prix et révision", "Les prix unitaires sont révisés chaque semestre selon un indice du papier et un indice des salaires, à la hausse comme à la baisse.", "Le papier a varié de 60 % en deux ans."),
            _article("paiement", 2, "administrative", "Avance et paiement", "Une avance de 20 % est versée aux petites entreprises. Les factures sont payées sous vingt jours.", ""),
            _article("penalites", 1, "administrative", "Pénalités", "Un retard de livraison donne lieu à une pénalité de 2 % du montant de la commande par jour ouvré, plafonnée à 10 %.", ""),
            _article("bilan", 1, "annex", "Bilan annuel", "Le titulaire et la Région se réunissent une fois par an pour comparer exemplaires imprimés, exemplaires lus et exemplaires jetés.", "Le seul chiffre qui compte est le dernier."),
        ],
        "history": [
            {"note": "Réponses aux premières remarques : chute tolérée, minimum garanti relevé, bon à tirer.", "changes": {
                "formats": "Les formats sont choisis dans la grille annexée, qui n’engendre pas plus de 8 % de chute. Le titulaire peut proposer un format voisin mieux adapté à sa machine.",
                "duree": "L’accord-cadre dure quatre ans. Un montant minimum de 35 000 € par an est garanti pour chacun des lots 1 et 2.",
                "bat": "Le titulaire remet un bon à tirer numérique avec l’imposition. La Région répond sous trois jours ouvrés. Le silence vaut demande de report, jamais accord.",
            }},
            {"note": "Amendement accepté : 80 g recyclé ou équivalent.", "amendment": "am-papier"},
            {"note": "Amendement accepté en partie : livraison en tournée sous cinq jours.", "amendment": "am-tournee"},
        ],
        "comments": [
            _comment("c-imp-1", "papier", "market", "provider", -380, "Pourquoi 100 g ? Sur nos machines, le 80 g recyclé passe recto verso sans transparence gênante, et nous l’avons en stock.", "100 g au moins", [_reply("lucie", -379, "Personne ne sait. Le chiffre vient du marché d’il y a douze ans, quand le papier recyclé peluchait."), _reply("facilitator", -378, "Deux d’entre nous viennent voir. Rendez-vous ouvert à tous les imprimeurs qui le souhaitent.")], "integrated", "Vérifié en atelier pendant le micro-voyage : 80 g suffit. Voir l’amendement accepté.", closed=-345, tags=["recycled-paper"]),
            _comment("c-imp-2", "formats", "market", "theo", -376, "5 % de chute, ce n’est possible qu’avec une seule taille de feuille. À 8 %, tous les ateliers peuvent répondre.", "5 % de chute", [], "integrated", "8 %, et le droit de proposer un format voisin.", closed=-362),
            _comment("c-imp-3", "duree", "market", "gilles", -374, "À 20 000 € par an, nous ne pouvons pas embaucher. À 35 000 €, un poste en parcours tient toute l’année.", "20 000 € par an", [], "integrated", "Minimum porté à 35 000 € : c’est le niveau de dépense des trois dernières années.", closed=-362, tags=["social-clause"]),
            _comment("c-imp-4", "livraison", "remark", "fatou", -372, "Qui a besoin d’un dépliant sous deux jours ? La moitié des camionnettes arrivent vides aux trois quarts.", "sous deux jours ouvrés", [_reply("lucie", -371, "La presse, deux fois par an. Le reste peut attendre jeudi.")], "integrated", "Tournée hebdomadaire par défaut ; l’urgence devient l’exception, payée.", closed=-326, tags=["transport"]),
            _comment("c-imp-5", "encres", "question", "provider", -369, "Acceptez-vous les encres végétales avec un reste de solvant inférieur à 1 % ?", "exemptes d’huiles minérales", [], "answered", "Oui : la clause vise les huiles minérales, pas les traces de solvant. La réponse est publiée pour tous.", closed=-362),
            _comment("c-imp-6", "criteres", "legal", "ines", -366, "Un coût complet doit s’appuyer sur un tableur publié avec le dossier, identique pour tous.", "Coût complet du document", [], "answered", "Le tableur est joint au dossier et figure dans les ressources de cet espace.", closed=-360, tags=["price"]),
            _comment("c-imp-7", "paiement", "market", "theo", -358, "Vingt jours, c’est bien. Le tenez-vous ?", "sous vingt jours", [_reply("agent", -357, "Dix-huit jours en moyenne l’an dernier, avec trois retards. Nous publierons le chiffre chaque trimestre.")], "answered", "Délai constaté publié chaque trimestre dans les ressources.", closed=-350),
            _comment("c-imp-8", "bilan", "remark", "lucie", -355, "Prévoyons de jeter ensemble, une fois : ouvrir les cartons restants avec le titulaire.", "exemplaires jetés", [], "answered", "Adopté comme usage, sans l’écrire au marché.", closed=-348),
            _comment("c-imp-9", "penalites", "market", "provider", -352, "2 % par jour avec une tournée hebdomadaire, c’est 10 % pour un jeudi manqué.", "2 % du montant", [_reply("ines", -351, "En tournée, le retard se compte de jeudi en jeudi.")], "declined", "Le plafond de 10 % reste ; le règlement précise que le délai court d’une tournée à la suivante.", closed=-326),
        ],
        "amendments": [
            _amendment("am-papier", "papier", "provider", -352, "Les documents sont imprimés sur papier recyclé de 80 g au moins, ou équivalent en fibres recyclées, porteur de l’Écolabel européen ou équivalent. Les affiches extérieures peuvent atteindre 115 g.", "Un cinquième de matière en moins, du papier disponible, et rien à changer à la lecture. Vous l’avez vu à l’atelier.", ["theo", "lucie", "fatou", "agent", "gilles"], "accepted", "Essai fait en atelier par deux agents, photos à l’appui : lecture identique, stock disponible chez tous les imprimeurs interrogés.", decided=-345, tags=["recycled-paper"]),
            _amendment("am-tournee", "livraison", "theo", -350, "Les documents sont livrés en tournée, une fois par semaine, sans exception.", "Une tournée existe déjà le jeudi chez la plupart des ateliers.", ["fatou", "provider"], "accepted_in_part", "La tournée devient la règle, mais une urgence reste possible deux fois par an pour la presse : elle est payée à part.", decided=-326, final="Les documents sont livrés en tournée, une fois par semaine, sous cinq jours ouvrés. Une livraison urgente peut être commandée et payée à part, deux fois par an au plus. Le véhicule est à faibles émissions lorsque la tournée le permet.", tags=["transport"]),
            _amendment("am-couche", "papier", "oscar", -349, "Printed matter may use coated virgin-fibre paper when the contractor certifies its carbon footprint.", "Coated paper gives better pictures.", [], "declined", "La qualité d’image sera jugée sur échantillon. Aucun des documents concernés ne demande un papier couché.", decided=-340, lang="en"),
        ],
    },
    "proposals": [
        {"key": "pr-reserve", "author": "gilles", "at": -365, "title": "Ouvrir la réserve avant de réimprimer", "text": "Nos équipes peuvent compter et trier la réserve deux fois par an, puis redistribuer les exemplaires encore bons.", "dimensions": ["environment", "social"], "conditions": "Une journée de tri par semestre au bordereau.", "article": "stock", "tags": ["waste", "social-clause"], "follow_up": {"decision": "retained", "reason": "Une journée de tri par semestre figure au bordereau du lot 3.", "at": -330, "by": "facilitator"}},
    ],
    "resources": [
        {"key": "r-imp-1", "kind": "csv", "filename": "cout-complet.csv", "title": "Tableur du coût complet", "description": "Le même pour tous les candidats. Un exemple est rempli.",
         "content": "poste;unite;exemple\nImpression;€ pour 1 000;118,00\nLivraison;€ pour 1 000;9,40\nStockage;€ par carton et par mois;2,10\nMise au rebut;€ pour 1 000 jetés;31,00\nExemplaires lus;sur 1 000;720\nCoût d’un exemplaire lu;€;0,22\n"},
        {"key": "r-imp-2", "kind": "txt", "filename": "grille-des-formats.txt", "title": "Grille des formats", "description": "Formats sans chute, par feuille de machine.",
         "content": "GRILLE DES FORMATS\n\nFeuille 52 x 74 cm\n  dépliant 3 volets 10 x 21 cm : 21 poses, chute 6 %\n  brochure 16 x 24 cm : 9 poses, chute 7 %\n\nFeuille 35 x 50 cm\n  carte 10 x 15 cm : 11 poses, chute 5 %\n\nÀ éviter : 21 x 21 cm (chute 24 %).\n"},
        {"key": "r-imp-3", "kind": "link", "title": "Délais de paiement constatés", "url": "https://example.org/val-de-rive/delais-de-paiement", "description": "Publiés chaque trimestre."},
    ],
}

_AIDS = {
    "key": "aides",
    "visibility": "members",
    "phase": "comments",
    "created": -60,
    "phases": {"writing": (-60, -24), "comments": (-24, 11), "answers": (11, 21), "frozen": (21, 35), "published": (35, None)},
    "families": ["digital"],
    "facilitators": ["facilitator"],
    "members": ["samir", "agent", "ines", "editor"],
    "tags": ["accessibility", "free-software", "personal-data"],
    "title": {"fr": "Portail des aides", "en": "Support portal"},
    "slug": {"fr": "portail-des-aides", "en": "support-portal"},
    "summary": {
        "fr": "Refonte du portail des aides régionales. Espace réservé à ses membres jusqu’à la publication.",
        "en": "Rebuilding the portal of regional support schemes. Reserved for its members until publication.",
    },
    "introduction": {
        "fr": "Quatre demandes sur dix s’arrêtent à la troisième page du formulaire. Nous préparons le marché qui doit y remédier. Le montant et le calendrier sont encore confidentiels : rien ne sort d’ici, et rien n’est dit à une entreprise avant de l’être à toutes.",
        "en": "Four applications out of ten stop at the third page of the form. We are preparing the contract that is to mend this. Amount and calendar are still confidential: nothing leaves this space, and nothing is told to one firm before it is told to all.",
    },
    "draft": {
        "key": "spec-aides",
        "title": "Refonte du portail des aides",
        "slug": "refonte-portail-des-aides",
        "object": "Conception, réalisation et maintenance du portail des aides régionales.",
        "document_kind": "CCTP", "general_terms": "CCAG-TIC 2021", "family": "digital", "cpv": "72212", "band": "443000-1000000",
        "comments_close": 11, "planned_publication": 35,
        "version_dates": [-24, -7],
        "articles": [
            _article("objet", 1, "technical", "Objet", "Le marché porte sur la refonte du portail des aides, de la recherche d’une aide au versement, pour que neuf demandes commencées sur dix soient terminées.", "Un résultat attendu, mesurable."),
            _article("usagers", 1, "technical", "Usagers", "Le portail sert d’abord les apprentis, les associations et les très petites entreprises. La moitié d’entre eux n’ont qu’un téléphone.", "Enquête interne du printemps."),
            _article("reprise", 2, "technical", "Logiciels existants", "Le titulaire examine d’abord les logiciels libres déjà utilisés par d’autres régions et motive par écrit le choix de ne pas les reprendre.", "Ne pas reconstruire.", "PI-NUM-CPC-01"),
            _article("accessibilite", 1, "technical", "Accessibilité", "Le service respecte le référentiel d’accessibilité en vigueur, ou équivalent. Chaque étape livrée est essayée au clavier, au zoom à 400 % et avec un lecteur d’écran. Deux séances par an sont menées avec des personnes handicapées, rémunérées.", "", "PI-NUM-TS-01", False),
            _article("legerete", 1, "technical", "Pages légères", "La page d’une démarche pèse moins de 300 ko à la première visite et reste utilisable sur un téléphone de sept ans.", "", "PI-NUM-TS-02"),
            _article("donnees", 1, "technical", "Données demandées", "Chaque champ demandé est justifié dans un tableau : à quoi il sert, qui le lit, quand il est effacé.", "", "PI-NUM-CPC-02", False),
            _article("pieces", 2, "technical", "Pièces justificatives", "Une pièce déjà détenue par une administration n’est pas redemandée. Les photos prises au téléphone sont acceptées.", "Premier motif d’abandon."),
            _article("langage", 2, "technical", "Langage clair", "Chaque page est relue par deux personnes qui ne connaissent pas l’aide. Aucune phrase ne dépasse vingt-cinq mots.", ""),
            _article("code", 1, "technical", "Code ouvert", "Le code produit est publié sous licence EUPL-1.2 au fil du travail. Un développeur qui ne connaît pas le projet doit pouvoir le lancer en moins d’une heure.", "", "PI-NUM-CPC-01"),
            _article("hebergement", 1, "technical", "Hébergement", "Le service est hébergé dans l’Union européenne. L’hébergeur publie la consommation électrique annuelle attribuable au service.", ""),
            _article("equipe", 1, "award", "Équipe et essai commun", "L’équipe est jugée sur 35 points, dont 20 pour un essai commun d’une demi-journée, payé 600 €, avec trois candidats au plus.", "", "PI-NUM-AC-01"),
            _article("cout", 1, "award", "Coût sur cinq ans", "Le prix comparé comprend la construction, l’hébergement, la maintenance, quarante jours d’évolution par an et la sortie, sur cinq ans.", "", "PI-NUM-LCC-01"),
            _article("lots", 1, "administrative", "Lots", "Lot 1 : conception et réalisation. Lot 2 : audit d’accessibilité. Lot 3 : formation des agents instructeurs.", "L’audit doit être indépendant."),
            _article("rythme", 2, "administrative", "Rythme et validation", "Une version utilisable est livrée toutes les trois semaines. La Région valide sous cinq jours ouvrés.", ""),
            _article("sortie", 1, "administrative", "Réversibilité", "En fin de marché, le titulaire passe la main en deux mois, au prix fixé dans son offre.", ""),
            _article("penalites", 1, "administrative", "Pénalités", "Une indisponibilité de plus de quatre heures entre 8 h et 20 h donne lieu à une pénalité de 300 €.", ""),
        ],
        "history": [
            {"note": "Après relecture juridique : deux lots au lieu de trois, phrases du langage clair, pénalités plafonnées.", "changes": {
                "langage": "Chaque page est relue par deux personnes qui ne connaissent pas l’aide, dont une n’ayant pas le français pour langue maternelle. Les phrases comptent vingt mots en moyenne.",
                "penalites": "Une indisponibilité de plus de quatre heures entre 8 h et 20 h donne lieu à une pénalité de 300 €, plafonnée à 5 % du montant annuel de la maintenance.",
                "lots": "Lot 1 : conception, réalisation et formation des agents instructeurs. Lot 2 : audit d’accessibilité. Un même candidat ne peut pas être retenu sur les deux lots.",
            }},
        ],
        "comments": [
            _comment("c-aid-1", "lots", "legal", "ines", -22, "Trois lots pour une seule équipe d’instructeurs, c’est fragile. La formation peut rejoindre le lot 1 ; l’audit doit rester à part.", "formation des agents instructeurs", [_reply("agent", -21, "D’accord pour deux lots.")], "integrated", "Deux lots, et l’interdiction de cumuler est écrite.", closed=-7, tags=["lots"]),
            _comment("c-aid-2", "langage", "wording", "editor", -20, "« Aucune phrase ne dépasse vingt-cinq mots » produira des textes hachés. Une moyenne serait plus humaine.", "Aucune phrase ne dépasse vingt-cinq mots", [], "integrated", "Une moyenne de vingt mots, et une relectrice de plus.", closed=-7, tags=["plain-language"]),
            _comment("c-aid-3", "penalites", "legal", "ines", -19, "Sans plafond, le lot fera peur aux petites équipes.", "une pénalité de 300 €", [], "integrated", "Plafond de 5 % ajouté.", closed=-7),
            _comment("c-aid-4", "legerete", "question", "samir", -6, "Who measures the 300 kB: the contractor’s pipeline or ours? I would rather it were ours, on a phone we own.", "300 ko", [_reply("facilitator", -5, "Le nôtre, avec le téléphone prêté. Je prépare une rédaction.")], tags=["ecodesign"], lang="en"),
            _comment("c-aid-5", "pieces", "remark", "editor", -4, "Ajouter : « une pièce refusée l’est avec une phrase qui dit quoi envoyer à la place ».", "Les photos prises au téléphone sont acceptées", []),
            _comment("c-aid-6", "hebergement", "remark", "samir", -12, "Few hosts can attribute electricity to one service. Ask for the method first, the figure from the second year.", "consommation électrique annuelle", [_reply("agent", -11, "Oui, sinon nous aurons des chiffres inventés.")], lang="en"),
        ],
        "amendments": [
            _amendment("am-hebergeur", "hebergement", "samir", -11, "Le service est hébergé dans l’Union européenne. L’hébergeur décrit la première année sa méthode pour estimer la consommation électrique du service, puis publie le chiffre chaque année.", "Une exigence que personne ne peut tenir la première année appelle des chiffres inventés.", ["agent", "editor"], tags=["ecodesign"]),
            _amendment("am-essai", "equipe", "agent", -18, "L’équipe est jugée sur 35 points, sur la base de références et d’un mémoire technique de quarante pages.", "L’essai commun demande une organisation lourde.", [], "declined", "L’essai d’une demi-journée a fait ses preuves sur deux marchés, et quarante pages coûtent plus cher à écrire et à lire.", decided=-10),
        ],
    },
    "proposals": [],
    "resources": [
        {"key": "r-aid-1", "kind": "csv", "filename": "abandons-par-page.csv", "title": "Abandons par page du formulaire", "description": "Mesure anonyme, douze mois. Diffusion réservée à l’espace.",
         "content": "page;demandes_arrivees;abandons_pour_cent\n1 Identité;18420;6\n2 Projet;17314;9\n3 Pièces justificatives;15756;41\n4 Budget;9296;12\n5 Envoi;8180;3\n"},
    ],
}

_SKILLS = {
    "key": "formation",
    "visibility": "agents",
    "phase": "writing",
    "created": -75,
    "phases": {"writing": (-75, 14), "comments": (14, 44), "answers": (44, 58), "frozen": (58, 72), "published": (72, None)},
    "families": ["training"],
    "facilitators": ["facilitator", "paul"],
    "members": ["agent", "fatou", "marina", "helene"],
    "tags": ["sign-language", "skills", "lots"],
    "title": {"fr": "Formation en langue des signes", "en": "Sign-language training"},
    "slug": {"fr": "formation-langue-des-signes", "en": "sign-language-training"},
    "summary": {
        "fr": "Relancer un marché resté sans offre, avec deux autres collectivités. Ouvert à tous les agents.",
        "en": "Relaunching a contract that drew no tender, with two other authorities. Open to all agents.",
    },
    "introduction": {
        "fr": "En juillet dernier, personne n’a répondu. Nous savons pourquoi, et la leçon est publiée. Nous reprenons le besoin avec la Ville d’Aubrelle et la Communauté de communes du Haut-Lorin, qui ont le même.",
        "en": "Last July nobody tendered. We know why, and the lesson is published. We take the need up again with the town of Aubrelle and the Haut-Lorin communities, which share it.",
    },
    "draft": {
        "key": "spec-formation",
        "title": "Formation en langue des signes des agents d’accueil",
        "slug": "formation-lsf",
        "object": "Formation en langue des signes française des agents d’accueil, groupement de commandes de trois collectivités.",
        "document_kind": "CCTP", "general_terms": "CCAG-PI 2021", "family": "training", "cpv": "80500000", "band": "40000-90000",
        "comments_close": 44, "planned_publication": 72,
        "version_dates": [-18],
        "articles": [
            _article("objet", 1, "technical", "Objet", "Permettre à cent vingt agents d’accueil de tenir une conversation simple en langue des signes, dans leur situation de travail.", "Un résultat, pas un nombre d’heures."),
            _article("lots", 1, "administrative", "Lots", "Le marché est divisé en trois lots géographiques. Un candidat peut répondre à un seul lot, à plusieurs, seul ou en groupement.", "Le lot unique n’avait donné aucune offre.", "PI-FOR-SM-01"),
            _article("groupes", 1, "technical", "Groupes et rythme", "Les groupes comptent huit personnes au plus. Les séances durent une demi-journée, tous les quinze jours, hors juillet et août.", ""),
            _article("formateurs", 1, "technical", "Formatrices et formateurs", "L’enseignement est assuré par des personnes sourdes signantes, ou en binôme avec elles.", "Demande unanime des associations rencontrées."),
            _article("lieux", 1, "technical", "Lieux", "Une session se tient dans le site qui demande le moins de kilomètres au total. L’acheteur met la salle à disposition.", "", "PI-FOR-CPC-01"),
            _article("capacites", 1, "selection", "Capacités", "La certification qualité en vigueur, ou le calendrier de l’audit, suffit comme preuve. Aucune attestation supplémentaire n’est demandée au dépôt.", "Onze pièces la dernière fois ; huit jamais ouvertes.", "PI-FOR-SC-01"),
            _article("effet", 1, "award", "Effet sur le travail", "Critère « effet », 30 points : mise en situation au guichet, retour à trois mois, suite proposée aux stagiaires bloqués.", "", "PI-FOR-AC-01"),
            _article("paiement", 1, "administrative", "Paiement et annulation", "Une session annulée par l’acheteur moins de dix jours avant est payée à 50 %. Les formateurs indépendants sont payés sous trente jours.", "", "PI-FOR-CPC-02"),
        ],
        "history": [],
        "comments": [
            _comment("c-for-1", "lots", "remark", "marina", -12, "Aubrelle et le Haut-Lorin peuvent tenir dans un même lot : une demi-heure de train entre les deux.", "trois lots géographiques", [_reply("helene", -11, "D’accord, si la salle change une fois sur deux.")], tags=["lots"]),
            _comment("c-for-2", "objet", "question", "outsider", -9, "Les agents d’accueil des lycées sont-ils compris ? Ils sont quarante-six.", "cent vingt agents", [_reply("paul", -8, "Oui, ils sont dans le compte.")], "answered", "Oui, les lycées sont compris.", by="paul", closed=-8),
            _comment("c-for-3", "formateurs", "legal", "marina", -7, "À tourner en compétence et en expérience, sinon nous risquons une discrimination à l’embauche chez le titulaire.", "par des personnes sourdes signantes", [], tags=["sign-language"]),
        ],
        "amendments": [
            _amendment("am-groupes", "groupes", "marina", -6, "Les groupes comptent six à dix personnes. Les séances durent une demi-journée, tous les quinze jours, hors juillet, août et première semaine de septembre.", "À huit au plus, Aubrelle devrait ouvrir un groupe de plus pour une personne.", ["helene", "outsider"], tags=["skills"]),
        ],
    },
    "proposals": [
        {"key": "pr-pairs", "author": "outsider", "at": -8, "title": "Des agents signants comme relais", "text": "Trois collègues signent déjà. Leur donner une demi-journée par mois pour faire pratiquer les autres.", "dimensions": ["social"], "conditions": "Accord des responsables.", "article": "groupes", "tags": ["skills"], "follow_up": None},
    ],
    "resources": [
        {"key": "r-for-1", "kind": "txt", "filename": "les-trois-causes.txt", "title": "Pourquoi personne n’a répondu", "description": "Notes de onze appels à des organismes.",
         "content": "ONZE APPELS, TROIS CAUSES\n\nDélai : dix-huit jours, en juillet (9 sur 11).\nLot unique pour quatre départements (8 sur 11).\nOnze pièces demandées (5 sur 11).\n\nPersonne n’a parlé du prix.\n"},
    ],
}

SPACES = [_MOBILITY, _PRINTING, _SKILLS, _AIDS]

INDEX = {
    "title": {"fr": "Espaces", "en": "Spaces"},
    "slug": {"fr": "espaces", "en": "spaces"},
    "introduction": {
        "fr": "Ici s’écrivent les cahiers des charges. On commente un article, on propose une autre rédaction, et chaque remarque reçoit une réponse motivée.",
        "en": "This is where specifications are written. Comment on an article, propose other wording, and every remark gets an answer with its reason.",
    },
}
