"""A translation is a row of its own in the same group; what belongs to one language does not come along."""

from collections.abc import Callable
from typing import Any

from skaryna.model import Entry
from skaryna.model.journal import value_of
from skaryna.outside.folder import Folder
from tests.newsroom import making

Rows = Callable[[], list[Entry]]


def translated(row: Any, language: str) -> Any:
    from wagtail.models import Locale

    copy = row.copy_for_translation(Locale.objects.get(language_code=language))
    copy.save()
    return copy


def test_a_translated_article_is_a_draft_of_its_own_in_the_same_group(folder: Folder, rows: Rows) -> None:
    from skaryna.newsroom.models import Article

    row = making.published("A story", legacy_reads=509, old_addresses="/old/", date_unknown=True)
    copy = Article.objects.get(pk=translated(row, "be").pk)
    assert (copy.group, copy.language, copy.live) == (row.group, "be", False)
    assert (copy.address, copy.old_addresses, copy.legacy_reads, copy.published_at) == ("", "", None, None)
    assert copy.public_id != row.public_id
    assert len(rows()) == 1
    copy.title = "Гісторыя"
    copy.save_revision().publish()
    values: list[Any] = [value_of(entry) for entry in rows()]
    assert [value.language for value in values] == ["en", "be"]
    assert values[0].group == values[1].group
    assert values[1].address.endswith("/historyya")


def test_a_translated_topic_is_handed_over_in_the_same_group(folder: Folder, rows: Rows) -> None:
    topic = making.topic("Law")
    translated(topic, "uk")
    one, two = (value_of(entry) for entry in rows())
    assert (one.group, one.language, two.language) == (two.group, "en", "uk")  # type: ignore[union-attr]
    assert one.id != two.id  # type: ignore[union-attr]
