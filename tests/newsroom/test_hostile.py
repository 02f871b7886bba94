"""Whatever stands in a field, readers get the model's subset of it, or the editor a sentence."""

from collections.abc import Callable
from typing import Any

import pytest

from skaryna.errors import ValueRefusedError
from skaryna.model import Entry, inline
from skaryna.model.journal import value_of
from skaryna.newsroom import richtext
from skaryna.outside.folder import Folder
from tests.newsroom import making

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]
HOSTILE = (
    '<script>alert(1)</script>"><img src=x onerror=alert(1)>\u202e\u200b{{ 7*7 }}{% now "Y" %}'
    "<a href=javascript:alert(1)>x</a>\x00<p>'; drop table journal; --"
)
RICH = f"<p>{HOSTILE}</p><h2 onclick='x()'>H</h2><iframe src='//evil.example'></iframe><svg><script>1</script></svg>"


def check_harmless(text: str) -> None:
    assert not inline.has_invisible(text)
    assert "<script" not in text
    assert "<img" not in text
    assert "<iframe" not in text
    assert "<svg" not in text
    assert 'href="javascript' not in text


def test_every_text_of_an_article_is_harmless_or_refused(folder: Folder, login: Login, rows: Rows) -> None:
    from skaryna.newsroom.models import ArticleByline, Correction

    plain = HOSTILE.replace("\x00", "")
    # PostgreSQL stores no NUL at all.
    hostile, rich = (plain, RICH.replace("\x00", "")) if folder.settings.database else (HOSTILE, RICH)
    body = [
        {"type": "paragraph", "value": rich},
        {"type": "heading", "value": {"text": hostile, "level": "9"}},
        {"type": "figure", "value": {"image": 99999, "alt": hostile, "caption": rich, "credit": hostile}},
        {"type": "quotation", "value": {"text": rich, "attribution": hostile}},
        {
            "type": "list",
            "value": {"ordered": "x", "items": [{"type": "item", "value": rich}, {"type": "item", "value": ""}]},
        },
        {
            "type": "table",
            "value": {
                "columns": [{"type": "text", "heading": hostile}],
                "rows": [{"values": [rich]}],
                "caption": hostile,
            },
        },
        {
            "type": "source",
            "value": {"title": hostile, "address": "", "publisher": hostile, "date": hostile, "note": rich},
        },
        {
            "type": "embed",
            "value": {"title": hostile, "address": "https://ok.example/", "provider": hostile, "description": hostile},
        },
        {"type": "code", "value": hostile},
    ]
    person = making.person(plain, bio=rich, slug="hostile")
    row = making.article(
        plain[:500], body=body, lead=plain, lead_caption=RICH.replace("\x00", ""), lead_alt=plain, lead_credit=plain
    )
    row.bylines = [ArticleByline(person=person, role=plain[:100])]
    row.corrections = [Correction(text=rich)]
    row.save()
    row.save_revision(clean=False).publish()
    [who, entry] = rows()
    value: Any = value_of(entry)
    assert len(value.body) == 11, "the paragraph has three parts"
    for block in value.body:
        for name in block.__struct_fields__:
            for text in _texts(getattr(block, name)):
                if name in {"html", "items", "rows", "caption", "note"} and block.__class__.__name__ != "Table":
                    check_harmless(text)
                assert not inline.has_invisible(text)
    check_harmless(value.corrections[0].text)
    check_harmless(value_of(who).bio)  # type: ignore[union-attr]
    assert not inline.has_invisible(value.title + value.lead + value.bylines[0].role)
    client = login("editor")
    for path in (f"/articles/edit/{row.pk}/", f"/authors/edit/{person.pk}/", "/articles/", "/authors/", "/"):
        page = client.get(path).content.decode()
        assert page
        assert "<script>alert(1)" not in page, path
        assert "<img src=x" not in page, path
    preview = client.get(f"/articles/history/{row.pk}/revisions/{row.latest_revision_id}/view/")
    assert preview.status_code == 200
    assert "<script>alert" not in preview.content.decode()
    assert "script-src" not in preview["Content-Security-Policy"]


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [text for each in value for text in _texts(each)] if isinstance(value, tuple) else []


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://a b", "file:///etc"]
)
def test_an_address_with_a_trick_is_refused_by_form_and_hand_over(folder: Folder, login: Login, address: str) -> None:
    block = ("embed", {"address": address, "title": "T", "provider": "", "description": ""})
    answer = login("editor").post("/articles/add/", making.form(body=[block], action="action-publish"))
    assert answer.status_code == 200
    row = making.article(body=[{"type": "embed", "value": {"address": address, "title": "T"}}])
    with pytest.raises(ValueRefusedError):
        row.get_latest_revision().publish()


def test_a_character_that_postgresql_stores_nowhere_is_refused_in_the_form(folder: Folder, login: Login) -> None:
    data = {**making.form(body=[("code", "a")]), "body-0-value": "a\x00b"}
    assert "Null characters are not allowed" in login("editor").post("/articles/add/", data).content.decode()


def test_an_old_address_that_is_none_is_refused_in_the_form(folder: Folder, login: Login) -> None:
    data = making.form(action="action-publish", old_addresses="/fine/\nhttps://evil.example/")
    answer = login("editor").post("/articles/add/", data)
    assert answer.status_code == 200
    assert "is not a path" in answer.content.decode()


def test_links_to_articles_and_mail_survive_the_editor(folder: Folder, login: Login, rows: Rows) -> None:
    from wagtail.test.utils.form_data import rich_text

    target = making.published("Target")
    words = f'<p><a linktype="article" id="{target.group}">this</a> <a href="mailto:a@b.example">mail</a> <a href="https://x.example/?a=1&amp;b=2">x</a></p>'
    body = [("paragraph", rich_text(words, features=richtext.INLINE))]
    client = login("editor")
    making.confirmed(client, client.post("/articles/add/", making.form(body=body, action="action-publish")))
    value: Any = value_of(rows()[-1])
    assert value.links == (f"article:{target.group}", "mailto:a@b.example", "https://x.example/?a=1&b=2")


def test_rich_text_and_inline_html_are_each_others_inverse() -> None:
    for markup in (
        "a",
        "<strong>a</strong> <em>b</em>",
        "a<br>b",
        "x &amp; y &lt;",
        "<s>a</s><sub>b</sub><code>c</code>",
    ):
        assert richtext.inline_of(richtext.rich_of(markup)) == markup
    assert richtext.paragraphs("<p>a</p><p></p><p>b<br/>c</p>") == ["a", "b<br>c"]
