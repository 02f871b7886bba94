"""Screens of articles: the list, the editor, and what it says after Publish."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.forms.widgets import Textarea
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    Panel,
    PublishingPanel,
)
from wagtail.admin.panels import TabbedInterface as Tabs
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetChosenView
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from skaryna.errors import SkarynaError
from skaryna.newsroom import links, printed, stopping
from skaryna.newsroom.models import Article, ArticleTopic
from skaryna.newsroom.screens import leaving
from skaryna.newsroom.screens.beside import OriginalPanel
from skaryna.newsroom.screens.listing import QuickList
from skaryna.newsroom.screens.refusing import sentence
from skaryna.newsroom.screens.remarks import RemarksColumn
from skaryna.newsroom.screens.together import Revert, ReviewActionView, Together, note_on_rows, noted
from skaryna.newsroom.screens.withdrawing import WithdrawView
from skaryna.newsroom.screens.writing import WritingPanel


class ArticleForm(WagtailAdminModelForm):
    """The editor's form: a moment that is over publishes nothing by itself, and is refused in words."""

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean()
        begins = found.get("go_live_at")
        # What was published at its time keeps that time in its form.
        if begins and "go_live_at" in self.changed_data and begins < timezone.now():
            self.add_error("go_live_at", _("This time is over. Choose a later one, or none to publish at once."))
        return found


def _clock() -> str:
    return _t(
        "Times here are those of %(zone)s, where it is %(now)s now. You choose your time zone under “Account”."
    ) % {
        "zone": timezone.get_current_timezone_name(),
        "now": f"{timezone.localtime():%H:%M}",
    }


def _scheduling() -> PublishingPanel:
    """Return Wagtail's panel for times, which says whose clock they go by: editors sit in several countries."""
    panel = PublishingPanel()
    panel.children[0].help_text = lazy(_clock, str)()
    return panel


class MarksPanel(Panel):
    """What rescue was not sure of, above the form; nothing where it was."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on one article."""

        template_name = "newsroom/marks_panel.html"

        def is_shown(self) -> bool:
            """Only where there is something to say."""
            return bool(self.instance.marks or self._held())

        def _held(self) -> int:
            return self.instance.findings.filter(state="held").count() if self.instance.pk else 0

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "marks": self.instance.marks, "held": self._held(), "article": self.instance}


class AddressPanel(Panel):
    """Where readers find the article; fixed, so it is shown and not edited."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on one article."""

        template_name = "newsroom/address_panel.html"

        def is_shown(self) -> bool:
            """Only once there is one."""
            return bool(self.instance.address)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "address": self.instance.address, "url": printed.readers_url(self.instance)}


_WRITING = ObjectList(
    [
        MarksPanel(),
        _scheduling(),
        OriginalPanel(),
        FieldPanel("title"),
        FieldPanel("lead", widget=Textarea(attrs={"rows": 3})),
        FieldPanel("body"),
        WritingPanel(heading=_("Length, and what you bring along")),
    ],
    heading=_("Text"),
)
_ABOUT = ObjectList(
    [
        InlinePanel(
            "bylines", heading=_("Authors"), label=_("Author"), panels=[FieldPanel("person"), FieldPanel("role")]
        ),
        MultipleChooserPanel("topic_links", chooser_field_name="topic", heading=_("Topics"), label=_("Topic")),
        MultiFieldPanel(
            [
                FieldPanel("lead_image"),
                FieldPanel("lead_alt"),
                FieldPanel("lead_caption"),
                FieldPanel("lead_credit"),
            ],
            heading=_("Picture on top"),
        ),
        MultiFieldPanel(
            [FieldPanel(f"claim{each}") for each in ("", "_by", "_address", "_day", "_rating", "_words")],
            heading=_("Fact check"),
            classname="collapsed",
        ),
    ],
    heading=_("Authors, topics, picture"),
)
_RECORD = ObjectList(
    [
        InlinePanel(
            "corrections", heading=_("Corrections"), label=_("Correction"),
            help_text=_("What was wrong, and what is right. Readers see it on the article and in the feed."),
            panels=[FieldPanel("at"), FieldPanel("text")],
        ),
        AddressPanel(heading=_("Readers find it at")),
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("published_at"),
                FieldPanel("date_unknown"),
                FieldPanel("updated_at"),
            ],
            heading=_("Address and days"),
        ),
        MultiFieldPanel([FieldPanel("legacy_reads"), FieldPanel("old_addresses")], heading=_("From an earlier site")),
    ],
    heading=_("Corrections, address, days"),
)  # fmt: skip


def state(article: Article) -> str:
    """Say in words how far an article is; lists note beforehand which are in review or scheduled."""
    if (stands := getattr(article, "stands", "")) and not article.live:
        return str(stands)
    if not article.live:
        return str(_("draft") if not article.address else _("withdrawn"))
    return str(_("published, changes wait") if article.has_unpublished_changes else _("published"))


def _of_topic(rows: QuerySet, _name: str, topic: Any) -> QuerySet:
    return rows.filter(pk__in=ArticleTopic.objects.filter(topic=topic).values("article")) if topic else rows


