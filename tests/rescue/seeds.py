"""Sane sources of every form for the fuzzer: small, with everything in them that a form can have; always the same."""

import base64
import datetime as dt
import gzip
import io
import json
import random
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from skaryna.export import export
from skaryna.export.gathering import of_values
from tests.export.values import PICTURES, PUBLICATION, put_pictures
from tests.rescue.archives.making import Archive
from tests.rescue.exports import making
from tests.rescue.exports.test_conservation import BITS
from tests.rescue.exports.test_other_forms import FOOTER, HUGO, MEDIUM
from tests.rescue.lookalikes import HIDDEN, VISIBLE, WOVEN, injected_site
from tests.rescue.test_mhtml import mhtml

Files = dict[str, bytes]
PHRASES = (
    "The ferry crossed the river {} again on Monday",
    "after the council {} had said that it would not",
    "Паром вярнуўся праз тыдзень",
    "casino {} bonus slots",
    "a &lt; b &amp; c",
    "nobody {} came to answer them",
)


def words(dice: random.Random) -> str:
    """Return a phrase, often with a word that stands nowhere else."""
    return dice.choice(PHRASES).format(f"qz{dice.randrange(10_000):04d}zq")


def body(dice: random.Random, count: int = 12) -> str:
    return "\n\n".join(dice.choice(BITS).format(words(dice), words(dice)) for _ in range(dice.randrange(1, count)))


def _wxr(dice: random.Random) -> Files:
    items = [
        making.item(
            number,
            body(dice),
            title=words(dice),
            status=dice.choice(("publish", "publish", "draft", "private")),
            kind=dice.choice(("post", "post", "post", "page", "product", "revision")),
            excerpt=dice.choice(("", words(dice))),
            meta={"views": "7", "_thumbnail_id": "90", "mood": words(dice)},
            more='<category domain="category" nicename="law"><![CDATA[Law]]></category><wp:comment><wp:comment_id>1</wp:comment_id>'
            f"<wp:comment_author><![CDATA[Jan]]></wp:comment_author><wp:comment_content><![CDATA[{words(dice)}]]></wp:comment_content>"
            "<wp:comment_approved>1</wp:comment_approved></wp:comment>",
        )
        for number in range(1, dice.randrange(2, 5))
    ]
    items.append(making.attachment(90, "https://old.example/wp-content/uploads/2019/03/quay.jpg"))
    return {"export.xml": making.export(*items).encode(dice.choice(("utf-8", "utf-8", "utf-16")))}


def _lexical(dice: random.Random) -> str:
    def text() -> dict[str, object]:
        return {"type": "extended-text", "text": words(dice), "format": dice.randrange(8)}

    nodes = [
        {
            "type": "paragraph",
            "children": [text(), {"type": "link", "url": "https://paper.example/1", "children": [text()]}],
        },
        {"type": "extended-heading", "tag": "h3", "children": [text()]},
        {"type": "list", "listType": "number", "children": [{"type": "listitem", "children": [text()]}]},
        {"type": "image", "src": "__GHOST_URL__/content/images/a.jpg", "alt": words(dice), "caption": words(dice)},
        {"type": "html", "html": body(dice, 4)},
        {"type": "codeblock", "code": "a < b"},
        {"type": "markdown", "markdown": f"Some *{words(dice)}*"},
        {"type": "callout", "calloutText": f"<p>{words(dice)}</p>"},
    ]
    return json.dumps({"root": {"type": "root", "children": dice.sample(nodes, dice.randrange(1, 8))}})


def _mobiledoc(dice: random.Random) -> str:
    return json.dumps(
        {
            "version": "0.3.1",
            "markups": [["em"], ["a", ["href", "https://paper.example/2"]]],
            "atoms": [["soft-return", "", {}]],
            "cards": [
                ["html", {"html": body(dice, 3)}],
                ["image", {"src": "/content/images/b.jpg", "alt": words(dice)}],
            ],
            "sections": [
                [1, "p", [[0, [0], 1, words(dice)], [0, [1], 1, words(dice)], [1, [], 0, 0]]],
                [10, 0],
                [10, 1],
                [3, "ul", [[[0, [], 0, words(dice)]]]],
            ],
        }
    )


