"""The page of a copy that the newsroom took of a source: its text, how it looked, when it was taken and of what.

It is made with the page that cites it and lies beside it, so that one cannot be printed without the other. Search
engines are asked to leave it out: the words are somebody else's.
"""

from skaryna.model.blocks import Original, Source
from skaryna.press import addresses
from skaryna.press.pages.around import chrome, head
from skaryna.press.sheet import Made, Sheet
from skaryna.theme.views import CopyPage, Link


def add_to(made: Made, citing: Sheet, title: str) -> Made:
    """Add the pages of all copies that a page's sources have, and the web archives that readers may have.

    Raises:
        TrustError: A copy is no longer what was approved.
    """
    for source in citing.copies.values():
        sheet, view = copy_page(source, citing, title)
        made.views[sheet.path] = (view, sheet.root)
        made.links.update(sheet.links)
        made.images.update(sheet.images)
        copy, copies = source.copy, citing.catalogue.copies
        if copy and copy.original and copies:
            made.files[_original_path(citing, copy.original)] = copies.original(copy.original)
    return made


def _original_path(citing: Sheet, original: Original) -> str:
    return addresses.copy(citing.path, original.digest, original.shown_suffix)


def copy_page(source: Source, citing: Sheet, title: str) -> tuple[Sheet, CopyPage]:
    """Return the page of one copy."""
    copy, copies = source.copy, citing.catalogue.copies
    assert copy is not None and copies is not None  # noqa: S101, PT018 - the sheet notes no others
    text = copies.text(copy)
    path = addresses.copy(citing.path, copy.digest)
    sheet = Sheet(path, citing.language, citing.catalogue, name=f"The copy of a source ({path})")
    name = text.title or source.title
    original = None
    if copy.original:
        original = Link(copy.original.suffix.upper(), sheet.link(_original_path(citing, copy.original)))
    return sheet, CopyPage(
        head=head(sheet, f"{sheet.words['copy_name']}: {name}", sheet.words["copy_note"], no_index=True),
        chrome=chrome(sheet),
        title=name,
        address=copy.address,
        date=sheet.date(copy.taken_at),
        citing=Link(title, sheet.link(citing.path)),
        body=sheet.body(text.body),
        language=text.language,
        picture=sheet.picture(copy.picture, sheet.words["copy_picture"]) if copy.picture else None,
        original=original,
        original_bytes=copy.original.size if copy.original else 0,
        dead=bool(source.dead),
    )
