"""Which units are the article. trafilatura is the first voter; the page's own structure fills in what it leaves out.

The voter never decides alone: it sees a page from which intruders are already taken out, and all that it does not
choose is told as a finding.
"""

import re
from itertools import takewhile

from skaryna.rescue.passage import folded
from skaryna.rescue.savedpage.furniture import is_furniture
from skaryna.rescue.savedpage.reading import Reading
from skaryna.rescue.savedpage.voter import MIN_VOTED_WORDS, vote
from skaryna.rescue.tree import Child, Node, ancestors
from skaryna.rescue.units import Unit, touched_by, without

MIN_KEY = 24
MIN_FILL_WORDS = 12
MAX_LINKED = 0.4
MAX_LINKED_POINTS = 0.8
"""Of a list among paragraphs: a list of links alone leads to other articles."""
MAX_HEADING_WORDS = 25
MAX_HOUSE_SHARE = 0.25
MIN_CONTAINER_SHARE = 0.8
MIN_PART = 3
MIN_PART_WORDS = 120


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
    body = body - _house_s(units, body)
    body = body | _filled(units, free, body)
    if further := _continued(units, free, body):
        body = body | further
        body = body | _filled(units, free, body)
    return body | _beside(units, free, body)


def whole_page(reading: Reading) -> set[int]:
    """Return all units of a page that says nothing but a few words; empty where it has menus, or leads elsewhere.

    Such a page is still somebody's. One with menus around nothing is a list, or a page that was lost.
    """
    free = [at for at, unit in enumerate(reading.units) if at not in reading.verdicts and not _is_out(unit)]
    links = [link for at in free for link in reading.units[at].links]
    if any(is_furniture(reading.units[at].block) for at in free) or any(
        reading.is_off_site(link.href) for link in links
    ):
        return set()
    return set(free) if any(reading.units[at].text for at in free) else set()


def _sentences(units: list[Unit], free: list[int]) -> int:
    """Return how many words the page's sentences have, the house's boxes not counted."""
    return sum(
        unit.size
        for unit in (units[at] for at in free)
        if unit.is_prose and _linked(unit) <= MAX_LINKED and not is_furniture(unit.block)
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
        if len(part) >= MIN_PART and sum(units[at].count for at in part) >= MIN_PART_WORDS:
            added |= _filled(units, free, set(part)) | set(part)
    return added


def _house_s(units: list[Unit], body: set[int]) -> set[int]:
    """Return what the voter took from the house's boxes inside of the article; little, or the boxes are misnamed."""
    inside = container(units, body)
    found = {at for at in body if is_furniture(units[at].block, top=inside)}
    is_little = sum(units[at].size for at in found) <= MAX_HOUSE_SHARE * sum(units[at].size for at in body)
    return found if is_little else set()


def _beside(units: list[Unit], free: list[int], body: set[int]) -> set[int]:
    """Return what stands among the body's paragraphs in the very same element, and what goes on there at its ends.

    Nothing is between these and the body but what the page's author put into the same text: a short line, a heading that
    is a link, a list of links, the paragraph after a box.
    """
    added: set[int] = set()
    for parent, column in _columns(units, body).items():
        inside = [at for at in free if (block := units[at].block.parent) is not None and block.order == parent]
        added |= {at for at in inside if column[0] < at < column[-1] and _fits(units[at])}
        before = (at for at in reversed(inside) if at < column[0])
        after = (at for at in inside if at > column[-1])
        added.update(takewhile(lambda at: _goes_on(units[at]), before))
        added.update(takewhile(lambda at: _goes_on(units[at]), after))
    return added - body


def _columns(units: list[Unit], body: set[int]) -> dict[int, list[int]]:
    """Return the elements that hold several of the body's paragraphs side by side, by their order, and these."""
    found: dict[int, list[int]] = {}
    for at in sorted(body):
        unit = units[at]
        if unit.kind in {"paragraph", "list"} and unit.block.parent is not None and unit.size >= MIN_FILL_WORDS:
            found.setdefault(unit.block.parent.order, []).append(at)
    return {parent: column for parent, column in found.items() if len(column) >= MIN_PART}


def _fits(unit: Unit) -> bool:
    """Whether something between two paragraphs of a text is a part of it."""
    if unit.kind == "heading":
        return unit.size <= MAX_HEADING_WORDS
    if unit.kind in {"list", "table", "quotation"}:
        return _linked(unit) <= MAX_LINKED_POINTS
    return unit.kind == "paragraph" and _linked(unit) <= MAX_LINKED


def _goes_on(unit: Unit) -> bool:
    return unit.kind == "paragraph" and _is_paragraph(unit) and _linked(unit) <= MAX_LINKED


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
        words = unit.count
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
    return unit.count >= MIN_FILL_WORDS and unit.text[-1:] in '.!?…»”"'


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
        words = unit.count
        if (
            unit.kind in {"figure", "code", "source", "embed"}
            or (unit.kind in {"quotation", "table", "list"} and words >= 3)
            or (unit.kind == "heading" and words <= MAX_HEADING_WORDS)
            or (unit.kind == "paragraph" and _is_paragraph(unit))
        ):
            added.add(at)
    return added
