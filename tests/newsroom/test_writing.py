"""Writing: pasting, links between articles, previews, drafts that save themselves, versions that can be compared."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from skaryna.model import Entry
from skaryna.model.journal import value_of
from skaryna.outside.folder import Folder
from skaryna.press.pages import article as press_article
from skaryna.press.preview import renderer
from tests.newsroom import making

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]


def words(page: str) -> str:
    return " ".join(re.sub(r"<(script|style|template).*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL).split())


def linking(group: str, said: str = "the ferry") -> list[dict[str, Any]]:
    text = f'<p>As <a linktype="article" id="{group}">{said}</a> tells.</p>'
    return [{"type": "heading", "value": {"text": "A", "level": "2"}}, {"type": "paragraph", "value": text}]


def publish(client: Any, row: Any) -> str:
    """Publish as the editor's button does, the draft as it is."""
    from wagtail.test.utils.form_data import rich_text

    from skaryna.newsroom.richtext import INLINE

    body = []
    for block in row.body.raw_data:
        value = block["value"]
        if block["type"] == "heading":
            body.append(("heading", value))
        else:
            body.append((block["type"], rich_text(value, features=INLINE)))
    data = making.form(row.title, action="action-publish", body=body)
    return words(client.post(f"/articles/edit/{row.pk}/", data, follow=True).content.decode())


# Links


def test_a_link_to_an_article_survives_its_change_of_address(folder: Folder, login: Login, rows: Rows) -> None:
    target = making.published("Target")
    source = making.published("Source", body=linking(target.group))
    target.address = "2024/quite-elsewhere"
    target.save()
    target.save_revision(clean=False).publish()
    value: Any = value_of(next(each for each in rows() if each.key == source.public_id))
    assert value.body[1].html == f'As <a href="article:{target.group}">the ferry</a> tells.'


@pytest.mark.parametrize("state", ["draft", "withdrawn", "deleted", "never there"])
def test_a_link_to_what_readers_do_not_have_is_refused_with_its_place(
    folder: Folder, login: Login, rows: Rows, state: str
) -> None:
    target = making.article("Target") if state == "draft" else making.published("Target")
    group = target.group
    if state == "withdrawn":
        target.unpublish()
    elif state == "deleted":
        target.delete()
    elif state == "never there":
        group = "0" * 32
    row = making.article("Source", body=linking(group, "the <b>old</b> ferry"))
    before = len(rows())
    said = publish(login("editor"), row)
    assert "not published: Links lead to articles that readers do not have." in said
    assert "Block 2 (Paragraph), at “the old ferry”:" in said
    assert ("“Target” is not with readers" if state in {"draft", "withdrawn"} else "the article was deleted") in said
    assert len(rows()) == before


def test_links_to_what_readers_have_and_to_itself_are_fine(folder: Folder, login: Login, rows: Rows) -> None:
    target = making.published("Target")
    row = making.article("Source", body=linking(target.group))
    assert "not published" not in publish(login("editor"), row)
    own = making.article("Own")
    own.body = linking(own.group)
    own.save_revision(clean=False)
    assert "not published" not in publish(login("editor"), own.get_latest_revision_as_object())


def test_before_an_article_is_withdrawn_or_deleted_the_editor_is_told_what_links_to_it(
    folder: Folder, login: Login
) -> None:
    target = making.published("Target")
    making.published("Source", body=linking(target.group))
    client = login("editor")
    for path in ("unpublish", "delete"):
        page = words(client.get(f"/articles/{path}/{target.pk}/").content.decode())
        assert "referenced 1 time" in page, page[-600:]
    assert "Source" in words(client.get(f"/articles/usage/{target.pk}/").content.decode())


# Pasting


def test_a_paste_is_answered_with_blocks_and_stores_nothing(folder: Folder, login: Login, rows: Rows) -> None:
    from skaryna.newsroom.models import Article

    target = making.published("Target")
    before, count = len(rows()), Article.objects.count()
    own = f"https://ferry.example/{target.address}.html#x"
    html = f'<h2>Head</h2><p>One <a href="{own}">link</a> <a href="https://ferry.example/2020/none.html">dead</a></p>'
    told = login("contributor").post("/paste/", {"html": html}).json()
    assert [block["type"] for block in told["blocks"]] == ["heading", "paragraph"]
    assert f'"group": "{target.group}"' in told["blocks"][1]["value"]
    assert "https://ferry.example/2020/none.html" in told["blocks"][1]["value"]
    assert told["said"] == "Pasted as 2 blocks."
    assert (len(rows()), Article.objects.count()) == (before, count)


