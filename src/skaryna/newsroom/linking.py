"""Links in running text: to other sites, to mail, and to our own articles by their group."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import ExternalLinkElementHandler, LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from skaryna.model import inline


class ArticleLinkHandler(LinkElementHandler):
    """Reads `<a linktype="article" id="GROUP">` into the editor."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        from skaryna.newsroom.models import Article

        group = attrs.get("id", "")
        title = Article.objects.filter(group=group).values_list("title", flat=True).first()
        return {"group": group, "title": title or str(_("(deleted article)"))}


class ArticleReference(LinkHandler):
    """Lets Wagtail know which articles link to one: its screens say so before somebody withdraws or deletes that."""

    identifier = "article"

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Iterator[tuple[Any, str, str, str]]:
        """Yield every translation of the article that a link leads to."""
        from skaryna.newsroom.models import Article

        for key in Article.objects.filter(group=attrs.get("id", "")).values_list("pk", flat=True):
            yield Article, str(key), "", ""

    @classmethod
    def expand_db_attributes(cls, _attrs: dict[str, str]) -> str:
        """Return a link that leads nowhere: readers' addresses are the press's business."""
        return "<a>"


def _article(props: dict[str, Any]) -> Any:
    return DOM.create_element("a", {"linktype": "article", "id": props.get("group", "")}, props["children"])


def _elsewhere(props: dict[str, Any]) -> Any:
    """Write a link to another site; an address with a trick leaves its words."""
    address = str(props.get("url") or "").strip()
    if not inline.is_safe_address(address):
        return props["children"]
    return DOM.create_element("a", {"href": address}, props["children"])


def register(features: FeatureRegistry) -> None:
    """Put our two kinds of link in the place of Wagtail's, which knows pages alone."""
    features.register_link_type(ArticleReference)
    features.register_editor_plugin(
        "draftail",
        "link",
        EntityFeature(
            {
                "type": "LINK",
                "icon": "link",
                "description": _("Link to another site, or to mail"),
                "attributes": ["url"],
                "allowlist": {"href": "^(http:|https:|mailto:|undefined$)"},
                "chooserUrls": {
                    "pageChooser": reverse_lazy("wagtailadmin_choose_page_external_link"),
                    "externalLinkChooser": reverse_lazy("wagtailadmin_choose_page_external_link"),
                    "emailLinkChooser": reverse_lazy("wagtailadmin_choose_page_email_link"),
                    "phoneLinkChooser": reverse_lazy("wagtailadmin_choose_page_external_link"),
                    "anchorLinkChooser": reverse_lazy("wagtailadmin_choose_page_external_link"),
                },
            },
            js=["wagtailadmin/js/page-chooser-modal.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        "link",
        {
            "from_database_format": {"a[href]": ExternalLinkElementHandler("LINK")},
            "to_database_format": {"entity_decorators": {"LINK": _elsewhere}},
        },
    )
    features.register_editor_plugin(
        "draftail",
        "article-link",
        EntityFeature(
            {
                "type": "ARTICLE",
                "icon": "doc-full-inverse",
                "description": _("Link to one of our articles"),
                "attributes": ["group", "title"],
                "chooserUrls": {"articleChooser": reverse_lazy("article_chooser:choose")},
            },
            js=["wagtailadmin/js/chooser-modal.js", "newsroom/article-link.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        "article-link",
        {
            "from_database_format": {'a[linktype="article"]': ArticleLinkHandler("ARTICLE")},
            "to_database_format": {"entity_decorators": {"ARTICLE": _article}},
        },
    )
