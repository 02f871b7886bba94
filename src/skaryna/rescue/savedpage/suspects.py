"""What on a saved page is not the house's: judged on the whole page, before anything is extracted."""

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from skaryna.errors import SourceError
from skaryna.model.tally import Amount
from skaryna.rescue import speech, styles
from skaryna.rescue.amounts import amount_of
from skaryna.rescue.disguise import code_in, undisguised, unspliced
from skaryna.rescue.hosts import domain_of, host_of, hosts_spoken
from skaryna.rescue.intruders import active
from skaryna.rescue.intruders.lexicon import is_named_in_link, trades_in
from skaryna.rescue.judge import judge
from skaryna.rescue.passage import Hiding, Link, Passage, Surroundings, Verdict, passage, words_of
from skaryna.rescue.savedpage import offstage
from skaryna.rescue.savedpage.elsewhere import brought
from skaryna.rescue.savedpage.reading import Reading, Taken, place_of
from skaryna.rescue.savedpage.wrapped import wrapped
from skaryna.rescue.scripts import UNPARTED, parts_no_words, script_of, unparted_letters
from skaryna.rescue.swallowed import said_in
from skaryna.rescue.tree import Child, Node, ancestors, descendants, lost_in, markup_of, parse, text_of
from skaryna.rescue.units import Unit, links_in, segment, touched_by, without

MAX_TEXT_CHARS = 20_000
MAX_MARKUP_CHARS = 50_000
MAX_SWALLOWED_CHARS = 1_000_000
MIN_TRADE_UNITS = 3
MIN_KNOWN_SHARE = 0.34
PARTS_NO_WORDS = frozenset({"ja", "zh", "th", "lo", "km", "my"})
DENSITY = 2
"""A sentence in a script that parts no words has at most half as many letters as one in others."""
OPENED_WORDS = 40
"""Hidden prose longer than this is the article behind a button, not an intruder's."""
FARM_SHARE = 0.55
MIN_KEYWORDS = 8
MAX_MARKS = 20
MIN_HANDLER_CHARS = 20
_HANDLERS = frozenset({"onerror", "onload", "onmouseover", "onclick", "onfocus", "onpageshow", "onanimationstart"})
SWALLOWED = Hiding("a tag that never ends has swallowed it", "rule")
REMARK = Hiding("a remark that only machines read", "rule")

_WRITTEN = re.compile(r"<a\b[^>]{0,500}>([^<]{1,200})<")
_SELLS = {"lexicon", "other script", "other language", "after the end", "disguised code"}
_FRAME = frozenset({"in the menu", "in the header", "in the footer", "in the sidebar", "beside the article"})
_COMMON_IN_FRAMES = frozenset(
    {"link farm", "where nobody looks", "repetition", "keywords", "hidden", "planted on many pages"}
)
"""Menus, partners, sister sites: every frame has such lists, and nobody could look at all of them."""
LOST_WORDS = Verdict(
    "unsure",
    "Browsers took it for a part of a tag, a remark or a script whose end is missing, and showed it to nobody.",
    ("swallowed",),
)
SCRIPTS = Verdict("house", "Scripts of the old site; none is taken along.", ("scripts",))


def surroundings(reading: Reading, language: str, units: Sequence[Unit]) -> Surroundings:
    """Describe the page to the judge."""
    sentences = [unit.text for unit in units if unit.is_prose]
    said = [text for text in sentences if speech.function_share(words_of(text[:2_000])) > 0.15]
    # A page in a language whose small words nobody here knows has no script of its own: a few sentences say nothing.
    is_known = reading.meta.language[:2] not in PARTS_NO_WORDS and sum(map(len, said)) >= MIN_KNOWN_SHARE * sum(
        map(len, sentences)
    )
    trades: Counter[str] = Counter()
    for text in said:
        trades.update(trades_in(text[:MAX_TEXT_CHARS]).keys())
    return Surroundings(
        language=language,
        script=_script(said, sentences, units) if is_known else "",
        vocabulary=reading.site.vocabulary,
        commonest=reading.site.commonest,
        about=frozenset(trade for trade, count in trades.items() if count >= MIN_TRADE_UNITS),
        planted=reading.site.planted,
        older=reading.older,
        shown=reading.shown,
    )


