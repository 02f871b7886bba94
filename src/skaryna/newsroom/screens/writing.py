"""Beside the text: how long it is, where a whole text is pasted, where pictures are dropped."""

from typing import Any

from django import forms
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

TITLE_CHARS = 70
"""Search results and cards cut longer titles."""
CHARS_A_MINUTE = 1_400
"""As the press tells readers how long reading takes; a test compares the two."""


class WritingPanel(Panel):
    """Stands under the text and says what its script needs."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on one article."""

        template_name = "newsroom/writing_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "writing": _for_the_script()}

        @property
        def media(self) -> forms.Media:
            return super().media + forms.Media(js=[static("newsroom/length.js"), static("newsroom/paste.js")])


def _for_the_script() -> dict[str, Any]:
    return {
        "paste": reverse("newsroom_paste"),
        "upload": reverse("wagtailimages:add_multiple"),
        "title_chars": TITLE_CHARS,
        "chars_a_minute": CHARS_A_MINUTE,
        "words": {
            "length": _("{words} words, {minutes} min to read"),
            "nothing": _("No words yet"),
            "title": _("{chars} characters: search results and cards cut a title after about {most}."),
            "reading": _("Reading what you pasted…"),
            "uploading": _("Uploading {number} of {count}…"),
            "undo": _("Take it out again"),
            "undone": _("It is out again."),
            "failed": _("It could not be read just now. Nothing was pasted; try again."),
            "refused": _("{name} was not put in: {reason}"),
        },
    }
