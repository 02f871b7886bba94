"""Medium, Substack, Markdown folders, feeds: each with what it says of its posts, and with what must not get out."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skaryna.model import Code, Embed, Figure, Heading, List, Paragraph, Table, encode
from skaryna.rescue import Media, rescue
from skaryna.rescue.exports import frontmatter
from skaryna.rescue.exports.markdown import html_of
from tests.conftest import SHARED
from tests.newsroom.making import photograph
from tests.rescue.exports.making import BODY, articles, notes, one

WORDS = "The ferry crossed the river again on Monday, after the council had said that it would not."

MEDIUM = """<!DOCTYPE html><html><head><title>The ferry</title></head><body><article class="h-entry">
<header><h1 class="p-name">The ferry</h1></header><section data-field="subtitle" class="p-summary">It took a week.</section>
<section data-field="body" class="e-content"><section class="section"><div class="section-inner">
<h3 class="graf graf--h3 graf--leading graf--title">The ferry</h3><h4 class="graf graf--h4 graf--subtitle">It took a week.</h4>
<p class="graf graf--p">{words}</p><figure class="graf graf--figure"><img src="https://cdn-images-1.medium.com/max/800/1*abc.jpeg" alt="A quay">
<figcaption class="imageCaption">At noon</figcaption></figure><p class="graf graf--p">Nobody from the ministry came.</p></div></section></section>
<footer>{footer}</footer></article></body></html>"""
FOOTER = (
    '<p>By <a href="https://medium.com/@ann" class="p-author h-card">Ann River</a> on <a href="https://medium.com/p/abcdef123456">'
    '<time class="dt-published" datetime="2018-08-11T11:23:34.123Z">August 11, 2018</time></a>.</p>'
    '<p><a href="https://medium.com/@ann/the-ferry-abcdef123456" class="p-canonical">Canonical link</a></p>'
    '<p class="p-tags">Tagged in <a href="https://medium.com/tag/law" class="p-tag">Law</a></p>'
)


def test_a_medium_export_gives_posts_and_keeps_the_account_out(tmp_path: Path) -> None:
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / "2018-08-11_The-ferry-abcdef123456.html").write_text(MEDIUM.format(words=WORDS, footer=FOOTER))
    (posts / "draft_A-draft-123456abcdef.html").write_text(
        MEDIUM.format(words=WORDS, footer="").replace("The ferry", "A draft")
    )
    (tmp_path / "profile").mkdir()
    (tmp_path / "profile" / "profile.html").write_text("<p>ann@private.example</p>")
    (tmp_path / "ips").mkdir()
    (tmp_path / "ips" / "ips-0001.html").write_text("<p>10.9.8.7</p>")
    found = list(rescue([tmp_path]))
    published, draft = (each.draft for each in articles(found))
    assert published is not None
    assert draft is not None
    assert (published.title, published.lead, published.held) == ("The ferry", "It took a week.", "")
    assert [byline.name for byline in published.bylines] == ["Ann River"]
    assert [topic.name for topic in published.topics] == ["Law"]
    assert published.published_at == dt.datetime(2018, 8, 11, 11, 23, 34, tzinfo=dt.UTC)
    assert [type(block) for block in published.body] == [Paragraph, Figure, Paragraph]
    assert "draft" in draft.held
    everything = b"".join(map(encode, found))
    assert b"private.example" not in everything
    assert b"10.9.8.7" not in everything
    assert "pages about the account (ips)" in notes(found)


def substack(folder: Path, *rows: str, **texts: str) -> Path:
    (folder / "posts").mkdir(parents=True)
    head = "post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle,podcast_url\n"
    (folder / "posts.csv").write_text(head + "".join(f"{row}\n" for row in rows))
    (folder / "email_list.ferry.csv").write_text("email\nreader@private.example\n")
    for name, body in texts.items():
        (folder / "posts" / f"{name.replace('_', '.', 1)}.html").write_text(body)
    return folder


def test_a_substack_export_in_a_zip_gives_posts_without_its_buttons_and_readers(tmp_path: Path) -> None:
    button = '<p class="button-wrapper"><a class="button primary" href="https://ferry.substack.com/subscribe"><span>Sign up</span></a></p>'
    folder = substack(
        tmp_path / "out",
        '12.ferry,2019-07-26T20:48:19.814Z,true,,newsletter,everyone,"The ferry, again",It took a week.,',
        "13.paid,2019-07-27T20:48:19.814Z,true,,newsletter,only_paid,For some,,",
        "14.draft,,false,,newsletter,everyone,Not yet,,",
        "15.about,2019-07-27T20:48:19.814Z,true,,page,everyone,About,,",
        "16.gone,2019-07-27T20:48:19.814Z,true,,newsletter,everyone,Gone,,",
        "17.sound,2019-07-27T20:48:19.814Z,true,,podcast,everyone,Heard,,https://api.example/a.mp3",
        **{"12_ferry": f"<p>{WORDS}</p>{button}", "13_paid": f"<p>{WORDS} 2</p>", "14_draft": f"<p>{WORDS} 3</p>", "15_about": f"<p>{WORDS} 4</p>",
           "17_sound": f"<p>{WORDS} 5</p>", "99_stray": "<p>A text without its line.</p>"},
    )  # fmt: skip
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for each in sorted(folder.rglob("*")):
            if each.is_file():
                archive.write(each, each.relative_to(folder))
    found = list(rescue([path]))
    drafts = {each.draft.title: each.draft for each in articles(found) if each.draft}
    first = drafts["The ferry, again"]
    assert (first.lead, first.held, first.old_addresses, first.text) == ("It took a week.", "", ("/p/ferry",), WORDS)
    assert "subscribers alone" in drafts["For some"].held
    assert "not published" in drafts["Not yet"].held
    assert "page" in drafts["About"].held
    assert any(isinstance(block, Embed) for block in drafts["Heard"].body)
    assert any("its text is not in the export" in each.problem for each in found)
    findings = [finding for each in found for finding in each.quarantine]
    assert any(finding.text == "Sign up" and finding.kind == "house" for finding in findings)
    assert any("A text without its line." in finding.text for finding in findings)
    assert b"private.example" not in b"".join(map(encode, found))
    assert "lists of subscribers" in notes(found)


HUGO = f"""---
title: "The ferry: back again"
date: 2020-03-09T10:00:00+02:00
draft: false
authors:
  - Ann River
  - name: Jan Nowak
    url: https://jan.example
