"""The article: one row in one language, with drafts, revisions, locks, workflow and translations.

A snippet and not a Wagtail page: readers' addresses are the press's business, so the page tree would only cost.
"""

import contextlib
import datetime as dt
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, LockableMixin, Orderable, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from skaryna.errors import ValueRefusedError
from skaryna.model.article import MAX_CLAIM_CHARS, check_old_address
from skaryna.model.inline import is_safe_address
from skaryna.model.names import MAX_SLUG_CHARS, UNDATED, check_slug, slug_of
from skaryna.newsroom.body import BodyBlock, BodyField
from skaryna.newsroom.models.shared import Identified, first_free
from skaryna.newsroom.richtext import INLINE
from skaryna.newsroom.sentences import said

MAX_TITLE_CHARS = 500
RATINGS = [
    (1, _("false")),
    (2, _("mostly false")),
    (3, _("half true")),
    (4, _("mostly true")),
    (5, _("true")),
]


class Article(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
    Identified,
):
    """What editors write. The row has what readers have; drafts are revisions.

    `published_at` stays None where nobody knows the day any more (`date_unknown`), else it is set at the first
    publication; so is `address`, which never changes after.
    """

    # Wagtail's own default is True: a copy for translation would claim to be with readers.
    live = models.BooleanField(_("live"), default=False, editable=False)
    title = models.CharField(_("title"), max_length=MAX_TITLE_CHARS)
    slug = models.CharField(
        _("word in the address"),
        max_length=MAX_SLUG_CHARS,
        blank=True,
        help_text=_("Left empty, it is made from the title. After the first publication the address stays."),
    )
    lead = models.TextField(
        _("lead"), blank=True, help_text=_("The teaser: in lists and, once, on top of the article.")
    )
    body = BodyField(BodyBlock(), verbose_name=_("text"), blank=True)
    lead_image = models.ForeignKey(
        "newsroom.NewsImage", verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    lead_alt = models.CharField(_("description for those who cannot see it"), max_length=1000, blank=True)
    lead_caption = RichTextField(_("caption"), features=INLINE, blank=True)
    lead_credit = models.CharField(_("credit"), max_length=500, blank=True)
    published_at = models.DateTimeField(
        _("first published"), null=True, blank=True, help_text=_("Left empty, it is set when you publish.")
    )
    date_unknown = models.BooleanField(
        _("nobody knows the day any more"), default=False, help_text=_("For rescued articles: no day is invented.")
    )
    updated_at = models.DateTimeField(
        _("updated"), null=True, blank=True, help_text=_("Only when the article says something new; readers see it.")
    )
    legacy_reads = models.PositiveIntegerField(
        _("reads on an earlier site"), null=True, blank=True, help_text=_("What its counter said.")
    )
    old_addresses = models.TextField(
        _("old addresses"), blank=True, help_text=_("One a line, without the domain: /2019/03/09/title/")
    )
    claim = models.CharField(
        _("claim that the article checks"), max_length=MAX_CLAIM_CHARS, blank=True,
        help_text=_("In a sentence, as it was made. Search engines show it with your verdict; readers see no box."),
    )  # fmt: skip
    claim_by = models.CharField(_("who made it"), max_length=200, blank=True)
    claim_address = models.CharField(
        _("where it was made"), max_length=1000, blank=True, help_text=_("The whole address, if there is one.")
    )
    claim_day = models.DateField(_("when it was made"), null=True, blank=True)
    claim_rating = models.PositiveSmallIntegerField(_("verdict"), null=True, blank=True, choices=RATINGS)
    claim_words = models.CharField(
        _("verdict in words"), max_length=100, blank=True, help_text=_("Where the list says it too roughly.")
    )
    address = models.CharField(_("address"), max_length=MAX_SLUG_CHARS + 10, blank=True, editable=False)
    marks = models.JSONField(_("to check"), default=list, blank=True, editable=False)

    exclude_fields_in_copy: ClassVar[list[str]] = [
        "public_id", "slug", "address", "old_addresses", "legacy_reads", "published_at", "updated_at", "date_unknown",
        "marks", "live", "expired", "go_live_at", "expire_at", "locked", "locked_at", "locked_by",
        "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision", "latest_revision",
    ]  # fmt: skip
    search_fields = [  # noqa: RUF012 - Wagtail's protocol
        index.SearchField("title", boost=5),
        index.AutocompleteField("title"),
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("title"),
        index.FilterField("locale"),
        index.FilterField("live"),
        index.FilterField("published_at"),
        index.FilterField("latest_revision"),
        index.RelatedFields("topic_links", [index.FilterField("topic")]),
    ]

    class Meta(Identified.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("locale", "address"), condition=~models.Q(address=""), name="one_article_an_address"
            ),
        )
        indexes = (
            models.Index(fields=("title",), name="article_title"),
            models.Index(fields=("locale", "-published_at"), name="article_newest"),
            models.Index(fields=("live", "id", "live_revision"), name="article_live"),
            models.Index(fields=("published_at",), name="article_day"),
            # SQLite does not see that the constraint's index, which leaves empty addresses out, would do.
            models.Index(fields=("address", "locale"), name="article_address"),
            models.Index(fields=("locale", "id"), name="article_language"),
            # Partial, without parameters in their conditions: SQLite uses them for the start page's questions alone.
            models.Index(
                fields=("-latest_revision",), condition=models.Q(has_unpublished_changes=True), name="article_drafts"
            ),
            models.Index(fields=("-last_published_at",), name="article_last_published"),
            models.Index(fields=("expire_at",), condition=models.Q(expire_at__isnull=False), name="article_expires"),
            models.Index(fields=("live", "id", "translation_key", "locale"), name="article_in_languages"),
        )

    def __str__(self) -> str:
        return self.title or str(_("Without a title"))

    def clean(self) -> None:
        """Check what Django's fields do not."""
        super().clean()
        self._keep_the_moment()
        problems: dict[str, str] = {}
        try:
            if self.slug:
                check_slug(self.slug, what="article")
        except ValueRefusedError as error:
            problems["slug"] = said(error)
        try:
            for line in self.old_address_list:
                check_old_address(line)
        except ValueRefusedError as error:
            problems["old_addresses"] = said(error)
        if self.claim and not self.claim_rating:
            problems["claim_rating"] = str(_("Say what you found: search engines show no claim without a verdict."))
        if self.claim_address and not is_safe_address(self.claim_address):
            problems["claim_address"] = str(_("Write the whole address, such as https://example.org/page"))
        if problems:
            raise ValidationError(problems)

    def _keep_the_moment(self) -> None:
        """Give the day of the first publication its seconds back.

        The form knows minutes alone: who opens and saves it does not move the moment that readers and feeds have.
        """
        if self.pk is None or self.published_at is None or self.published_at.second:
            return
        stored = type(self).objects.filter(pk=self.pk).values_list("published_at", flat=True).first()
        if stored and stored.replace(second=0, microsecond=0) == self.published_at:
            self.published_at = stored

    @property
    def old_address_list(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.old_addresses.splitlines() if line.strip())

    def with_content_json(self, content: dict[str, Any]) -> "Article":
        """Return a revision as an object; what belongs to the article as a whole does not come from the revision."""
        article: Article = super().with_content_json(content)
        article.public_id, article.group, article.address = self.public_id, self.group, self.address
        if article.published_at is None and not article.date_unknown:
            article.published_at = self.published_at
        return article

    def _update_from_revision(self, revision: Any, changed: bool = True) -> None:
        """Note the newest revision; changes wait only where it says something else than readers have."""
        from skaryna.newsroom import sameness

        if changed and sameness.is_as_published(self, revision):
            changed = False
            # What an earlier draft changed is taken back by this one.
            type(self).objects.filter(pk=self.pk).update(has_unpublished_changes=False)
            self.has_unpublished_changes = False
        super()._update_from_revision(revision, changed)

    def publish(self, revision: Any, user: Any = None, *arguments: Any, **options: Any) -> Any:
        """Publish a revision and write the journal in one transaction, also outside of the edit screen.

        Raises:
            UnconfirmedError: A person has to look first at what readers would get.
            ApprovalError: Two have to approve, and only its author does.
            ValueRefusedError: A rule of the model is broken; a publication that lies ahead is checked now already.
        """
        from skaryna.newsroom import appointments, approvals, four_eyes, handover, stopping

        if user is not None and self._says_nothing(revision.content):
            raise ValueRefusedError(_("There is a title and nothing else: readers would get an empty page."))
        # The stop comes first: nobody agrees to what they have not seen.
        with transaction.atomic(), stopping.passage(revision):
            names = four_eyes.approvers(self, revision, user)
            with approvals.acting(names) if names else contextlib.nullcontext():
                ahead = self._settle(revision)
                four_eyes.check_company(revision, user, is_ahead=ahead is not None)
                if ahead is not None:
                    handover.article(ahead)
                    if user is not None:
                        four_eyes.agree(self, revision, user)
                with four_eyes.approved():
                    done = super().publish(revision, user, *arguments, **options)
            appointments.make(self, revision, names=names)
            self.happenings.filter(kind="refused").delete()
            return done

    @staticmethod
    def _says_nothing(content: dict[str, Any]) -> bool:
        """Whether a revision is a title alone: a short notice has a lead, a picture needs no words."""
        return not (content.get("lead") or content.get("lead_image")) and content.get("body") in {None, "", "[]"}

    def unpublish(self, *arguments: Any, **options: Any) -> Any:
        """Withdraw the article and say so in the journal, in one transaction."""
        with transaction.atomic():
            return super().unpublish(*arguments, **options)

    def _settle(self, revision: Any) -> "Article | None":
        """Fix day and address at the first publication; one that lies ahead fixes nothing yet and is returned."""
        article: Article = revision.as_object()
        now = timezone.now().replace(microsecond=0)
        if article.go_live_at and article.go_live_at > now:
            article.address = article.address or article.free_address()
            return article
        if article.address:
            return None
        if article.published_at is None and not article.date_unknown:
            article.published_at = now
        address = article.free_address()
        for row in (self, revision.content_object):
            row.address, row.published_at = address, article.published_at
        revision.content["published_at"] = article.published_at.isoformat() if article.published_at else None
        revision.save(update_fields=["content"])
        type(self).objects.filter(pk=self.pk).update(address=address, published_at=article.published_at)
        return None

    def free_address(self) -> str:
        """Return `year/slug`, with a number where another article of this language lies there."""
        stem = self.slug or slug_of(self.title, language=self.language) or "article"
        year = f"{self.published_at.astimezone(dt.UTC):%Y}" if self.published_at else UNDATED
        others = type(self).objects.filter(locale_id=self.locale_id).exclude(pk=self.pk)
        return f"{year}/{first_free(stem, lambda slug: others.filter(address=f'{year}/{slug}').exists())}"

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The lights in which it can be looked at."""
        from skaryna.newsroom import preview

        return preview.MODES

    def serve_preview(self, _request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the article as it would be printed."""
        from skaryna.newsroom import preview

        return preview.answer(self, mode_name)


class ArticleByline(Orderable):
    """Who wrote an article, in order."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="bylines")
    person = models.ForeignKey(
        "newsroom.Person", verbose_name=_("author"), on_delete=models.PROTECT, related_name="bylines"
    )
    role = models.CharField(
        _("role"), max_length=100, blank=True, help_text=_('Where it is not "by": photographs, translation.')
    )

    class Meta(Orderable.Meta):
        verbose_name = _("byline")

    def __str__(self) -> str:
        return str(self.person)


class ArticleTopic(Orderable):
    """What an article is about, the weightiest first."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey(
        "newsroom.Topic", verbose_name=_("topic"), on_delete=models.PROTECT, related_name="article_links"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("topic")

    def __str__(self) -> str:
        return str(self.topic)


class Correction(models.Model):
    """What was wrong, and when that was said."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="corrections")
    at = models.DateTimeField(_("when"), default=timezone.now)
    text = RichTextField(_("what was wrong"), features=INLINE)

    class Meta:
        verbose_name = _("correction")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
