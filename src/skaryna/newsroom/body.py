"""The block editor: exactly the model's blocks, as Wagtail's.

The names of blocks and fields are those of the stored JSON; `handover` reads them, `takein` writes them.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock

from skaryna.model import inline
from skaryna.newsroom.comparing import WordsBlock
from skaryna.newsroom.richtext import INLINE


def check_link(address: str) -> None:
    """Refuse an address that readers' browsers must not get."""
    if address and not inline.is_safe_address(address):
        raise ValidationError(_("Write the whole address, such as https://example.org/page"))


class LinkBlock(blocks.CharBlock):
    """An absolute address; unlike Wagtail's, it knows mailto: and refuses tricks."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=2000, validators=(check_link,), **options)


def _words(**options: Any) -> WordsBlock:
    return WordsBlock(features=INLINE, **options)


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Heading"), max_length=500)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("2", _("Section")), ("3", _("Part of a section")), ("4", _("Part of a part"))],
        default="2",
    )

    class Meta:
        icon = "title"
        label = _("Heading")


class FigureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"), required=False)
    alt = blocks.CharBlock(
        label=_("Description for those who cannot see it"),
        help_text=_("Say what is in the picture, as you would on the telephone."),
        max_length=1000,
        required=False,
    )
    caption = _words(label=_("Caption"), required=False)
    credit = blocks.CharBlock(
        label=_("Credit"),
        help_text=_("Left empty, the picture's own credit is shown."),
        max_length=500,
        required=False,
    )

    class Meta:
        icon = "image"
        label = _("Picture")

    def clean(self, value: Any) -> Any:
        """Ask for a description of every picture, and for a picture or a caption."""
        cleaned = super().clean(value)
        if getattr(self, "is_deferred_validation", False):
            return cleaned
        if cleaned["image"] is not None and not (cleaned["alt"] or cleaned["image"].alt).strip():
            raise blocks.StructBlockValidationError(
                block_errors={"alt": ValidationError(_("Describe the picture for those who cannot see it."))}
            )
        if cleaned["image"] is None and not str(cleaned["caption"].source).strip():
            raise blocks.StructBlockValidationError(
                block_errors={"image": ValidationError(_("Choose a picture, or write at least a caption."))}
            )
        return cleaned


class QuotationBlock(blocks.StructBlock):
    text = _words(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Who said it"), max_length=500, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")


class ListBlock(blocks.StructBlock):
    ordered = blocks.BooleanBlock(label=_("Numbered"), required=False)
    items = blocks.ListBlock(_words(label=_("Point")), label=_("Points"))

    class Meta:
        icon = "list-ul"
        label = _("List")


class SourceBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=1000)
    address = LinkBlock(label=_("Address"), required=False)
    publisher = blocks.CharBlock(label=_("Publisher"), max_length=500, required=False)
    date = blocks.CharBlock(label=_("Date"), help_text=_("As the source gives it."), max_length=200, required=False)
    note = _words(label=_("Note"), required=False)

    class Meta:
        icon = "clipboard-list"
        label = _("Source")


class EmbedBlock(blocks.StructBlock):
    address = LinkBlock(label=_("Address"))
    title = blocks.CharBlock(label=_("Title"), max_length=500)
    provider = blocks.CharBlock(label=_("Where it is"), max_length=200, required=False)
    description = blocks.CharBlock(label=_("Description"), max_length=2000, required=False)

    class Meta:
        icon = "link-external"
        label = _("Link card (video, post, map)")


class BodyBlock(blocks.StreamBlock):
    """A body, block by block."""

    paragraph = _words(label=_("Paragraph"), icon="pilcrow")
    heading = HeadingBlock()
    figure = FigureBlock()
    quotation = QuotationBlock()
    list = ListBlock()
    table = TypedTableBlock([("text", _words(label=_("Text")))], label=_("Table"), icon="table", required=False)
    source = SourceBlock()
    embed = EmbedBlock()
    code = blocks.TextBlock(
        label=_("Fixed text"),
        icon="code",
        help_text=_("Lines and spaces stay as you type them: a poem, a listing."),
    )


class Letters(DjangoJSONEncoder):
    """JSON with letters as they are: escaped, each Cyrillic letter takes six bytes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class BodyField(StreamField):
    """A StreamField that stores letters as they are."""

    @property
    def json_field(self) -> Any:
        return models.JSONField(encoder=Letters)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Stay an ordinary StreamField in migrations, so that they need no code of ours."""
        name, _path, arguments, options = super().deconstruct()
        return name, "wagtail.fields.StreamField", arguments, options
