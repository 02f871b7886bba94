"""Arranging a home page: what it has now, what may be put on it, and one step of an editor's hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from msgspec.structs import replace

from skaryna.errors import ValueRefusedError
from skaryna.model import Front, Section, encode
from skaryna.model.front import MAX_BESIDE, MAX_IN_SECTION
from skaryna.newsroom import handover, models
from skaryna.newsroom.place import current

OFFERED_ARTICLES = 100
"""So many of the newest may be chosen from; older ones stay where they were put."""
SUGGESTED_TOPICS = 7


@dataclass(frozen=True, slots=True)
class Offers:
    """What may stand on a home page, by key: titles of articles, names of topics, other languages."""

    articles: Mapping[str, str]
    topics: Mapping[str, str]
    languages: Sequence[str]


def standing(language: str) -> Front | None:
    """Return what an editor arranged; None where nobody did, or where the row is damaged."""
    row = models.Front.objects.filter(language=language).first()
    try:
        return handover.front(row) if row else None
    except ValueRefusedError:
        return None


def suggested(language: str) -> Front:
    """Return about what the press does by itself, to begin with."""
    topics = _topics(language)[:SUGGESTED_TOPICS]
    sections = [Section(kind="topic", key=group) for group, _, count in topics if count > 1]
    return Front(language=language, sections=(Section(kind="rescued", count=4), *sections))


def offers(front: Front) -> Offers:
    """Return what may be put on a home page, and what is on it already."""
    language = front.language
    live = models.Article.objects.filter(live__in=[True], locale__language_code=language)
    newest = live.order_by("-published_at", "-pk").values_list("public_id", "title")[:OFFERED_ARTICLES]
    chosen = live.filter(public_id__in=[front.lead, *front.pinned]).values_list("public_id", "title")
    return Offers(
        articles={**dict(newest), **dict(chosen)},
        topics={group: name for group, name, _ in sorted(_topics(language), key=lambda each: each[1].casefold())},
        languages=[each for each in current().publication.languages if each != language],
    )


def _topics(language: str) -> list[tuple[str, str, int]]:
    """Return (group, name, articles) of topics with articles in a language, the largest first, in its words."""
    rows = models.ArticleTopic.objects.filter(article__live__in=[True], article__locale__language_code=language)
    counts = dict(rows.values_list("topic__group").annotate(Count("article", distinct=True)).order_by())
    names: dict[str, str] = {}
    for group, name, code in models.Topic.objects.filter(group__in=counts).values_list(
        "group", "name", "locale__language_code"
    ):
        if group not in names or code == language:
            names[group] = name
    return sorted(
        ((group, names[group], count) for group, count in counts.items() if group in names),
        key=lambda each: (-each[2], each[1].casefold()),
    )


def arrange(front: Front) -> models.Front:
    """Keep an arrangement and hand it over.

    Raises:
        ValueRefusedError: It breaks a rule of the model.
    """
    row = models.Front.objects.filter(language=front.language).first() or models.Front(language=front.language)
    row.arrangement = encode(front).decode()
    row.save()
    return row


def let_go(language: str) -> None:
    """Let the press arrange a home page by itself again."""
    for row in models.Front.objects.filter(language=language):
        row.delete()


# What a form says


def said(language: str, form: Any) -> Front:
    """Return the arrangement that a form's fields say (`QueryDict`).

    Raises:
        ValueRefusedError: They say none.
    """
    counts = form.getlist("count")
    sections = []
    for number, name in enumerate(form.getlist("section")):
        kind, _, key = name.partition(":")
        if kind not in {"topic", "language", "briefs", "rescued"}:
            raise ValueRefusedError("A section of the home page is of no known kind.")
        count = _number(counts[number] if number < len(counts) else "", 3, MAX_IN_SECTION)
        sections.append(Section(kind=kind, key=key, count=max(1, count)))
    lead = form.get("lead", "")
    return Front(
        language=language,
        lead=lead,
        pinned=tuple(each for each in dict.fromkeys(form.getlist("pinned")) if each != lead),
        beside=_number(form.get("beside", ""), 6, MAX_BESIDE),
        sections=tuple(sections),
    )


def _number(text: str, otherwise: int, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdecimal() and len(text) < 4 else otherwise


def stepped(front: Front, step: str, form: Any) -> Front:
    """Return an arrangement after a step: `up:section:2`, `down:pinned:0`, `out:section:1`, `add:pinned`.

    A step that makes no sense changes nothing.

    Raises:
        ValueRefusedError: What would come of it breaks a rule.
    """
    verb, _, rest = step.partition(":")
    name, _, number = rest.partition(":")
    if name not in {"pinned", "section"}:
        return front
    parts = list(front.pinned if name == "pinned" else front.sections)
    if verb == "add":
        parts += _added(name, form.get(f"new-{name}", ""))
    elif (at := _number(number, -1, 99)) in range(len(parts)):
        _move(parts, verb, at)
    changed = {"pinned": tuple(parts)} if name == "pinned" else {"sections": tuple(parts)}
    return replace(front, **changed)


def _added(name: str, what: str) -> list[Any]:
    if not what:
        return []
    if name == "pinned":
        return [what]
    kind, _, key = what.partition(":")
    return [Section(kind=kind, key=key)] if kind in {"topic", "language", "briefs", "rescued"} else []  # type: ignore[arg-type]


def _move(parts: list[Any], verb: str, at: int) -> None:
    to = {"up": at - 1, "down": at + 1}.get(verb, at)
    if verb == "out":
        del parts[at]
    elif to in range(len(parts)):
        parts[at], parts[to] = parts[to], parts[at]
