"""People and organisations. A trait names what somebody is; ``UserFactory(agent=True)``."""

from __future__ import annotations

import importlib.util

import factory

from accounts.enums import IdentifierType, OrganisationKind, Role, SizeClass
from accounts.models import Organisation, User


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Atelier {n}")
    kind = OrganisationKind.FIRM
    identifier_type = IdentifierType.NONE
    size_class = SizeClass.SMALL
    description = "Nous écrivons, dessinons et imprimons."

    class Params:
        public_body = factory.Trait(
            name=factory.Sequence(lambda n: f"Région {n}"), kind=OrganisationKind.PUBLIC, size_class=""
        )


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    role = Role.PROVIDER
    preferred_language = "fr"
    password = factory.django.Password("demo")

    class Params:
        provider = factory.Trait(role=Role.PROVIDER, organisation=factory.SubFactory(OrganisationFactory))
        agent = factory.Trait(
            role=Role.AGENT,
            email=factory.Sequence(lambda n: f"agent{n}@agents.example"),
            job_title="Direction de la commande publique",
        )
        communications = factory.Trait(role=Role.COMMUNICATIONS, job_title="Direction de la communication")
        admin = factory.Trait(is_staff=True, is_superuser=True, role=Role.COMMUNICATIONS)
        inactive = factory.Trait(is_active=False)

    @factory.post_generation
    def _editors_rights(self, create: bool, extracted: object, **kwargs: object) -> None:
        """Communications staff hold the editors' rights that their role brings."""
        if create and self.role == Role.COMMUNICATIONS and importlib.util.find_spec("accounts.services"):
            services = importlib.import_module("accounts.services")
            services.set_role(user=self, role=self.role)
