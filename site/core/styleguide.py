"""One page with every component in its states; development only (``DEV_PAGES``)."""

from __future__ import annotations

from datetime import UTC, datetime

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from core.forms import CleanTextField
from core.widgets import ChoiceTiles

KINDS = ("guidance", "space", "challenge", "lesson", "visit")
DAY = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)


class SampleForm(forms.Form):
    """Every kind of control once, and one mistake in each when it is bound to nothing."""

    error_css_class = "error"

    name = CleanTextField(label="Votre nom", max_length=80)
    email = forms.EmailField(
        label="Adresse électronique",
        help_text="Pour confirmer. Elle n’est montrée à personne.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    size = forms.ChoiceField(
        label="Taille de l’entreprise",
        choices=[("1", "Moins de 10"), ("2", "10 à 49"), ("3", "50 à 249"), ("4", "250 et plus")],
        widget=ChoiceTiles,
    )
    topics = forms.MultipleChoiceField(
        label="Sujets",
        required=False,
        choices=[("a", "Papier et impression"), ("b", "Insertion"), ("c", "Mobilité")],
        widget=forms.CheckboxSelectMultiple,
    )
    family = forms.ChoiceField(label="Famille d’achat", choices=[("", "Choisir…"), ("1", "Études"), ("2", "Formation")])
    day = forms.DateField(label="Jour", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(label="Pièce jointe", required=False, help_text="PDF ou ODT, 5 Mo au plus.")
    text = CleanTextField(
        label="Votre remarque",
        max_length=600,
        rows=4,
        help_text="Elle sera lue par tous ceux qui voient ce cahier.",
    )
    agree = forms.BooleanField(label="J’ai lu que tout ce qui est dit ce soir-là est publié pour tous.")


def _context(request: HttpRequest) -> dict[str, object]:
    segments = [
        {"op": "equal", "text": "Les documents remis aux habitants sont imprimés sur papier recyclé de "},
        {"op": "delete", "text": "100 g au moins"},
        {"op": "equal", "text": " "},
        {"op": "insert", "text": "80 g, ou réutilisés d’une enquête à l’autre"},
        {"op": "equal", "text": ", porteur d’un label reconnu ou équivalent."},
    ]
    trail: list[dict[str, object]] = [
        {"kind": "visit", "label": "Micro-voyage", "text": "L’imprimeur montre que le 80 g recyclé passe."},
        {"kind": "guidance", "label": "Critère", "text": "Le grammage minimal passe de 100 à 80 g.", "url": "#"},
        {"kind": "space", "label": "Article 6.2", "text": "Amendement accepté."},
        {"kind": "challenge", "label": "Marché", "text": "Cinq offres, dont trois de petites entreprises."},
        {"kind": "lesson", "label": "Leçon", "text": "Pas encore de leçon.", "missing": True},
    ]
    for step in trail[:4]:
        step["date"] = DAY
    bad = {"email": "lea@atelier", "topics": ["a"]}
    return {
        "kinds": KINDS,
        "day": DAY,
        "segments": segments,
        "trail": trail,
        "crumbs": [
            {"label": "Espaces", "url": "#"},
            {"label": "Mobilité rurale", "url": "#"},
            {"label": "Cahier des charges"},
        ],
        "phases": [
            {"label": "Rédaction", "state": "done"},
            {"label": "Commentaires", "state": "current", "detail": "jusqu’au 12 décembre"},
            {"label": "Réponses", "state": "todo"},
            {"label": "Texte gelé", "state": "todo"},
            {"label": "Publié", "state": "todo"},
        ],
        "facts": ["Version 3, 18 novembre", "14 articles", "38 remarques"],
        "tabs": [
            {"label": "Texte", "url": "#", "current": True},
            {"label": "Remarques", "url": "#", "count": 38},
            {"label": "Amendements", "url": "#", "count": 4, "tone": "waiting"},
            {"label": "Décisions", "url": "#"},
            {"label": "Ressources", "url": "#"},
        ],
        "contents": [
            {"number": "1", "label": "Objet", "url": "#"},
            {"number": "2", "label": "Périmètre", "url": "#", "count": 2},
            {"number": "5", "label": "Enquêtes", "url": "#", "count": 8, "tone": "waiting"},
            {"number": "6", "label": "Livrables", "url": "#", "count": 14, "tone": "unanswered", "current": True},
            {"number": "6.1", "label": "Rapport", "url": "#", "level": 2},
        ],
        "options": [
            {"value": "a", "label": "Délai de réponse trop court", "count": 5, "checked": True},
            {"value": "b", "label": "Exigence sans preuve possible", "count": 2},
        ],
        "chips": [{"label": "Famille : prestations intellectuelles", "url": "#"}, {"label": "Depuis 2024", "url": "#"}],
        "passage": mark_safe("Le <mark>marché</mark> a été déclaré <mark>infructueux</mark> : dix-huit jours…"),
        "answer": {"author": "Nadia Benali", "role": "acheteuse", "text": "Nous reprenons : trois habitants."},
        "tags": [{"label": "papier", "url": "#"}, {"label": "études", "url": "#"}],
        "rows": [{"label": "Délai trop court", "value": 5}, {"label": "Lot trop grand", "value": 3}],
        "table_headers": ["Remarque", "Réponse", "Effet"],
        "table_rows": [["Grammage", "Acceptée", "Article 6.2"], ["Délai", "Refusée", "Aucun"]],
        "steps": [{"title": "Lire", "text": "C’est public."}, {"title": "Proposer", "text": "Une autre rédaction."}],
        "definitions": [("Lieu", "Maison des associations, Lyon"), ("Accès", "Rampe et boucle magnétique")],
        "page": Paginator(range(60), 20).page(2),
        "sample": SampleForm(),
        "broken": SampleForm(bad, auto_id="bad_%s"),
    }


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide/index.html", _context(request))