def _ghost(dice: random.Random) -> Files:
    posts = []
    for number in range(dice.randrange(1, 4)):
        post: dict[str, object] = {"id": f"p{number}", "title": words(dice), "slug": f"s{number}", "status": dice.choice(("published", "draft")),
            "visibility": "public", "type": "post", "published_at": "2020-03-09T10:00:00.000Z", "html": body(dice, 6)}  # fmt: skip
        form = dice.randrange(3)
        if form == 0:
            post["lexical"] = _lexical(dice)
        elif form == 1:
            post["mobiledoc"] = _mobiledoc(dice)
        posts.append(post)
    data = {
        "posts": posts,
        "users": [{"id": "u1", "name": "Ann River", "slug": "ann", "bio": words(dice)}],
        "posts_authors": [{"post_id": "p0", "author_id": "u1", "sort_order": 0}],
        "tags": [{"id": "t1", "name": "Law"}],
        "posts_tags": [{"post_id": "p0", "tag_id": "t1"}],
        "settings": [{"key": "codeinjection_head", "value": "<script>x()</script>"}],
    }
    return {"ghost.json": json.dumps({"db": [{"meta": {"exported_on": 1, "version": "5.1"}, "data": data}]}).encode()}


def _medium(dice: random.Random) -> Files:
    files = {f"posts/2018-08-1{n}_The-ferry-abcdef12345{n}.html": MEDIUM.format(words=f"{words(dice)} {body(dice, 4)}", footer=FOOTER).encode() for n in range(2)}  # fmt: skip
    return {**files, "profile/profile.html": b"<p>ann@private.example</p>"}


def _substack(dice: random.Random) -> Files:
    head = "post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle,podcast_url\n"
    rows = "".join(
        f'{n}.ferry{n},2019-07-26T20:48:19.814Z,true,,newsletter,everyone,"{words(dice)}",{words(dice)},\n'
        for n in range(3)
    )
    return {"posts.csv": (head + rows).encode(), **{f"posts/{n}.ferry{n}.html": body(dice).encode() for n in range(3)}}


def _markdown(dice: random.Random) -> Files:
    toml = f'+++\ntitle = "{words(dice)}"\ndate = 2020-03-09\ntags = ["a", "b"]\n+++\n\n{words(dice)}\n\n| a | b |\n|---|---|\n| {words(dice)} | 2 |\n'
    pelican = f"Title: {words(dice)}\nDate: 2020-03-09\nTags: law\n\n{words(dice)}\n\n* {words(dice)}\n* two\n\n    code {words(dice)}\n"
    return {
        "content/posts/one.md": HUGO.replace("Nobody", words(dice)).encode(),
        "content/posts/two.md": toml.encode(),
        "content/three.md": pelican.encode(),
        "content/four.md": f"---\ntitle: x\n---\n\n{body(dice)}\n".encode(),
    }


def _feed(dice: random.Random) -> Files:
    if dice.randrange(2):
        entries = "".join(f'<entry><id>i{n}</id><title>{words(dice)}</title><link href="https://old.example/{n}"/><updated>2020-03-09T10:00:00Z</updated>'
                          f'<content type="html"><![CDATA[{body(dice, 6)}]]></content></entry>' for n in range(2))  # fmt: skip
        return {
            "feed.xml": f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Ferry</title>{entries}</feed>'.encode()
        }
    items = "".join(f"<item><guid>i{n}</guid><title>{words(dice)}</title><link>https://old.example/{n}</link><pubDate>Mon, 09 Mar 2020 10:00:00 +0000</pubDate>"
                    f"<description>{words(dice)}</description><content:encoded><![CDATA[{body(dice, 6)}]]></content:encoded></item>" for n in range(2))  # fmt: skip
    return {
        "feed.xml": f'<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Ferry</title><link>https://old.example</link>{items}</channel></rss>'.encode()
    }


def _pages(dice: random.Random, count: int = 3) -> list[str]:
    way = dice.choice(sorted({**HIDDEN, **VISIBLE, **WOVEN}))
    made = injected_site(dice.randrange(10_000), dice.choice(("en", "be", "ru", "uk", "pl")), way, count, infected=2)
    return [each.html.replace("</article>", f"{body(dice, 4)}</article>", 1) for each in made]


def _day(dice: random.Random) -> dt.datetime:
    return dt.datetime(2020, 1, 1, 12, tzinfo=dt.UTC) + dt.timedelta(days=dice.randrange(2000))


def _warc_bytes(dice: random.Random, *, packed: bool) -> bytes:
    archive = Archive(packed=packed)
    for number, page in enumerate(_pages(dice)):
        address = f"https://bank.example/{number % 2}"
        encoded = dice.choice(
            ((page.encode(), ()), (gzip.compress(page.encode(), mtime=0), (("Content-Encoding", "gzip"),)))
        )
        archive.add(encoded[0], _day(dice), address, headers=encoded[1])
    archive.add(PICTURES[0][1], _day(dice), "https://bank.example/a.png", kind="image/png")
    data = archive.bytes
    # The writer names records by chance; the fuzzer's cases are the same each time.
    return data if packed else _unnamed(data)


