"""Boxes that nobody sees and that only a script opens: it writes their beginning, another writes their end."""

import re

from skaryna.rescue import styles
from skaryna.rescue.disguise import unspliced
from skaryna.rescue.passage import Hiding
from skaryna.rescue.tree import Node, Tree

BY_SCRIPT = Hiding("a script puts it into a box that nobody sees", "plain")
MAX_CODE_CHARS = 5_000
_OPENS = re.compile(
    r"""<(div|span|p|ul|font|section|marquee|b|i)\b[^<>]{0,300}?\sstyle\s?=\s?\\?["']?([^<>]{3,300}?)\\?["']?\s?>""",
    re.IGNORECASE,
)


def wrapped(tree: Tree) -> dict[int, Hiding]:
    """Return the elements between a script that opens a hidden box and the one that closes it."""
    found: dict[int, Hiding] = {}
    for node in tree.nodes:
        if node.tag != "script" or node.parent is None or not (name := _opened(node)):
            continue
        siblings = [each for each in node.parent.children if isinstance(each, Node)]
        after = siblings[siblings.index(node) + 1 :]
        end = next((at for at, each in enumerate(after) if each.tag == "script" and f"</{name}" in _code(each)), None)
        for each in after[: end if end is not None else 0]:
            found[each.order] = BY_SCRIPT
    return found


def _opened(node: Node) -> str:
    """Return the name of the hidden box that a script leaves open, or ""."""
    code = _code(node)
    said = _OPENS.search(code)
    if said is None or f"</{said[1].lower()}" in code.lower() or not styles.hides(said[2]):
        return ""
    return said[1].lower()


def _code(node: Node) -> str:
    """Return a short script that writes something; a long one is a program, and opens no box for what follows it."""
    said = node.children[0] if node.children else ""
    if not isinstance(said, str) or len(said) > MAX_CODE_CHARS or "document.write" not in said:
        return ""
    return unspliced(said).replace("<\\/", "</")
