"""The law of conservation for exports: every word, link, picture and script of a post is in one place, and counted."""

import html
import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skaryna.model import Rescued
from skaryna.model.blocks import Figure, List
from skaryna.model.tally import Tally
from skaryna.rescue.exports import telling
from skaryna.rescue.exports.media import Media
from skaryna.rescue.exports.post import Post
from skaryna.rescue.site import Site
from tests.rescue.exports.making import item, notes, told

BITS = [
    "{}\n\n{}", "<p>{}</p>", "<h2>{}</h2>\n{}", "<ul><li>{}</li><li>{}</li></ul>", "<blockquote>{}\n\n{}<cite>who said</cite></blockquote>", "<pre>{}\n  {}</pre>",
    '<a href="https://paper.example/1">{}</a> {}', '<a href="#note">{}</a>', '<a href="javascript:x()">{}</a>', '<div style="display:none"><a href="https://q.example/z">{}</a></div>',
    '<img src="https://old.example/a.jpg" alt="{}">', '<p>{} <img src="/b.png"> {}</p>', '<a href="https://old.example/c.jpg"><img src="c-300x200.jpg"></a>',
    '[caption id="a" width="3"]<img src="d.jpg" alt="x" /> {}[/caption]', "[gallery ids=\"1,2\"]", "[unknown-thing a=\"1\"]{}[/unknown-thing]", "[code]{} < {}[/code]",
    "<!-- wp:paragraph --><p>{}</p><!-- /wp:paragraph -->", '<!-- wp:quote --><blockquote class="wp-block-quote"><p>{}</p></blockquote><!-- /wp:quote -->',
    '<!-- wp:some/thing {{"title":"{}"}} /-->', "<!-- a remark of {} -->", '<!-- <a href="https://r.example/">{}</a> -->', "<!--more-->", "<!--nextpage-->",
    "<table><tr><td>{}</td><td>{}</td></tr><tr><td>1</td><td>2</td></tr></table>", "<iframe src='https://v.example/1'></iframe>{}", "<script>var a = '{}';</script>",
    "<figure><img src='e.jpg'><figcaption>{} <cite>{}</cite></figcaption></figure>", "<figure><figure><img src=1.jpg><figcaption>{}</figcaption></figure><figure><img src=2.jpg></figure><figcaption>{}</figcaption></figure>",
    "<details><summary>{}</summary>{}</details>", "</html><p>{}</p>", "<audio src='https://s.example/a.mp3'></audio>", "https://www.youtube.com/watch?v=x\n\n{}", "<dl><dt>{}</dt><dd>{}</dd></dl>",
    "<b>{}</b> {}", "<template>{}</template>", "<noscript>{}</noscript>", "<svg><text>{}</text></svg>", "<form><button>{}</button><select><option>{}</option></select></form>", "<figure><video src='https://s.example/v.mp4'></video><figcaption>{}</figcaption></figure>",
]  # fmt: skip
MARKS_THEMSELVES = {"gallery", "ids", "code", "caption", "id", "width", "3", "a"}
"""Names of shortcodes and of their settings: they became elements."""
WORDS = st.sampled_from(
    [
        "one plain word",
        "Жоравіна расце",
        "a &lt; b &amp; c",
        "casino bonus slots",
        "it’s “quoted” and more",
        "The council had said that it would not cross the river again.",
        "12",
        "é à ü",
    ]
)
BODIES = st.lists(st.tuples(st.sampled_from(BITS), WORDS, WORDS), max_size=9).map(
    lambda bits: "\n\n".join(bit.format(one, two) for bit, one, two in bits)
)


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def everything(found: list[Rescued]) -> str:
    """Return all that a rescue keeps: drafts and findings."""
    parts: list[str] = []
    for each in found:
        for finding in each.quarantine:
            parts += [finding.text, *finding.links, finding.markup]
        if each.draft is not None:
            draft = each.draft
            parts += [
                draft.title,
                draft.lead,
                draft.text,
                *draft.links,
                *draft.marks,
                *(topic.name for topic in draft.topics),
            ]
            parts += [block.alt for block in draft.body if isinstance(block, Figure)]
            parts += [str(at + 1) for block in draft.body if isinstance(block, List) for at in range(len(block.items))]
    return "\n".join(parts)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BODIES)
def test_every_word_link_and_picture_of_a_post_is_told_and_the_count_agrees(tmp_path: Path, body: str) -> None:
    found = told(tmp_path, item(1, body, excerpt="A teaser of it.", meta={"subtitle": "Under the title"}))
    said = everything(found)
    bare = re.sub(r"</?[a-z][^<>]*>", " ", re.sub(r"<!--\s*/?wp:[a-z/]+|/?-->|<!--(?:more|nextpage)?", " ", body))
    assert words(html.unescape(bare)) - words(said) - MARKS_THEMSELVES == set()
    assert words("A teaser of it. Under the title") - words(said) == set()
    for address in re.findall(r"""(?:href|src)=["']?([^"'\s>]+)""", body):
        name = address.rpartition("/")[2].replace("-300x200", "")
        assert address in said or name in said, address
    assert not any("differ" in each.problem or "report" in each.problem for each in found)
    assert "1 records found, 1 told" in notes(found)


def test_a_count_that_does_not_agree_fails_the_post_in_a_sentence(monkeypatch: object) -> None:
    post = Post(origin="x", source="x", title="T", markup="<p>Some words of a post that stand here.</p>")
    tally = Tally(came=telling.Amount(signs=5))
    assert "characters" in telling._broken_law(tally)
    original = telling._broken_law
    telling._broken_law = lambda _: "What came in and what was told differ (+5 characters)"  # type: ignore[assignment]
    try:
        found = telling.rescued(post, Site(), Media())
    finally:
        telling._broken_law = original  # type: ignore[assignment]
    assert found.draft is None
    assert "differ" in found.problem
    assert "Some words of a post" in found.quarantine[-1].text


def test_the_account_of_an_export_says_where_everything_is(tmp_path: Path) -> None:
    body = 'Words of it. <script>x()</script><a href="https://paper.example/">A paper</a> <img src="lost.jpg">'
    said = notes(told(tmp_path, item(1, body)))
    assert "What came in:" in said
    assert "1 links, 1 pictures, 1 scripts" in said
    assert "house" in said
