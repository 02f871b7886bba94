"""Covering a face for good: who may, what is left on the disk, and what readers get."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from skaryna.model import Entry
from skaryna.model.journal import value_of
from skaryna.outside.folder import Folder
from tests.newsroom import making

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]
FACE = {"left": 100, "top": 100, "width": 200, "height": 150, "how": "black"}


def picture(owner: str = "") -> Any:
    from skaryna.newsroom.models import Account, NewsImage
    from skaryna.newsroom.pictures import cleaned

    user = Account.objects.get(username=f"account-of-{owner}") if owner else None
    row = NewsImage(
        title="Ferry", alt="A ferry", uploaded_by_user=user, file=cleaned(making.photograph(), name="DSC_1.jpg")
    )
    row.save()
    return row


def figure(row: Any) -> list[dict[str, Any]]:
    return [{"type": "figure", "value": {"image": row.pk, "alt": "", "caption": "", "credit": ""}}]


def cover(client: Any, row: Any, *regions: Any, **more: str) -> Any:
    data = {"regions": json.dumps(regions), "digest": row.digest, "for-good": "yes", **more}
    return client.post(f"/images/{row.pk}/cover/", data, follow=True)


def test_the_old_file_and_all_its_renditions_are_gone_and_readers_get_the_new_one(
    folder: Folder, login: Login, rows: Rows
) -> None:
    from skaryna.newsroom.models import NewsImage

    row = picture()
    making.published("Shows it", body=figure(row))
    for spec in ("width-400", "max-165x165", "original"):
        row.get_rendition(spec)
    before, old = len(rows()), {path for path in folder.media.rglob("*") if path.is_file()}
    assert len(old) == 4
    page = login("editor").get(f"/images/{row.pk}/cover/").content.decode()
    assert "This cannot be undone." in page
    assert "Readers have this picture in:" in page
    assert "“Shows it”" in page
    answer = cover(login("editor"), row, FACE)
    said = answer.content.decode()
    assert "Covered for good." in said
    assert "skaryna editions forget" in said
    assert answer.redirect_chain[0][0] == f"/images/{row.pk}/"
    fresh = NewsImage.objects.get(pk=row.pk)
    left = {path for path in folder.media.rglob("*") if path.is_file()}
    assert not left & old
    assert folder.media / fresh.file.name in left
    assert fresh.file.name == f"pictures/{fresh.digest[:12]}.jpg"
    (entry,) = rows()[before:]
    value: Any = value_of(entry)
    assert value.body[0].image.digest == fresh.digest != row.digest
    assert entry.approved_by == "account-of-editor"


def test_the_log_says_who_covered_what(folder: Folder, login: Login) -> None:
    row = picture()
    cover(login("editor"), row, FACE)
    page = " ".join(login("administrator").get("/log/").content.decode().split())
    assert "Parts of a picture were covered for good" in page
    assert "account-of-editor" in page


def test_drafts_and_earlier_versions_show_the_covered_picture_too(folder: Folder, login: Login) -> None:
    row = picture()
    article = making.article("Draft", body=figure(row))
    cover(login("editor"), row, FACE)
    page = login("editor").get(f"/articles/edit/{article.pk}/").content.decode()
    assert row.digest[:12] not in page


def test_a_contributor_covers_their_own_picture_until_readers_have_it(folder: Folder, login: Login) -> None:
    from skaryna.newsroom.models import NewsImage

    own, foreign = picture("contributor"), picture("editor")
    client = login("contributor")
    assert "Covered for good." in cover(client, own, FACE).content.decode()
    own = NewsImage.objects.get(pk=own.pk)
    making.published("Shows it", body=figure(own))
    for row in (own, foreign):
        for path in (f"/images/{row.pk}/cover/", f"/images/{row.pk}/"):
            assert client.get(path).status_code in {302, 403}, path
        cover(client, row, FACE)
        client.post(f"/images/{row.pk}/", {"title": "x", "alt": "Altered", "collection": "1"})
        client.post(f"/images/{row.pk}/delete/")
        after = NewsImage.objects.get(pk=row.pk)
        assert (after.digest, after.alt) == (row.digest, "A ferry")


def test_nobody_else_covers_anything(folder: Folder, login: Login) -> None:
    from django.test import Client

    from skaryna.newsroom.models import NewsImage
    from tests.newsroom.conftest import HOST

    row = picture()
    assert Client(HTTP_HOST=HOST).post(f"/images/{row.pk}/cover/", {}).status_code == 302
    forged = Client(HTTP_HOST=HOST, enforce_csrf_checks=True)
    forged.cookies = login("editor").cookies
    data = {"regions": json.dumps([FACE]), "digest": row.digest, "for-good": "yes"}
    assert forged.post(f"/images/{row.pk}/cover/", data).status_code == 403
    assert login("editor").get(f"/images/{row.pk}/cover/").status_code == 200
    assert NewsImage.objects.get(pk=row.pk).digest == row.digest


@pytest.mark.parametrize(
    "regions",
    [
        "", "null", "{}", "[]", "[1]", "not json", '[{"left": 1}]', "[" * 5_000,
        json.dumps([{**FACE, "left": -1}]), json.dumps([{**FACE, "width": 10**9}]), json.dumps([{**FACE, "how": "gauss"}]),
        json.dumps([{**FACE, "left": "1"}]), json.dumps([{**FACE, "left": 1.5}]), json.dumps([{**FACE, "left": True}]),
        json.dumps([{**FACE, "how": ["black"]}]), json.dumps([FACE] * 60), "x" * 50_000,
    ],
)  # fmt: skip
def test_what_is_no_part_of_the_picture_is_refused_in_words(folder: Folder, login: Login, regions: str) -> None:
    from skaryna.newsroom.models import NewsImage

    row = picture()
    answer = cover(login("editor"), row, regions=regions)
    assert answer.status_code == 200
    assert "Covered for good" not in answer.content.decode()
    assert 'class="error"' in answer.content.decode()
    assert NewsImage.objects.get(pk=row.pk).digest == row.digest


def test_without_the_tick_or_after_somebody_elses_change_nothing_is_covered(folder: Folder, login: Login) -> None:
    from skaryna.newsroom.models import NewsImage

    row = picture()
    client = login("editor")
    assert "say first that you know" in cover(client, row, FACE, **{"for-good": ""}).content.decode()
    assert "changed by somebody else" in cover(client, row, FACE, digest="0" * 64).content.decode()
    assert NewsImage.objects.get(pk=row.pk).digest == row.digest


def test_a_crash_while_covering_leaves_the_old_picture_whole(
    folder: Folder, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skaryna.newsroom import approvals, covering
    from skaryna.newsroom.models import NewsImage
    from skaryna.outside.covering import Region

    row = picture()
    making.published("Shows it", body=figure(row))

    def fail(_row: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(approvals, "approve", fail)
    with pytest.raises(OSError, match="disk is full"):
        covering.cover(row.pk, [Region(0, 0, 50, 50, "black")], digest=row.digest)
    assert NewsImage.objects.get(pk=row.pk).file.name == row.file.name
    assert (folder.media / row.file.name).is_file()


def test_the_same_picture_elsewhere_in_the_library_is_named(folder: Folder, login: Login) -> None:
    row, twin = picture(), picture()
    page = login("editor").get(f"/images/{row.pk}/cover/").content.decode()
    assert f"/images/{twin.pk}/cover/" in page
