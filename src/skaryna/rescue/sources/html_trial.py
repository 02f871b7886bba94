"""A saved page on trial: what was hidden, appended, strung together or written by scripts is judged before extraction."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from skaryna.model import Finding
from skaryna.model.inline import plain
from skaryna.rescue.concealment import Concealment
from skaryna.rescue.intruders.suspect import Link, Suspect
from skaryna.rescue.judge import Verdict, judge
from skaryna.rescue.sources.html_reading import Reading, host_of, is_outside, links_in, place_of

MAX_HIDDEN_WORDS = 40
"""Hidden prose longer than this is an article behind a button rather than an intruder's."""

FARM_SHARE = 0.55
"""A block is suspect when so much of its text stands in links to other sites."""

_FARM_BLOCKS = "p,div,ul,ol,li,span,section,footer,aside,td,center,font,marquee,nav,h1,h2,h3,h4"


def try_page(reading: Reading, tail: str) -> None:
    """Judge a whole page, `tail` being what stands after `</html>`: intruders leave the tree, findings say why."""
    _judge_tail(reading, tail)
    _judge_code(reading)
    _judge_comments(reading)
    _judge_hidden(reading)
    _judge_farms(reading)


def _judge_tail(reading: Reading, tail: str) -> None:
    body = LexborHTMLParser(f"<body>{tail}").body if tail.strip() else None
    if body is None:
        return
    for script in body.css("script"):
        _report(reading, _of(reading, script, place="tail"), script, "after the end of the page (</html>)")
        script.decompose()
    for style in body.css("style"):
        style.decompose()
    text = plain(body.text(separator=" "))
    if not text and body.css_first("a[href]") is None:
        return
    verdict = _of(reading, body, place="tail", hidden=_hidden_inside(body))
    _report(reading, verdict, body, "after the end of the page (</html>)", at_least="unsure")


def _hidden_inside(node: LexborNode) -> str:
    concealment = Concealment.of_styles("")
    return next((how for each in node.css("[style]") if (how := concealment.how(each))), "")


def _judge_code(reading: Reading) -> None:
    kept = []
    for script in reading.tree.css("script"):
        verdict = _of(reading, script)
        if verdict.action == "intruder" and "code" in verdict.signals:
            _report(reading, verdict, script, "in the page's code")
        elif (script.attributes.get("type") or "").lower() != "application/ld+json":
            kept.append(script.attributes.get("src") or "written into the page")
        script.decompose()
    if kept:
        text = "\n".join(dict.fromkeys(kept))
        reading.findings.append(
            Finding(
                kind="house",
                reason=f"{len(kept)} scripts of the old site; none is taken along.",
                text=text,
                place="in the page's code",
            )
        )


def _judge_comments(reading: Reading) -> None:
    root = reading.tree.root
    if root is None:
        return
    for node in [each for each in root.traverse(include_text=True) if each.tag == "-comment"]:
        text = node.comment_content or ""
        inner = LexborHTMLParser(f"<body>{text}").body if "<a" in text and not text.lstrip().startswith("[if") else None
        if inner is not None and inner.css_first("a[href]") is not None:
            _report(reading, _of(reading, inner, place="comment"), inner, "in a remark that only machines read")


def _judge_hidden(reading: Reading) -> None:
    """Judge what readers of the old page could not see, outermost first, and take it out."""
    concealment = Concealment.of(reading.tree)
    for node in _outermost(reading.tree, concealment):
        how = concealment.how(node)
        text = plain(node.text(separator=" "))
        if not text and node.css_first("a[href]") is None:
            continue
        if concealment.is_menu(node):
            how = f"{how}, in a menu"
        if node.tag == "noscript" and "<a" not in text:
            continue
        verdict = _of(reading, node, hidden=how)
        if len(text.split()) > MAX_HIDDEN_WORDS and not _is_mostly_links(reading, node, text):
            continue
        in_style = "rule" not in how and "attribute" not in how and "browsers" not in how
        honest = not in_style or concealment.is_menu(node) or concealment.is_for_screen_readers(node)
        if verdict.action != "intruder" and honest:
            # Shown on a click, or to other devices: its place on the page decides what it is.
            continue
        _report(reading, verdict, node, place_of(node), at_least="unsure")
        node.decompose()


