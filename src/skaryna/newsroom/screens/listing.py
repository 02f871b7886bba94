"""Lists that stay quick among a hundred thousand rows: what Wagtail asks for each row is asked for once a page."""

from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.widgets.button import BaseButton, Button, ButtonWithDropdown
from wagtail.models import Locale

_ASKS_EACH_ROW = "wagtail.contrib.simple_translation.wagtail_hooks"


class KeysFirst(WagtailPaginator):
    """Finds a page by its keys, which an index has, and only then reads its rows with their long texts."""

    def page(self, number: Any) -> Any:
        number = self.validate_number(number)
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return super().page(number)
        first = (number - 1) * self.per_page
        keys = list(rows.values_list("pk", flat=True)[first : first + self.per_page])
        found = rows.model._default_manager.select_related(*_joined(rows)).in_bulk(keys)
        return self._get_page([found[key] for key in keys if key in found], number, self)


def _joined(rows: QuerySet) -> tuple[str, ...]:
    return tuple(rows.query.select_related) if isinstance(rows.query.select_related, dict) else ()


class QuickList:
    """Mixed into a list of snippets that have translations."""

    paginator_class = KeysFirst

    def get_list_buttons(self, instance: Any) -> list[Any]:
        """Return Wagtail's buttons; whether there is a language to translate into is known for the whole page."""
        buttons = list(self.get_list_more_buttons(instance))  # type: ignore[attr-defined]
        for hook in hooks.get_hooks("register_snippet_listing_buttons"):
            if hook.__module__ != _ASKS_EACH_ROW:
                buttons.extend(hook(instance, self.request.user, self.request.path))  # type: ignore[attr-defined]
        if self._may_translate and len(self._languages_of.get(instance.translation_key, ())) < self._language_count:
            meta = instance._meta
            url = reverse(
                "simple_translation:submit_snippet_translation",
                args=[meta.app_label, meta.model_name, quote(instance.pk)],
            )
            buttons.append(MenuItem(_("Translate"), url, icon_name="globe", priority=100))
        return self._arranged(buttons, instance)

    def _arranged(self, buttons: list[Any], instance: Any) -> list[Any]:
        user = self.request.user  # type: ignore[attr-defined]
        plain = [each for each in buttons if isinstance(each, BaseButton) and not each.allow_in_dropdown]
        more = [
            Button.from_menu_item(each) if isinstance(each, MenuItem) else each
            for each in buttons
            if each not in plain and (each.is_shown(user) if isinstance(each, MenuItem) else each.show)
        ]
        for hook in hooks.get_hooks("construct_snippet_listing_buttons"):
            hook(more, instance, user)
        if not more:
            return plain
        label = {"aria-label": _("More options for '%(title)s'") % {"title": str(instance)}}
        return [*plain, ButtonWithDropdown(buttons=more, icon_name="dots-horizontal", attrs=label)]

    @cached_property
    def _may_translate(self) -> bool:
        return bool(self.request.user.has_perm("simple_translation.submit_translation"))  # type: ignore[attr-defined]

    @cached_property
    def _language_count(self) -> int:
        return int(Locale.objects.count())

    @cached_property
    def _languages_of(self) -> dict[Any, set[int]]:
        """Return which languages there are of what stands on this page."""
        rows = list(self._shown)
        found: dict[Any, set[int]] = {}
        if rows:
            keys = {row.translation_key for row in rows}
            pairs = type(rows[0])._default_manager.filter(translation_key__in=keys)
            for key, locale in pairs.values_list("translation_key", "locale_id"):
                found.setdefault(key, set()).add(locale)
        return found

    _shown: Any = ()

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, rows, others = super().paginate_queryset(queryset, page_size)  # type: ignore[misc]
        self._shown = rows
        return paginator, page, rows, others
