from spaces.models.membership import Membership, access_keywords, forget_roles, refuse_unfair_member, roles_of
from spaces.models.pages import ResourcePage, SpaceIndexPage, SpacePage, SpecificationPage
from spaces.models.proposals import Proposal, Support

__all__ = [
    "Membership",
    "Proposal",
    "ResourcePage",
    "SpaceIndexPage",
    "SpacePage",
    "SpecificationPage",
    "Support",
    "access_keywords",
    "forget_roles",
    "refuse_unfair_member",
    "roles_of",
]
