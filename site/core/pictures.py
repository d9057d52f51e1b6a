"""Pictures that people upload: judged before they are decoded, made anew, stored without what the camera knew.

What is kept is never the file that was sent: it is decoded, turned upright, made smaller where it is huge, and written
again without EXIF (place, time, owner), colour profiles, thumbnails or anything hidden behind the pixels.
"""

from __future__ import annotations

import secrets
import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from core.models import SiteImage
from core.text import clean_text

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from wagtail.models import Page

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 30_000_000
# A strip of one pixel by millions decodes to little and is drawn as nothing.
MAX_SIDE = 12_000
MIN_SIDE = 40
KEPT_SIDE = 2400

# What may be sent, by the name that people see; the value is what Pillow calls it.
FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
ACCEPT = "image/jpeg,image/png,image/webp"


class PictureError(Exception):
    """The file is refused; the message is for the person who sent it."""

    def __init__(self, message: Any) -> None:
        self.message = message
        super().__init__(str(message))


def clean_picture(upload: UploadedFile) -> ContentFile:
    """The picture in ``upload``, made anew, with a random name. Raises ``PictureError``.

    Size in bytes, kind and size in pixels are read from the head of the file; only then is it decoded.
    """
    if not upload.size:
        raise PictureError(_("This file is empty. Choose the picture again."))
    if upload.size > MAX_BYTES:
        raise PictureError(_("This file is larger than 10 MB. Make the picture smaller, then send it again."))
    extension = str(upload.name or "").rpartition(".")[2].lower()
    if extension not in FORMATS:
        raise PictureError(_("Only JPEG, PNG and WebP pictures can be sent."))
    upload.seek(0)
    try:
        with warnings.catch_warnings():
            # Pillow warns about floods; we count the pixels ourselves below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(upload, formats=sorted(set(FORMATS.values())))
    except Image.DecompressionBombError as error:
        raise PictureError(_too_many_pixels()) from error
    except Exception as error:
        # Pillow's readers raise whatever a broken file makes them raise.
        raise PictureError(_("This file is not a picture, whatever its name says.")) from error
    if picture.format != FORMATS[extension]:
        raise PictureError(
            _(
                "This file is called .%(named)s but is a %(real)s picture. "
                "Save it under its true kind, then send it again."
            )
            % {"named": extension, "real": picture.format}
        )
    width, height = picture.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise PictureError(_too_many_pixels())
    if min(width, height) < MIN_SIDE:
        raise PictureError(_("This picture is too small to be seen: at least 40 pixels on each side."))
    try:
        return _made_anew(picture)
    except PictureError:
        raise
    except Exception as error:
        raise PictureError(_("This picture cannot be read to its end: the file is damaged or incomplete.")) from error


def _too_many_pixels() -> Any:
    return _("This picture has too many pixels: 30 million at most. Make it smaller, then send it again.")


def _made_anew(picture: Image.Image) -> ContentFile:
    kind = str(picture.format)
    if kind == "JPEG":
        # Decodes at a fraction of the size where that is enough: less memory for the same result.
        picture.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    has_alpha = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    clean = upright.convert("RGBA" if has_alpha and kind != "JPEG" else "RGB")
    clean.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
    # A copy of the pixels alone: nothing of ``info`` travels to the new file.
    bare = Image.new(clean.mode, clean.size)
    bare.paste(clean)
    written = BytesIO()
    options: dict[str, Any] = {"JPEG": {"quality": 85, "optimize": True}, "WEBP": {"quality": 85}}.get(kind, {})
    bare.save(written, kind, **options)
    extension = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}[kind]
    return ContentFile(written.getvalue(), name=f"{secrets.token_hex(10)}.{extension}")


def store_picture(*, picture: ContentFile, title: str, owner_page: Page | None, uploaded_by: Any) -> SiteImage:
    """Keep a cleaned picture. Seen by those who may see ``owner_page``, and by nobody while that is a draft."""
    image = SiteImage(
        title=clean_text(title)[:255] or str(_("Picture")),
        file=picture,
        owner_page=owner_page,
        uploaded_by_user=uploaded_by,
    )
    image.file_size = picture.size
    image.save()
    return image


class PictureField(forms.FileField):
    """An upload that is a picture; its cleaned value is the picture made anew."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPT}))
        kwargs.setdefault("help_text", _("JPEG, PNG or WebP, 10 MB at most."))
        super().__init__(**kwargs)

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return None
        try:
            return clean_picture(data)
        except PictureError as error:
            raise ValidationError(error.message, code="invalid_picture") from error