tags: [Law, "The river"]
categories:
- News
slug: ferry
description: >
  It took
  a week.
cover:
  image: /images/quay.jpg
  alt: A quay
  caption: At noon
aliases:
  - /2019/ferry/
secret_token: abc
mood: fine # a remark
---

{WORDS}[^1] And *more* [words](https://paper.example/1).

## Head

{{{{< figure src="/images/quay.jpg" alt="The quay" caption="By day" >}}}}

{{{{< youtube abc123 >}}}} {{{{< strange x >}}}}

```php
if (a < b) {{
  c();
}}
```

| A | B |
|---|---|
| 1 | 2 |

1. One
2. Two

[^1]: A *note*.
"""


def test_a_hugo_folder(tmp_path: Path) -> None:
    (tmp_path / "content" / "posts").mkdir(parents=True)
    (tmp_path / "content" / "posts" / "ferry.md").write_text(HUGO)
    (tmp_path / "content" / "posts" / "later.md").write_text(
        '+++\ntitle = "Later"\ndate = 2021-01-02\ndraft = true\n+++\nWords of a draft stand here.\n'
    )
    (tmp_path / "content" / "about.md").write_text(
        '{\n"title": "About", "type": "page"\n}\n\nWords of a page stand here.\n'
    )
    (tmp_path / "content" / "posts" / "bare.md").write_text("No head at all, only words.\n")
    (tmp_path / "README.md").write_text("Not an article.")
    (tmp_path / "static" / "images").mkdir(parents=True)
    (tmp_path / "static" / "images" / "quay.jpg").write_bytes(photograph(width=500))
    found = list(rescue([tmp_path]))
    drafts = {each.draft.title: each.draft for each in articles(found) if each.draft}
    ferry = drafts["The ferry: back again"]
    assert (ferry.lead, ferry.slug, ferry.held) == ("It took a week.", "ferry", "")
    assert ferry.published_at == dt.datetime(2020, 3, 9, 8, tzinfo=dt.UTC)
    assert [byline.name for byline in ferry.bylines] == ["Ann River", "Jan Nowak"]
    assert [topic.name for topic in ferry.topics] == ["News", "Law", "The river"]
    assert ferry.old_addresses == ("/2019/ferry/",)
    assert ferry.lead_figure is not None
    assert ferry.lead_figure.image is not None
    assert (ferry.lead_figure.alt, ferry.lead_figure.caption) == ("A quay", "At noon")
    assert ferry.body[0] == Paragraph(
        html=f'{WORDS}<sup>1</sup> And <em>more</em> <a href="https://paper.example/1">words</a>.'
    )
    assert Heading(text="Head", level=2) in ferry.body
    assert Code(text="if (a < b) {\n  c();\n}") in ferry.body
    assert Table(head=("A", "B"), rows=(("1", "2"),)) in ferry.body
    assert List(items=("One", "Two"), ordered=True) in ferry.body
    assert ferry.body[-1] == List(items=("A <em>note</em>.",), ordered=True)
    assert any(isinstance(block, Figure) and block.image and block.caption == "By day" for block in ferry.body)
    assert [block.address for block in ferry.body if isinstance(block, Embed)] == [
        "https://www.youtube.com/watch?v=abc123"
    ]
    assert any("strange" in mark for mark in ferry.marks)
    assert "draft" in drafts["Later"].held
    assert "page" in drafts["About"].held
    findings = [finding for each in found for finding in each.quarantine]
    assert any("No head at all" in finding.text for finding in findings)
    assert any("mood: fine" in finding.text for finding in findings)
    assert "secret_token" in notes(found)
    assert b'"abc"' not in b"".join(map(encode, found))


def test_jekyll_and_pelican_files(tmp_path: Path) -> None:
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_drafts").mkdir()
    (tmp_path / "_posts" / "2019-3-9-ferry.markdown").write_text(
        f"---\nlayout: post\ntitle: Ferry\nauthor: Ann River <ann@private.example>\ntags: law river\npermalink: /old/ferry/\n---\n{WORDS}\n\n"
        "{% highlight ruby %}\nputs 1\n{% endhighlight %}\n{% include strange.html %}\n"
    )
    (tmp_path / "_drafts" / "idea.md").write_text("---\ntitle: Idea\n---\nWords of an idea stand here.\n")
    (tmp_path / "pelican.md").write_text(
        f"Title: From Pelican\nDate: 2018-02-03 10:20\nAuthors: Jan Nowak, Ann River\nTags: law; river\nStatus: published\n\n{WORDS} Pelican.\n"
    )
    found = list(rescue([tmp_path]))
    drafts = {each.draft.title: each.draft for each in articles(found) if each.draft}
    ferry, pelican = drafts["Ferry"], drafts["From Pelican"]
    assert (ferry.published_at, ferry.slug, ferry.old_addresses) == (
        dt.datetime(2019, 3, 9, tzinfo=dt.UTC),
        "ferry",
        ("/old/ferry/",),
    )
    assert [byline.name for byline in ferry.bylines] == ["Ann River"]
    assert Code(text="puts 1") in ferry.body
    assert any("include" in mark for mark in ferry.marks)
    assert "draft" in drafts["Idea"].held
    assert [byline.name for byline in pelican.bylines] == ["Jan Nowak", "Ann River"]
    assert pelican.published_at == dt.datetime(2018, 2, 3, 10, 20, tzinfo=dt.UTC)
    assert b"private.example" not in b"".join(map(encode, found))


RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Ferry</title><link>https://ferry.example</link><language>en</language>
<item><title>Full</title><link>https://ferry.example/2020/full/</link><guid>g1</guid><dc:creator>Ann River</dc:creator><category>Law</category>
<pubDate>Mon, 09 Mar 2020 10:00:00 +0200</pubDate><description>It took a week.</description><content:encoded><![CDATA[<p>{WORDS}</p><p>More words.</p>]]></content:encoded></item>
<item><title>Short</title><link>https://ferry.example/2020/short/</link><guid>g2</guid><author>ann@private.example (Ann River)</author><description>Only a beginning of it […]</description></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Ferry</title>
<entry><title>Full</title><link rel="alternate" href="https://ferry.example/2020/full/"/><id>urn:1</id><author><name>Ann River</name><email>ann@private.example</email></author>
<published>2020-03-09T08:00:00Z</published><category term="Law"/><summary>It took a week.</summary><content type="html">&lt;p&gt;{WORDS}&lt;/p&gt;&lt;p&gt;More words.&lt;/p&gt;</content></entry></feed>"""


@pytest.mark.parametrize("text", [RSS, ATOM])
def test_a_feed_with_full_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(text)
    found = list(rescue([path]))
    full = articles(found)[0].draft
    assert full is not None
    assert (full.title, full.lead, full.text) == ("Full", "It took a week.", f"{WORDS}\n\nMore words.")
    assert [byline.name for byline in full.bylines] == ["Ann River"]
    assert [topic.name for topic in full.topics] == ["Law"]
    assert full.published_at == dt.datetime(2020, 3, 9, 8, tzinfo=dt.UTC)
    assert full.old_addresses == ("/2020/full/",)
    assert full.marks == ()
    assert b"private.example" not in b"".join(map(encode, found))
    if text is RSS:
        short = articles(found)[1].draft
        assert short is not None
        assert any("only its beginning" in mark for mark in short.marks)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "---\n",
                "+++\n",
                "title: x\n",
                "tags:\n",
                "  - a\n",
                "- b\n",
                "a: [1, 'x\n",
                "b: |\n  t\n",
                "{\n",
                "}\n",
                '"k": 1\n',
                'x: "\\u12\n',
                "Title: y\n",
                "\n",
                "é: è\n",
                ": :\n",
                "- - -\n",
                "c: {d: e}\n",
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_no_front_matter_breaks_its_reader(text: str) -> None:
    frontmatter.parted(text)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "# h\n",
                "* a\n",
                "> q\n",
                "```\n",
                "[^1]",
                "[^1]: n\n",
                "{{< x >}}",
                "{{< /x >}}",
                "{% raw %}",
                "{% endraw %}",
                "<div>",
                "|a|b|\n",
                "|-|-|\n",
                "![",
                "](x)",
                "    code\n",
                "\n\n",
                "*_**",
                "{{",
                "}}",
                "<!--",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_no_markdown_breaks_its_reader(text: str) -> None:
    html_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "> " * 5_000,
        "* " * 5_000,
        "[" * 20_000,
        "*a" * 20_000,
        "`" * 30_000,
        "{% raw %}" * 5_000,
        "{{< x " * 20_000,
        "[^1]" * 20_000 + "\n[^1]: n",
        "|" * 20_000,
    ],
)
@pytest.mark.timeout(60)
def test_hostile_markdown_comes_to_an_end(text: str) -> None:
    html_of(text)


