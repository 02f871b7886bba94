"""Words that a broken tag swallows stand somewhere all the same, whatever the export, and whatever its field."""

import json
from pathlib import Path

import pytest

from skaryna.model import encode
from skaryna.rescue import Media, rescue
from tests.rescue.exports.making import BODY, cdata, export, item
from tests.rescue.exports.test_other_forms import FOOTER, HUGO, MEDIUM

SWALLOWING = (
    'before <img src="d.jpg" alt="a quay /> kelvo noska <i>trebi</i> vasta',
    'before <img src="d.jpg" alt="a quay /> kelvo noska</p><p>trebi vasta <a href="https://paper.example/">plova</a> and so on',
    "before <a href='https://paper.example/>kelvo noska</a> trebi <b>vasta</b> plova",
    "before <p kelvo noska trebi <b>vasta</b> plova",
    "before <em>trebi</em kelvo noska <b>vasta</b> plova",
    "before <p>trebi</pkelvo noska vasta plova</p> after",
    "before </3 kelvo noska trebi vasta> plova after",
    "before <!-- kelvo noska trebi vasta plova",
    "before <script>var kelvo; noska trebi <p>vasta plova",
    "before <style>kelvo noska <p>trebi vasta plova",
    "before <textarea>kelvo noska <p>trebi vasta plova",
    "before <title>kelvo noska <p>trebi vasta plova",
    "before <iframe src='https://v.example/1'>kelvo noska <p>trebi vasta plova",
)
FIELDS = ("body", "title", "excerpt", "comment", "caption", "bio", "category", "meta")


def check_nothing_is_lost(path: Path, broken: str) -> None:
    found = list(rescue([path], media=Media()))
    said = b"".join(map(encode, found)).decode()
    assert [word for word in ("kelvo", "noska", "trebi", "vasta") if word in broken and word not in said] == []
    assert [each.problem for each in found if "differ" in each.problem] == []
    assert [each.tally.unaccounted for each in found if each.tally and each.tally.unaccounted] == []


@pytest.mark.parametrize("broken", SWALLOWING)
@pytest.mark.parametrize("field", FIELDS)
def test_a_wordpress_export_tells_what_a_tag_has_swallowed_in_any_field(
    tmp_path: Path, field: str, broken: str
) -> None:
    path = tmp_path / "export.xml"
    put = {name: broken if name == field else "Words" for name in FIELDS}
    comment = f"<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>Jan</wp:comment_author><wp:comment_content>{cdata(put['comment'])}</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>"
    category = f'<category domain="category" nicename="law">{cdata(put["category"])}</category>'
    picture = item(90, "", kind="attachment", title="Quay", excerpt=put["caption"], slug="quay").replace("</item>", "<wp:attachment_url>https://old.example/quay.jpg</wp:attachment_url></item>")  # fmt: skip
    guest = item(91, put["bio"], kind="guest-author", title="Ann River", slug="cap-ann", meta={"cap-description": put["bio"]})  # fmt: skip
    post = item(1, f"{BODY}\n\n{put['body']}", title=put["title"], excerpt=put["excerpt"], meta={"_thumbnail_id": "90", "subtitle": put["meta"]}, more=comment + category)  # fmt: skip
    path.write_text(export(picture, guest, post))
    check_nothing_is_lost(path, broken)


@pytest.mark.parametrize("broken", SWALLOWING)
@pytest.mark.parametrize("field", ["html", "title", "custom_excerpt", "lexical", "caption"])
def test_a_ghost_export_tells_what_a_tag_has_swallowed(tmp_path: Path, field: str, broken: str) -> None:
    nodes = [
        {"type": "html", "html": f"<p>Words of it.</p>{broken if field == 'lexical' else ''}"},
        {"type": "image", "src": "/a.jpg", "caption": broken if field == "caption" else "At noon"},
    ]
    post = {"id": "p", "title": "A title", "slug": "s", "status": "published", "visibility": "public", "type": "post",
            "published_at": "2020-03-09T10:00:00.000Z", "html": f"<p>Words of it.</p>{broken if field == 'html' else ''}"}  # fmt: skip
    if field in {"lexical", "caption"}:
        post["lexical"] = json.dumps({"root": {"type": "root", "children": nodes}})
    if field in {"title", "custom_excerpt"}:
        post[field] = broken
    path = tmp_path / "ghost.json"
    path.write_text(json.dumps({"db": [{"meta": {"exported_on": 1, "version": "5.1"}, "data": {"posts": [post]}}]}))
    check_nothing_is_lost(path, broken)


@pytest.mark.parametrize("broken", SWALLOWING)
def test_a_medium_export_tells_what_a_tag_has_swallowed(tmp_path: Path, broken: str) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "2018-08-11_The-ferry-abcdef123456.html").write_text(
        MEDIUM.format(words=f"{BODY} {broken}", footer=FOOTER)
    )
    check_nothing_is_lost(tmp_path, broken)


@pytest.mark.parametrize("broken", SWALLOWING)
@pytest.mark.parametrize("field", ["body", "title", "subtitle"])
def test_a_substack_export_tells_what_a_tag_has_swallowed(tmp_path: Path, field: str, broken: str) -> None:
    put = {name: broken.replace('"', '""') if name == field else "Words" for name in ("title", "subtitle")}
    head = "post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle,podcast_url\n"
    row = f'1.ferry,2019-07-26T20:48:19.814Z,true,,newsletter,everyone,"{put["title"]}","{put["subtitle"]}",\n'
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts.csv").write_text(head + row)
    (tmp_path / "posts" / "1.ferry.html").write_text(f"<p>Words of it.</p>{broken if field == 'body' else ''}")
    check_nothing_is_lost(tmp_path, broken)


@pytest.mark.parametrize("broken", SWALLOWING)
def test_a_folder_of_markdown_tells_what_a_tag_has_swallowed(tmp_path: Path, broken: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "one.md").write_text(f"{HUGO}\n\n{broken}\n")
    (tmp_path / "content" / "two.md").write_text(
        f"---\ntitle: A ferry\n---\n\nWords of it.\n\n<div>\n{broken}\n</div>\n"
    )
    check_nothing_is_lost(tmp_path, broken)


@pytest.mark.parametrize("broken", SWALLOWING)
@pytest.mark.parametrize("field", ["title", "description", "content:encoded"])
def test_a_feed_tells_what_a_tag_has_swallowed(tmp_path: Path, field: str, broken: str) -> None:
    put = {name: broken if name == field else "" for name in ("title", "description", "content:encoded")}
    fields = "".join(f"<{name}>{cdata(f'Words of it. {said}')}</{name}>" for name, said in put.items())
    path = tmp_path / "feed.xml"
    path.write_text(f'<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Ferry</title><link>https://old.example</link>'
                    f"<item><guid>i1</guid>{fields}<link>https://old.example/1</link></item></channel></rss>")  # fmt: skip
    check_nothing_is_lost(path, broken)
