"""A WordPress export: WordPress takes articles, pages, authors, topics and pictures of it; Skaryna takes all."""

import datetime as dt
import email.utils
import re
from collections.abc import Iterator

from skaryna.export.gathering import Gathered
from skaryna.export.links import Write, carried_text, everything, images_of, with_addresses
from skaryna.model import Article, Image, Page, Person, Topic, encode, inline
from skaryna.model.blocks import Figure
from skaryna.model.journal import Value
from skaryna.model.markup import html_of

NAME = "export.xml"
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
    people = {each.group: each for each in reversed(gathered.people)}
    topics = {each.group: each for each in reversed(gathered.topics)}
    for number, person in enumerate(gathered.people, start=1):
        yield _author(number, person)
    for number, topic in enumerate(gathered.topics, start=1):
        yield (
            f"<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{_text(_slug_of(topic))}</wp:category_nicename>"
            f"<wp:category_parent></wp:category_parent><wp:cat_name>{_cdata(topic.name)}</wp:cat_name>"
            f"<wp:category_description>{_cdata(topic.description)}</wp:category_description></wp:category>\n"
        )
    small: tuple[Value, ...] = (*gathered.mastheads, *gathered.topics, *gathered.people)
    for value in small:
        yield f"<skaryna:value>{_cdata(carried_text(value, gathered))}</skaryna:value>\n"
    yield from _items(gathered, people, topics)
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


def _items(gathered: Gathered, people: dict[str, Person], topics: dict[str, Topic]) -> Iterator[str]:
    number = 0
    numbers: dict[str, int] = {}
    for value in everything(gathered):
        for image in images_of(value):
            if image.name not in numbers:
                number += 1
                numbers[image.name] = number
                yield _attachment(number, image, gathered, value)
        if isinstance(value, (Article, Page)):
            number += 1
            yield _post(number, value, gathered, numbers, people, topics)


def _attachment(number: int, image: Image, gathered: Gathered, value: object) -> str:
    figure = _figure_of(image, value)
    address = f"{gathered.publication.root}/media/{image.name}"
    caption, alt, credit = (figure.caption, figure.alt, figure.credit) if figure else ("", "", "")
    meta = {"_wp_attached_file": image.name, "_wp_attachment_image_alt": alt, "_media_credit": credit}
    return _item(
        {"title": image.name, "link": address, "guid": f"skaryna:{image.digest}", "excerpt": caption},
        number=number,
        kind="attachment",
        status="inherit",
        more=f"<wp:attachment_url>{_text(address)}</wp:attachment_url>",
        meta=meta,
    )


def _figure_of(image: Image, value: object) -> Figure | None:
    lead = getattr(value, "lead_figure", None)
    figures = [lead] if lead is not None else []
    figures += [block for block in getattr(value, "body", ()) if isinstance(block, Figure)]
    return next((each for each in figures if each.image == image), None)


def _post(  # noqa: PLR0913, PLR0917 - an article and all that it names
    number: int,
    value: Article | Page,
    gathered: Gathered,
    numbers: dict[str, int],
    people: dict[str, Person],
    topics: dict[str, Topic],
) -> str:
    root = gathered.publication.root
    body = with_addresses(html_of(value.body, media=f"{root}/media/"), value.language, gathered)
    fields = {"title": value.title, "guid": f"skaryna:{value.id}", "content": body}
    meta = {"_skaryna_value": encode(value).decode()}
    more = f'<category domain="language" nicename="{value.language}">{_cdata(value.language)}</category>'
    if isinstance(value, Page):
        folder = "" if value.language == gathered.publication.main else f"{value.language}/"
        fields |= {"link": f"{root}/{folder}{value.slug}.html", "slug": value.slug}
        return _item(fields, number=number, kind="page", status="publish", more=more, meta=meta)
    names = [people[byline.person] for byline in value.bylines if byline.person in people]
    for person in names:
        more += f'<category domain="author" nicename="{_text(_slug_of(person))}">{_cdata(person.name)}</category>'
    for group in value.topics:
        if group in topics:
            topic = topics[group]
            more += f'<category domain="category" nicename="{_text(_slug_of(topic))}">{_cdata(topic.name)}</category>'
    fields |= {
        "link": gathered.address_of(value.group, value.language),
        "slug": value.address.partition("/")[2],
        "excerpt": inline.plain(value.lead),
        "creator": _slug_of(names[0]) if names else "",
    }
    if value.legacy_reads is not None:
        meta["views"] = str(value.legacy_reads)
    if value.lead_figure is not None and value.lead_figure.image is not None:
        meta["_thumbnail_id"] = str(numbers[value.lead_figure.image.name])
    return _item(
        fields,
        number=number,
        kind="post",
        status="draft" if gathered.is_draft(value) else "publish",
        more=more,
        meta=meta,
        at=value.published_at,
        changed=value.updated_at,
    )


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
