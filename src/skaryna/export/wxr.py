"""A WordPress export: WordPress takes articles, pages, authors, topics and pictures of it; Skaryna takes all."""

import datetime as dt
import email.utils
import re
from collections.abc import Iterator

from skaryna.export.gathering import Gathered, Names
from skaryna.export.gutenberg import body_of, without_shortcodes
from skaryna.export.links import Write, carried_text, everything, images_of, with_addresses
from skaryna.model import Article, Image, Page, Person, Topic, Withdrawal, encode, inline
from skaryna.model.blocks import Block, Figure, Paragraph
from skaryna.model.journal import Value

NAME = "export.xml"
BESIDE = "_skaryna_beside"
"""The field in which WordPress keeps the exact values of those whom a post or a category names."""
NO_YEAR = 2000
_YEAR = re.compile(r"(?:^|/)(\d{4})/")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- A WordPress export (WXR). Put the folder media/ at the address that stands in <wp:base_site_url>, then import. -->
<rss version="2.0"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:skaryna="urn:skaryna:export"
>
<channel>
"""


def write(gathered: Gathered, put: Write) -> None:
    """Write the publication as one file; its articles are never held together."""
    put(NAME, (part.encode("utf-8") for part in _parts(gathered)))


def _parts(gathered: Gathered) -> Iterator[str]:
    publication = gathered.publication
    yield _HEAD
    yield f"<title>{_text(publication.name)}</title>\n<link>{_text(publication.root)}</link>\n"
    yield f"<language>{publication.main}</language>\n<wp:wxr_version>1.2</wp:wxr_version>\n"
    yield f"<wp:base_site_url>{_text(publication.root)}</wp:base_site_url>\n"
    yield f"<wp:base_blog_url>{_text(publication.root)}</wp:base_blog_url>\n"
    for number, person in enumerate(gathered.people, start=1):
        yield _author(number, person)
    for number, topic in enumerate(gathered.topics, start=1):
        yield (
            f"<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{_text(_slug_of(topic))}</wp:category_nicename>"
            f"<wp:category_parent></wp:category_parent><wp:cat_name>{_cdata(topic.name)}</wp:cat_name>"
            f"<wp:category_description>{_cdata(topic.description)}</wp:category_description>"
            # WordPress keeps this with the category, and writes it into an export of its own.
            f"<wp:termmeta><wp:meta_key>{_cdata(BESIDE)}</wp:meta_key>"
            f"<wp:meta_value>{_cdata(carried_text(topic, gathered))}</wp:meta_value></wp:termmeta></wp:category>\n"
        )
    small: tuple[Value, ...] = (*gathered.mastheads, *gathered.people, *gathered.fronts)
    for value in small:
        yield f"<skaryna:value>{_cdata(carried_text(value, gathered))}</skaryna:value>\n"
    yield from _items(gathered)
    yield "</channel>\n</rss>\n"


def _author(number: int, person: Person) -> str:
    """WordPress knows authors by an account: the slug stands for it; nobody's account or e-mail is known here."""
    return (
        f"<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>{_cdata(_slug_of(person))}</wp:author_login>"
        f"<wp:author_email></wp:author_email><wp:author_display_name>{_cdata(person.name)}</wp:author_display_name>"
        "<wp:author_first_name></wp:author_first_name><wp:author_last_name></wp:author_last_name></wp:author>\n"
    )


def _slug_of(value: Person | Topic) -> str:
    return f"{value.slug}-{value.language}"


def _items(gathered: Gathered) -> Iterator[str]:
    number = 0
    numbers: dict[str, int] = {}
    items = _Items(gathered)
    for value in everything(gathered):
        for image in images_of(value):
            if image.name not in numbers:
                number += 1
                numbers[image.name] = number
                yield items.attachment(number, image, value)
        if isinstance(value, (Article, Page, Withdrawal)):
            number += 1
            yield items.post(number, value, numbers)


