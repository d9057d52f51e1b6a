"""The two front pages, the people, the vocabularies and the standing pages."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.enums import IdentifierType, OrganisationKind, Role
from accounts.models import Organisation, User
from accounts.services import set_role
from core.models import CpvCode, ProcessStep, PurchaseFamily
from home.demo import families, people, standing
from home.demo.build.desk import LANGUAGES, Desk, rich
from home.editors import give_rights
from home.models import HomePage, StandardPage
from home.services import ensure_site

# Footer order; the others are linked from where they are needed.
IN_FOOTER = ("accessibility", "legal", "privacy", "terms", "help", "contact", "cookies")


def build_homes(desk: Desk) -> None:
    """The tree that every portal starts from."""
    before = HomePage.objects.count()
    ensure_site()
    desk.homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    if HomePage.objects.count() > before:
        desk.made.append("site")


def build_vocabularies(desk: Desk) -> None:
    for row in families.FAMILIES:
        desk.families[row["code"]], made = PurchaseFamily.objects.get_or_create(
            code=row["code"],
            defaults={
                "label_fr": row["name"]["fr"],
                "label_en": row["name"]["en"],
                "cpv_prefixes": " ".join(row["cpv"])[:200],
            },
        )
        if made:
            desk.made.append(f"family:{row['code']}")
    for code, check_digit, level, label_fr, label_en in families.CPV:
        _code, made = CpvCode.objects.get_or_create(
            code=code,
            defaults={"check_digit": check_digit, "level": level, "label_fr": label_fr, "label_en": label_en},
        )
        if made:
            desk.made.append(f"cpv:{code}")
    for row in families.STEPS:
        desk.steps[row["code"]], made = ProcessStep.objects.get_or_create(
            code=row["code"],
            defaults={"order": row["order"], "label_fr": row["name"]["fr"], "label_en": row["name"]["en"]},
        )
        if made:
            desk.made.append(f"step:{row['code']}")


def build_people(desk: Desk) -> None:
    """Organisations and accounts. The password is hashed once: twenty-odd hashings would take ten seconds."""
    for row in people.ORGANISATIONS:
        kind = OrganisationKind.PUBLIC if row["kind"] == "authority" else OrganisationKind.FIRM
        if row["key"] == "etabli":
            kind = OrganisationKind.ASSOCIATION
        desk.organisations[row["key"]], made = Organisation.objects.get_or_create(
            identifier_type=IdentifierType.SIRET,
            identifier=row["siret"],
            defaults={
                "name": row["name"],
                "kind": kind,
                "size_class": row["size"],
                "town": row["town"],
                "description": row["description"]["fr"],
            },
        )
        if made:
            desk.made.append(f"organisation:{row['key']}")
    password = ""
    for row in people.PEOPLE:
        user = User.objects.filter(email=row["email"]).first()
        if user is None:
            password = password or make_password(people.PASSWORD)
            user = User.objects.create_user(
                row["email"],
                None,
                name=f"{row['first']} {row['last']}",
                job_title=(row["service"] or row["job"])[:100],
                organisation=desk.organisations[row["organisation"]],
                preferred_language=row["language"],
                is_staff=row["role"] == "admin",
                is_superuser=row["role"] == "admin",
            )
            user.password = password
            user.save(update_fields=["password"])
            role = Role.AGENT if row["role"] == "admin" else Role(row["role"])
            set_role(user=user, role=role)
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
            User.objects.filter(pk=user.pk).update(date_joined=desk.past(-720))
            desk.made.append(f"person:{row['key']}")
        desk.people[row["key"]] = user
        desk.tick()


def build_standing(desk: Desk) -> None:
    order = [page for key in IN_FOOTER for page in standing.PAGES if page["key"] == key]
    for row in order:
        original: StandardPage | None = None
        for language in LANGUAGES:
            home = desk.homes[language]
            page = desk.child(home, row["slug"][language])
            if page is None:
                page = StandardPage(
                    title=row["title"][language],
                    slug=row["slug"][language],
                    summary=row["summary"][language],
                    body=rich(row["body"][language]),
                    show_in_menus=True,
                    locale=home.locale,
                )
                if original is not None:
                    page.translation_key = original.translation_key
                home.refresh_from_db()
                home.add_child(instance=page)
                with desk.dated(desk.past(-200)):
                    desk.publish(page, by=desk.people["admin"], when=desk.past(-200))
                desk.made.append(f"standing:{page.slug}")
            original = original or page
            desk.pages[f"{row['key']}:{language}"] = page
        desk.tick()
    give_rights(pages=StandardPage.objects.all())
