"""Whether a draft of a published article says what readers have: then nothing waits there.

Buttons of the editor save its form before they do something else, and whoever opens an article and saves it as it is
changes nothing.
"""

from typing import Any

_IN_THE_WORDS = frozenset(
    {"body", "lead_caption", "corrections", "bylines", "topic_links", "published_at", "updated_at"}
)
"""What the form writes anew (markup, identifiers, minutes): compared as readers would get it."""
_KEPT_WITH_IT = frozenset(
    {
        "pk", "public_id", "group", "translation_key", "locale", "address", "marks", "live", "expired",
        "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision", "latest_revision",
        "locked", "locked_at", "locked_by",
    }
)  # fmt: skip
"""What belongs to the article and not to its text."""


def is_as_published(article: Any, revision: Any) -> bool:
    """Whether publishing a revision would change nothing of a published article."""
    from skaryna.newsroom import four_eyes

    if not article.live or not article.live_revision_id:
        return False
    # As it is stored: the editor's form has written into the one that it saves.
    row = type(article).objects.select_related("locale", "live_revision").get(pk=article.pk)
    # As it is stored, too: one that was just made has days as days, not as text.
    stored = type(revision).objects.get(pk=revision.pk)
    if row.live_revision is None or _rest(row.live_revision) != _rest(stored):
        return False
    return four_eyes.words_of(row, row.live_revision) == four_eyes.words_of(row, stored)


def _rest(revision: Any) -> dict[str, Any]:
    left_out = _IN_THE_WORDS | _KEPT_WITH_IT
    return {name: value for name, value in revision.content.items() if name not in left_out}