class _Items:
    """Writes posts and pictures; knows who is named, and which authors were told already."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._people = Names(gathered.people)
        self._topics = Names(gathered.topics)
        self._told: set[str] = set()
        years = [year for address in gathered.addresses.values() if (year := _year_in(address))]
        self._first_year = min(years, default=NO_YEAR)

    def attachment(self, number: int, image: Image, value: object) -> str:
        """Return a picture; it lies under the day of the article that shows it first."""
        figure = _figure_of(image, value)
        address = f"{self._gathered.publication.root}/media/{image.name}"
        caption, alt, credit = (figure.caption, figure.alt, figure.credit) if figure else ("", "", "")
        meta = {"_wp_attached_file": image.name, "_wp_attachment_image_alt": alt, "_media_credit": credit}
        at = value.published_at if isinstance(value, Article) else None
        return _item(
            {
                "title": image.name,
                "link": address,
                "guid": f"skaryna:{image.digest}",
                "excerpt": without_shortcodes(caption),
            },
            number=number,
            kind="attachment",
            status="inherit",
            more=f"<wp:attachment_url>{_text(address)}</wp:attachment_url>",
            meta=meta,
            at=at or self._some_day(value),
        )

    def post(self, number: int, value: Article | Page | Withdrawal, numbers: dict[str, int]) -> str:
        """Return an article, a page or a notice. A notice is private there: WordPress has no such thing."""
        if isinstance(value, Article):
            return self._article(number, value, numbers)
        root, main = self._gathered.publication.root, self._gathered.publication.main
        folder = "" if value.language == main else f"{value.language}/"
        is_notice = isinstance(value, Withdrawal)
        place = value.address if isinstance(value, Withdrawal) else value.slug
        fields = {
            "title": value.title,
            "guid": f"skaryna:{'withdrawal:' if is_notice else ''}{value.id}",
            "content": self._text(value),
            "link": f"{root}/{folder}{place}.html",
            "slug": place.rpartition("/")[2],
        }
        return _item(
            fields,
            number=number,
            kind="post" if is_notice else "page",
            status="private" if is_notice else "publish",
            more=self._language(value),
            meta={
                "_skaryna_kind": "withdrawal" if is_notice else "",
                "_skaryna_value": encode(value).decode(),
                **_undated(value),
            },
            at=value.at if isinstance(value, Withdrawal) else self._some_day(value),
        )

    def _article(self, number: int, value: Article, numbers: dict[str, int]) -> str:
        names = self._people.of((byline.person for byline in value.bylines), value.language)
        more = self._language(value)
        if len(names) > 1:  # WordPress knows one author; a plug-in of many newsrooms (Co-Authors Plus) knows more.
            more += "".join(_term("author", _slug_of(each), each.name) for each in names)
        more += "".join(
            _term("category", _slug_of(each), each.name) for each in self._topics.of(value.topics, value.language)
        )
        is_draft = self._gathered.is_draft(value)
        figure = value.lead_figure
        meta = {
            "_skaryna_value": encode(value).decode(),
            BESIDE: self._first_told(names),
            "views": str(value.legacy_reads) if value.legacy_reads is not None else "",
            "_thumbnail_id": str(numbers[figure.image.name]) if figure is not None and figure.image is not None else "",
            **({} if is_draft else _undated(value)),
        }
        return _item(
            {
                "title": value.title,
                "guid": f"skaryna:{value.id}",
                "content": self._text(value),
                "link": self._gathered.address_of(value.group, value.language),
                "slug": value.address.partition("/")[2],
                "excerpt": inline.plain(value.lead),
                "creator": _slug_of(names[0]) if names else "",
            },
            number=number,
            kind="post",
            status="draft" if is_draft else "publish",
            more=more,
            meta=meta,
            at=value.published_at or (None if is_draft else self._some_day(value)),
            changed=value.updated_at,
        )

    def _text(self, value: Article | Page | Withdrawal) -> str:
        media = f"{self._gathered.publication.root}/media/"
        if isinstance(value, Withdrawal):
            body: tuple[Block, ...] = (Paragraph(html=value.text),) if value.text else ()
        else:
            body = value.body
        return with_addresses(body_of(body, media=media), value.language, self._gathered)

    def _language(self, value: Article | Page | Withdrawal) -> str:
        """Name a language that is not the publication's main one, as a common plug-in (Polylang) has it."""
        is_main = value.language == self._gathered.publication.main
        return "" if is_main else _term("language", value.language, value.language)

    def _first_told(self, names: list[Person]) -> str:
        """Return authors who were not told before, exactly: WordPress keeps no more of them than a name."""
        new = [each for each in names if each.id not in self._told]
        self._told |= {each.id for each in new}
        return "\n".join(carried_text(each, self._gathered) for each in new)

    def _some_day(self, value: object) -> dt.datetime:
        """Return a day for what has none. WordPress would take the day of the import, and the old would be its news."""
        year = _year_in(value.address) if isinstance(value, Article) else 0
        return dt.datetime(year or self._first_year, 1, 1, tzinfo=dt.UTC)


