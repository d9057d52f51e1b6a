"""A large made-up corpus, to measure on: pages in spaces of their own readers, comments on them, French words.

Written table by table in bulk, past ``save()``: nothing is told of it, so search is filled by ``search_rebuild``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.contrib.contenttypes.models import ContentType
from django.contrib.sites.models import Site as DjangoSite
from django.db import models, transaction
from django.utils import timezone
from django_comments.models import Comment as PlainComment
from django_comments_xtd.models import XtdComment
from taggit.models import Tag
from wagtail.models import Locale, Page, Site

from core.models import PageAccess, PageTag, PurchaseFamily
from discussions.enums import CommentKind
from discussions.models import Comment
from spaces.enums import Phase, SpaceKind
from spaces.models import SpacePage, SpecificationPage

BATCH = 2_000
PAGE_WORDS, COMMENT_WORDS = 250, 35
PAGES_A_SPACE = 250
# The most frequent word that says something, one in the middle, a rare one: what measurements ask for.
COMMON, MIDDLE, RARE = "marché", "clause", "réemployable"

Progress = Callable[[Iterable[int], str], Iterable[int]]

_HEAD = """
de la marché le et les des achat pour en du une offre dans un est que par critère avec sur au aux clause qui ne cahier
se ou plus prestation il ce lot sont pas durée acheteur prix délai fournisseur candidat contrat besoin durable qualité
service environnement social insertion économie circulaire déchet énergie transport véhicule vélo papier mobilier
nettoyage restauration alimentation textile bâtiment travaux étude conseil logiciel matériel entretien maintenance
garantie réparation recyclage emballage plastique bois métal eau carbone bilan label certificat preuve contrôle suivi
pénalité avance paiement facture variante option sourcing consultation publicité procédure négociation adapté ouvert
restreint accord cadre commande attribution notification exécution résiliation avenant sous-traitance groupement
""".split()  # noqa: SIM905
_STEMS = """
abri accès acier action adresse agent aide air ajust aliment aménag ampoule analys ancr anim annex appareil apprent
appui arbitr architect archiv argil armoire arrêt articl artisan assain assembl assist atelier attent audit avantag
avis balis banc barri bass bâch bénéf béton biblioth bilan blanch boîte bord borne bouteill branch brevet brique bureau
câbl cadr caiss calcul camion campagn canal cantin capacit capteur caract carrel carton catalog centr cercl chaîn
chais chantier charg charpent chauff chemin chimi choix cibl circul ciment citern clar classe clim clôtur cod collect
colle combust comit commerc commun compar compost compt concept concert conduit confort connex conserv construct
contact conten contribut coopér copi corde corrid couche couleur coupl courrier coût couvert crèche crédit croiss
cuisin cultur cycl dall débit décor défens degré dépôt design diagnos diffus digit disposit distrib divers document
dossier douche drain droit échang échéanc éclair écol économ écran édit effort égal élect émiss emploi engag enquêt
enrob ensembl entrepris entrepôt épur équip ergonom escal espac essai estim étag étanch étiquett évalu évolu expert
export façad facteur faisab ferm fenêtr fibr fich filièr filtr financ flott flux fond forag form fourn frais frein
gar gaz gest glac gouvern grain graph grav group habitat haie hall harmon hôpital horair humid hygièn identif impact
implant import impress incend inclus index indic indust inform innov inspect install instrument intégr intérim
invest isol jardin journ jug jury laboratoir lait lamp langu lavag lecteur légum lessiv levag liais libr lieu lign
linge liquid livr local logist loisir lubrif lumin machin magasin main maill maison manuel marg marqu masqu mass
médiath mélang membr mémoir mesur méthod mobil modul montag moteur mur musé nappe natur navett nettoy niveau nom norm
notic nutrit objet observ office ordin organ orient outil ouvrag palett panneau parc parcel parking partag passag
patrimoin paysag peintur perform permis personn piscin plaqu plan plant plât plomb poids point pollu pomp pont port
post potag poubell pratiqu prévent produit profil program projet propret protect proxim publi qualif quartier quota
""".split()  # noqa: SIM905
_ENDINGS = """
- age able ation ement eur euse if ive ique isme iste ité ier ière oir ure ant é ée ible el elle aire al ale ateur
ais ette on erie
""".split()  # noqa: SIM905


def vocabulary() -> list[str]:
    """Words, the most frequent first: real ones at the head, then what French makes of its stems."""
    made = (f"{stem}{ending.removeprefix('-')}" for ending in _ENDINGS for stem in _STEMS)
    words = [word for word in dict.fromkeys([*_HEAD, *made]) if word not in (MIDDLE, RARE)]
    place = len(words) // 2
    return [*words[:60], MIDDLE, *words[60:place], RARE, *words[place:]]


class Corpus:
    """Draws texts by Zipf's law; the same ``seed`` draws the same."""

    def __init__(self, seed: int = 1) -> None:
        self.words = np.array(vocabulary(), dtype=object)
        weights = 1 / (np.arange(len(self.words)) + 2.7)
        self._sums = np.cumsum(weights / weights.sum())
        self.chance = np.random.default_rng(seed)

    def texts(self, number: int, mean: int) -> list[str]:
        lengths = np.maximum(3, self.chance.normal(mean, mean / 3, number).astype(int))
        drawn = self.words[np.searchsorted(self._sums, self.chance.random(int(lengths.sum())))]
        ends = np.cumsum(lengths)
        return [" ".join(drawn[end - length : end]) for end, length in zip(ends, lengths, strict=True)]

    def pick(self, values: Sequence[Any], number: int) -> list[Any]:
        return [values[place] for place in self.chance.integers(0, len(values), number)]