def _script(said: list[str], sentences: list[str], units: Sequence[Unit]) -> str:
    """Return the letters of the page's sentences; none where the page as a whole parts no words.

    There little looks like a sentence: a Japanese page would else be one in the letters of its English footer.
    """
    script = script_of("\n".join(said) or "\n".join(unit.text for unit in units))
    if script in UNPARTED:
        return script
    whole = "\n".join(sentences)
    unparted = unparted_letters(whole)
    is_other = DENSITY * unparted > len(whole) - unparted or parts_no_words("\n".join(unit.text for unit in units))
    return "" if is_other else script


def find_intruders(reading: Reading, around: Surroundings) -> None:
    """Judge what tags have swallowed, code, remarks, what stands after the end, what is hidden; then the visible units."""
    _judge_swallowed(reading, around)
    _judge_code(reading, around)
    _judge_tail(reading, around)
    _judge_hidden(reading, around)
    _judge_brought(reading, around)
    if not reading.units or reading.hidden or reading.cut:
        reading.units = segment(reading.tree.root, reading.hidden, reading.cut.values(), reading.known)
    _judge_units(reading, around)
    _count_scripts(reading)


def _judge_swallowed(reading: Reading, around: Surroundings) -> None:
    """Take out what readers never saw because a tag before it is broken; it is no part of the text, whoever wrote it."""
    for node in lost_in(reading.tree):
        text, links = text_of([node]), reading.links(links_in([node]))
        inside = [each for each in descendants(node) if each.tag in {"script", "img"}]
        if not text and not links and not inside:
            continue
        code = "\n".join(child for each in inside for child in each.children if isinstance(child, str))
        verdict = judge(passage(text[:MAX_TEXT_CHARS], links=links, hidden=SWALLOWED, script=code), around)
        if verdict is None or verdict.kind != "intruder":
            verdict = LOST_WORDS
        _take(reading, node, verdict, text=text, place=place_of(node.parent))
        reading.taken[-1].markup = said_in(node.attributes.get("text", ""))[:MAX_SWALLOWED_CHARS]


def _judge_code(reading: Reading, around: Surroundings) -> None:
    scripts: list[Node] = []
    inside = {each.order for node in reading.cut.values() for each in descendants(node)}
    for node in reading.tree.nodes:
        if node.order in inside:
            continue
        if node.tag == "script":
            said = _code_passage(node)
            if not said.text and not said.is_after_end and active.evidence(said, around) is None:
                scripts.append(
                    node
                )  # Nearly all: without words and at its place, a script can only be asked what it does.
                continue
            verdict = judge(said, around)
            if verdict and "disguised code" in verdict.signals:
                said = _undisguised(reading, said)
                verdict = judge(said, around)
            if verdict and "writes links" in verdict.signals and not _SELLS & set(verdict.signals):
                verdict = None  # menus and counters of old sites are written by scripts too
            if verdict and "after the end" not in verdict.signals[:1]:
                text = said.script[:MAX_MARKUP_CHARS]
                _take(reading, node, verdict, text=text, place="in the page's code", links=said.links)
            else:
                scripts.append(node)
        elif node.tag == "-comment":
            _judge_remark(reading, node, around)
        elif node.attributes and not _HANDLERS.isdisjoint(node.attributes):
            _judge_handlers(reading, node, around)
    if scripts:
        told = "\n".join(dict.fromkeys(map(_script_told, scripts)))
        reading.taken.append(Taken(scripts[0].order, SCRIPTS, told, "", (), "in the page's code"))


def _judge_handlers(reading: Reading, node: Node, around: Surroundings) -> None:
    """Judge code in the attributes of an element, which runs when it is loaded or touched; its words stay where they are."""
    for name in sorted(_HANDLERS & set(node.attributes)):
        code = node.attributes[name]
        if len(code) < MIN_HANDLER_CHARS:
            continue
        said = _undisguised(reading, passage("", script=unspliced(code)))
        verdict = judge(said, around)
        if verdict and "disguised code" in verdict.signals:
            links, hosts = tuple(link.href for link in said.links), reading.hosts(said.links)
            text = said.script[:MAX_MARKUP_CHARS]
            reading.taken.append(Taken(node.order, verdict, text, "", links, "in the page's code", hosts))


