"""Words in a page's code that no reader saw: remarks that hold links, and titles behind the first. Told, and not taken along."""

from skaryna.rescue.passage import Verdict
from skaryna.rescue.savedpage.reading import Reading
from skaryna.rescue.tree import Node, ancestors

UNSEEN = Verdict("house", "Words in the page's code that no reader saw: remarks, second titles.", ("remarks",))
MAX_TOLD_CHARS = 50_000


def unseen(reading: Reading) -> list[tuple[Node, str]]:
    """Return the elements with such words, in order, each with these; without what is an intruder's."""
    found: list[tuple[Node, str]] = []
    is_first = True
    for node in reading.tree.nodes:
        if node.tag not in {"-comment", "title"}:
            continue
        if node.tag == "title":
            is_title, is_first = is_first, False
            if is_title:
                continue
            said = " ".join(child for child in node.children if isinstance(child, str))
        else:
            said = node.attributes["text"][:MAX_TOLD_CHARS]
        said = " ".join(said.split())
        if said and not any(step.order in reading.cut or step.tag == "svg" for step in ancestors(node)):
            found.append((node, said))
    return found
