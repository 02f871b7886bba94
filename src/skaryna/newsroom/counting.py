"""How many there are, in languages whose plurals Wagtail's lists do not know."""

from django.utils.text import capfirst
from django.utils.translation import get_language
from wagtail.admin.paginator import WagtailPaginator


def mend() -> None:
    """Let lists say "Артыкулы: 5": after a number, Slavic nouns have a form of which a model has no name.

    Wagtail's label is put together in its code, out of reach of catalogues and templates, for all lists at once.
    """
    WagtailPaginator.items_count_label = property(_label)


def _label(paginator: WagtailPaginator) -> str:
    count = paginator.count
    if (get_language() or "en").startswith("en") or count == 1:
        return f"{count} {paginator.verbose_name if count == 1 else paginator.verbose_name_plural}"
    return f"{capfirst(paginator.verbose_name_plural)}: {count}"
