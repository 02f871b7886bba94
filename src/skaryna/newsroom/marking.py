"""Mistakes are found when an article is saved, published, withdrawn or deleted, and kept; nobody looks twice.

One article's change touches others in two ways: links to it come to life or die, and titles become the same or differ.
"""

import threading
import time
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Revision
from wagtail.signals import published, unpublished

from skaryna.newsroom import citing, indexing
from skaryna.newsroom.models import Article, Checked, LinkTo, Mistake, NewsImage
from skaryna.newsroom.models.mistakes import MAX_DETAIL_CHARS
from skaryna.newsroom.proofreading import RULES, Pictured, Written, mistakes

MAX_NEIGHBOURS = 200
"""So many articles are looked at again at once because another one changed; the rest wait for the next look at all."""
ROWS_AT_ONCE = 100
PAUSE_S = 0.02
MAX_SECONDS = 60 * 60
PROGRESS = "newsroom-looking"
_SAME: Any = Mistake.Kind.SAME_TITLE
_DEAD: Any = Mistake.Kind.DEAD_LINK
_running = threading.Lock()


def connect() -> None:
    """Listen to Django's and Wagtail's signals; called once, when Django is ready."""
    post_save.connect(_saved, sender=Revision)
    published.connect(_published, sender=Article)
    unpublished.connect(_withdrawn, sender=Article)
    pre_delete.connect(_goes, sender=Article)
    post_delete.connect(_gone, sender=Article)
    post_save.connect(_picture_saved, sender=NewsImage)


def _saved(instance: Revision, raw: bool = False, update_fields: Any = None, **_: Any) -> None:
    if raw or update_fields or instance.base_content_type_id != ContentType.objects.get_for_model(Article).pk:
        return
    if indexing.postponed(look_at_some, int(instance.object_id), instance.content):
        return
    article = Article.objects.filter(pk=instance.object_id).defer("body").select_related("locale").first()
    if article is not None:
        look(article, instance.content)


def _published(instance: Article, **_: Any) -> None:
    if not instance.live:
        return
    citing.settle(instance)
    Mistake.objects.filter(article=instance, is_live=False).update(is_live=True)
    Mistake.objects.filter(kind=_DEAD, detail=instance.group).delete()
    _same_titles(instance, instance.title)


def _withdrawn(instance: Article, **_: Any) -> None:
    Mistake.objects.filter(article=instance).update(is_live=False)
    _died(instance)


def _goes(instance: Article, **_: Any) -> None:
    # After the deletion its own mistakes, and what they were the same as, are not there any more.
    instance.same_titles = list(Mistake.objects.filter(article=instance, kind=_SAME).values_list("detail", flat=True))


def _gone(instance: Article, **_: Any) -> None:
    for title in getattr(instance, "same_titles", ()):
        _differs(title, instance.language)
    _died(instance)


def _died(article: Article) -> None:
    if Article.objects.filter(group=article.group, live=True).exclude(pk=article.pk).exists():
        return
    linking = LinkTo.objects.filter(group=article.group).order_by("article_id").values_list("article_id", flat=True)
    _again(list(linking))


def _picture_saved(instance: NewsImage, created: bool = False, **_: Any) -> None:
    from skaryna.newsroom.approvals import users_of

    if not created:
        _again([row.pk for row in users_of(instance) if isinstance(row, Article)])


def _again(keys: list[int]) -> None:
    for article in _with_content(keys[:MAX_NEIGHBOURS]):
        look_at(article)
    Checked.objects.filter(article__in=keys[MAX_NEIGHBOURS:]).update(rules=0)


def _with_content(keys: Iterable[int]) -> Iterable[Article]:
    rows: Iterable[Article] = Article.objects.filter(pk__in=list(keys)).select_related("locale", "latest_revision")
    return rows


def look_at_all_of(keys: list[int]) -> None:
    """Look again at articles whose surroundings changed: what they cite, say."""
    _again(keys)


def look_at(article: Article) -> None:
    """Look at an article as its editors have it: its newest revision, or the row where there is none."""
    revision = article.latest_revision
    look(article, revision.content if revision else article.serializable_data())


@transaction.atomic
def look(article: Article, content: dict[str, Any]) -> None:
    """Find the mistakes of a content and keep them; what is kept already is not written again."""
    written = Written.of(content)
    links = written.links()
    had = {(each.kind, each.block, each.detail, each.is_live): each for each in article.mistakes.exclude(kind=_SAME)}
    cited = citing.keep(article, written.sources())
    found = mistakes(
        written, pictures=_pictures(written.pictures), dead=_dead(set(links)), gone=citing.dead_among(cited)
    )
    wanted = {(each.kind, each.block, each.detail[:MAX_DETAIL_CHARS], article.live): each for each in found}
    gone = [row.pk for name, row in had.items() if name not in wanted]
    if gone:
        Mistake.objects.filter(pk__in=gone).delete()
    _keep(article, [name for name in wanted if name not in had])
    _keep_links(article, set(links))
    _same_titles(article, written.title)
    if not Checked.objects.filter(article=article, rules=RULES).exists():
        Checked.objects.update_or_create(article=article, defaults={"rules": RULES})


