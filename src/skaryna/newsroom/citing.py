"""Which addresses articles cite as sources, kept whenever an article is saved: nobody reads all bodies for it."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q

from skaryna.newsroom.models import Article, Citation, CitedSource, StandingPage
from skaryna.newsroom.models.sources import key_of
from skaryna.newsroom.proofreading import Written

FAILURES = 3
"""A host that was silent or broken so many times in a row, on different days, is told as dead."""

NAMELESS = 2
"""A name that leads nowhere may do so from here and for today only."""

_UNSURE = (CitedSource.State.SILENT, CitedSource.State.BROKEN, CitedSource.State.DISTRUSTED)
DEAD = (
    Q(is_dead=True)
    | Q(state=CitedSource.State.GONE)
    | Q(state=CitedSource.State.NOWHERE, failures__gte=NAMELESS)
    | Q(state__in=_UNSURE, failures__gte=FAILURES)
)


def keep(article: Article, cited: Mapping[str, str]) -> Collection[str]:
    """Keep what an article cites (address -> block); return the addresses.

    What readers have of a live article may cite what its draft has not any more: that stays until it is published.
    """
    if not cited and not article.citations.exists():
        return ()
    rows = {row.key: row for row in _rows(cited)}
    had = {each.source.key: each for each in article.citations.select_related("source")}
    for address, block in cited.items():
        key = key_of(address)
        if key not in had:
            Citation.objects.create(article=article, source=rows[key], block=block)
        elif had[key].block != block:
            had[key].block = block
            had[key].save(update_fields=["block"])
    gone = had.keys() - {key_of(address) for address in cited}
    if gone and not article.live:
        _forget(article, gone)
    return cited.keys()


def settle(article: Article) -> None:
    """After a publication readers have what the editors have: what it cites no more is forgotten."""
    kept = {key_of(address) for address in Written.of(article.serializable_data()).sources()}
    gone = {each.source.key for each in article.citations.select_related("source")} - kept
    if gone:
        _forget(article, gone)


def dead_among(addresses: Collection[str]) -> set[str]:
    """Return those addresses whose links are dead."""
    if not addresses:
        return set()
    keys = [key_of(address) for address in addresses]
    return set(CitedSource.objects.filter(DEAD, key__in=keys).values_list("address", flat=True))


def of(address: str) -> CitedSource:
    """Return the row of an address, made where there is none."""
    return _rows([address])[0]


def users_of(source: CitedSource) -> list[Any]:
    """Return everything that readers get and that cites a source, as it is live."""
    articles = Article.objects.filter(citations__source=source, live=True).order_by("pk")
    pages = StandingPage.objects.filter(body__icontains=source.host)
    return [*articles, *(page for page in pages if source.address in _addresses(page))]


def _addresses(page: StandingPage) -> Collection[str]:
    return {str(each["value"].get("address") or "").strip() for each in page.body.raw_data if each["type"] == "source"}


def _rows(addresses: Collection[str]) -> list[CitedSource]:
    keys = {key_of(address): address for address in addresses}
    known = {row.key for row in CitedSource.objects.filter(key__in=keys)}
    CitedSource.objects.bulk_create(
        (
            CitedSource(key=key, address=address, host=_host(address))
            for key, address in keys.items()
            if key not in known
        ),
        ignore_conflicts=True,
    )
    return list(CitedSource.objects.filter(key__in=keys))


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "")[:255]
    except ValueError:
        return ""


def _forget(article: Article, keys: Collection[str]) -> None:
    article.citations.filter(source__key__in=keys).delete()
    # One that nothing cites and that has no copy is nobody's business any more.
    CitedSource.objects.filter(key__in=keys, copy="", is_dead=False, citations=None).delete()
