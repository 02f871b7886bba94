"""Which units are the article. trafilatura is the first voter; the page's own structure fills in what it leaves out.

The voter never decides alone: it sees a page from which intruders are already taken out, and all that it does not
choose is told as a finding.
"""

import re

import trafilatura

from skaryna.rescue.passage import folded
from skaryna.rescue.savedpage.reading import Reading
from skaryna.rescue.structure import prose
from skaryna.rescue.tree import Child, Node, ancestors, markup_of
from skaryna.rescue.units import Unit, touched_by, without

MAX_VOTED_CHARS = 3_000_000
MIN_VOTED_WORDS = 40
MIN_KEY = 24
MIN_FILL_WORDS = 12
MAX_LINKED = 0.4
MIN_CONTAINER_SHARE = 0.8
MIN_PART = 3
MIN_PART_WORDS = 120

_DROPPED = frozenset({"script", "style", "noscript", "template", "-comment", "svg", "iframe"})
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|sidebar|widget|comments?|comment-list|respond|related|recommend\w*|more-stories|share|sharing|social"
    r"|sharedaddy|cookie\w*|consent|newsletter|subscribe|subscription|signup|breadcrumbs?|promo|advert\w*|ad|ads|banner|popup|modal"
    r"|tags?|tag-list|author-box|author-bio|about-author|byline|meta|post-meta|entry-meta|pagination|pager|toolbar|trending|popular"
    r"|most-read|read-more|outbrain|taboola|disqus|footer|house-appeal|skip-link|screen-reader-text|jp-relatedposts)(?:$|[\s_-])"
)
_FURNITURE_TAGS = frozenset(
    {"nav", "aside", "footer", "form", "button", "select", "dialog", "textarea", "menu", "label"}
)


def is_furniture(node: Node | None, *, top: Node | None = None) -> bool:
    """Whether an element, or one around it (below `top`), is named as the site's furniture."""
    step = node
    while step is not None and step is not top and step.tag not in {"body", "html", "article", "main"}:
        if step.tag in _FURNITURE_TAGS or FURNITURE.search(step.names):
            return True
        step = step.parent
    return False


def chosen(reading: Reading) -> set[int]:
    """Return the indices of the units that are the article's body, in any order; empty where there is none."""
    units = reading.units
    free = [at for at in range(len(units)) if at not in reading.verdicts and not _is_out(units[at])]
    voted = _voted(reading)
    body = _matching(units, free, voted) if voted else set()
    if sum(prose.size(units[at].text) for at in body) < MIN_VOTED_WORDS:
        body = body | _densest(units, free)
    if not body:
        return set()
    body = body | _filled(units, free, body)
    return body | _continued(units, free, body)


def _continued(units: list[Unit], free: list[int], body: set[int]) -> set[int]:
    """Return what stands in further parts of the same <article>: long texts are cut in two by boxes and appeals.

    A part has several paragraphs of sentences side by side; teasers of other articles have one each.
    """
    whole = _article(units, body)
    if whole is None:
        return set()
    parts: dict[int, list[int]] = {}
    for at in free:
        unit = units[at]
        if at in body or unit.block.parent is None or unit.kind != "paragraph" or not _is_paragraph(unit):
            continue
        if (
            whole in ancestors(unit.block)
            and not is_furniture(unit.block, top=whole)
            and _linked(unit) <= MAX_LINKED / 2
        ):
            parts.setdefault(unit.block.parent.order, []).append(at)
    added: set[int] = set()
    for part in parts.values():
        if len(part) >= MIN_PART and sum(len(units[at].text.split()) for at in part) >= MIN_PART_WORDS:
            added |= _filled(units, free, set(part)) | set(part)
    return added


def _article(units: list[Unit], body: set[int]) -> Node | None:
    """Return the <article> that holds all of the body, if it is one."""
    inside = container(units, body)
    if inside is None:
        return None
    return next((step for step in ancestors(inside) if step.tag == "article"), None)


def _is_out(unit: Unit) -> bool:
    return unit.hiding is not None or unit.block.is_tail


def _voted(reading: Reading) -> list[str]:
    """Return the paragraphs that trafilatura takes for the article."""
    markup = markup_of(_body_without(reading), drop=_DROPPED)
    if not markup or len(markup) > MAX_VOTED_CHARS:
        return []
    page = f"<html><body>{markup}</body></html>"
    for precise in (True, False):
        try:
            text = trafilatura.extract(
                page, favor_precision=precise, include_comments=False, include_tables=True, with_metadata=False
            )
        except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError, SyntaxError):
            continue  # A voter that stumbles over hostile markup abstains; the page's own structure decides.
        if text and prose.size(text) >= MIN_VOTED_WORDS:
            return str(text).split("\n")
    return []


