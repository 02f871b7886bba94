"""What an editor sees before publishing: the press's own page, with pictures inside it.

The same functions as in print make the page; nothing is written. The newsroom shows it in a frame that runs no script.
"""

import base64
import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from skaryna.errors import PressError
from skaryna.model import Article, Front, Image, Page, Publication
from skaryna.model.journal import Value
from skaryna.outside.folder import Folder
from skaryna.press import pictures
from skaryna.press.approval import theme_on_disk, themed
from skaryna.press.catalogue import Catalogue
from skaryna.press.database import SCHEMA_VERSION, Database
from skaryna.press.pages.article import article_page
from skaryna.press.pages.home import home_page
from skaryna.press.pages.standing import standing_page
from skaryna.press.sheet import Sheet, focus_of
from skaryna.press.shelf import Shelf
from skaryna.theme.views import Picture

PREVIEW_WIDTH_PX = 960


def renderer(folder: Folder) -> Callable[[Value, Publication], str]:
    """Return a function that renders an article, a standing page or a home page as readers would get it."""

    class PreviewSheet(Sheet):
        """A page whose pictures stand inside it: a preview has no edition beside it."""

        def picture(self, image: Image, alt: str, *, widths: tuple[int, ...] = (PREVIEW_WIDTH_PX,)) -> Picture:
            wanted = pictures.renditions(image, widths[-1:])[-1]
            data = pictures.make(pictures.original(folder.media, image), wanted)
            address = f"data:{wanted.type};base64,{base64.b64encode(data).decode()}"
            return Picture(
                src=address, srcset="", width=wanted.width, height=wanted.height, alt=alt,
                orientation=super().picture(image, alt).orientation, focus=focus_of(image),
            )  # fmt: skip

        def _internal(self, address: str) -> str:
            """A link to an article that readers do not have yet leads nowhere here; publishing refuses it."""
            try:
                return super()._internal(address)
            except PressError:
                return "#"

    def preview(value: Value, publication: Publication) -> str:
        with _database(folder) as database:
            theme = themed(theme_on_disk(folder), folder.settings)
            catalogue = Catalogue(publication, Shelf(database), theme=theme)
            if isinstance(value, Article):
                _, view = article_page(value, catalogue, kind=PreviewSheet)
                return theme.render(view).decode()
            if isinstance(value, Front):
                return theme.render(home_page(value, catalogue, kind=PreviewSheet)[1]).decode()
            if isinstance(value, Page):
                return theme.render(standing_page(value, catalogue, kind=PreviewSheet)[1]).decode()
        raise TypeError(f"There is no page of a {type(value).__name__.lower()} alone.")

    return preview


@contextlib.contextmanager
def _database(folder: Folder) -> Iterator[Database]:
    """Lend what the press knows, for reading; an empty one where it knows nothing yet, or another version of it did."""
    with contextlib.ExitStack() as stack:
        if folder.press_database.exists():
            known = stack.enter_context(contextlib.closing(Database(folder.press_database, is_reader=True)))
            if known.value("pragma user_version") == SCHEMA_VERSION:
                yield known
                return
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        empty = stack.enter_context(contextlib.closing(Database(place / "press.sqlite3")))
        empty.clear()
        yield empty
