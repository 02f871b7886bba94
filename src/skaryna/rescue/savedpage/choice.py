"""Which units are the article. trafilatura is the first voter; the page's own structure fills in what it leaves out.

The voter never decides alone: it sees a page from which intruders are already taken out, and all that it does not
choose is told as a finding.
"""

import re

from skaryna.rescue.passage import folded
from skaryna.rescue.remembered import remembered
from skaryna.rescue.savedpage.reading import Reading
from skaryna.rescue.savedpage.voter import MIN_VOTED_WORDS, vote
from skaryna.rescue.structure import prose
from skaryna.rescue.tree import Child, Node, ancestors
from skaryna.rescue.units import Unit, touched_by, without

MIN_KEY = 24
MIN_FILL_WORDS = 12
MAX_LINKED = 0.4
MIN_CONTAINER_SHARE = 0.8
MIN_PART = 3
MIN_PART_WORDS = 120

FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|sidebar|widget|comments?|comment-list|respond|related|recommend\w*|more-stories|share|sharing|social"
    r"|sharedaddy|cookie\w*|consent|newsletter|subscribe|subscription|signup|breadcrumbs?|promo|advert\w*|ad|ads|banner|popup|modal"
    r"|tags?|tag-list|author-box|author-bio|about-author|byline|meta|post-meta|entry-meta|pagination|pager|toolbar|trending|popular"
    r"|most-read|read-more|outbrain|taboola|disqus|footer|house-appeal|skip-link|screen-reader-text|jp-relatedposts)(?:$|[\s_-])"
)
NO_FURNITURE = -1
_TEXT_TAGS = frozenset({"body", "html", "article", "main"})
"""What stands around these says nothing of their words."""
_FURNITURE_TAGS = frozenset(
    {"nav", "aside", "footer", "form", "button", "select", "dialog", "textarea", "menu", "label"}
)


def is_furniture(node: Node | None, *, top: Node | None = None) -> bool:
    """Whether an element, or one around it (below `top`, which is around it), is named as the site's furniture."""
    if node is None:
        return False
    return _furniture_around(node) > (top.order if top is not None else NO_FURNITURE)


def _furniture_around(node: Node) -> int:
    """Return the order of the innermost piece of furniture that an element is, or stands in."""
    asked: list[Node] = []
    step: Node | None = node
    found: int | None = None
    while step is not None and found is None:
        asked.append(step)
        if step.furniture is not None:
            found = step.furniture
        elif step.tag in _TEXT_TAGS:
            found = NO_FURNITURE
        elif step.tag in _FURNITURE_TAGS or is_called_furniture(step.names):
            found = step.order
        step = step.parent
    found = NO_FURNITURE if found is None else found
    for each in asked:
        each.furniture = found
    return found


@remembered
def is_called_furniture(names: str) -> bool:
    """Whether the site's author gave an element a name of furniture."""
    return FURNITURE.search(names) is not None


def chosen(reading: Reading) -> set[int]:
    """Return the indices of the units that are the article's body, in any order; empty where there is none."""
    units = reading.units
    free = [at for at in range(len(units)) if at not in reading.verdicts and not _is_out(units[at])]
    voted = vote(_body_without(reading), sentences=_sentences(units, free))
    body = _matching(units, free, voted) if voted else set()
    if sum(units[at].size for at in body) < MIN_VOTED_WORDS:
        body = body | _densest(units, free)
    if not body:
        return set()
    body = body | _filled(units, free, body)
    return body | _continued(units, free, body)


def _sentences(units: list[Unit], free: list[int]) -> int:
    """Return how many words the page's sentences have, the house's boxes not counted."""
    return sum(
        unit.size
        for unit in (units[at] for at in free)
        if prose.is_prose(unit.text) and _linked(unit) <= MAX_LINKED and not is_furniture(unit.block)
    )


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
        key = units[at].folded
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