def _code_passage(node: Node) -> Passage:
    """Return a script for the judge: its code, and the words of links that it writes; its own words are no prose."""
    code = "".join(child for child in node.children if isinstance(child, str))
    code = code or code_in(node.attributes.get("src", ""))
    words = " ".join(_WRITTEN.findall(code[:MAX_MARKUP_CHARS])) if "<a" in code else ""
    return passage(words, script=unspliced(code), is_after_end=node.is_tail and bool(code))


def _undisguised(reading: Reading, said: Passage) -> Passage:
    """Add what a script's disguises say, and the sites that these lead to."""
    disguised = undisguised(said.script)
    sites = (f"https://{host}/" for host in hosts_spoken(disguised))
    links = [Link(site, "", is_off_site=True) for site in sites if reading.is_off_site(site)]
    return replace(said, links=tuple(links), script=f"{said.script}\n{disguised}" if disguised else said.script)


def _script_told(node: Node) -> str:
    if "json" in node.attributes.get("type", ""):
        return "data for machines"
    return node.attributes.get("src") or "written into the page"


def _count_scripts(reading: Reading) -> None:
    """Say how many scripts are the house's: all that no intruder's block has taken along."""
    left = sum(node.tag == "script" for node in reading.tree.nodes)
    left -= sum(taken.amount.scripts for taken in reading.taken)
    for taken in reading.taken:
        if taken.verdict is SCRIPTS:
            taken.amount = Amount(scripts=left)


def _judge_remark(reading: Reading, node: Node, around: Surroundings) -> None:
    said = node.attributes["text"]
    if said.lstrip()[:3].lower() == "[if" or len(said) > MAX_TEXT_CHARS:
        return
    if said.startswith("?"):  # A program of the server that it did not run, but sent along.
        verdict = judge(passage("", script="\n".join((said, undisguised(said))), hidden=REMARK), around)
        if verdict and verdict.kind == "intruder":
            _take(reading, node, verdict, text=said, place="in a remark", links=())
        return
    try:
        inner = parse(said).root
    except SourceError:
        return
    links = reading.links(links_in([inner]))
    text = text_of([inner])
    if sum(link.is_off_site for link in links) * 2 <= len(links):
        return  # A part of the house that was switched off leads to the house.
    verdict = judge(passage(text, links=links, hidden=REMARK, is_after_end=node.is_tail), around)
    if verdict and verdict.kind == "intruder":
        _take(reading, node, verdict, text=text, place="in a remark", links=links)


def _take(  # noqa: PLR0913 - what a finding has, and where it came from
    reading: Reading, node: Node, verdict: Verdict, *, text: str, place: str, links: tuple[Link, ...] | None = None
) -> None:
    """Take an element out, without what was taken out of it before.

    A remark's links are none of the page's, and come from whoever has read it.
    """
    before = [each for each in descendants(node) if each is not node and each.order in reading.cut]
    whole: Child = without(node, frozenset(each.order for each in before), touched_by(before)) if before else node
    if any(each.tag not in {"script", "-comment"} for each in before):
        text = text_of([whole])
    scripts = sum(each.tag == "script" for each in descendants(whole)) if isinstance(whole, Node) else 0
    inside = links_in([whole]) if links is None else links
    amount = amount_of([whole]) + Amount(scripts=scripts)
    addresses, hosts = tuple(link.href for link in inside), reading.hosts(inside)
    markup = markup_of([whole])[:MAX_MARKUP_CHARS]
    reading.cut[node.order] = node
    reading.taken.append(Taken(node.order, verdict, text, markup, addresses, place, hosts, amount))


def _judge_tail(reading: Reading, around: Surroundings) -> None:
    """Judge what stands after `</html>`: each element there by itself; words there are never the article."""
    for node in reading.tree.nodes:
        if not node.is_tail or node.tag in {"script", "style", "-comment", "skaryna-end"}:
            continue
        if node.parent is None or node.parent.is_tail or any(step.order in reading.cut for step in ancestors(node)):
            continue
        text, links = text_of([node]), reading.links(links_in([node]))
        inside = [styles.hiding_of(each, reading.rules) for each in descendants(node)]
        hiding = next((each for each in inside if each and each.strength != "house"), None)
        verdict = judge(passage(text[:MAX_TEXT_CHARS], links=links, hidden=hiding, is_after_end=True), around)
        if verdict and (text or links):
            _take(reading, node, verdict, text=text, place="after </html>")


