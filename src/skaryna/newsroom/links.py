"""Links between our articles: which of them lead to nothing that readers have, and where they stand."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skaryna.errors import ValueRefusedError
from skaryna.model import inline
from skaryna.newsroom.models import Article

MAX_NAMED = 5
_OURS = re.compile(
    r"""<a\b(?=[^>]*\blinktype=["']article["'])[^>]*\bid=["']([^"']{1,64})["'][^>]*>(.*?)</a>""", re.DOTALL
)
_NAMES = {
    "paragraph": gettext_lazy("Paragraph"),
    "heading": gettext_lazy("Heading"),
    "figure": gettext_lazy("Picture"),
    "quotation": gettext_lazy("Quotation"),
    "list": gettext_lazy("List"),
    "table": gettext_lazy("Table"),
    "source": gettext_lazy("Source"),
    "embed": gettext_lazy("Link card"),
    "code": gettext_lazy("Fixed text"),
}


def check(article: Article) -> None:
    """Refuse to publish a link that would lead readers nowhere; the press would refuse the whole edition later.

    Raises:
        ValueRefusedError: Names each place.
    """
    found = list(_places(article))
    wanted = {group for _place, group, _words in found} - {article.group}
    if not wanted:
        return
    known = dict(Article.objects.filter(group__in=wanted).values_list("group", "title"))
    live = set(Article.objects.filter(group__in=wanted, live=True).values_list("group", flat=True))
    broken = [each for each in found if each[1] in wanted - live]
    if not broken:
        return
    said = [
        _("%(place)s, at “%(words)s”: “%(title)s” is not with readers.")
        % {"place": place, "words": words, "title": known[group]}
        if group in known
        else _("%(place)s, at “%(words)s”: the article was deleted.") % {"place": place, "words": words}
        for place, group, words in broken[:MAX_NAMED]
    ]
    if len(broken) > MAX_NAMED:
        said.append(_("And %(count)s more.") % {"count": len(broken) - MAX_NAMED})
    raise ValueRefusedError(
        _("Links lead to articles that readers do not have. %(places)s") % {"places": " ".join(said)},
        hint=_("Publish those articles first, or take the links out."),
    )


def _places(article: Article) -> Iterator[tuple[str, str, str]]:
    """Yield where a link stands, the group that it leads to, and its words."""
    for number, block in enumerate(article.body.raw_data, start=1):
        place = _("Block %(number)s (%(kind)s)") % {"number": number, "kind": _name(block["type"])}
        yield from ((place, *each) for each in _links(block["value"]))
    yield from ((_("Caption of the picture on top"), *each) for each in _links(article.lead_caption))
    for correction in article.corrections.all():
        yield from ((_("Correction of %(day)s") % {"day": f"{correction.at:%Y-%m-%d}"}, *each)
                    for each in _links(correction.text))  # fmt: skip


def _name(kind: str) -> str:
    return str(_NAMES.get(kind, kind))


def _links(value: Any) -> Iterator[tuple[str, str]]:
    """Find links in rich text anywhere in a stored value."""
    if isinstance(value, str):
        for group, words in _OURS.findall(value):
            yield group, inline.plain(re.sub(r"<[^>]*>", "", words))[:80]
    elif isinstance(value, dict):
        for each in value.values():
            yield from _links(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _links(each)