class ArticleFilters(WagtailFilterSet):
    """Language is added by Wagtail."""

    class Meta:
        model = Article
        fields = {"live": ["exact"], "topic_links__topic": ["exact"]}  # noqa: RUF012 - django-filter's protocol

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.filters["live"].label = _("Readers have it")
        self.filters["topic_links__topic"].label = _("Topic")
        # Not by joining: an article with two topics would be there twice, and to part these costs seconds.
        self.filters["topic_links__topic"].method = _of_topic


class ArticleIndexView(QuickList, IndexView):
    """The list."""

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("locale")

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**options)
        note_on_rows(context["object_list"])
        return context


class _Publishing:
    """Publish or say why not; then say what the press did."""

    told: printed.Told | None = None

    def publish_action(self) -> HttpResponse | None:
        """Publish; a refusal leaves the draft saved and goes back to it with the reason."""
        try:
            links.check(self.object)  # type: ignore[attr-defined]
            with transaction.atomic():
                return super().publish_action()  # type: ignore[misc]
        except stopping.UnconfirmedError as stop:
            # The draft is saved; what it brings is looked at first.
            return leaving.answer(self.request, stop)  # type: ignore[attr-defined]
        except SkarynaError as error:
            messages.error(
                self.request,  # type: ignore[attr-defined]
                _("Saved as a draft, not published: %(reason)s")
                % {"reason": f"{sentence(error)} {noted(self, error)}".strip()},
            )
            return redirect(self.get_edit_url())  # type: ignore[attr-defined]

    def get_error_message(self) -> str:
        """Say what did not happen; "not saved" alone frightens somebody whose draft has saved itself."""
        said = {
            "submit": _(
                "Not submitted for review: something is missing or wrong, and marked below. Your words are here."
            ),
            "publish": _("Not published: something is missing or wrong, and marked below. Your words are here."),
        }.get(self.action)  # type: ignore[attr-defined]
        is_saving_itself = self.expects_json_response  # type: ignore[attr-defined]
        return str(said if said and not is_saving_itself else super().get_error_message())  # type: ignore[misc]

    def get_success_message(self, instance: Any = None) -> str:
        said = str(super().get_success_message(instance))  # type: ignore[misc]
        article = Article.objects.get(pk=self.object.pk)  # type: ignore[attr-defined]
        if self.action not in {"publish", "workflow-action"} or article.has_unpublished_changes:  # type: ignore[attr-defined]
            return said
        said = f"{said} {printed.brought(article) if article.live else ''}".strip()
        self.told = printed.told(article)
        if not self.told.is_good:
            messages.warning(self.request, self.told.sentence)  # type: ignore[attr-defined]
            return said
        return f"{said} {self.told.sentence}"

    def get_success_buttons(self) -> list[Any]:
        buttons = list(super().get_success_buttons())  # type: ignore[misc]
        if self.told and self.told.url:
            buttons.append(messages.button(self.told.url, _("Read it"), new_window=True))
        return buttons


class ArticleCreateView(_Publishing, CreateView):
    """A new article."""


class ArticleEditView(Together, _Publishing, EditView):
    """The editor."""

    def save_instance(self) -> Article:
        """Save; what the form sent by itself is refused where somebody, or its own button, has saved since.

        Wagtail looks before it reads the form and has no lock, and several requests are answered at once.

        Raises:
            PermissionDenied: something newer is stored; Wagtail says so in the form.
        """
        if self.expects_json_response:
            newest = Article.objects.select_for_update().get(pk=self.object.pk).latest_revision
            known = self.latest_revision
            if newest != known or (newest and newest.created_at != known.created_at):
                raise PermissionDenied(_t("Saving will overwrite a newer version."))
        saved: Article = super().save_instance()
        return saved


class ArticleChosenView(SnippetChosenView):
    """What the editor's button for links to our articles gets."""

    def get_chosen_response_data(self, item: Article) -> dict[str, Any]:
        return {**super().get_chosen_response_data(item), "group": item.group, "title": item.title}


class ArticleChooser(SnippetChooserViewSet):
    """Choosing an article to link to."""

    chosen_view_class = ArticleChosenView


class ArticleViewSet(SnippetViewSet):
    """Everything about articles."""

    model = Article
    icon = "doc-full-inverse"
    menu_label = _("Articles")
    menu_name = "articles"
    menu_order = 100
    add_to_admin_menu = True
    url_prefix = "articles"
    list_per_page = 30
    copy_view_enabled = False
    index_view_class = ArticleIndexView
    add_view_class = ArticleCreateView
    edit_view_class = ArticleEditView
    unpublish_view_class = WithdrawView
    workflow_action_view_class = ReviewActionView
    filterset_class = ArticleFilters
    chooser_viewset_class = ArticleChooser
    chooser_admin_url_namespace = "article_chooser"
    list_display = (
        "title",
        StatusTagColumn(
            "state", label=_("State"), accessor=state, primary=lambda article: article.live, sort_key="live"
        ),
        Column("locale", label=_("Language"), sort_key="locale"),
        DateColumn("published_at", label=_("First published"), sort_key="published_at"),
        RemarksColumn(),
    )
    ordering = ("-pk",)
    edit_handler = Tabs([_WRITING, _ABOUT, _RECORD], base_form_class=ArticleForm)

    @property
    def revisions_revert_view_class(self) -> type:
        return type("_RevertView", (Revert, self.edit_view_class), {"view_name": "revisions_revert"})