def _body_without(reading: Reading) -> list[Child]:
    """Return what the voter may see: the page without what was taken out or is hidden."""
    out = [*reading.cut.values(), *(reading.tree.nodes[order] for order in reading.hidden)]
    cut, touched = frozenset(node.order for node in out), touched_by(out)
    bodies = [node for node in reading.tree.nodes if node.tag == "body"]
    kept = [child for body in bodies for child in body.children if isinstance(child, str) or not child.is_tail]
    return [without(child, cut, touched) for child in kept if isinstance(child, str) or child.order not in cut]


def _matching(units: list[Unit], free: list[int], voted: list[str]) -> set[int]:
    """Find the voter's words on the page: each unit whose words stand in what it chose, in the order of the page."""
    lines = {folded(re.sub(r"^(?:[-*]|\d+\.)\s+", "", line)) for line in voted}
    whole = folded(" ".join(voted))
    found: set[int] = set()
    for at in free:
        key = folded(units[at].text)
        if not key:
            continue
        if (
            key in lines
            or (len(key) >= MIN_KEY and key in whole)
            or (len(key) >= 4 * MIN_KEY and (key[: 2 * MIN_KEY] in whole and key[-2 * MIN_KEY :] in whole))
        ):
            found.add(at)
    return found


def _densest(units: list[Unit], free: list[int]) -> set[int]:
    """Without a voter: the element whose paragraphs hold most words, links not counted."""
    points: dict[int, float] = {}
    nodes: dict[int, Node] = {}
    for at in free:
        unit = units[at]
        words = len(unit.text.split())
        if unit.kind not in {"paragraph", "quotation", "list"} or words < MIN_FILL_WORDS or _linked(unit) > MAX_LINKED:
            continue
        weight = float(words)
        for step in list(ancestors(unit.block))[:4]:
            points[step.order] = points.get(step.order, 0.0) + weight
            nodes[step.order] = step
            weight *= 0.6
    if not points:
        return set()
    best = nodes[max(sorted(points), key=lambda order: points[order])]
    return {
        at
        for at in free
        if best in ancestors(units[at].block)
        and _linked(units[at]) <= MAX_LINKED
        and not is_furniture(units[at].block, top=best)
    }


def _last(units: list[Unit], free: list[int], body: set[int], inside: Node) -> int:
    """Return where the article ends: prose and embeds that go on in the same element, without a gap, belong to it."""
    last = max(body)
    for at in free:
        unit = units[at]
        if at <= last:
            continue
        is_next = at == last + 1 and (unit.block is inside or unit.block.parent is inside)
        goes_on = unit.kind in {"embed", "figure"} or (unit.kind == "paragraph" and _is_paragraph(unit))
        if not is_next or not goes_on or is_furniture(unit.block, top=inside) or _linked(unit) > MAX_LINKED / 2:
            break
        last = at
    return last


def _is_paragraph(unit: Unit) -> bool:
    return len(unit.text.split()) >= MIN_FILL_WORDS and unit.text[-1:] in '.!?…»”"'


def _linked(unit: Unit) -> float:
    return sum(len(link.text) for link in unit.links) / max(1, len(unit.text))


def container(units: list[Unit], body: set[int]) -> Node | None:
    """Return the smallest element that holds most of the body's words."""
    weight: dict[int, int] = {}
    nodes: dict[int, Node] = {}
    total = 0
    for at in body:
        words = len(units[at].text)
        total += words
        for step in ancestors(units[at].block):
            weight[step.order] = weight.get(step.order, 0) + words
            nodes[step.order] = step
    full = [order for order, words in weight.items() if words >= MIN_CONTAINER_SHARE * total]
    return nodes[max(full)] if full else None


def _filled(units: list[Unit], free: list[int], body: set[int]) -> set[int]:
    """Return what belongs between the chosen units: headings, figures, quotations, lists, embeds, lost paragraphs."""
    inside = container(units, body)
    first, last = min(body), max(body)
    shared = {id(units[at].block) for at in body if units[at].block.tag == "p"}
    added = {at for at in free if id(units[at].block) in shared}
    if inside is not None:
        last = _last(units, free, body, inside)
    for at in free:
        unit = units[at]
        if at in body or not first < at <= last or (inside is not None and inside not in ancestors(unit.block)):
            continue
        if is_furniture(unit.block, top=inside) or _linked(unit) > MAX_LINKED:
            continue
        words = len(unit.text.split())
        if (
            unit.kind in {"figure", "code", "source", "embed"}
            or (unit.kind in {"quotation", "table", "list"} and words >= 3)
            or (unit.kind == "heading" and words <= 25)
            or (unit.kind == "paragraph" and _is_paragraph(unit))
        ):
            added.add(at)
    return added