def _judge_hidden(reading: Reading, around: Surroundings) -> None:
    """Judge what readers could not see, outermost first; what is no intruder's stays, and is known as hidden."""
    inside: set[int] = set()
    boxed = wrapped(reading.tree)
    for node in reading.tree.nodes[1:]:
        if node.order in reading.cut or (node.parent is not None and node.parent.order in inside):
            inside.add(node.order)
            continue
        if not node.attributes and node.tag not in styles.UNSEEN_TAGS and node.order not in boxed:
            continue
        hiding = boxed.get(node.order) or styles.hiding_of(node, reading.rules)
        if hiding is None:
            continue
        inside.add(node.order)
        text = text_of([node])
        links = reading.links(links_in([node]))
        if not text and not links:
            continue
        if len(text.split()) > OPENED_WORDS and _is_prose(text, links):
            continue
        hiding = offstage.weighed(reading, node, hiding, text)
        if node.is_blocky and "no size" in hiding.how and not any(link.is_off_site for link in links):
            continue  # Layouts set no size around blocks that set their own again.
        verdict = judge(passage(text[:MAX_TEXT_CHARS], links=links, hidden=hiding), around)
        if verdict and verdict.kind == "intruder" and _is_planted(node, verdict, links):
            _take(reading, node, verdict, text=text, place=place_of(node))
        else:
            reading.hidden[node.order] = hiding


def _judge_brought(reading: Reading, around: Surroundings) -> None:
    """Judge frames, programs, refreshes and the base: none of them has words, and none is told in the article."""
    for each in list(brought(reading, around)):
        if each.verdict.kind == "intruder":
            _take(reading, each.node, each.verdict, text="", place=each.place, links=(each.link,))
            continue
        markup = markup_of([each.node])[:MAX_MARKUP_CHARS]
        doubt = Verdict("unsure", each.verdict.reason, each.verdict.signals)
        hosts = reading.hosts((each.link,))
        reading.reviews.append(Taken(each.node.order, doubt, "", markup, (each.link.href,), each.place, hosts))


def _is_planted(node: Node, verdict: Verdict, links: tuple[Link, ...]) -> bool:
    """Whether hidden words are an intruder's and not the page's own forms and templates.

    Words without a link elsewhere must speak of a trade or be in other letters, or hide inside a line of text.
    """
    if any(link.is_off_site for link in links) or {"lexicon", "other script"} & set(verdict.signals):
        return True
    return not node.is_blocky and node.parent is not None and node.parent.tag in {"p", "li", "td", "blockquote"}


def _is_prose(text: str, links: tuple[Link, ...]) -> bool:
    """Whether hidden words are sentences: a text behind a button, or one that a script unfolds."""
    linked = sum(len(link.text) for link in links)
    return linked < 0.3 * len(text) and speech.function_share(words_of(text[:4_000])) > 0.15


def _judge_units(reading: Reading, around: Surroundings) -> None:
    """Judge visible units that are little but links elsewhere (neighbours together) or words without a sentence."""
    group: list[int] = []
    for at, unit in enumerate(reading.units):
        if _is_farm(reading, unit):
            if group and not _are_neighbours(reading.units[group[-1]], unit):
                _judge_group(reading, group, around)
                group = []
            group.append(at)
            continue
        _judge_group(reading, group, around)
        group = []
        _judge_words(reading, at, around)
    _judge_group(reading, group, around)


def _is_farm(reading: Reading, unit: Unit) -> bool:
    off = sum(len(link.text) for link in unit.links if reading.is_off_site(link.href))
    return off > 0 and off >= FARM_SHARE * len(unit.text)


def _are_neighbours(one: Unit, other: Unit) -> bool:
    """Whether two units stand in the same block, or in blocks beside each other."""
    return one.block is other.block or one.block.parent is other.block.parent or one.block.parent is other.block


