"""A picture keeps nothing that betrays its maker, whichever way it comes in."""

import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image as Pillow

from skaryna.model import Entry
from skaryna.model.journal import value_of
from skaryna.outside.folder import Folder
from skaryna.outside.pictures import traces
from tests.newsroom import making

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]
BETRAYALS = (b"SecretCam", b"Ivan", b"Exif", b"taken at home", b"2022:03:09")


def upload(client: Any, data: bytes, *, name: str = "DSC_ferry.jpg", path: str = "/images/add/") -> Any:
    file = io.BytesIO(data)
    file.name = name
    fields = {"title": "Ferry", "file": file, "alt": "A ferry", "caption": "", "credit": "Ann", "tags": "",
              "collection": "1"}  # fmt: skip
    return client.post(path, fields)


def check_clean(folder: Folder) -> int:
    """Nothing under the whole folder has a trace; returns how many pictures there are."""
    found = 0
    for path in folder.media.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(word in data for word in BETRAYALS), path
            assert traces(data, name=path.name) == (), path
            found += 1
    return found


def test_a_photograph_with_its_place_loses_it_before_it_is_stored(folder: Folder, login: Login) -> None:
    from skaryna.newsroom.models import NewsImage

    original = making.photograph()
    assert traces(original, name="x") == ("EXIF", "GPS", "a comment")
    assert upload(login("contributor"), original).status_code == 302
    image = NewsImage.objects.get()
    stored = (folder.media / image.file.name).read_bytes()
    assert image.digest == hashlib.sha256(stored).hexdigest()
    assert image.file.name == f"pictures/{image.digest[:12]}.jpg"
    assert (image.width, image.height, image.media_type, image.file_size) == (640, 480, "image/jpeg", len(stored))
    for filter_spec in ("width-400", "original", "max-165x165", "fill-100x100|format-webp", "width-300|format-jpeg"):
        image.get_rendition(filter_spec)
    assert check_clean(folder) == 6


@pytest.mark.parametrize("path", ["/images/multiple/add/", "/images/chooser/create/"])
def test_no_other_way_in_stores_an_original(folder: Folder, login: Login, path: str) -> None:
    file = io.BytesIO(making.photograph())
    file.name = "x.jpg"
    prefix = "image-chooser-upload-" if "chooser" in path else ""
    fields = {f"{prefix}title": "x", "files[]" if "multiple" in path else f"{prefix}file": file, f"{prefix}alt": "",
              f"{prefix}collection": "1", f"{prefix}caption": "", f"{prefix}credit": ""}  # fmt: skip
    client = login("editor")
    answer = client.post(path, fields, HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert answer.status_code == 200, answer.content
    assert check_clean(folder) >= 1, answer.content[:2000]
    assert not (folder.media / "uploaded_images").exists()


def test_a_new_file_for_an_old_picture_is_cleaned_too(folder: Folder, login: Login) -> None:
    from skaryna.newsroom.models import NewsImage

    client = login("editor")
    upload(client, making.photograph())
    image = NewsImage.objects.get()
    upload(client, making.photograph(width=300), name="new.jpg", path=f"/images/{image.pk}/")
    again = NewsImage.objects.get()
    assert (again.width, again.digest == image.digest) == (300, False)
    check_clean(folder)


@pytest.mark.parametrize(
    "data", [b"", b"<svg onload=alert(1)>", b"\xff\xd8\xff\xe0 no picture", b"<script>alert(1)</script>"]
)
def test_what_is_no_picture_is_refused_in_the_form(folder: Folder, login: Login, data: bytes) -> None:
    from skaryna.newsroom.models import NewsImage

    for name in ("x.jpg", "x.svg", "x.html"):
        assert upload(login("editor"), data, name=name).status_code == 200
    assert (NewsImage.objects.count(), list(folder.media.rglob("*.*"))) == (0, [])


def test_a_picture_turned_by_its_camera_is_turned_for_good(folder: Folder, login: Login) -> None:
    from skaryna.newsroom.models import NewsImage

    buffer, exif = io.BytesIO(), Pillow.Exif()
    exif[0x0112] = 6
    Pillow.new("RGB", (400, 200)).save(buffer, "JPEG", exif=exif)
    upload(login("editor"), buffer.getvalue())
    image = NewsImage.objects.get()
    assert (image.width, image.height) == (200, 400)


def test_a_new_credit_reaches_every_article_that_shows_the_picture(folder: Folder, login: Login, rows: Rows) -> None:
    from skaryna.newsroom.models import NewsImage

    client = login("editor")
    upload(client, making.photograph())
    image = NewsImage.objects.get()
    figure = {"image": image.pk, "alt": "", "caption": "", "credit": ""}
    making.published("Shows it", body=[{"type": "figure", "value": figure}])
    making.published("Does not")
    making.person("Ann", portrait=image)
    before = len(rows())
    image.credit = "Ann River, CC BY"
    image.save()
    changed = rows()[before:]
    assert [entry.kind for entry in changed] == ["article"], "the portrait has no credit line"
    value: Any = value_of(changed[0])
    assert (value.title, value.body[0].credit, value.body[0].alt) == ("Shows it", "Ann River, CC BY", "A ferry")


def test_a_deleted_picture_leaves_its_articles(folder: Folder, login: Login, rows: Rows) -> None:
    from skaryna.newsroom.models import NewsImage

    client = login("editor")
    upload(client, making.photograph())
    image = NewsImage.objects.get()
    figure = {"image": image.pk, "alt": "A", "caption": "<p>Words</p>", "credit": ""}
    making.published("Shows it", body=[{"type": "figure", "value": figure}], lead_image=image)
    assert client.post(f"/images/{image.pk}/delete/").status_code == 302
    value: Any = value_of(rows()[-1])
    assert (value.body[0].image, value.body[0].caption, value.lead_figure) == (None, "Words", None)


def test_a_picture_of_a_telephone_or_a_drawing_is_told_what_to_become_before_it_is_sent(login: Login) -> None:
    """The browser goes by the name and sends such a file nowhere: the sentence has to be there already."""
    page = login("editor").get("/images/multiple/add/").content.decode()
    assert "share it as JPEG" in page
