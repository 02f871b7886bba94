"""WordPress exports for the tests: own texts, in the shape that WordPress writes."""

from pathlib import Path

from skaryna.model import Rescued
from skaryna.rescue import Media, rescue

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.4" -->
<rss version="2.0"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
 <title>The Old Ferry</title>
 <link>https://old.example</link>
 <description>News from both banks</description>
 <language>en-US</language>
 <wp:wxr_version>1.2</wp:wxr_version>
 <wp:base_site_url>https://old.example</wp:base_site_url>
 <wp:base_blog_url>https://old.example</wp:base_blog_url>
 <wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[vera]]></wp:author_login><wp:author_email><![CDATA[vera@private.example]]></wp:author_email><wp:author_display_name><![CDATA[Vera Stone]]></wp:author_display_name></wp:author>
"""
FOOT = "</channel>\n</rss>\n"
BODY = (
    "The ferry crossed the river again on Monday, after the council had said that it would not.\n\n"
    "People on both banks waited for it with flowers, and with a great many questions.\n\n"
    "Nobody from the ministry came to answer them, and the mayor left early."
)


def cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def item(
    number: int = 7,
    body: str = BODY,
    *,
    title: str = "The ferry is back",
    status: str = "publish",
    kind: str = "post",
    more: str = "",
    slug: str = "ferry-is-back",
    excerpt: str = "",
    creator: str = "vera",
    password: str = "",
    date: str = "2019-03-09 10:00:00",
    modified: str = "2019-03-10 10:00:00",
    meta: dict[str, str] | None = None,
    guid: str = "",
) -> str:
    metas = "".join(
        f"<wp:postmeta><wp:meta_key>{cdata(key)}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
        for key, value in (meta or {}).items()
    )
    return f""" <item>
  <title>{cdata(title)}</title>
  <link>https://old.example/2019/03/{slug}/</link>
  <pubDate>Sat, 09 Mar 2019 10:00:00 +0000</pubDate>
  <dc:creator>{cdata(creator)}</dc:creator>
  <guid isPermaLink="false">{guid or f"https://old.example/?p={number}"}</guid>
  <description></description>
  <content:encoded>{cdata(body)}</content:encoded>
  <excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>
  <wp:post_id>{number}</wp:post_id>
  <wp:post_date>{date}</wp:post_date>
  <wp:post_date_gmt>{date}</wp:post_date_gmt>
  <wp:post_modified_gmt>{modified}</wp:post_modified_gmt>
  <wp:post_name>{slug}</wp:post_name>
  <wp:status>{status}</wp:status>
  <wp:post_type>{kind}</wp:post_type>
  <wp:post_password>{password}</wp:post_password>
  {more}{metas}
 </item>
"""


def attachment(
    number: int, path: str, *, caption: str = "", alt: str = "", parent: int = 0, meta: dict[str, str] | None = None
) -> str:
    return item(
        number,
        "",
        title=path,
        kind="attachment",
        status="inherit",
        excerpt=caption,
        slug=f"picture-{number}",
        more=f"<wp:attachment_url>https://old.example/wp-content/uploads/{path}</wp:attachment_url><wp:post_parent>{parent}</wp:post_parent>",
        meta={"_wp_attachment_image_alt": alt, **(meta or {})} if alt else meta,
    )


def export(*items: str) -> str:
    return HEAD + "".join(items) + FOOT


def told(folder: Path, *items: str, media: Path | None = None, name: str = "export.xml") -> list[Rescued]:
    """Rescue an export of these items."""
    path = folder / name
    path.write_text(export(*items), encoding="utf-8")
    return list(rescue([path], media=Media([media] if media else [])))


def told_bytes(folder: Path, data: bytes, name: str = "export.xml") -> list[Rescued]:
    path = folder / name
    path.write_bytes(data)
    return list(rescue([path]))


def articles(found: list[Rescued]) -> list[Rescued]:
    return [each for each in found if each.draft is not None]


def one(found: list[Rescued]) -> Rescued:
    """Return the only article of an export."""
    (only,) = articles(found)
    return only


def notes(found: list[Rescued]) -> str:
    return "\n".join(note for each in found for note in each.notes)