def _judge_group(reading: Reading, group: list[int], around: Surroundings) -> None:
    if not group:
        return
    units = [reading.units[at] for at in group]
    links = reading.links(tuple(link for unit in units for link in unit.links))
    text = " ".join(unit.text for unit in units)
    place = place_of(units[0].block)
    verdict = judge(passage(text[:MAX_TEXT_CHARS], links=links, hidden=units[0].hiding, place=place), around)
    if verdict and verdict.kind == "intruder" and _is_of_a_farm(verdict, links, place):
        for at in group:
            reading.verdicts[at] = verdict
        return
    if verdict is None:
        return
    _review(reading, units, verdict)
    if "link farm" in verdict.signals:
        reading.doubts.update(dict.fromkeys(group, Verdict("unsure", verdict.reason, verdict.signals)))
    if "lexicon" in verdict.signals and len(reading.marks) < MAX_MARKS:
        reading.marks.append(f"“{text[:80]}” may not be the newsroom's. {verdict.reason} It was kept where it stood.")


def _review(reading: Reading, units: list[Unit], verdict: Verdict) -> None:
    """Remember what was kept and should be looked at."""
    links = tuple(link for unit in units for link in unit.links)
    text = "\n".join(unit.text for unit in units)[:MAX_TEXT_CHARS]
    markup = "\n".join(markup_of(unit.nodes) for unit in units)[:MAX_MARKUP_CHARS]
    addresses, place = tuple(link.href for link in links), place_of(units[0].block)
    doubt = Verdict("unsure", verdict.reason, verdict.signals)
    if place in _FRAME and set(verdict.signals) <= _COMMON_IN_FRAMES:
        return
    reading.reviews.append(Taken(units[0].order, doubt, text, markup, addresses, place, reading.hosts(links)))


def _is_of_a_farm(verdict: Verdict, links: tuple[Link, ...], place: str) -> bool:
    """A visible group of links goes only for its shape together with its words: editors link to others, too."""
    return len({host_of(link.href) for link in links}) > 0 and (
        "lexicon" in verdict.signals
        or "other script" in verdict.signals
        or "foreign words" in verdict.signals
        or "other language" in verdict.signals
        or "strange link" in verdict.signals
        # Lists beside articles change from copy to copy by themselves.
        or ("added later" in verdict.signals and place not in _FRAME)
        or "shown to machines only" in verdict.signals
    )


def _judge_words(reading: Reading, at: int, around: Surroundings) -> None:
    unit = reading.units[at]
    if unit.kind not in {"paragraph", "heading", "list", "quotation"}:
        return
    text = unit.text[:MAX_TEXT_CHARS].rstrip()
    if unit.count >= MIN_KEYWORDS and not unit.links and speech.function_share(words_of(text)) < 0.25:
        verdict = judge(passage(text, hidden=unit.hiding), around)
        if verdict and verdict.kind == "intruder" and {"lexicon", "repetition", "foreign words"} & set(verdict.signals):
            reading.verdicts[at] = verdict
            return
        if verdict and "shown to machines only" in verdict.signals:
            _review(reading, [unit], verdict)
    for link in unit.links:
        if reading.is_off_site(link.href) and len(reading.marks) < MAX_MARKS:
            _judge_woven(reading, unit, link, around)


def _judge_woven(reading: Reading, unit: Unit, link: Link, around: Surroundings) -> None:
    """Ask about one visible link in a text: it stays where it is, whatever speaks against it."""
    where = domain_of(host_of(link.href))
    alone = passage(link.text, links=reading.links((link,)))
    verdict = judge(alone, around)
    if word := is_named_in_link(link.text, link.href, around):
        why = f"it says “{word}”."
        verdict = verdict or Verdict("unsure", f"Its words or its address say “{word}”.", ("lexicon",))
    elif verdict:
        why = f"{verdict.reason[:1].lower()}{verdict.reason[1:]}"
    if verdict:
        markup = f'<a href="{html.escape(link.href)}">{html.escape(link.text)}</a>'
        doubt = Verdict("unsure", verdict.reason, verdict.signals)
        hosts = reading.hosts((link,))
        taken = Taken(unit.order, doubt, unit.text[:MAX_TEXT_CHARS], markup, (link.href,), place_of(unit.block), hosts)
        reading.reviews.append(taken)
        reading.marks.append(f"The link “{link.text[:60]}” to {where} may not be an editor's: {why}")
