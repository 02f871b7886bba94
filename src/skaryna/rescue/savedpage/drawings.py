"""Words that a page draws (SVG): names of icons, words in charts. No drawing is taken along; its words are told."""

from skaryna.rescue.passage import Verdict
from skaryna.rescue.tree import SILENT_TAGS, Node, Tree, ancestors, descendants

DRAWN = Verdict("house", "Words in the page's drawings: icons, charts. No drawing is taken along.", ("drawing",))
MIN_CHART_WORDS = 4
"""Fewer name an icon."""
_CODE = frozenset({"script", "style", "-comment"})


def drawn(tree: Tree) -> list[tuple[Node, str]]:
    """Return the drawings that have words, in order, each with these: all that `tree.text_of` passes over."""
    found: list[tuple[Node, str]] = []
    last: Node | None = None
    for node in tree.nodes:
        if node.tag != "svg" or (last is not None and last in ancestors(node)):
            continue
        if any(step.tag in SILENT_TAGS for step in ancestors(node)):
            continue
        last = node
        if said := _titles(node) if node.is_blocky else _words(node):
            found.append((node, said))
    return found


def _words(node: Node) -> str:
    parts = [
        child
        for each in descendants(node)
        if each.tag not in _CODE
        for child in each.children
        if isinstance(child, str)
    ]
    return " ".join(" ".join(parts).split())


def _titles(node: Node) -> str:
    """Of a drawing that holds blocks, where a page is broken, only titles are passed over."""
    return " ".join(filter(None, (_words(each) for each in descendants(node) if each.tag == "title")))