def fill(pages: int, comments: int, private: float, progress: Progress) -> None:
    """Add ``pages`` drafts in new spaces below the front page, and ``comments`` on them; a share is not public.

    Without pages the comments are on the drafts that there are.
    """
    corpus = Corpus(seed=Page.objects.count())
    home = Site.objects.get(is_default_site=True).root_page
    spaces = _spaces(home, -(-pages // PAGES_A_SPACE), private, corpus) if pages else []
    made = [] if pages else list(SpecificationPage.objects.order_by("pk").values_list("pk", flat=True))
    for space, keyword, begun in progress_over(spaces, pages, progress):
        with transaction.atomic():
            made += _drafts(space, keyword, begun, corpus)
    for number in progress(range(0, comments, BATCH), "comments"):
        with transaction.atomic():
            _comments(made, min(BATCH, comments - number), corpus)


def progress_over(
    spaces: Sequence[tuple[SpacePage, str]], pages: int, progress: Progress
) -> Iterator[tuple[SpacePage, str, int]]:
    share = -(-pages // max(1, len(spaces)))
    for number in progress(range(len(spaces)), "spaces with their pages"):
        yield (*spaces[number], max(0, min(share, pages - number * share)))


def _spaces(home: Page, number: int, private: float, corpus: Corpus) -> list[tuple[SpacePage, str]]:
    made = []
    for title, draw in zip(corpus.texts(number, 5), corpus.chance.random(number), strict=True):
        kind = SpaceKind.PUBLIC if draw >= private else [SpaceKind.AGENTS, SpaceKind.MEMBERS][int(draw * 1_000) % 2]
        space = SpacePage(title=title[:200], slug=f"corpus-{uuid.uuid4().hex[:12]}", kind=kind, locale=home.locale)
        home.add_child(instance=space)
        made.append((space, space.own_access_keyword()))
    return made


def _drafts(space: SpacePage, keyword: str, number: int, corpus: Corpus) -> list[int]:
    """``number`` drafts below ``space``, each row as Wagtail would write it."""
    kind = ContentType.objects.get_for_model(SpecificationPage)
    locale = Locale.objects.get(language_code="fr")
    begun = space.numchild
    rows = []
    for place, (title, moment) in enumerate(zip(corpus.texts(number, 7), _moments(number, corpus), strict=True)):
        slug = f"draft-{begun + place + 1}"
        rows.append(
            Page(
                path=Page._get_path(space.path, space.depth + 1, begun + place + 1),
                depth=space.depth + 1,
                title=title[:200].capitalize(),
                draft_title=title[:200],
                slug=slug,
                url_path=f"{space.url_path}{slug}/",
                content_type=kind,
                locale=locale,
                first_published_at=moment,
                last_published_at=moment,
            )
        )
    Page.objects.bulk_create(rows, BATCH)
    Page.objects.filter(pk=space.pk).update(numchild=begun + number)
    texts, phases = corpus.texts(number, PAGE_WORDS), corpus.pick(Phase.values, number)
    drafts = [
        SpecificationPage(page_ptr_id=row.pk, summary=text[:300], purpose=text, phase=phase)
        for row, text, phase in zip(rows, texts, phases, strict=True)
    ]
    _insert(SpecificationPage, drafts)
    PageAccess.objects.bulk_create([PageAccess(page_id=row.pk, keyword=keyword) for row in rows], BATCH)
    tags = [Tag.objects.get_or_create(name=f"{word} {n}")[0] for n in range(4) for word in _HEAD[70:95]]
    drawn = {(row.pk, tag.pk) for _turn in (1, 2) for row, tag in zip(rows, corpus.pick(tags, number), strict=True)}
    PageTag.objects.bulk_create([PageTag(content_object_id=page, tag_id=tag) for page, tag in sorted(drawn)], BATCH)
    if families := list(PurchaseFamily.objects.order_by("pk")):
        through = SpecificationPage.families.through
        held = zip(rows, corpus.pick(families, number), strict=True)
        through.objects.bulk_create(
            [through(specificationpage_id=row.pk, purchasefamily_id=family.pk) for row, family in held], BATCH
        )
    return [row.pk for row in rows]


def _comments(pages: Sequence[int], number: int, corpus: Corpus) -> None:
    kind, site = ContentType.objects.get_for_model(Page), DjangoSite.objects.get_current()
    on = corpus.pick(pages, number)
    texts, moments = corpus.texts(number, COMMENT_WORDS), _moments(number, corpus)
    plain = PlainComment.objects.bulk_create(
        [
            PlainComment(content_type=kind, object_pk=str(page), site=site, comment=text, submit_date=moment)
            for page, text, moment in zip(on, texts, moments, strict=True)
        ],
        BATCH,
    )
    _insert(XtdComment, [XtdComment(comment_ptr_id=row.pk, thread_id=row.pk, parent_id=row.pk) for row in plain])
    kinds = corpus.pick(CommentKind.values, number)
    rows = zip(plain, on, kinds, strict=True)
    _insert(Comment, [Comment(xtd_id=row.pk, page_id=page, kind=what) for row, page, what in rows])


def _insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """The table of ``model`` alone: Django's ``bulk_create`` knows no models of several tables."""
    if rows:
        model._base_manager.all()._batched_insert(rows, model._meta.local_concrete_fields, None)  # type: ignore[attr-defined]


def _moments(number: int, corpus: Corpus) -> list[datetime]:
    now = timezone.now()
    return [now - timedelta(minutes=int(ago)) for ago in corpus.chance.integers(0, 5 * 365 * 24 * 60, number)]
