"""Topics, authors, pages and mastheads in another language: a form with the original's words, not saved yet.

They have no drafts. What is saved is with readers, so a copy is not saved before somebody has translated it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin import messages

from skaryna.errors import SkarynaError
from skaryna.newsroom import translating
from skaryna.newsroom.screens.beside import THEN, edit_url
from skaryna.newsroom.screens.refusing import sentence
from skaryna.newsroom.screens.translations import act


class Translated:
    """Mixed into create views: `?original=NUMBER&locale=be` fills the form with the original's words."""

    def dispatch(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        """Where the translation is there already, open it."""
        if (original := self._original()) and (locale := self.locale):  # type: ignore[attr-defined]
            there = original if original.locale_id == locale.pk else original.get_translation_or_none(locale)
            if there is not None:
                return redirect(edit_url(there))
        return super().dispatch(request, *arguments, **options)  # type: ignore[misc]

    def _original(self) -> Any:
        number = self.request.GET.get("original", "")  # type: ignore[attr-defined]
        return get_object_or_404(self.model, pk=number) if number.isdecimal() else None  # type: ignore[attr-defined]

    def get_add_url(self) -> str:
        """Keep the original in the form's address."""
        url = super().get_add_url()  # type: ignore[misc]
        original = self._original()
        return f"{url}{'&' if '?' in url else '?'}original={original.pk}" if original else url

    def get_initial_form_instance(self) -> Any:
        original = self._original()
        if original is None or not self.locale:  # type: ignore[attr-defined]
            return super().get_initial_form_instance()  # type: ignore[misc]
        return original.copy_for_translation(self.locale)  # type: ignore[attr-defined]

    def save_instance(self) -> Any:
        """Save, and note what it was translated from."""
        row = super().save_instance()  # type: ignore[misc]
        if original := self._original():
            translating.settle(row, original)
        return row


class Settling:
    """Mixed into the edit view of a row that is no snippet: the button "Mark as up to date" works there too."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, then do what the button says."""
        answer = super().form_valid(form)  # type: ignore[misc]
        try:
            return act(self.request, form.instance, self.request.POST.get(THEN, "")) or answer  # type: ignore[attr-defined]
        except SkarynaError as error:
            messages.error(self.request, sentence(error))  # type: ignore[attr-defined]
            return redirect(edit_url(form.instance))
