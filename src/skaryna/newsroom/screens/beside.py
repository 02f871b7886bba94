"""The original beside its translation, in the editor itself; and what changed in it since."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _t
from wagtail.admin.panels import Panel
from wagtail.models import Locale

from skaryna.model import Block
from skaryna.newsroom import blocks_out, handover, models, translating
from skaryna.newsroom.body import BodyBlock
from skaryna.newsroom.wording import Change, Passage, beside, changes, digest, unpacked, untouched
from skaryna.newsroom.wordings import blocks_of, own_words, wording_of

THEN = "newsroom-then"
"""The name of buttons that save the form and then do something for the translation."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One passage of the original as it stands beside the translation."""

    passage: Passage
    place: str
    label: str
    blocks: tuple[Block, ...] = ()
    change: Change | None = None
    is_untouched: bool = False


class OriginalPanel(Panel):
    """On top of the form: the languages of this row; and the original's passages, which a script puts beside ours."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on one row."""

        template_name = "newsroom/translations/beside.html"

        class Media:
            js = ("newsroom/translating.js",)
            css = {"all": ("newsroom/translating.css",)}  # noqa: RUF012 - Django's protocol

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, **_context(self.instance, self.request)}


def _context(row: Any, request: Any) -> dict[str, Any]:
    others = translating.siblings(row) if row.pk or getattr(row, "group", "") else []
    record = translating.record_of(row) if row.pk else None
    original = _chosen(others, request) or translating.original_of(row, others, record)
    if original is not None and not row.pk and record is None:
        original = next((each for each in others if str(each.pk) == request.GET.get("original")), original)
    context = {
        "then": THEN,
        "language": direction(row.language),
        "languages": languages(row, others, request.user),
        "may_change": _may(request.user, "change", row),
        "join_url": reverse("translations:article", args=[row.pk])
        if isinstance(row, models.Article) and row.pk
        else "",
        "is_new": not row.pk,
    }
    return context | (_original_context(row, original, record) if original is not None else {"original": None})


def _chosen(others: list[Any], request: Any) -> Any:
    """Return the sibling that the editor wants to see beside, whatever is noted."""
    wanted = request.GET.get("beside", "")
    return next((each for each in others if wanted and str(each.pk) == wanted), None)


def _original_context(row: Any, original: Any, record: Any) -> dict[str, Any]:
    now = wording_of(standing := translating.standing(original))
    is_noted = record is not None and record.original_key == handover.kind_and_key(original)[1]
    was = unpacked(record.base) if is_noted else now
    found = {change.key: change for change in changes(was, now)}
    labels = _labels(original)
    made = blocks_out.each(standing.body) if hasattr(standing, "body") else {}
    own = blocks_of(row)
    pairs, lonely = beside(blocks_of(standing), own)
    waiting = untouched(own_words(standing), _renamed(own_words(row), pairs))

    def shown(passage: Passage, place: str) -> Shown:
        return Shown(
            passage, place, labels.get(passage.key) or labels.get(passage.kind, ""), made.get(passage.key, ()),
            found.get(passage.key), passage.key in waiting,
        )  # fmt: skip

    by_key = {passage.key: passage for passage in now}
    return {
        "original": original,
        "original_language": direction(original.language),
        "original_url": edit_url(original),
        "is_noted": is_noted,
        "is_behind": is_noted and record.base_digest != digest(now),
        "seen": digest(now),
        "changes": [(change, labels.get(change.key) or labels.get(change.kind, "")) for change in found.values()],
        "fields": [shown(p, p.key) for p in now if p.kind == "field" and p.text],
        "blocks": [shown(by_key[theirs], ours) for ours, theirs in pairs.items()],
        "removed": [
            Shown(passage, passage.key, "", change=found[passage.key])
            for passage in own
            if passage.key not in pairs and passage.key in found
        ],
        "lonely": [shown(by_key[theirs], after) for theirs, after in lonely.items()],
        "may_bring": isinstance(row, models.Article),
        "waiting": len(waiting),
    }


def _renamed(words: dict[str, str], pairs: dict[str, str]) -> dict[str, str]:
    return {pairs.get(key, key): text for key, text in words.items()}


def _labels(row: Any) -> dict[str, str]:
    """Return what fields and blocks are called."""
    fields = {field.name: str(field.verbose_name) for field in row._meta.fields}
    if "lead_image" in fields:
        fields["lead_image_id"] = fields["lead_image"]
    if "portrait" in fields:
        fields["portrait_id"] = fields["portrait"]
    blocks = {name: str(block.label) for name, block in BodyBlock().child_blocks.items()}
    return fields | blocks | {"correction": _t("Correction")}


def direction(language: str) -> dict[str, str]:
    """Return a language's code, its name in itself, and which way it is written."""
    try:
        info = get_language_info(language)
    except KeyError:
        return {"code": language, "name": language, "dir": "auto"}
    name = dict(settings.LANGUAGES).get(language) or info["name_local"]
    return {"code": language, "name": name, "dir": "rtl" if info["bidi"] else "ltr"}


def languages(row: Any, others: list[Any], user: Any) -> list[dict[str, Any]]:
    """Return every other language of the publication: where it is edited, or how it is begun."""
    kind = handover.kind_and_key(row)[0]
    behind = set()
    if others:
        keys = [handover.kind_and_key(each)[1] for each in others]
        behind = set(
            models.Translation.objects.filter(kind=kind, key__in=keys, is_behind=True).values_list(
                "language", flat=True
            )
        )
    there = {each.language: each for each in others}
    found = []
    for code in Locale.objects.exclude(language_code=row.language).values_list("language_code", flat=True):
        each = there.get(code)
        if each is not None:
            more = {"url": edit_url(each), "is_behind": code in behind, "is_live": getattr(each, "live", True)}
        elif isinstance(row, models.Masthead) or not _may(user, "add", row):
            continue
        elif not row.pk and not others:
            # Nothing is written yet: it may as well begin in another language.
            more = {"url": f"?locale={code}"}
        elif not row.pk:
            continue
        elif isinstance(row, models.Article):
            more = {"then": f"translate:{code}"}
        else:
            add = reverse(type(row).snippet_viewset.get_url_name("add"))
            more = {"add_url": f"{add}?locale={code}&original={row.pk}"}
        found.append({**direction(code), **more})
    return found


def edit_url(row: Any) -> str:
    """Return where a row is edited."""
    if isinstance(row, models.Masthead):
        return reverse("masthead:edit", args=[row.pk])
    return reverse(type(row).snippet_viewset.get_url_name("edit"), args=[row.pk])


def _may(user: Any, action: str, row: Any) -> bool:
    return bool(user.has_perm(f"newsroom.{action}_{row._meta.model_name}"))
