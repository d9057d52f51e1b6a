"""Where templates, catalogues and static files lie: in a checkout or in an installed wheel."""

from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent
SITE_DIR = PROJECT_DIR.parent
REPOSITORY_DIR = SITE_DIR.parent


def resource_dir(name: str, *, checkout: Path) -> Path:
    """Return the packaged folder ``name`` if a wheel carries it, else the checkout's."""
    packaged = PROJECT_DIR / name
    return packaged if packaged.is_dir() else checkout


TEMPLATES_DIR = resource_dir("templates", checkout=REPOSITORY_DIR / "templates")
LOCALE_DIR = resource_dir("locale", checkout=REPOSITORY_DIR / "locale")
STATIC_DIR = resource_dir("static", checkout=SITE_DIR / "static")
