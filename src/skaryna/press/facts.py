"""Facts: what a page may read of the publication, each with a name. A recipe whose facts stand is not made again.

    article:ID          an article, its body among it
    teaser:ID           what other pages show of it
    title:ID            its title, address and day, without the names of people and topics
    editions:GROUP      in which languages an article exists, and where
    newest:N:LIST       the newest N of a list
    page:LIST:ID        a page of a list, by its first article: who is on it, and the pages beside it
    near:LIST:ID        an article's neighbours in a list; whose page shows an article is told by `lists.read_next`
    corrected:LANG      articles that were corrected last
    front:LANG          how an editor arranged the home page
    undated:LANG        articles whose first day is not known
    person:GROUP:LANG   an author, as one language names them     topic:GROUP:LANG    a topic
    persons:LANG        which authors have articles               topics:LANG         which topics have
    slugs:KIND:LANG     the slugs of authors, or of topics, that have
    withdrawals:TOPIC:LANG   notices that articles were withdrawn; TOPIC "" for all
    pages:GROUP         in which languages a standing page exists standing:LANG       which of them there are
    sitemap:N           articles of one sitemap file              sitemaps            which files there are
    redirects           all old addresses                         old:PATH            who claims one old path
    search:LANG         how many buckets the search index has
    words:LANG:BUCKET   a bucket of the search index              titles:LANG:N       a chunk of its titles
    picture:KEY         a picture is shown
    expiry              until when what expires is good

The newsroom's changes raise facts (`press.raising`); pages note what they read (`press.catalogue`).
"""

import hashlib
from functools import lru_cache

NEWEST = (4, 10, 21)
"""A page asks for the newest so many of a list; what happens further down is none of its business."""

OLDER_NEIGHBOURS = 5
"""An article's page may show so many older ones of a list, and one newer."""

Fact = tuple[str, ...]


@lru_cache(maxsize=50_000)
def number(fact: Fact) -> int:
    """Return 63 bits of a fact's digest: two facts that share them cost a page made in vain, never a stale one."""
    return int.from_bytes(hashlib.blake2b(":".join(fact).encode(), digest_size=8).digest()) >> 1


def newest(name: str, count: int) -> Fact:
    """Return the fact of a question for the newest `count` of a list.

    Raises:
        ValueError: They are more than a page may ask for.
    """
    if count > NEWEST[-1]:
        raise ValueError(f"A page may ask for the newest {NEWEST[-1]} of a list, and this one asks for {count}.")
    return ("newest", str(next(each for each in NEWEST if each >= count)), name)
