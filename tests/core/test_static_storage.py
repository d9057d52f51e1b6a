from __future__ import annotations

import re

from django.core.management import call_command

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.static_storage.OneSheetStorage"},
}


def test_collected_sheet_has_every_rule_and_no_import(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = STORAGES
    # Wagtail's and the packages' own files take most of the time and are not what is promised here.
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]

    call_command("collectstatic", interactive=False, verbosity=0)

    (hashed,) = tmp_path.glob("css/main.*.css")
    sheet = hashed.read_text()
    assert "@import" not in sheet
    assert ".margin-note" in sheet
    for target in re.findall(r'url\("([^"]+)"\)', sheet):
        assert (hashed.parent / target).resolve().is_file(), target
