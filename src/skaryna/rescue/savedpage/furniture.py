"""The house's furniture on a page: menus, boxes, bars, forms; told by their elements, and by what their author called them."""

import re

from skaryna.rescue.remembered import remembered
from skaryna.rescue.tree import Node

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
