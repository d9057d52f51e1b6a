"""Standing pages. Everything between double square brackets is fictional and must be filled in by whoever runs the site.

A body is a list of (kind, text): "h2", "p", or "ul" with one item a line. Legal references are those of the
domain notes; the date says when they were last read.
"""

from typing import Any

PAGES: list[dict[str, Any]] = [
    {
        "key": "legal",
        "slug": {"fr": "mentions-legales", "en": "legal-notice"},
        "title": {"fr": "Mentions légales", "en": "Legal notice"},
        "summary": {
            "fr": "Qui publie ce site, qui l’héberge, à qui appartiennent les textes.",
            "en": "Who publishes this site, who hosts it, who owns the texts.",
        },
        "body": {
            "fr": [
                ("h2", "Éditeur"),
                (
                    "p",
                    "[[Région Val-de-Rive, collectivité fictive, 1, esplanade des Rives, Montrive. Téléphone : 00 00 00 00 00.]]",
                ),
                ("h2", "Direction de la publication"),
                ("p", "[[La présidente ou le président de la Région, nom à compléter.]]"),
                ("h2", "Hébergement"),
                ("p", "[[Nom, adresse et téléphone de l’hébergeur. Hébergement dans l’Union européenne.]]"),
                ("h2", "Textes et données"),
                (
                    "p",
                    "Sauf mention contraire, les textes et les données publiés ici peuvent être réutilisés sous la Licence ouverte 2.0, à condition d’en citer la source et la date. Les images de démonstration ont été dessinées pour ce site.",
                ),
                ("h2", "Contenu de démonstration"),
                (
                    "p",
                    "Les lieux, les entreprises, les personnes et les marchés présentés dans la démonstration sont inventés. Les numéros d’entreprise commencent par 0 et n’existent pas au répertoire.",
                ),
                ("h2", "Logiciel"),
                ("p", "Le code du portail est publié sous licence EUPL-1.2."),
            ],
            "en": [
                ("h2", "Publisher"),
                (
                    "p",
                    "[[Région Val-de-Rive, a fictional authority, 1, esplanade des Rives, Montrive. Telephone: 00 00 00 00 00.]]",
                ),
                ("h2", "Publication director"),
                ("p", "[[The president of the Region, name to be filled in.]]"),
                ("h2", "Hosting"),
                ("p", "[[Name, address and telephone of the host. Hosted in the European Union.]]"),
                ("h2", "Texts and data"),
                (
                    "p",
                    "Unless stated otherwise, the texts and data published here may be re-used under the French open licence (Licence ouverte 2.0), provided the source and date are given. The demonstration pictures were drawn for this site.",
                ),
                ("h2", "Demonstration content"),
                (
                    "p",
                    "The places, firms, people and contracts shown in the demonstration are invented. Company numbers start with 0 and do not exist in the register.",
                ),
                ("h2", "Software"),
                ("p", "The code of the portal is published under the EUPL-1.2 licence."),
            ],
        },
    },
    {
        "key": "privacy",
        "slug": {"fr": "donnees-personnelles", "en": "personal-data"},
        "title": {"fr": "Données personnelles", "en": "Personal data"},
        "summary": {
            "fr": "Ce que nous gardons, pourquoi, combien de temps, et comment le faire effacer.",
            "en": "What we keep, why, for how long, and how to have it erased.",
        },
        "body": {
            "fr": [
                ("p", "Lire ce site ne demande rien et ne laisse rien : ni compte, ni traceur."),
                ("h2", "Quand vous avez un compte"),
                (
                    "p",
                    "Nous gardons votre nom, votre service ou votre entreprise, votre adresse électronique, ce que vous écrivez et les dates. Base légale : mission d’intérêt public. Après deux ans sans connexion, le compte est effacé ; vos contributions restent, sans votre nom.",
                ),
                ("h2", "Quand vous vous inscrivez à un apéritif-défi"),
                (
                    "p",
                    "Nous gardons le nom de l’organisation, sa taille, votre nom et votre adresse électronique ; le téléphone et le numéro d’entreprise sont facultatifs. La partie personnelle est effacée six mois après le compte rendu. La liste des organisations reste aussi longtemps que le compte rendu, car elle prouve l’égalité de traitement. Un besoin d’accès que vous nous indiquez est effacé juste après la soirée.",
                ),
                ("h2", "Photographies"),
                ("p", "Uniquement avec votre consentement, que vous pouvez retirer à tout moment."),
                ("h2", "Courriels"),
                ("p", "Le texte d’un courriel que le site vous envoie est gardé quatre-vingt-dix jours, puis effacé."),
                ("h2", "Journaux de sécurité"),
                ("p", "Douze mois au plus."),
                ("h2", "Vos droits"),
                (
                    "p",
                    "Vous pouvez consulter, corriger, exporter ou faire effacer vos données. Écrivez à la déléguée ou au délégué à la protection des données : [[dpd@val-de-rive.example]]. Si la réponse ne vous convient pas, vous pouvez vous adresser à la CNIL.",
                ),
            ],
            "en": [
                ("p", "Reading this site asks for nothing and leaves nothing behind: no account, no tracker."),
                ("h2", "When you have an account"),
                (
                    "p",
                    "We keep your name, your department or firm, your e-mail address, what you write and the dates. Legal basis: public interest task. After two years without log-in the account is erased; your contributions stay, without your name.",
                ),
                ("h2", "When you register for an aperitif-challenge"),
                (
                    "p",
                    "We keep the name of the organisation, its size, your name and e-mail address; telephone and company number are optional. The personal part is erased six months after the record. The list of organisations stays as long as the record, because it proves equal treatment. An access need that you tell us about is erased right after the evening.",
                ),
                ("h2", "Photographs"),
                ("p", "Only with your consent, which you may withdraw at any time."),
                ("h2", "Mails"),
                ("p", "The text of a mail that the site sends you is kept for ninety days, then erased."),
                ("h2", "Security logs"),
                ("p", "Twelve months at most."),
                ("h2", "Your rights"),
                (
                    "p",
                    "You may see, correct, export or erase your data. Write to the data protection officer: [[dpo@val-de-rive.example]]. If the answer does not satisfy you, you may turn to the CNIL, the French data protection authority.",
                ),
            ],
        },
    },
    {
        "key": "accessibility",
        "slug": {"fr": "accessibilite", "en": "accessibility"},
        "title": {"fr": "Déclaration d’accessibilité", "en": "Accessibility statement"},
        "summary": {
            "fr": "Accessibilité : non conforme. Vérifiée par nos soins, pas encore auditée.",
            "en": "Accessibility: not conforming. Checked by ourselves, not audited yet.",
        },
        "state": "non_conforme",
        "body": {
            "fr": [
                (
                    "p",
                    "[[La Région Val-de-Rive]] s’engage à rendre ce site accessible, conformément à l’article 47 de la loi du 11 février 2005.",
                ),
                ("h2", "État de conformité"),
                (
                    "p",
                    "Ce site est non conforme au référentiel général d’amélioration de l’accessibilité, version 4.1, parce qu’aucun audit de conformité n’a encore eu lieu. Nous avons mené nos propres vérifications, automatiques et au clavier, mais elles ne remplacent pas un audit ; nous n’annonçons donc aucun taux.",
                ),
                ("h2", "Ce que nous avons vérifié"),
                (
                    "ul",
                    "Chaque type de page, en français et en anglais, en clair et en sombre, avec un outil automatique.\nLa navigation au clavier et sans script.\nL’affichage à 320 pixels de large et l’agrandissement du texte à 200 %.",
                ),
                ("h2", "Ce que nous savons imparfait"),
                (
                    "ul",
                    "Des documents déposés par les participants peuvent ne pas être accessibles. Demandez-nous une autre version.\nLa comparaison de deux versions d’un long texte demande de la patience avec un lecteur d’écran.",
                ),
                ("h2", "Signaler une difficulté"),
                (
                    "p",
                    "Écrivez à [[accessibilite@val-de-rive.example]]. Nous répondons sous dix jours ouvrés et proposons une autre façon d’obtenir ce que vous cherchiez.",
                ),
                ("h2", "Si notre réponse ne suffit pas"),
                (
                    "p",
                    "Vous pouvez écrire au Défenseur des droits, ou contacter sa déléguée ou son délégué dans votre département.",
                ),
                ("p", "Déclaration établie en novembre 2026."),
            ],
            "en": [
                (
                    "p",
                    "[[Région Val-de-Rive]] undertakes to make this site accessible, in accordance with article 47 of the French law of 11 February 2005.",
                ),
                ("h2", "State of conformity"),
                (
                    "p",
                    "This site does not conform to the French accessibility reference (RGAA), version 4.1, because no conformity audit has taken place yet. We made our own checks, automatic and by keyboard, but they do not replace an audit; so we give no rate.",
                ),
                ("h2", "What we checked"),
                (
                    "ul",
                    "Every type of page, in French and English, light and dark, with an automatic tool.\nKeyboard navigation, and use without scripts.\nDisplay at 320 pixels wide, and text enlarged to 200%.",
                ),
                ("h2", "What we know is imperfect"),
                (
                    "ul",
                    "Documents handed in by participants may not be accessible. Ask us for another version.\nComparing two versions of a long text takes patience with a screen reader.",
                ),
                ("h2", "Report a difficulty"),
                (
                    "p",
                    "Write to [[accessibility@val-de-rive.example]]. We answer within ten working days and offer another way to get what you were looking for.",
                ),
                ("h2", "If our answer is not enough"),
                (
                    "p",
                    "You may write to the Défenseur des droits, the French defender of rights, or contact the delegate in your area.",
                ),
                ("p", "Statement made in November 2026."),
            ],
        },
    },
    {
        "key": "help",
        "slug": {"fr": "aide", "en": "help"},
        "title": {"fr": "Aide", "en": "Help"},
        "summary": {
            "fr": "Lire, commenter, proposer, s’inscrire, raconter : par où commencer.",
            "en": "Read, comment, propose, register, tell: where to start.",
        },
        "body": {
            "fr": [
                ("h2", "Vous êtes une entreprise"),
                (
                    "p",
                    "Tout se lit sans compte. Pour venir à un apéritif-défi, une adresse électronique suffit. Pour commenter un projet public, créez un compte : un code vous est envoyé, il n’y a pas de mot de passe à retenir. Vos remarques sont publiques, avec le nom de l’entreprise, et chacune reçoit une réponse motivée.",
                ),
                ("h2", "Vous êtes agent d’une collectivité"),
                (
                    "p",
                    "Demandez une invitation, ou inscrivez-vous avec votre adresse professionnelle. Vous pouvez alors rejoindre un espace, raconter un marché manqué dans le wiki-contrat et demander une visite.",
                ),
                ("h2", "Vous êtes habitante ou habitant"),
                (
                    "p",
                    "Les projets publics, les leçons et les comptes rendus sont là pour vous aussi. La recherche couvre tout ce qui est public.",
                ),
                ("h2", "Que devient ce que j’écris ?"),
                (
                    "p",
                    "Une remarque est intégrée, écartée ou répondue, toujours avec une raison. Si elle change le texte, la nouvelle version le dit et la table des décisions garde la trace.",
                ),
                ("h2", "J’ai reçu « ce texte a changé »"),
                (
                    "p",
                    "Quelqu’un a modifié le texte pendant que vous écriviez. Rien n’est perdu : la page montre les deux versions, la vôtre est gardée, et vous choisissez.",
                ),
            ],
            "en": [
                ("h2", "You are a firm"),
                (
                    "p",
                    "Everything can be read without an account. To come to an aperitif-challenge, an e-mail address is enough. To comment on a public draft, create an account: you are sent a code, there is no password to remember. Your remarks are public, with the firm’s name, and each gets an answer with its reason.",
                ),
                ("h2", "You work for an authority"),
                (
                    "p",
                    "Ask for an invitation, or sign up with your work address. You can then join a space, tell the story of a failed contract in the wiki-contract and ask for a visit.",
                ),
                ("h2", "You live here"),
                (
                    "p",
                    "Public drafts, lessons and records are there for you too. Search covers everything that is public.",
                ),
                ("h2", "What becomes of what I write?"),
                (
                    "p",
                    "A remark is integrated, declined or answered, always with a reason. If it changes the text, the new version says so and the decision table keeps the trace.",
                ),
                ("h2", "I was told “this text has changed”"),
                (
                    "p",
                    "Somebody edited the text while you were writing. Nothing is lost: the page shows both versions, yours is kept, and you choose.",
                ),
            ],
        },
    },
    {
        "key": "terms",
        "slug": {"fr": "participer", "en": "taking-part"},
        "title": {"fr": "Participer : règles et modération", "en": "Taking part: rules and moderation"},
        "summary": {
            "fr": "À visage découvert, pour tous à la fois, avec une réponse motivée.",
            "en": "In the open, for everyone at once, with a reasoned answer.",
        },
        "body": {
            "fr": [
                ("h2", "Ce que nous promettons"),
                (
                    "ul",
                    "Ce qui est dit à une entreprise est publié pour toutes.\nChaque remarque et chaque amendement reçoit une réponse avec sa raison.\nParticiper ne donne aucun avantage dans un marché, et ne pas participer n’en retire aucun.\nQuand une consultation s’ouvre, les inscriptions, les questions et les remarques sur le sujet se ferment d’elles-mêmes.",
                ),
                ("h2", "Ce que nous demandons"),
                (
                    "ul",
                    "Parler du besoin et des moyens, pas des prix.\nNe rien publier qui relève du secret des affaires ; un cadre confidentiel existe pour cela dans les propositions.\nCritiquer les textes, pas les personnes.\nDire pour qui l’on parle.",
                ),
                ("h2", "Modération"),
                (
                    "p",
                    "Une contribution est retirée si elle est illicite, injurieuse, publicitaire ou hors sujet. Son autrice ou son auteur en reçoit la raison et peut répondre. Chaque page offre un moyen de signaler un problème.",
                ),
                ("h2", "Réutilisation"),
                ("p", "La partie publique d’une proposition peut être reprise librement par toute collectivité."),
            ],
            "en": [
                ("h2", "What we promise"),
                (
                    "ul",
                    "What is told to one firm is published for all.\nEvery remark and every amendment gets an answer with its reason.\nTaking part gives no advantage in a contract, and not taking part takes none away.\nWhen a tender opens, registrations, questions and remarks on the subject close by themselves.",
                ),
                ("h2", "What we ask"),
                (
                    "ul",
                    "Talk about the need and the means, not about prices.\nPublish nothing that is a trade secret; proposals have a confidential part for that.\nCriticise texts, not people.\nSay for whom you speak.",
                ),
                ("h2", "Moderation"),
                (
                    "p",
                    "A contribution is removed if it is unlawful, insulting, advertising or off the subject. Its author is told the reason and may answer. Every page offers a way to report a problem.",
                ),
                ("h2", "Re-use"),
                ("p", "The public part of a proposal may be freely used by any authority."),
            ],
        },
    },
    {
        "key": "cookies",
        "slug": {"fr": "cookies-et-mesure", "en": "cookies-and-measurement"},
        "title": {"fr": "Cookies et mesure d’audience", "en": "Cookies and measurement"},
        "summary": {
            "fr": "Aucun cookie pour lire. Aucun outil tiers. Donc aucun bandeau.",
            "en": "No cookie to read. No third-party tool. So no banner.",
        },
        "body": {
            "fr": [
                (
                    "p",
                    "Si vous lisez sans vous connecter, aucun cookie n’est déposé. Le site n’appelle aucun autre serveur : ni polices, ni cartes, ni vidéos, ni mesure d’audience tierce.",
                ),
                ("h2", "Quand vous écrivez ou vous connectez"),
                (
                    "ul",
                    "Un cookie de session, effacé à la déconnexion ou après deux semaines.\nUn jeton qui protège les formulaires.\nVotre choix de langue, si vous le changez.",
                ),
                (
                    "p",
                    "Ces cookies sont nécessaires à ce que vous demandez et ne servent à rien d’autre ; ils ne demandent donc pas de consentement.",
                ),
            ],
            "en": [
                (
                    "p",
                    "If you read without logging in, no cookie is set. The site calls no other server: no fonts, no maps, no videos, no third-party measurement.",
                ),
                ("h2", "When you write or log in"),
                (
                    "ul",
                    "A session cookie, erased when you log out or after two weeks.\nA token that protects forms.\nYour choice of language, if you change it.",
                ),
                ("p", "These cookies are needed for what you ask and serve no other purpose, so they need no consent."),
            ],
        },
    },
    {
        "key": "contact",
        "slug": {"fr": "contact", "en": "contact"},
        "title": {"fr": "Nous écrire", "en": "Contact"},
        "summary": {
            "fr": "Une adresse pour les questions, une pour les difficultés d’accès, une pour vos données.",
            "en": "One address for questions, one for access difficulties, one for your data.",
        },
        "body": {
            "fr": [
                (
                    "p",
                    "Une question sur un marché en cours ? Elle se pose sur le profil d’acheteur, pour que tous les candidats reçoivent la même réponse. Pour tout le reste :",
                ),
                (
                    "ul",
                    "Le portail et les espaces : [[cahier@val-de-rive.example]]\nUne difficulté d’accès : [[accessibilite@val-de-rive.example]]\nVos données : [[dpd@val-de-rive.example]]",
                ),
                (
                    "p",
                    "Nous répondons sous cinq jours ouvrés. Par courrier : [[Région Val-de-Rive, Direction des achats, 1, esplanade des Rives, Montrive]]. Ces adresses sont fictives.",
                ),
            ],
            "en": [
                (
                    "p",
                    "A question about a running procedure? It is asked on the buyer profile, so that every candidate gets the same answer. For everything else:",
                ),
                (
                    "ul",
                    "The portal and the spaces: [[cahier@val-de-rive.example]]\nAn access difficulty: [[accessibility@val-de-rive.example]]\nYour data: [[dpo@val-de-rive.example]]",
                ),
                (
                    "p",
                    "We answer within five working days. By post: [[Région Val-de-Rive, Purchasing Department, 1, esplanade des Rives, Montrive]]. These addresses are fictional.",
                ),
            ],
        },
    },
]
