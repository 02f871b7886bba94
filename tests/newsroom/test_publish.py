"""Publish, withdraw, delete: what the journal says of it."""

from collections.abc import Callable
from typing import Any

import pytest

from skaryna.errors import TrustError, ValueRefusedError
from skaryna.model import Article, Entry, Paragraph
from skaryna.model.journal import START, check_chain, value_of
from skaryna.outside import journal
from skaryna.outside.folder import Folder
from tests.newsroom import making

Rows = Callable[[], list[Entry]]
Behind = Callable[..., None]


def test_publishing_appends_the_article_and_the_chain_verifies(folder: Folder, rows: Rows) -> None:
    row = making.published("A story about water")
    [entry] = rows()
    assert (entry.kind, entry.key, entry.op, entry.approved_by) == ("article", row.public_id, "put", "newsroom")
    value = value_of(entry)
    assert isinstance(value, Article)
    assert (value.title, value.address) == ("A story about water", f"{row.published_at:%Y}/a-story-about-water")
    assert value.body == (Paragraph(html="It happened."),)
    before = START
    for each in journal.entries(folder.database):
        check_chain(folder.journal_key(), before, each)
        before = each.chain


def test_publishing_the_same_again_appends_nothing(rows: Rows) -> None:
    row = making.published()
    row.save_revision().publish()
    assert len(rows()) == 1


def test_opening_and_saving_does_not_move_the_moment_of_the_first_publication(rows: Rows) -> None:
    """The editor's form knows minutes alone."""
    row = making.published()
    type(row).objects.update(published_at="2024-05-04T12:34:56Z")
    row = type(row).objects.get()
    row.published_at = row.published_at.replace(second=0)
    row.title = "Another title"
    row.save_revision().publish()
    value = value_of(rows()[-1])
    assert isinstance(value, Article)
    assert value.title == "Another title"
    assert value.published_at is not None
    assert value.published_at.isoformat() == "2024-05-04T12:34:56+00:00"


def test_an_article_without_a_title_has_a_name_on_the_screens() -> None:
    assert str(making.article("")) == "Without a title"


def test_nobody_publishes_a_title_alone(rows: Rows) -> None:
    from skaryna.newsroom.models import Account

    somebody = Account.objects.create(username="somebody", is_superuser=True)
    row = making.article("A title alone", body=[])
    with pytest.raises(ValueRefusedError, match="nothing else"):
        row.save_revision().publish(user=somebody)
    assert not rows()
    row.lead = "A short notice."
    row.save_revision().publish(user=somebody)
    assert len(rows()) == 1


def test_a_value_changed_in_the_database_is_named(behind: Behind, rows: Rows) -> None:
    making.published()
    behind("update journal set value = replace(value, 'It happened', 'It did not') where kind = 'article'")
    with pytest.raises(TrustError, match="differs from what was approved"):
        value_of(rows()[-1])


def test_a_row_added_behind_the_newsroom_breaks_the_chain(folder: Folder, behind: Behind, rows: Rows) -> None:
    making.published()
    behind(
        "insert into journal(kind, key, op, value, digest, approved_by, at, chain)"
        " select kind, 'x', op, value, digest, approved_by, at, chain from journal order by seq desc limit 1"
    )
    entries = list(journal.entries(folder.database))
    with pytest.raises(TrustError, match="was not written by the newsroom"):
        check_chain(folder.journal_key(), entries[-2].chain, entries[-1])


def test_draft_edits_of_a_live_article_leave_the_journal_alone(rows: Rows) -> None:
    row = making.published()
    row.title = "Something that nobody approved"
    row.save_revision(clean=False)
    assert len(rows()) == 1


def test_withdrawing_and_deleting_say_drop_once(rows: Rows) -> None:
    row = making.published()
    row.unpublish()
    row.delete()
    assert [(entry.op, entry.value) for entry in rows()][1:] == [("drop", None)]
    making.published("Another").delete()
    assert [entry.op for entry in rows()] == ["put", "drop", "put", "drop"]


def test_deleting_a_draft_says_nothing(rows: Rows) -> None:
    making.article().delete()
    assert rows() == []


def test_a_refused_publish_leaves_nothing_half_published(rows: Rows) -> None:
    from skaryna.newsroom.models import Article as Row

    row = making.article(body=[{"type": "embed", "value": {"address": "javascript:alert(1)", "title": "Video"}}])
    with pytest.raises(ValueRefusedError, match="address that is not allowed"):
        row.get_latest_revision().publish()
    fresh = Row.objects.get(pk=row.pk)
    assert (fresh.live, fresh.address, rows()) == (False, "", [])


def test_the_address_stays_when_title_and_slug_change(rows: Rows) -> None:
    row = making.published("First title")
    address = row.address
    row.title, row.slug = "Second title", "second"
    row.save_revision().publish()
    assert [value_of(entry).address for entry in rows()] == [address, address]  # type: ignore[union-attr]


def test_two_articles_of_one_title_get_two_addresses_and_a_translation_may_share_one(folder: Folder) -> None:
    one, two, other = making.published(), making.published(), making.published(language="be")
    assert two.address == f"{one.address}-2"
    assert other.address == one.address


def test_a_day_that_nobody_knows_stays_unknown(rows: Rows) -> None:
    row = making.published(date_unknown=True)
    assert (row.address, row.published_at) == ("undated/a-story", None)
    assert value_of(rows()[-1]).published_at is None  # type: ignore[union-attr]


def test_what_stands_beside_articles_is_handed_over_when_saved_and_dropped_when_deleted(rows: Rows) -> None:
    topic = making.topic()
    topic.description = "Courts."
    topic.save()
    topic.save()
    topic.delete()
    assert [(entry.kind, entry.op) for entry in rows()] == [("topic", "put"), ("topic", "put"), ("topic", "drop")]


def test_an_author_with_articles_cannot_be_deleted(folder: Folder) -> None:
    from django.db.models import ProtectedError

    from skaryna.newsroom.models import ArticleByline

    person = making.person()
    row = making.article()
    row.bylines = [ArticleByline(person=person)]
    row.save()
    with pytest.raises(ProtectedError):
        person.delete()


def test_a_pen_name_is_all_that_is_handed_over(rows: Rows) -> None:
    making.person("Jan Ferryman", pseudonymous=True, bio="<p>Lives <b>here</b>.</p>")
    value: Any = value_of(rows()[-1])
    assert (value.name, value.pseudonymous, value.bio) == ("Jan Ferryman", True, "Lives <strong>here</strong>.")


def test_an_older_revision_published_later_keeps_day_and_address(folder: Folder) -> None:
    from skaryna.newsroom.models import Article as Row

    row = making.article("Early")
    early = row.get_latest_revision()
    row.title = "Late"
    row.save_revision(clean=False).publish()
    first = Row.objects.get(pk=row.pk)
    early.refresh_from_db()
    Row.objects.get(pk=row.pk).publish(early)
    again = Row.objects.get(pk=row.pk)
    assert (again.title, again.address, again.published_at) == ("Early", first.address, first.published_at)
