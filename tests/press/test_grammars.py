"""Feeds and sitemaps against what was published of them: every rule that concerns an element of ours, over whole editions.

Atom: RFC 4287, section 4 and appendix B. RSS: rssboard.org/rss-specification. JSON Feed: jsonfeed.org/version/1.1. Sitemaps:
sitemaps.org/protocol and its schemas, Google's for news and pictures. The rules are written down here from these; who has
the public schemas names their folder in SKARYNA_TEST_SCHEMAS (atom.rng, sitemap.xsd, siteindex.xsd, sitemap-news.xsd,
sitemap-image.xsd, xhtml1-strict.xsd, xml.xsd), and they are asked too.
"""

import datetime as dt
import email.utils
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from skaryna.model import Image
from skaryna.press.feeds import rss
from tests.press.grammar import MANY, Rule, broken
from tests.press.publication import ANN, LAW, MASTHEAD, Newsroom, article
from tests.press.test_lacinka import latin_newsroom
from tests.press.whole import whole

ROOT = Path(__file__).parents[2]
SCHEMAS = "SKARYNA_TEST_SCHEMAS"
XML = "{http://www.w3.org/XML/1998/namespace}"
ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
XHTML = "{http://www.w3.org/1999/xhtml}"


# What a text must be


def some(text: str) -> bool:
    return bool(text.strip())


def anything(_: str) -> bool:
    return True


def absolute(text: str) -> bool:
    """An absolute address without spaces, of a web page."""
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not re.search(r"[\s<>\"{}|\\^`]", text)


def iri(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"]+", text) is not None