def _outermost(tree: LexborHTMLParser, concealment: Concealment) -> list[LexborNode]:
    found: list[LexborNode] = []
    inside: set[int] = set()
    for node in tree.css("body *"):
        if node.parent is not None and node.parent.mem_id in inside:
            inside.add(node.mem_id)
        elif concealment.how(node):
            found.append(node)
            inside.add(node.mem_id)
    return found


def _judge_farms(reading: Reading) -> None:
    """Judge visible blocks that are little but links to other sites, or keywords; the smallest block that holds them."""
    # Inner blocks come first, so that a farm is taken out without the honest lines beside it.
    for node in reversed(reading.tree.css(_FARM_BLOCKS)):
        if node.parent is None or node.css_first("h1, article, main") is not None:
            continue
        links = [link for link in links_in(reading, node) if link.outside]
        text = plain(node.text(separator=" "))
        if not text or (not links and not _is_leaf(node)):
            continue
        if links and not _is_mostly_links(reading, node, text):
            continue
        verdict = _of(reading, node)
        if verdict.action == "intruder" and (links or {"lexicon", "other writing"} & set(verdict.signals)):
            _take_out_farm(reading, node, verdict)
        elif verdict.action == "review" and "lexicon" in verdict.signals and _is_leaf(node):
            reading.marks.append(f"{place_of(node).capitalize()}: “{text[:80]}” may be an intruder's. {verdict.reason}")
    _judge_woven(reading)


def _is_mostly_links(reading: Reading, node: LexborNode, text: str) -> bool:
    outside = sum(len(link.words) for link in links_in(reading, node) if link.outside)
    return outside >= FARM_SHARE * len(text)


def _is_leaf(node: LexborNode) -> bool:
    return node.css_first("p, li, div, section, td, h2, h3") is None


def _take_out_farm(reading: Reading, node: LexborNode, verdict: Verdict) -> None:
    """Take out a farm; children of its block without a link to another site stay where they are."""
    honest = [
        child
        for child in node.iter()
        if plain(child.text()) and child.tag != "br" and not any(link.outside for link in links_in(reading, child))
    ]
    if honest and len(honest) < len(list(node.iter())):
        guilty = [child for child in node.iter() if any(link.outside for link in links_in(reading, child))]
        html = "".join(child.html or "" for child in guilty)
        taken = LexborHTMLParser(f"<div>{html}</div>").css_first("div")
        if taken is not None:
            _report(reading, verdict, taken, place_of(node))
            for child in guilty:
                child.decompose()
            return
    _report(reading, verdict, node, place_of(node))
    node.decompose()


def _judge_woven(reading: Reading) -> None:
    """A single link woven into a sentence stays, and is marked: it may be an editor's own."""
    for link in reading.tree.css("p a[href], li a[href]"):
        address, words = link.attributes.get("href") or "", plain(link.text())
        if not is_outside(reading, address) or not words:
            continue
        suspect = Suspect(words, reading.page, (Link(address, words, outside=True),), script_of_page=reading.script)
        verdict = judge(suspect)
        if verdict.action != "clean" and ("lexicon" in verdict.signals or "other writing" in verdict.signals):
            reading.marks.append(
                f"The link “{words[:60]}” to {host_of(address)} may be an intruder's. {verdict.reason}"
            )


def _of(reading: Reading, node: LexborNode, *, place: str = "body", hidden: str = "") -> Verdict:
    markup = (node.html or "")[:20_000]
    return judge(
        Suspect(
            text=plain(node.text(separator=" ")) if node.tag != "script" else _written(node),
            page=reading.page, links=links_in(reading, node), markup=markup if node.tag == "script" else "",
            hidden=hidden, place=place, script_of_page=reading.script,  # type: ignore[arg-type]
        )
    )  # fmt: skip


def _written(script: LexborNode) -> str:
    """Return the words of the links that a script writes."""
    return " ".join(re.findall(r"<a\b[^>]{0,500}>([^<]{1,200})<", script.text()[:100_000]))


def _report(reading: Reading, verdict: Verdict, node: LexborNode, place: str, *, at_least: str = "") -> None:
    if verdict.action != "intruder" and not at_least:
        return
    text = plain(node.text(separator=" ")) if node.tag != "script" else (node.html or "")[:5_000]
    reading.findings.append(
        Finding(
            kind="intruder" if verdict.action == "intruder" else "unsure",
            reason=verdict.reason or "It was hidden from readers or stands where no article is.",
            signals=verdict.signals, text=text, markup=(node.html or "")[:50_000],
            links=tuple(link.address for link in links_in(reading, node)), place=place,
        )
    )  # fmt: skip