def _unnamed(data: bytes) -> bytes:
    lines = data.split(b"\r\n")
    return b"\r\n".join(
        b"WARC-Record-ID: <urn:uuid:0>" if line.startswith(b"WARC-Record-ID:") else line for line in lines
    )


def _packed(data: bytes) -> bytes:
    return gzip.compress(_unnamed(data), mtime=0)


def _warc(dice: random.Random) -> Files:
    return {"a.warc": _warc_bytes(dice, packed=False)}


def _warc_packed(dice: random.Random) -> Files:
    return {"a.warc.gz": _packed(_warc_bytes(dice, packed=False))}


def _zip(files: Files, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as box:
        for name, data in sorted(files.items()):
            box.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, method)
    return out.getvalue()


def _wacz(dice: random.Random) -> Files:
    inner = {
        "archive/data.warc.gz": _packed(_warc_bytes(dice, packed=False)),
        "pages/pages.jsonl": b"{}",
        "datapackage.json": b"{}",
    }
    return {"a.wacz": _zip(inner, method=dice.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))}


def _arc(dice: random.Random) -> Files:
    parts = [b"filedesc://a.arc 127.0.0.1 20140101000000 text/plain 3\nxyz\n"]
    for number, page in enumerate(_pages(dice)):
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
        parts.append(
            b"http://bank.example/%d 127.0.0.1 2014021605022%d text/html %d\n" % (number, number, len(answer))
            + answer
            + b"\n"
        )
    return {"a.arc": b"\n".join(parts)}


def _wet(dice: random.Random) -> Files:
    archive = Archive(packed=False)
    for number in range(2):
        archive.text(_text_of(dice), _day(dice), f"https://bank.example/{number}")
    return {"a.warc.wet": _unnamed(archive.bytes)}


def _mhtml(dice: random.Random) -> Files:
    return {"a.mhtml": mhtml(_pages(dice, 3)[0].encode())}


def _folder(dice: random.Random) -> Files:
    files = {
        f"site/{number}.html": page.encode(dice.choice(("utf-8", "cp1251")), "replace")
        for number, page in enumerate(_pages(dice))
    }
    return {**files, "site/a.png": PICTURES[0][1]}


def _text_of(dice: random.Random) -> str:
    lines = [
        words(dice).capitalize(),
        "",
        *(". ".join(words(dice) for _ in range(5)) for _ in range(4)),
        "By Vera Stone",
        "77 reads",
        "Share",
    ]
    return "\n\n".join(lines)


def _text(dice: random.Random) -> Files:
    return {"a.txt": _text_of(dice).encode(dice.choice(("utf-8", "utf-8", "cp1251", "utf-16")), "replace")}


def _own(form: str) -> Callable[[random.Random], Files]:
    def make(dice: random.Random) -> Files:
        from tests.export.test_round_trip import simple

        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            export(of_values(PUBLICATION, simple()), form=form, target=folder / "x", media=put_pictures(folder / "m"))
            return {
                str(path.relative_to(folder / "x")): path.read_bytes()
                for path in (folder / "x").rglob("*")
                if path.is_file()
            }

    return make


def _zipped(make: Callable[[random.Random], Files]) -> Callable[[random.Random], Files]:
    return lambda dice: {"export.zip": _zip(make(dice))}


def _script_page(dice: random.Random) -> Files:
    hidden = base64.b64encode(f'<a href="https://s.example/">{words(dice)}</a>'.encode()).decode()
    return {
        "a.html": _pages(dice)[0]
        .replace("</body>", f"<script>document.write(atob('{hidden}'))</script></body>")
        .encode()
    }


FORMS: dict[str, Callable[[random.Random], Files]] = {
    "wxr": _wxr, "ghost": _ghost, "medium": _medium, "substack": _substack, "markdown": _markdown, "feed": _feed, "warc": _warc, "warc.gz": _warc_packed,
    "wacz": _wacz, "arc": _arc, "wet": _wet, "mhtml": _mhtml, "folder": _folder, "page": _script_page, "text": _text, "substack.zip": _zipped(_substack),
    "markdown.zip": _zipped(_markdown), "own-wxr": _own("wxr"), "own-ghost": _own("ghost"), "own-markdown": _own("markdown"), "own-jsonl": _own("jsonl"),
}  # fmt: skip


def marked(form: str) -> bool:
    """Whether words of a form stand in its files as they are, so that none may be lost."""
    return form in {"wxr", "feed", "markdown", "page", "text", "wet"}