def language(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", text) is not None


def media_type(text: str) -> bool:
    return re.fullmatch(r"[\w.+-]+/[\w.+-]+", text) is not None


def rfc3339(text: str) -> bool:
    """RFC 3339 with capital T and Z, and a day that there is."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text):
        return False
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def w3c(text: str) -> bool:
    """A day, or a moment (xsd:date, xsd:dateTime)."""
    return rfc3339(text) or re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", text) is not None


def rfc822(text: str) -> bool:
    names = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), "
    months = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    if not re.fullmatch(rf"({names})?\d{{1,2}} {months} \d{{4}} \d\d:\d\d:\d\d ([+-]\d{{4}}|GMT|UT)", text):
        return False
    moment = email.utils.parsedate_to_datetime(text)
    return text[:3] == moment.strftime("%a")


def exactly(*values: str) -> Any:
    return lambda text: text in values


def located(text: str) -> bool:
    """Of sitemaps.org: 12 to 2,048 characters."""
    return absolute(text) and 12 <= len(text) <= 2_048


# Atom

LANG = {f"{XML}lang": language}
WORDS = Rule(may={"type": exactly("text", "html"), **LANG}, text=some)
WHEN = Rule(text=rfc3339)
PERSON = Rule({f"{ATOM}name": (1, 1), f"{ATOM}uri": (0, 1), f"{ATOM}email": (0, 1)})
COMMON = {
    f"{ATOM}id": (1, 1), f"{ATOM}title": (1, 1), f"{ATOM}updated": (1, 1), f"{ATOM}author": (0, MANY), f"{ATOM}category": (0, MANY),
    f"{ATOM}contributor": (0, MANY), f"{ATOM}link": (0, MANY), f"{ATOM}rights": (0, 1),
}  # fmt: skip


def _links(element: Any) -> str:
    """4.1.1, 4.1.2: no two alternates of one type and language."""
    links = [
        (each.get("type"), each.get("hreflang"))
        for each in element.findall(f"{ATOM}link")
        if each.get("rel", "alternate") == "alternate"
    ]
    return "" if len(links) == len(set(links)) else "two alternate links of one type and language"


def _feed(feed: Any) -> str:
    entries = feed.findall(f"{ATOM}entry")
    names = [(each.findtext(f"{ATOM}id"), each.findtext(f"{ATOM}updated")) for each in entries]
    if len({name for name, _ in names}) != len(names):
        return "two entries of one id"
    if feed.findtext(f"{ATOM}id") in {name for name, _ in names}:
        return "an entry has the feed's own id"
    if feed.find(f"{ATOM}author") is None and any(each.find(f"{ATOM}author") is None for each in entries):
        return "neither the feed nor each entry has an author"
    if any(changed > (feed.findtext(f"{ATOM}updated") or "") for _, changed in names):
        return "an entry is newer than its feed"
    if not any(each.get("rel") == "self" for each in feed.findall(f"{ATOM}link")):
        return "it does not say where it is"
    return _links(feed)


def _entry(entry: Any) -> str:
    has_page = any(each.get("rel", "alternate") == "alternate" for each in entry.findall(f"{ATOM}link"))
    if entry.find(f"{ATOM}content") is None and not has_page:
        return "neither a content nor a page"
    return _links(entry)


ATOM_RULES = {
    f"{ATOM}feed": Rule(
        {**COMMON, f"{ATOM}generator": (0, 1), f"{ATOM}icon": (0, 1), f"{ATOM}logo": (0, 1), f"{ATOM}subtitle": (0, 1),
         f"{ATOM}entry": (0, MANY)},
        last=f"{ATOM}entry", may=LANG, extra=_feed,
    ),
    f"{ATOM}entry": Rule(
        {**COMMON, f"{ATOM}content": (0, 1), f"{ATOM}published": (0, 1), f"{ATOM}source": (0, 1), f"{ATOM}summary": (0, 1)},
        may=LANG, extra=_entry,
    ),
    f"{ATOM}id": Rule(text=iri),
    f"{ATOM}title": WORDS, f"{ATOM}subtitle": WORDS, f"{ATOM}summary": WORDS, f"{ATOM}rights": WORDS,
    f"{ATOM}updated": WHEN, f"{ATOM}published": WHEN,
    f"{ATOM}author": PERSON, f"{ATOM}contributor": PERSON,
    f"{ATOM}name": Rule(text=some), f"{ATOM}uri": Rule(text=iri), f"{ATOM}email": Rule(text=lambda text: "@" in text),
    f"{ATOM}generator": Rule(may={"uri": iri, "version": some}, text=some),
    f"{ATOM}link": Rule(
        needs={"href": absolute},
        may={"rel": lambda text: ":" not in text and some(text), "type": media_type, "hreflang": language, "title": some},
    ),
    f"{ATOM}category": Rule(needs={"term": some}, may={"scheme": iri, "label": some}),
    # 4.1.3.3: escaped, so that no elements stand inside.
    f"{ATOM}content": Rule(needs={"type": exactly("html")}, may=LANG, text=some),
}  # fmt: skip


# RSS

RSS_LANGUAGES = "be be-Latn en pl ru uk".split()  # noqa: SIM905 - of its own list, those that we have; with an alphabet, as BCP 47


def _channel(channel: Any) -> str:
    guids = [each.findtext("guid") for each in channel.findall("item")]
    if len(guids) != len(set(guids)):
        return "two items of one guid"
    own = [each for each in channel.findall(f"{ATOM}link") if each.get("rel") == "self"]
    return "" if len(own) == 1 and own[0].get("type") == "application/rss+xml" else "it does not say where it is"


def _item(item: Any) -> str:
    return (
        ""
        if item.find("title") is not None or item.find("description") is not None
        else "neither a title nor a description"
    )


RSS_RULES = {
    "rss": Rule({"channel": (1, 1)}, needs={"version": exactly("2.0")}),
    "channel": Rule(
        {"title": (1, 1), "link": (1, 1), "description": (1, 1), "language": (0, 1), "pubDate": (0, 1), "lastBuildDate": (0, 1),
         "generator": (0, 1), "item": (0, MANY), f"{ATOM}link": (1, MANY)},
        extra=_channel,
    ),
    "item": Rule(
        {"title": (0, 1), "link": (0, 1), "description": (0, 1), "category": (0, MANY), "guid": (0, 1), "pubDate": (0, 1),
         f"{DC}creator": (0, MANY), f"{CONTENT}encoded": (0, 1)},
        extra=_item,
    ),
    "title": Rule(text=some), "description": Rule(text=some), "link": Rule(text=absolute), "generator": Rule(text=some),
    "language": Rule(text=exactly(*RSS_LANGUAGES)), "pubDate": Rule(text=rfc822), "lastBuildDate": Rule(text=rfc822),
    "category": Rule(may={"domain": some}, text=some),
    # Unless it says that it is none, a guid is taken for an address.
    "guid": Rule(needs={"isPermaLink": exactly("false")}, text=iri),
    f"{ATOM}link": ATOM_RULES[f"{ATOM}link"], f"{DC}creator": Rule(text=some), f"{CONTENT}encoded": Rule(text=some),
}  # fmt: skip


# Sitemaps

MAX_URLS = 50_000
MAX_BYTES = 50 << 20
MAX_NEWS = 1_000
MAX_IMAGES = 1_000

SITEMAP_RULES = {
    f"{MAP}sitemapindex": Rule({f"{MAP}sitemap": (1, MAX_URLS)}),
    f"{MAP}sitemap": Rule({f"{MAP}loc": (1, 1), f"{MAP}lastmod": (0, 1)}, order=(f"{MAP}loc", f"{MAP}lastmod")),
    f"{MAP}urlset": Rule(
        {f"{MAP}url": (1, MAX_URLS)},
        extra=lambda root: "" if len(root.findall(f"{MAP}url/{NEWS}news")) <= MAX_NEWS else "too many news",
    ),
    f"{MAP}url": Rule(
        {f"{MAP}loc": (1, 1), f"{MAP}lastmod": (0, 1), f"{XHTML}link": (0, MANY), f"{IMAGE}image": (0, MAX_IMAGES),
         f"{NEWS}news": (0, 1)},
        # What is of another namespace stands behind what is of its own.
        order=(f"{MAP}loc", f"{MAP}lastmod", f"{XHTML}link", f"{IMAGE}image", f"{NEWS}news"),
    ),
    f"{MAP}loc": Rule(text=located), f"{MAP}lastmod": Rule(text=w3c),
    f"{XHTML}link": Rule(needs={"rel": exactly("alternate"), "hreflang": lambda text: text == "x-default" or language(text),
                                "href": absolute}),
    f"{IMAGE}image": Rule({f"{IMAGE}loc": (1, 1)}), f"{IMAGE}loc": Rule(text=located),
    f"{NEWS}news": Rule(
        {f"{NEWS}publication": (1, 1), f"{NEWS}publication_date": (1, 1), f"{NEWS}title": (1, 1)},
        order=(f"{NEWS}publication", f"{NEWS}publication_date", f"{NEWS}title"),
    ),
    f"{NEWS}publication": Rule({f"{NEWS}name": (1, 1), f"{NEWS}language": (1, 1)}, order=(f"{NEWS}name", f"{NEWS}language")),
    f"{NEWS}name": Rule(text=some), f"{NEWS}language": Rule(text=lambda text: re.fullmatch("[a-z]{2,3}", text) is not None),
    f"{NEWS}publication_date": Rule(text=w3c), f"{NEWS}title": Rule(text=some),
}  # fmt: skip


# JSON Feed

FEED_FIELDS = {
    "version": exactly("https://jsonfeed.org/version/1.1"), "title": some, "home_page_url": absolute, "feed_url": absolute,
    "description": some, "language": language,
}  # fmt: skip
ITEM_FIELDS = {
    "id": iri, "url": absolute, "title": some, "content_html": some, "summary": some,
    "image": absolute, "date_published": rfc3339, "date_modified": rfc3339, "language": language,
}  # fmt: skip


def broken_json(feed: Any) -> list[str]:
    """Return where a feed does not keep JSON Feed 1.1."""
    found = [f"{name} is missing" for name in ("version", "title", "items") if name not in feed]
    found += _fields(feed, FEED_FIELDS, {"items", "hubs"}, "feed")
    items = feed.get("items")
    if not isinstance(items, list):
        return [*found, "items is no list"]
    for hub in feed.get("hubs", []):
        if set(hub) != {"type", "url"} or not absolute(hub["url"]):
            found.append(f"hub {hub}")
    names = [item.get("id") for item in items]
    if len(names) != len(set(names)):
        found.append("two items of one id")
    for item in items:
        where = f"item {item.get('id')}"
        found += _fields(item, ITEM_FIELDS, {"authors", "tags"}, where)
        if "id" not in item or not {"content_html", "content_text"} & set(item):
            found.append(f"{where}: it has no id, or no content")
        for author in item.get("authors", []):
            if (
                not isinstance(author, dict)
                or not set(author) & {"name", "url", "avatar"}
                or not all(map(some, author.values()))
            ):
                found.append(f"{where}: author {author}")
        tags = item.get("tags", [])
        if not all(isinstance(tag, str) and some(tag) for tag in tags):
            found.append(f"{where}: tags {tags}")
    return found


def _fields(said: Any, checks: Any, others: set[str], where: str) -> list[str]:
    found = []
    for name, value in said.items():
        if name in others or name.startswith("_"):
            continue
        if name not in checks or not isinstance(value, str) or not checks[name](value):
            found.append(f"{where}: {name} is {str(value)[:80]!r}")
    return found


# Whole editions


def demo(root: Path) -> Newsroom:
    """Print the demo publication, as its editors wrote it."""
    sys.path.insert(0, str(ROOT / "demo"))
    try:
        import content
    finally:
        sys.path.remove(str(ROOT / "demo"))
    found = content.read()
    newsroom = Newsroom(root, languages=found.publication.languages)
    newsroom.put(*(kept(value, newsroom.folder.media) for value in found.values))
    newsroom.print()
    return newsroom


def kept(value: Any, media: Path) -> Any:
    """Put the pictures of a value where the newsroom would."""
    for image in images_in(value):
        data = next((ROOT / "demo" / "pictures").rglob(Path(image.name).name)).read_bytes()
        (media / image.name).parent.mkdir(parents=True, exist_ok=True)
        (media / image.name).write_bytes(data)
    return value


def images_in(value: Any) -> Iterator[Image]:
    if isinstance(value, Image):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from images_in(each)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from images_in(getattr(value, name))


def old(root: Path) -> Newsroom:
    """Print what is left of a publication of which nobody knows a day: nothing in it is news."""
    newsroom = Newsroom(root)
    newsroom.put(MASTHEAD, ANN, LAW, article(1, published_at=None, address="undated/story-1"))
    newsroom.print()
    return newsroom


def lacinka(root: Path) -> Newsroom:
    return latin_newsroom(root, ("en", "be"))


EDITIONS = {"everything": whole, "demo": demo, "old": old, "Łacinka": lacinka}


@pytest.fixture(scope="module", params=sorted(EDITIONS))
def edition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return EDITIONS[request.param](tmp_path_factory.mktemp("grammars") / "pub").folder.edition


def feeds(edition: Path, suffix: str) -> list[Path]:
    names = {"all", "feed"}
    found = [
        path
        for path in edition.rglob(f"*{suffix}")
        if "sitemap" not in str(path) and not {".skaryna", "metadata", "search"} & set(path.parts)
        and (path.stem in names or path.parent.name in {"topics", "authors"})
    ]  # fmt: skip
    assert len(found) > 2, suffix
    return sorted(found)


def sitemaps(edition: Path) -> list[Path]:
    return [edition / "sitemap.xml", *sorted((edition / "sitemaps").glob("*.xml"))]


def told(found: dict[str, list[str]]) -> str:
    return "\n".join(f"{path}: {each}" for path, all_of_it in found.items() for each in all_of_it[:5])


def test_every_atom_feed_keeps_rfc_4287(edition: Path) -> None:
    found = {str(path): broken(etree.parse(path).getroot(), ATOM_RULES) for path in feeds(edition, ".xml")}
    assert not any(found.values()), told(found)


@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_rss_writes_times_as_mail_does(moment: dt.datetime) -> None:
    assert rss._time(moment) == email.utils.format_datetime(moment)


def test_every_rss_feed_keeps_rss_2_0(edition: Path) -> None:
    found = {str(path): broken(etree.parse(path).getroot(), RSS_RULES) for path in feeds(edition, ".rss")}
    assert not any(found.values()), told(found)


def test_every_json_feed_keeps_json_feed_1_1(edition: Path) -> None:
    found = {str(path): broken_json(json.loads(path.read_bytes())) for path in feeds(edition, ".json")}
    assert not any(found.values()), told(found)


def test_every_sitemap_keeps_its_protocol(edition: Path) -> None:
    found = {str(path): broken(etree.parse(path).getroot(), SITEMAP_RULES) for path in sitemaps(edition)}
    assert not any(found.values()), told(found)
    assert all(path.stat().st_size <= MAX_BYTES for path in sitemaps(edition))
    places = [
        each.text
        for path in sitemaps(edition)
        if path.name not in {"sitemap.xml", "news.xml"}
        for each in etree.parse(path).getroot().iter(f"{MAP}loc")
    ]
    assert len(places) == len(set(places)), "a page is told twice"


def schema(name: str) -> Any:
    folder = os.environ.get(SCHEMAS)
    if not folder:
        pytest.skip(f"no public schemas here: name their folder in {SCHEMAS}")
    if name.endswith(".rng"):
        return etree.RelaxNG(etree.parse(Path(folder) / name))
    imports = "".join(
        f'<xs:import namespace="{space}" schemaLocation="{(Path(folder) / file).as_uri()}"/>'
        for space, file in (
            (MAP.strip("{}"), name), (NEWS.strip("{}"), "sitemap-news.xsd"), (IMAGE.strip("{}"), "sitemap-image.xsd"),
            (XHTML.strip("{}"), "xhtml1-strict.xsd"), (XML.strip("{}"), "xml.xsd"),
        )
    )  # fmt: skip
    parser = etree.XMLParser(no_network=True)
    return etree.XMLSchema(
        etree.fromstring(f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>', parser)
    )


def test_the_published_grammar_of_atom_takes_every_feed(edition: Path) -> None:
    grammar = schema("atom.rng")
    for path in feeds(edition, ".xml"):
        assert grammar.validate(etree.parse(path)), (path, grammar.error_log.last_error)


def test_the_published_schemas_of_sitemaps_take_every_sitemap(edition: Path) -> None:
    index, urls = schema("siteindex.xsd"), schema("sitemap.xsd")
    for path in sitemaps(edition):
        grammar = index if path.name == "sitemap.xml" else urls
        assert grammar.validate(etree.parse(path)), (path, grammar.error_log)


# The rules themselves: each finds what is wrong

GOOD_ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="be"><title>A</title><id>urn:uuid:1</id><updated>2024-05-06T07:08:09Z</updated>
<link rel="self" type="application/atom+xml" href="https://a.example/feed.xml"/><author><name>A</name></author>
<entry xml:lang="be"><title>T</title><id>urn:uuid:2</id><link rel="alternate" type="text/html" href="https://a.example/1.html"/>
<updated>2024-05-06T07:08:09Z</updated><category term="x"/><content type="html">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>"""
GOOD_RSS = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>A</title><link>https://a.example/</link>
<description>D</description><language>be</language><lastBuildDate>Mon, 06 May 2024 07:08:09 +0000</lastBuildDate>
<atom:link rel="self" type="application/rss+xml" href="https://a.example/feed.rss"/><item><title>T</title>
<guid isPermaLink="false">urn:uuid:2</guid><pubDate>Mon, 06 May 2024 07:08:09 +0000</pubDate></item></channel></rss>"""
GOOD_MAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url>
<loc>https://a.example/1.html</loc><lastmod>2024-05-06</lastmod><n:news><n:publication><n:name>A</n:name><n:language>be</n:language>
</n:publication><n:publication_date>2024-05-06</n:publication_date><n:title>T</n:title></n:news></url></urlset>"""


@pytest.mark.parametrize(
    ("good", "rules", "old_text", "new_text", "said"),
    [
        (GOOD_ATOM, ATOM_RULES, "<id>urn:uuid:1</id>", "", "id stands 0 times"),
        (GOOD_ATOM, ATOM_RULES, "urn:uuid:2", "urn:uuid:1", "feed's own id"),
        (GOOD_ATOM, ATOM_RULES, "urn:uuid:1", "one", "its text is 'one'"),
        (GOOD_ATOM, ATOM_RULES, "<title>A</title>", "<title>A</title><title>B</title>", "title stands 2 times"),
        (GOOD_ATOM, ATOM_RULES, "<author><name>A</name></author>", "", "an author"),
        (GOOD_ATOM, ATOM_RULES, "<author><name>A</name></author>", "<author/>", "name stands 0 times"),
        (GOOD_ATOM, ATOM_RULES, "<updated>2024-05-06T07:08:09Z", "<updated>2024-05-06 07:08:09Z", "its text is"),
        (GOOD_ATOM, ATOM_RULES, "<updated>2024-05-06T07:08:09Z", "<updated>2024-02-30T07:08:09Z", "its text is"),
        (GOOD_ATOM, ATOM_RULES, 'href="https://a.example/1.html"', 'href="1.html"', "attribute href is '1.html'"),
        (GOOD_ATOM, ATOM_RULES, 'href="https://a.example/1.html"', "", "attribute href is missing"),
        (GOOD_ATOM, ATOM_RULES, ' term="x"', "", "attribute term is missing"),
        (GOOD_ATOM, ATOM_RULES, "&lt;p&gt;x&lt;/p&gt;", "<p>x</p>", "p may not stand here"),
        (GOOD_ATOM, ATOM_RULES, "</feed>", "<subtitle>late</subtitle></feed>", "entry stands last"),
        (GOOD_ATOM, ATOM_RULES, 'xml:lang="be"><title>A', 'xml:lang="be_BY"><title>A', "attribute lang is 'be_BY'"),
        (GOOD_RSS, RSS_RULES, "<description>D</description>", "", "description stands 0 times"),
        (GOOD_RSS, RSS_RULES, "Mon, 06 May", "Tue, 06 May", "its text is"),
        (GOOD_RSS, RSS_RULES, ' isPermaLink="false"', "", "attribute isPermaLink is missing"),
        (GOOD_RSS, RSS_RULES, "<item><title>T</title>", "<item>", "neither a title"),
        (GOOD_RSS, RSS_RULES, "</item>", "<author>ann</author></item>", "author may not stand here"),
        (GOOD_RSS, RSS_RULES, "<link>https://a.example/</link>", "<link>/</link>", "its text is '/'"),
        (GOOD_MAP, SITEMAP_RULES, "<lastmod>2024-05-06</lastmod>", "<lastmod>2024-13-06</lastmod>", "its text is"),
        (GOOD_MAP, SITEMAP_RULES, "<n:name>A</n:name>", "", "name stands 0 times"),
        (GOOD_MAP, SITEMAP_RULES, "<n:language>be<", "<n:language>be-Latn<", "its text is"),
        (GOOD_MAP, SITEMAP_RULES, "<loc>https://a.example/1.html</loc>", "<loc>/1.html</loc>", "its text is"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(good: str, rules: dict[str, Rule], old_text: str, new_text: str, said: str) -> None:
    assert broken(etree.fromstring(good), rules) == []
    assert old_text in good
    found = broken(etree.fromstring(good.replace(old_text, new_text, 1)), rules)
    assert any(said in each for each in found), found


def test_the_order_of_a_sitemap_counts_and_none_is_empty() -> None:
    turned = GOOD_MAP.replace("<lastmod>2024-05-06</lastmod>", "").replace(
        "<loc>", "<lastmod>2024-05-06</lastmod><loc>"
    )
    assert any("the order is loc lastmod" in each for each in broken(etree.fromstring(turned), SITEMAP_RULES))
    empty = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>'
    assert any("url stands 0 times" in each for each in broken(etree.fromstring(empty), SITEMAP_RULES))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": "https://jsonfeed.org/version/1"}, "version"), ({"title": ""}, "title"), ({"items": None}, "no list"),
        ({"author": {"name": "A"}}, "author"), ({"hubs": [{"type": "WebSub"}]}, "hub"),
        ({"items": [{"id": 1, "content_html": "x"}]}, "id is '1'"), ({"items": [{"id": "urn:a"}]}, "no content"),
        ({"items": [{"id": "urn:a", "content_html": "x", "date_published": "6 May"}]}, "date_published"),
        ({"items": [{"id": "urn:a", "content_html": "x", "authors": [{}]}]}, "author {}"),
        ({"items": [{"id": "urn:a", "content_html": "x"}] * 2}, "two items of one id"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_json_feed_is_found(change: dict[str, Any], said: str) -> None:
    good = {"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": []}
    assert broken_json(good) == []
    assert any(said in each for each in broken_json({**good, **change})), broken_json({**good, **change})