def _undated(value: Article | Page | Withdrawal) -> dict[str, str]:
    """Say that the day beside is none: whoever can read this must not believe it."""
    has_none = isinstance(value, Page) or (isinstance(value, Article) and value.published_at is None)
    return {"_skaryna_undated": "1"} if has_none else {}


def _year_in(address: str) -> int:
    found = _YEAR.search(address)
    return int(found[1]) if found else 0


def _term(domain: str, slug: str, name: str) -> str:
    return f'<category domain="{domain}" nicename="{_text(slug)}">{_cdata(name)}</category>'


def _figure_of(image: Image, value: object) -> Figure | None:
    lead = getattr(value, "lead_figure", None)
    figures = [lead] if lead is not None else []
    figures += [block for block in getattr(value, "body", ()) if isinstance(block, Figure)]
    return next((each for each in figures if each.image == image), None)


def _item(  # noqa: PLR0913 - the fields that WordPress asks for
    fields: dict[str, str],
    *,
    number: int,
    kind: str,
    status: str,
    more: str,
    meta: dict[str, str],
    at: dt.datetime | None = None,
    changed: dt.datetime | None = None,
) -> str:
    stamp = f"{at:%Y-%m-%d %H:%M:%S}" if at else "0000-00-00 00:00:00"
    mail = f"<pubDate>{email.utils.format_datetime(at)}</pubDate>" if at else ""
    last = f"{changed or at:%Y-%m-%d %H:%M:%S}" if changed or at else stamp
    metas = "".join(
        f"<wp:postmeta><wp:meta_key>{_cdata(key)}</wp:meta_key><wp:meta_value>{_cdata(said)}</wp:meta_value></wp:postmeta>"
        for key, said in sorted(meta.items())
        if said
    )
    return (
        f"<item><title>{_cdata(fields['title'])}</title><link>{_text(fields.get('link', ''))}</link>{mail}"
        f"<dc:creator>{_cdata(fields.get('creator', ''))}</dc:creator>"
        f'<guid isPermaLink="false">{_text(fields["guid"])}</guid>'
        f"<description></description><content:encoded>{_cdata(fields.get('content', ''))}</content:encoded>"
        f"<excerpt:encoded>{_cdata(fields.get('excerpt', ''))}</excerpt:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_date>{stamp}</wp:post_date><wp:post_date_gmt>{stamp}</wp:post_date_gmt><wp:post_modified>{last}</wp:post_modified>"
        f"<wp:post_modified_gmt>{last}</wp:post_modified_gmt><wp:comment_status>closed</wp:comment_status>"
        f"<wp:ping_status>closed</wp:ping_status>"
        f"<wp:post_name>{_text(fields.get('slug', ''))}</wp:post_name><wp:status>{status}</wp:status>"
        f"<wp:post_parent>0</wp:post_parent><wp:menu_order>0</wp:menu_order><wp:post_type>{kind}</wp:post_type>"
        f"<wp:post_password></wp:post_password><wp:is_sticky>0</wp:is_sticky>{more}{metas}</item>\n"
    )


def _cdata(text: str) -> str:
    return f"<![CDATA[{_FORBIDDEN.sub('', text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def _text(text: str) -> str:
    return (
        _FORBIDDEN.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )
