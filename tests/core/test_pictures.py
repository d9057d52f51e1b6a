from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.pictures import KEPT_SIDE, PictureError, PictureField, clean_picture, store_picture


def drawn(kind="JPEG", size=(120, 80), mode="RGB", **options):
    picture = Image.new(mode, size, "white" if mode != "P" else 0)
    picture.paste("red" if mode in {"RGB", "RGBA"} else 1, (0, 0, size[0] // 2, size[1] // 2))
    written = BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def sent(content, name="picture.jpg"):
    return SimpleUploadedFile(name, content)


def png_head(width, height):
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


REFUSED = {
    "empty": (b"", "a.jpg", "empty"),
    "html-as-png": (b"<html><script>alert(1)</script></html>", "a.png", "not a picture"),
    "html-as-jpg": (b"<!DOCTYPE html>" + b" " * 5000, "a.jpg", "not a picture"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "Only JPEG"),
    "svg-as-png": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "not a picture"),
    "gif": (drawn("GIF", mode="P"), "a.gif", "Only JPEG"),
    "gif-as-png": (drawn("GIF", mode="P"), "a.png", "not a picture"),
    "no-extension": (drawn(), "picture", "Only JPEG"),
    "two-extensions": (drawn(), "picture.jpg.exe", "Only JPEG"),
    "png-as-jpg": (drawn("PNG"), "a.jpg", "but is a PNG"),
    "jpg-as-png": (drawn("JPEG"), "a.png", "but is a JPEG"),
    "pdf-as-jpg": (b"%PDF-1.7\n" + b"0" * 400, "a.jpg", "not a picture"),
    "zip-as-webp": (b"PK\x03\x04" + b"0" * 400, "a.webp", "not a picture"),
    "truncated-jpg": (drawn(size=(900, 900))[:-2000], "a.jpg", "damaged"),
    "truncated-png": (drawn("PNG", size=(900, 900))[:-400], "a.png", "damaged"),
    "head-only": (drawn("JPEG")[:20], "a.jpg", "not a picture"),
    "50-megapixels": (png_head(10_000, 5_000), "a.png", "too many pixels"),
    "bomb": (png_head(60_000, 60_000), "a.png", "too many pixels"),
    "thin": (png_head(1_000_000, 1), "a.png", "too many pixels"),
    "tiny": (drawn(size=(10, 10)), "a.jpg", "too small"),
    "lying-head": (png_head(2_000, 2_000), "a.png", "damaged"),
}


@pytest.mark.parametrize(("content", "name", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_is_told_in_a_sentence(content, name, words, settings):
    settings.LANGUAGE_CODE = "en"
    from django.utils import translation

    with translation.override("en"), pytest.raises(PictureError) as refused:
        clean_picture(sent(content, name))

    with translation.override("en"):
        assert words in str(refused.value.message)


def test_a_file_of_more_than_10_mb_is_refused_unread():
    upload = sent(b"x", "a.jpg")
    upload.size = 10 * 1024 * 1024 + 1

    with pytest.raises(PictureError):
        clean_picture(upload)


def test_a_real_50_megapixel_picture_is_refused(django_assert_max_num_queries, db):
    content = drawn("PNG", size=(10_000, 5_000), mode="L")

    with pytest.raises(PictureError):
        clean_picture(sent(content, "a.png"))


@pytest.mark.parametrize(
    ("kind", "name", "mode"),
    [
        ("JPEG", "atelier.jpg", "RGB"),
        ("JPEG", "Atelier.JPEG", "CMYK"),
        ("PNG", "atelier.png", "RGBA"),
        ("PNG", "atelier.png", "P"),
        ("WEBP", "atelier.webp", "RGB"),
    ],
    ids=["jpeg", "jpeg-cmyk", "png-alpha", "png-palette", "webp"],
)
def test_a_picture_is_made_anew_under_a_random_name(kind, name, mode):
    cleaned = clean_picture(sent(drawn(kind, mode=mode), name))

    picture = Image.open(cleaned)
    assert (picture.format, picture.size) == (kind, (120, 80))
    # A random name is hexadecimal: no part of a word like these can stand in it by chance.
    assert name.lower() not in cleaned.name.lower()


def test_transparency_is_kept():
    cleaned = clean_picture(sent(drawn("PNG", mode="RGBA"), "a.png"))

    assert Image.open(cleaned).mode == "RGBA"


def test_exif_goes_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825)[1] = "N"
    content = drawn(size=(200, 100), exif=exif.tobytes())
    assert b"Secret Camera" in content

    cleaned = clean_picture(sent(content))

    picture = Image.open(cleaned)
    assert picture.size == (100, 200)
    assert dict(picture.getexif()) == {}
    cleaned.seek(0)
    assert b"Secret Camera" not in cleaned.read()


def test_what_hides_behind_the_picture_goes():
    cleaned = clean_picture(sent(drawn() + b"<script>alert(1)</script>PK\x03\x04"))

    assert b"script" not in cleaned.read()


def test_text_chunks_go():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "Nadia Benali")

    cleaned = clean_picture(sent(drawn("PNG", pnginfo=info), "a.png"))

    assert b"Nadia" not in cleaned.read()


def test_a_huge_picture_is_kept_smaller():
    cleaned = clean_picture(sent(drawn(size=(5_000, 2_500))))

    assert Image.open(cleaned).size == (KEPT_SIDE, KEPT_SIDE // 2)


def test_the_field_puts_the_sentence_beside_itself():
    from django import forms

    class PictureForm(forms.Form):
        picture = PictureField(required=False)

    good = PictureForm({}, {"picture": sent(drawn())})
    bad = PictureForm({}, {"picture": sent(b"<html>", "a.png")})
    none = PictureForm({}, {})

    assert good.is_valid()
    assert list(bad.errors) == ["picture"]
    assert none.is_valid()
    assert none.cleaned_data["picture"] is None


@pytest.mark.django_db
def test_a_stored_picture_belongs_to_its_page_and_person(home_fr, people):
    image = store_picture(
        picture=clean_picture(sent(drawn())), title="  Un atelier\x00 ", owner_page=home_fr, uploaded_by=people["agent"]
    )

    assert (image.title, image.owner_page_id, image.uploaded_by_user) == ("Un atelier", home_fr.pk, people["agent"])
    assert (image.width, image.height) == (120, 80)
