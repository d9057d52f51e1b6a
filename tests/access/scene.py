"""What the table is asked about: one of everything, in a space of each kind, and the people who ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core import versions
from core.models import OutgoingMail
from discussions import services as discussions
from search import alerts
from spaces import services as spaces
from spaces.enums import MemberRole
from spaces.models import SpacePage, SpecificationPage
from tests.conftest import People
from tests.factories.core import SiteImageFactory
from tests.factories.events import (
    ChallengeIndexPageFactory,
    ChallengePageFactory,
    PublicQuestionFactory,
    RegistrationFactory,
)
from tests.factories.guidance import GuidancePageFactory, a_criterion, criteria, guidance_index
from tests.factories.lessons import LessonIndexPageFactory, LessonPageFactory
from tests.factories.spaces import make_space, make_specification
from tests.factories.visits import (
    SlotFactory,
    VisitIndexPageFactory,
    VisitOfferPageFactory,
    VisitReportPageFactory,
    VisitRequestFactory,
)


@dataclass
class Scene:
    """``keys`` has what addresses are made of; ``pages`` the paths that Wagtail serves."""

    keys: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)


def space_scene(people: People, kind: str) -> Scene:
    """A space with a draft in version 2, a remark of its member, an amendment and a proposal, a file."""
    space: SpacePage = make_space(kind, facilitator=people["facilitator"], title="Espace")
    membership = spaces.add_member(space=space, user=people["member"], role=MemberRole.COMMENTER)
    draft: SpecificationPage = make_specification(space, title="Cahier")
    article = draft.live_articles[0].id
    comment = discussions.post(
        author=people["member"], page=draft, text="Une remarque.", article_id=article, article_label="1 Objet"
    )
    amendment = spaces.amend(
        page=draft,
        article_id=article,
        author=people["member"],
        proposed_text="La région achète des études, et des relevés.",
        why="Les relevés manquent.",
        base_revision_id=draft.latest_revision_id,
    )
    versions.publish_version(
        page=SpecificationPage.objects.get(pk=draft.pk),
        author=people["facilitator"],
        note="Deuxième version",
        base_revision_id=SpecificationPage.objects.get(pk=draft.pk).latest_revision_id,
    )
    resource = spaces.add_resource(
        space=space, author=people["facilitator"], title="Relevés", link="https://example.org/releves"
    )
    image = SiteImageFactory(owner_page=draft)
    return Scene(
        keys={
            "space": space.pk,
            "draft": draft.pk,
            "article": article,
            "comment": comment.pk,
            "proposal": amendment.pk,
            "membership": membership.pk,
            "resource": resource.pk,
            "media": image.file.name,
        },
        pages={
            "space": space.get_url(),
            "draft": draft.get_url(),
            "resource": resource.get_url(),
        },
    )


def open_scene(people: People, home: Any) -> Scene:
    """What is not in a space: a criterion, a challenge with a registration and a question, lessons, a mail."""
    guidance = GuidancePageFactory(criteria=criteria(a_criterion("PI-ETU-TS-01")))
    versions.publish_version(
        page=guidance.__class__.objects.get(pk=guidance.pk),
        author=people["communications"],
        note="",
        base_revision_id=guidance.__class__.objects.get(pk=guidance.pk).latest_revision_id,
    )
    challenge_index = ChallengeIndexPageFactory(parent=home)
    challenge = ChallengePageFactory(parent=challenge_index)
    registration = RegistrationFactory(page=challenge, confirmed=True)
    question = PublicQuestionFactory(page=challenge)
    lesson_index = LessonIndexPageFactory(parent=home)
    lesson = LessonPageFactory(parent=lesson_index, responsible=people["agent"], owner=people["agent"])
    draft = LessonPageFactory(parent=lesson_index, responsible=people["agent"], owner=people["agent"], draft=True)
    visit_index = VisitIndexPageFactory(parent=home)
    offer = VisitOfferPageFactory(parent=visit_index)
    slot = SlotFactory(offer=offer)
    # The member goes; the host is a firm that none of the roles belongs to.
    visit = VisitRequestFactory(slot=slot, agent=people["member"], companions=[])
    past = VisitRequestFactory(slot=SlotFactory(offer=offer, past=True), agent=people["member"], companions=[])
    report = VisitReportPageFactory(parent=visit_index, owner=people["member"])
    report_draft = VisitReportPageFactory(parent=visit_index, owner=people["member"], draft=True)
    picture = SiteImageFactory(owner_page=report_draft)
    saved = alerts.save(user=people["member"], name="Cahier", query="q=cahier", language="fr", alert="weekly")
    mail = OutgoingMail.objects.create(to="a@example.org", subject="S", text="T", html="<p>T</p>", language="fr")
    return Scene(
        keys={
            "guidance": guidance.pk,
            "criterion": "PI-ETU-TS-01",
            "challenge": challenge.pk,
            "token": registration.token,
            "question": question.pk,
            "lesson": lesson.pk,
            "lesson_draft": draft.pk,
            "mail": mail.pk,
            "saved_search": saved.pk,
            "stop_token": alerts.stop_path(saved).rstrip("/").rpartition("/")[2],
            "offer": offer.pk,
            "slot": slot.pk,
            "visit": visit.pk,
            "past_visit": past.pk,
            "report": report.pk,
            "report_draft": report_draft.pk,
            "picture": picture.pk,
        },
        pages={
            "home": home.get_url(),
            "guidance index": guidance_index().get_url(),
            "guidance": guidance.get_url(),
            "challenge index": challenge_index.get_url(),
            "challenge": challenge.get_url(),
            "lesson index": lesson_index.get_url(),
            "lesson": lesson.get_url(),
            "visit index": visit_index.get_url(),
            "visit offer": offer.get_url(),
            "visit report": report.get_url(),
        },
    )
