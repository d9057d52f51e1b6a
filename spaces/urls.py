from django.urls import path

from spaces.views import drafting, drafts, proposals, spaces

app_name = "spaces"

urlpatterns = [
    path("new/", spaces.create_space, name="create_space"),
    path("<int:pk>/settings/", spaces.space_settings, name="settings"),
    path("<int:pk>/members/", spaces.members, name="members"),
    path("<int:pk>/members/<int:membership_id>/remove/", spaces.remove_member, name="remove_member"),
    path("<int:pk>/resources/new/", spaces.add_resource, name="add_resource"),
    path("<int:pk>/resources/<int:resource_id>/remove/", spaces.remove_resource, name="remove_resource"),
    path("<int:pk>/drafts/new/", drafting.create_specification, name="create_specification"),
    path("<int:pk>/propose/", proposals.propose, name="propose"),
    path("draft/<int:pk>/remarks/", drafts.remarks, name="remarks"),
    path("draft/<int:pk>/amendments/", drafts.amendments, name="amendments"),
    path("draft/<int:pk>/decisions/", drafts.decision_table, name="decisions"),
    path("draft/<int:pk>/decisions.csv", drafts.decisions_csv, name="decisions_csv"),
    path("draft/<int:pk>/resources/", drafts.resources, name="resources"),
    path("draft/<int:pk>/history/", drafts.history, name="history"),
    path("draft/<int:pk>/version/<int:number>/", drafts.version, name="version"),
    path("draft/<int:pk>/compare/<int:before>/<int:after>/", drafts.compare, name="compare"),
    path("draft/<int:pk>/settings/", drafting.specification_settings, name="specification_settings"),
    path("draft/<int:pk>/phase/", drafting.phase, name="phase"),
    path("draft/<int:pk>/article/new/", drafting.article_new, name="article_new"),
    path("draft/<int:pk>/article/<uuid:article_id>/edit/", drafting.article_edit, name="article_edit"),
    path("draft/<int:pk>/article/<uuid:article_id>/move/", drafting.article_move, name="article_move"),
    path("draft/<int:pk>/article/<uuid:article_id>/retire/", drafting.article_retire, name="article_retire"),
    path("draft/<int:pk>/article/<uuid:article_id>/history/", drafting.article_history, name="article_history"),
    path("draft/<int:pk>/article/<uuid:article_id>/amend/", proposals.amend, name="amend"),
    path("proposal/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposal/<int:pk>/support/", proposals.support, name="support"),
    path("proposal/<int:pk>/withdraw/", proposals.withdraw, name="withdraw"),
    path("proposal/<int:pk>/decide/", proposals.decide, name="decide"),
]
