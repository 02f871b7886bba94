"""What articles, topics, authors and pages have in common: an identity that the journal knows, and a language."""

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin

from skaryna.errors import ValueRefusedError
from skaryna.model.names import MAX_SLUG_CHARS, check_slug, slug_of
from skaryna.newsroom.sentences import said


def new_id() -> str:
    """Return an identifier that says nothing about who made the row, or when."""
    return uuid.uuid4().hex


class Identified(TranslatableMixin):
    """A row in one language. `public_id` is its key in the journal, `group` joins its translations."""

    public_id = models.CharField(max_length=64, unique=True, default=new_id, editable=False)
    group = models.CharField(max_length=64, db_index=True, blank=True, editable=False)

    exclude_fields_in_copy: ClassVar[list[str]] = ["public_id", "slug", "address"]

    class Meta(TranslatableMixin.Meta):
        abstract = True

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    def save(self, *arguments: Any, **options: Any) -> None:
        """Save row and journal together: what signals append must come or go with it."""
        if not self.group:
            self.group = self.translation_key.hex
        with transaction.atomic():
            super().save(*arguments, **options)


class Named(Identified):
    """A row with a slug of its own in its language, made from its name where nobody wrote one."""

    slug = models.CharField(
        _("word in the address"),
        max_length=MAX_SLUG_CHARS,
        blank=True,
        help_text=_("Lower-case Latin letters, digits and hyphens; left empty, it is made from the name."),
    )

    slug_source: ClassVar[str] = "name"

    class Meta(Identified.Meta):
        abstract = True

    def clean(self) -> None:
        """Check the slug; the language is not in the form, so Django's own check would miss it."""
        super().clean()
        if not self.slug:
            return
        try:
            check_slug(self.slug, what=str(self._meta.verbose_name))
        except ValueRefusedError as error:
            raise ValidationError({"slug": said(error)}) from error
        if self.is_taken(self.slug):
            raise ValidationError({"slug": _("Another one has this word already.")})

    def save(self, *arguments: Any, **options: Any) -> None:
        if not self.slug:
            self.slug = self.free_slug(getattr(self, self.slug_source))
        super().save(*arguments, **options)

    def free_slug(self, name: str) -> str:
        """Return a slug for `name` that nothing of this kind has in this language."""
        stem = slug_of(name, language=self.language) or str(self._meta.model_name)
        return first_free(stem, self.is_taken)

    def is_taken(self, slug: str) -> bool:
        """Whether another row of this kind and language has the slug."""
        rows = type(self)._default_manager.filter(slug=slug, locale_id=self.locale_id)
        return bool(rows.exclude(pk=self.pk).exists())


def first_free(stem: str, taken: Any) -> str:
    """Return `stem`, or `stem-2`, `stem-3` …, within the longest slug allowed."""
    slug, number = stem, 1
    while taken(slug):
        number += 1
        slug = f"{stem[: MAX_SLUG_CHARS - len(str(number)) - 1].rstrip('-')}-{number}"
    return slug
