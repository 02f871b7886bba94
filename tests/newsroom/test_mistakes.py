"""Mistakes: found when articles are saved, published, withdrawn, deleted; listed with the way to the place."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaryna.newsroom.proofreading import MAX_FOUND, Pictured, Written, mistakes
from skaryna.outside.folder import Folder
from tests.newsroom import making
from tests.newsroom.test_stopping import text

Login = Callable[[str], Any]
LINK = '<p>See <a linktype="article" id="{}">it</a>.</p>'
FINE: dict[str, Any] = {"title": "Short", "lead": "A lead.", "topic_links": [{"topic": 1}], "body": "[]"}


def found(content: dict[str, Any], **more: Any) -> list[tuple[str, str, str]]:
    given_: dict[str, Any] = {"pictures": {}, "dead": set(), **more}
    return [(each.kind, each.block, each.detail) for each in mistakes(Written.of({**FINE, **content}), **given_)]


def body(*blocks: tuple[str, Any]) -> str:
    return json.dumps([{"type": kind, "value": value, "id": f"b{n}"} for n, (kind, value) in enumerate(blocks)])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({}, []),
        ({"title": "x" * 71}, [("long title", "", "71")]),
        ({"title": "x" * 70}, []),
        ({"lead": "  "}, [("no lead", "", "")]),
        ({"topic_links": []}, [("no topic", "", "")]),
        ({"body": body(("heading", {"text": " ", "level": "2"}))}, [("empty heading", "b0", "")]),
        ({"body": body(("source", {"title": "A paper", "address": ""}))}, [("no address", "b0", "A paper")]),
        ({"body": body(("paragraph", LINK.format("gone")))}, [("dead link", "b0", "gone")]),
        ({"body": body(("list", {"items": [{"value": LINK.format("gone")}]}))}, [("dead link", "b0", "gone")]),
        ({"body": body(("figure", {"image": 1, "alt": "", "credit": "A"}))}, [("no alt", "b0", "Ferry")]),
        ({"body": body(("figure", {"image": 1, "alt": "A", "credit": ""}))}, [("no credit", "b0", "Ferry")]),
        ({"body": body(("figure", {"image": 2, "alt": "", "credit": ""}))}, []),
        ({"lead_image": 1}, [("no alt", "", "Ferry"), ("no credit", "", "Ferry")]),
    ],
)
def test_each_mistake_is_found_at_its_place(content: dict[str, Any], said: list[tuple[str, str, str]]) -> None:
    pictures = {1: Pictured("Ferry", "", ""), 2: Pictured("Bank", "A bank", "Ann")}
    assert found(content, pictures=pictures, dead={"gone"}) == said


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "value", "id", "image", "items"]), inner)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*FINE, "lead_image", "lead_caption"]), junk), st.lists(junk, max_size=4))
def test_no_content_however_damaged_breaks_a_save(content: dict[str, Any], blocks: list[Any]) -> None:
    for broken in (content, {**content, "body": json.dumps(blocks)}, {**content, "body": "{"}):
        mistakes(Written.of(broken), pictures={}, dead=set())


def test_a_huge_article_has_a_bounded_number() -> None:
    assert len(found({"body": body(*[("heading", {"text": ""})] * 5000)})) == MAX_FOUND


def kinds_of(row: Any) -> set[str]:
    from skaryna.newsroom.models import Mistake

    return set(Mistake.objects.filter(article=row).values_list("kind", flat=True))


def test_a_mistake_comes_with_a_save_and_goes_with_the_next(folder: Folder) -> None:
    row = making.article("A story")
    assert kinds_of(row) == {"no lead", "no topic"}
    row.lead = "Now it has one."
    row.save_revision(clean=False)
    assert kinds_of(row) == {"no topic"}


def test_links_live_and_die_with_what_they_lead_to(folder: Folder) -> None:
    from skaryna.newsroom.models import Article

    target = making.article("Target", lead="x")
    row = making.published("Linking", lead="x", body=[{"type": "paragraph", "value": LINK.format(target.group)}])
    assert "dead link" in kinds_of(row), "to a draft"
    target.get_latest_revision().publish()
    assert "dead link" not in kinds_of(row)
    Article.objects.get(pk=target.pk).unpublish()
    assert "dead link" in kinds_of(row), "to a withdrawn article"
    Article.objects.get(pk=target.pk).get_latest_revision().publish()
    assert "dead link" not in kinds_of(row)
    Article.objects.get(pk=target.pk).delete()
    assert "dead link" in kinds_of(row), "to none"


def test_a_link_to_a_translation_that_readers_have_is_alive(folder: Folder) -> None:
    target = making.published("Target", group="both")
    making.published("Ціль", language="be", group="both")
    row = making.published("Linking", body=[{"type": "paragraph", "value": LINK.format("both")}])
    target.unpublish()
    assert "dead link" not in kinds_of(row)


def test_two_articles_with_one_title_both_have_the_mistake_until_one_is_renamed(folder: Folder) -> None:
    one, two, other = making.published("Same"), making.published("Same"), making.published("Same", language="be")
    assert ["same title" in kinds_of(row) for row in (one, two, other)] == [True, True, False]
    two.title = "Different"
    two.save_revision(clean=False).publish()
    assert ["same title" in kinds_of(row) for row in (one, two)] == [False, False]
    making.published("Same").delete()
    assert "same title" not in kinds_of(one)


def test_a_description_written_in_the_library_mends_the_articles_that_show_the_picture(folder: Folder) -> None:
    from wagtail.models import ReferenceIndex

    from skaryna.newsroom.models import NewsImage
    from skaryna.newsroom.pictures import cleaned

    image = NewsImage(title="Ferry", alt="A ferry", file=cleaned(making.photograph(), name="f.jpg"))
    image.save()
    row = making.published(lead_image=image)
    ReferenceIndex.create_or_update_for_object(row)
    assert "no credit" in kinds_of(row)
    image.credit = "Ann"
    image.save()
    assert "no credit" not in kinds_of(row)


def test_the_list_leads_to_the_place_and_is_filtered(login: Login) -> None:
    from skaryna.newsroom.models import Article

    making.published(
        "Linking",
        lead="x",
        body=[
            {"type": "paragraph", "value": LINK.format("nowhere"), "id": "0a1b"},
            {"type": "heading", "value": {"text": "", "level": "2"}, "id": "0a1c"},
        ],
    )
    making.published("Доўгі", language="be", lead="x")
    making.article("Draft")
    key = Article.objects.get(title="Linking").pk
    client = login("contributor")
    page = client.get("/mistakes/").content.decode()
    assert f'href="/articles/edit/{key}/#block-0a1b-section"' in page
    assert f'href="/articles/edit/{key}/#block-0a1c-section"' in page
    assert "to an article that is not there any more" in page
    only = text(client.get("/mistakes/?kind=no+topic&language=be"))
    assert "Доўгі" in only
    assert "Linking" not in only
    assert "Draft" in text(client.get("/mistakes/?drafts=1"))
    for hostile in ("?kind=<script>&language=xx&p=-1", "?p=99999", "?kind=%00"):
        answer = client.get(f"/mistakes/{hostile}")
        assert answer.status_code == 200
        assert "<script>&" not in answer.content.decode()


def test_articles_that_no_save_saw_are_counted_and_looked_at_on_a_word(folder: Folder, login: Login) -> None:
    from skaryna.newsroom import marking
    from skaryna.newsroom.models import Checked, Mistake

    for title in ("One", "Two", "Three"):
        making.published(title)
    Checked.objects.all().delete()
    Mistake.objects.all().delete()
    assert marking.unchecked() == 3
    page = text(login("editor").get("/"))
    assert "3 articles were never looked at" in page
    assert "Look at them now" in text(login("editor").get("/mistakes/"))
    assert "Look at" not in text(login("contributor").get("/mistakes/"))
    assert marking.look_at_all() == 3
    assert (marking.unchecked(), Mistake.objects.filter(kind="no lead").count()) == (0, 3)
    assert marking.look_at_all() == 0
    assert marking.look_at_all(max_seconds=0) == 0


def test_a_contributor_cannot_start_a_look_at_everything(login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    from skaryna.newsroom import marking

    started = []
    monkeypatch.setattr(marking, "start", lambda: started.append(1) or True)
    login("contributor").post("/mistakes/", {"all": "1"})
    assert started == []
    login("editor").post("/mistakes/")
    assert started == [1]