def test_a_hostile_paste_leaves_words_alone(folder: Folder, login: Login) -> None:
    html = (
        '<p onclick="x()">a<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">b</a></p>'
    )
    answer = login("editor").post("/paste/", {"html": html})
    assert "alert" not in answer.content.decode()
    assert "onclick" not in answer.content.decode()
    assert "1 picture was left out" in answer.json()["said"]


def test_who_may_not_write_may_not_paste_and_too_much_is_refused_in_words(folder: Folder, login: Login) -> None:
    from django.contrib.auth.models import Group, Permission
    from django.test import Client

    from skaryna.newsroom.models import Account
    from tests.newsroom.conftest import HOST

    assert Client(HTTP_HOST=HOST).post("/paste/", {"html": "<p>x"}).status_code == 302
    assert login("editor").get("/paste/").status_code == 405
    answer = login("editor").post("/paste/", {"html": "x" * 8_000_001})
    assert answer.status_code == 400
    assert "too much for one paste" in answer.json()["problem"]
    looker = Account.objects.create_user("looks", password="x")
    group = Group.objects.create(name="Lookers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    looker.groups.add(group)
    client = Client(HTTP_HOST=HOST)
    client.force_login(looker)
    assert client.post("/paste/", {"html": "<p>x"}).status_code in {302, 403}
    forged = Client(HTTP_HOST=HOST, enforce_csrf_checks=True)
    forged.cookies = login("editor").cookies
    assert forged.post("/paste/", {"html": "<p>x"}).status_code == 403


def test_pictures_are_put_in_by_number_and_only_those_that_are_there(folder: Folder, login: Login) -> None:
    from skaryna.newsroom.models import NewsImage
    from skaryna.newsroom.pictures import cleaned

    image = NewsImage(title="Ferry", file=cleaned(making.photograph(), name="f.jpg"))
    image.save()
    told = login("contributor").post("/paste/", {"picture": [str(image.pk), "999999", "x", "-1"]}).json()
    assert [block["type"] for block in told["blocks"]] == ["figure"]
    assert told["blocks"][0]["value"]["image"]["id"] == image.pk


# What a block lacks is said at the block


def test_a_picture_without_words_is_named_at_its_block(folder: Folder, login: Login) -> None:
    from skaryna.newsroom.models import NewsImage
    from skaryna.newsroom.pictures import cleaned

    image = NewsImage(title="Ferry", file=cleaned(making.photograph(), name="f.jpg"))
    image.save()
    figure = ("figure", {"image": str(image.pk), "alt": "", "caption": "null", "credit": ""})
    page = login("editor").post("/articles/add/", making.form("News", action="action-publish", body=[figure]))
    assert page.status_code == 200
    assert "Describe the picture for those who cannot see it." in page.content.decode()
    assert "blockErrors" in page.content.decode(), "beside the field, not only on top"


# Drafts and versions


def test_pages_and_authors_never_publish_what_is_half_typed(folder: Folder, login: Login) -> None:
    client = login("administrator")
    person, topic = making.person(), making.topic()
    for path in ("/standing-pages/add/", "/authors/add/", f"/authors/edit/{person.pk}/", f"/topics/edit/{topic.pk}/"):
        form = re.findall(r'<form\s+id="w-editor-form".*?>', client.get(path).content.decode(), re.DOTALL)[0]
        assert "w-autosave" not in form, path
    article = making.article()
    form = re.findall(
        r'<form\s+id="w-editor-form".*?>', client.get(f"/articles/edit/{article.pk}/").content.decode(), re.DOTALL
    )[0]
    assert "w-autosave" in form


def test_two_versions_can_be_compared_and_the_earlier_one_brought_back(
    folder: Folder, login: Login, rows: Rows
) -> None:
    from django.urls import reverse

    row = making.published("Ferry", body=[
        {"type": "paragraph", "value": "<p>The ferry crosses at six.</p>"},
        {"type": "paragraph", "value": '<p>See <a href="https://salka.example/map">the map</a></p>'},
        {"type": "list", "value": {"ordered": False, "items": [{"type": "item", "value": "<p>One boat</p>", "id": "1"}]}},
        {"type": "source", "value": {"title": "Minutes", "address": "", "publisher": "", "date": "", "note": ""}},
    ])  # fmt: skip
    first = row.latest_revision
    row.body = [
        {"type": "paragraph", "value": "<p>The ferry crosses at <b>seven</b>.</p>"},
        {"type": "paragraph", "value": '<p>See <a href="https://evil.example/">the map</a></p>'},
        {
            "type": "list",
            "value": {"ordered": False, "items": [{"type": "item", "value": "<p>Two boats</p>", "id": "1"}]},
        },
        {"type": "quotation", "value": {"text": "<p>Never <i>on time</i></p>", "attribution": "Ann"}},
    ]
    second = row.save_revision(clean=False)
    client = login("editor")
    name = type(row).snippet_viewset.get_url_name
    page = client.get(reverse(name("revisions_compare"), args=[row.pk, first.pk, second.pk]))
    told = words(page.content.decode())
    for each in ("six", "seven", "Never on time", "Minutes", "[https://salka.example/map]", "[https://evil.example/]"):
        assert each in told, each
    assert "linktype" not in told
    assert "{'" not in told, "values are written as an editor reads them"
    back = client.get(reverse(name("revisions_revert"), args=[row.pk, first.pk]))
    assert "crosses at six" in back.content.decode()


def test_what_a_form_sent_by_itself_never_lands_on_what_was_saved_meanwhile(
    folder: Folder, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skaryna.newsroom.screens.articles import ArticleForm

    row = making.article("Ferry")
    by_itself, by_button = login("editor"), login("editor")
    meanwhile = [lambda: by_button.post(f"/articles/edit/{row.pk}/", making.form("All her words"))]
    plain = ArticleForm.clean

    def slowly(form: Any) -> Any:
        if meanwhile:
            assert meanwhile.pop()().status_code == 302
        return plain(form)

    monkeypatch.setattr(ArticleForm, "clean", slowly)
    answer = by_itself.post(
        f"/articles/edit/{row.pk}/", making.form("Half her words"), headers={"Accept": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json()["error_message"] == "Saving will overwrite a newer version."
    row.refresh_from_db()
    assert row.get_latest_revision_as_object().title == "All her words"
    assert row.title == "All her words"


# Previews


@pytest.fixture
def as_printed(folder: Folder) -> Any:
    from skaryna.newsroom import preview

    preview.use(renderer(folder))
    yield
    preview._renderer.clear()


@pytest.mark.usefixtures("as_printed")
@pytest.mark.parametrize("language", ["en", "be", "uk"])
def test_the_preview_is_the_presss_own_page_in_light_and_dark(folder: Folder, login: Login, language: str) -> None:
    row = making.article("Soon", language=language)
    client = login("contributor")
    client.post(f"/articles/preview/{row.pk}/", making.form("Soon"))
    pages = {mode: client.get(f"/articles/preview/{row.pk}/?mode={mode}") for mode in ("light", "dark")}
    for mode, answer in pages.items():
        page = answer.content.decode()
        assert "It happened." in page
        assert f'<html lang="{language}"' in page
        assert "prefers-color-scheme" not in page.partition("</head>")[0]
        assert f'name="color-scheme" content="{mode}"' in page
        policy = answer["Content-Security-Policy"]
        assert "sandbox allow-same-origin" in policy
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert not re.findall(
            r'(?:src|srcset)="(?!data:)[^"]+"', re.sub(r"<script.*?</script>|<script[^>]*>", "", page)
        )


@pytest.mark.usefixtures("as_printed")
def test_sources_are_numbered_in_the_preview(folder: Folder, login: Login) -> None:
    sources = [("source", {"title": title, "address": "", "publisher": "", "date": "", "note": "null"})
               for title in ("Minutes", "Budget")]  # fmt: skip
    client = login("contributor")
    client.post("/articles/preview/", making.form("Soon", body=sources))
    page = words(client.get("/articles/preview/").content.decode())
    assert "Source 1 Minutes" in page
    assert "Source 2 Budget" in page


@pytest.mark.usefixtures("as_printed")
@pytest.mark.parametrize(
    "body",
    [
        [{"type": "figure", "value": {"image": 999_999, "alt": "x", "caption": "", "credit": ""}}],
        [{"type": "embed", "value": {"address": "javascript:x", "title": "x", "provider": "", "description": ""}}],
        [{"type": "source", "value": {"title": "x", "address": "nowhere", "publisher": "", "date": "", "note": ""}}],
        [{"type": "paragraph", "value": "<p>to <a linktype='article' id='gone'>nowhere</a></p>"}],
        [{"type": "table", "value": {"columns": [], "rows": [], "caption": ""}}],
        [{"type": "heading", "value": {"text": "\u202e", "level": "9"}}],
    ],
    ids=["lost picture", "bad link", "bad source", "dead link", "empty table", "odd heading"],
)
def test_a_broken_draft_has_a_preview_that_says_a_sentence(folder: Folder, login: Login, body: Any) -> None:
    row = making.article("Broken", body=body)
    client = login("contributor")
    client.raise_request_exception = True
    from skaryna.newsroom import preview

    answer = preview.answer(row.get_latest_revision_as_object(), "light")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Traceback" not in page
    assert "Broken" in page or 'role="alert"' in page


def test_the_press_and_the_editor_reckon_with_the_same_pace(folder: Folder) -> None:
    from skaryna.newsroom.screens.writing import CHARS_A_MINUTE

    assert CHARS_A_MINUTE == press_article.CHARS_A_MINUTE