def test_pictures_come_from_zip_tar_and_web_archives(tmp_path: Path) -> None:
    import io
    import tarfile

    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    data = photograph(width=333)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("uploads/2019/quay.jpg", data)
        archive.writestr("../../evil.jpg", data)
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo("./site/uploads/2019/quay.jpg")
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("site/passwd.jpg")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with (tmp_path / "a.warc.gz").open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "image/jpeg")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                "https://old.example/uploads/2019/quay.jpg", "response", payload=io.BytesIO(data), http_headers=headers
            )
        )
    for name in ("a.zip", "a.tar.gz", "a.warc.gz"):
        media = Media([tmp_path / name])
        image = media.find("https://old.example/wp-content/uploads/2019/quay-300x200.jpg")
        assert image is not None, name
        assert image.width == 333
        assert media.read(image) == data
        assert media.find("https://old.example/evil.jpg") is None
        assert media.find("https://old.example/passwd.jpg") is None


def test_a_link_in_a_folder_of_pictures_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.jpg").write_bytes(photograph())
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "b.jpg").symlink_to(tmp_path / "secret" / "a.jpg")
    (tmp_path / "media" / "more").symlink_to(tmp_path / "secret")
    media = Media([tmp_path / "media"])
    assert media.find("https://old.example/b.jpg") is None
    assert media.find("https://old.example/a.jpg") is None


def test_a_zip_bomb_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export.xml", b"<wp:post_id>" + b" " * 60_000_000)
        archive.writestr("a.jpg", b"\x00" * 60_000_000)
    assert Media([path]).find("https://x.example/a.jpg") is None
    assert articles(list(rescue([path]))) == []


PUBLIC = SHARED / "data" / "ghost-medium-substack"


@pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public test data is not on this machine")
@pytest.mark.parametrize("name", ["mg-medium-export/export", "mg-substack", "mg-json"])
def test_public_exports_are_read_whole(name: str) -> None:
    found = list(rescue([PUBLIC / name]))
    assert articles(found)
    assert not any("report" in each.problem for each in found)


def test_one_body_is_the_same_article_whichever_export_it_is_in(tmp_path: Path) -> None:
    assert BODY
    (tmp_path / "m.md").write_text(f"---\ntitle: One\n---\n{BODY}\n")
    assert one(list(rescue([tmp_path]))).draft is not None