@transaction.atomic
def look_at_some(contents: dict[int, dict[str, Any]]) -> None:
    """Look at articles that came in together, by their keys; those that nobody looked at before in a few queries."""
    rows = Article.objects.filter(pk__in=contents).defer("body").select_related("locale").order_by("pk")
    known = set(Checked.objects.filter(article__in=contents).values_list("article_id", flat=True))
    new = [(row, Written.of(contents[row.pk])) for row in rows if row.pk not in known]
    for row in rows:
        if row.pk in known:
            look(row, contents[row.pk])
    links = {row.pk: set(written.links()) for row, written in new}
    dead = _dead(set().union(*links.values()))
    pictures = _pictures({key for _, written in new for key in written.pictures})
    found: list[Mistake] = []
    for row, written in new:
        own = {
            (each.kind, each.block, each.detail[:MAX_DETAIL_CHARS])
            for each in mistakes(written, pictures=pictures, dead=dead)
        }
        found += [
            Mistake(article=row, language=row.language, kind=kind, block=block, detail=detail, is_live=row.live)
            for kind, block, detail in sorted(own)
        ]
    Mistake.objects.bulk_create(found)
    LinkTo.objects.bulk_create(LinkTo(article_id=pk, group=group) for pk in links for group in sorted(links[pk]))
    live: dict[tuple[str, int], set[int]] = {}
    titles = {written.title for _, written in new}
    for title, locale, pk in Article.objects.filter(title__in=titles, live=True).values_list(
        "title", "locale_id", "pk"
    ):
        live.setdefault((title, locale), set()).add(pk)
    for row, written in new:
        if live.get((written.title, row.locale_id), set()) - {row.pk}:
            _same_titles(row, written.title)
    Checked.objects.bulk_create(Checked(article=row, rules=RULES) for row, _ in new)


def _keep(article: Article, names: list[tuple[str, str, str, bool]]) -> None:
    Mistake.objects.bulk_create(
        Mistake(article=article, language=article.language, kind=kind, block=block, detail=detail, is_live=is_live)
        for kind, block, detail, is_live in names
    )


def _keep_links(article: Article, groups: set[str]) -> None:
    had = set(article.links_to.values_list("group", flat=True))
    if had - groups:
        article.links_to.filter(group__in=had - groups).delete()
    LinkTo.objects.bulk_create(LinkTo(article=article, group=group) for group in sorted(groups - had))


def _dead(groups: set[str]) -> set[str]:
    if not groups:
        return set()
    return groups - set(Article.objects.filter(group__in=groups, live=True).values_list("group", flat=True))


def _pictures(keys: set[int]) -> dict[int, Pictured]:
    if not keys:
        return {}
    rows = NewsImage.objects.filter(pk__in=keys).values_list("pk", "title", "alt", "credit")
    return {pk: Pictured(title, alt, credit) for pk, title, alt, credit in rows}


def _same_titles(article: Article, title: str) -> None:
    """Two articles of one language, of which readers have at least one, with the same title."""
    detail = title[:MAX_DETAIL_CHARS]
    mine = article.mistakes.filter(kind=_SAME)
    for old in mine.exclude(detail=detail).values_list("detail", flat=True):
        mine.filter(detail=old).delete()
        _differs(old, article.language, but=article.pk)
    others = Article.objects.filter(title=title, locale_id=article.locale_id, live=True).exclude(pk=article.pk)
    keys = list(others.values_list("pk", flat=True)[:MAX_NEIGHBOURS])
    if not title.strip() or not keys:
        mine.delete()
        return
    wanted = {article.pk: article.live, **(dict.fromkeys(keys, True) if article.live else {})}
    marked = Mistake.objects.filter(kind=_SAME, detail=detail, article__in=wanted)
    marked.filter(article=article).exclude(is_live=article.live).update(is_live=article.live)
    had = set(marked.values_list("article_id", flat=True))
    Mistake.objects.bulk_create(
        Mistake(article_id=pk, language=article.language, kind=_SAME, detail=detail, is_live=is_live)
        for pk, is_live in wanted.items()
        if pk not in had
    )


def _differs(title: str, language: str, *, but: int = 0) -> None:
    """A title is one article's own again, once the others have another one or are gone."""
    left = Article.objects.filter(title=title, locale__language_code=language).exclude(pk=but)[:2]
    if len(left.values_list("pk")) < 2:
        Mistake.objects.filter(kind=_SAME, detail=title[:MAX_DETAIL_CHARS], language=language).delete()


def unchecked() -> int:
    """Return how many articles were never looked at by these rules."""
    return max(0, Article.objects.count() - Checked.objects.filter(rules=RULES).count())


def start() -> bool:
    """Look at all articles that were not looked at by these rules, beside the newsroom's work; False if one does."""
    if not _running.acquire(blocking=False):
        return False
    threading.Thread(target=_look_at_all, name="proofreading", daemon=True).start()
    return True


def _look_at_all() -> None:
    try:
        look_at_all(pause_s=PAUSE_S)
    finally:
        cache.delete(PROGRESS)
        connection.close()
        _running.release()


def look_at_all(*, pause_s: float = 0.0, max_seconds: float = MAX_SECONDS) -> int:
    """Look at all articles that have to be; return how many. Short transactions, so that editors never wait for it."""
    done, after, until = 0, 0, time.monotonic() + max_seconds
    known = Checked.objects.filter(article=OuterRef("pk"), rules=RULES)
    while time.monotonic() < until:
        waiting = Article.objects.filter(~Exists(known), pk__gt=after).order_by("pk").values_list("pk", flat=True)
        keys = list(waiting[:ROWS_AT_ONCE])
        if not keys:
            break
        with transaction.atomic():
            for article in _with_content(keys):
                look_at(article)
        done, after = done + len(keys), keys[-1]
        cache.set(PROGRESS, done, 60)
        time.sleep(pause_s)
    return done


def forget_checks() -> None:
    """Let every article be looked at again."""
    Checked.objects.exclude(rules=0).update(rules=0)
