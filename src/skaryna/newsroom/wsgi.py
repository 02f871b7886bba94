"""What the server runs: the newsroom of the folder in SKARYNA_FOLDER."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skaryna.newsroom.settings")
application = get_wsgi_application()


def _bring_up_to_date() -> None:
    """A folder that an earlier version made gets this version's tables before anybody is let in."""
    from skaryna.newsroom import database, place, upgrading

    if upgrading.is_due(place.current()):
        database.upgrade(place.current())


def _preview_as_printed() -> None:
    """An editor's preview is made by the press's own pure rendering: the one import between rooms."""
    from skaryna.newsroom import place, preview
    from skaryna.press.preview import renderer

    preview.use(renderer(place.current()))


def _keep_time() -> None:
    """Scheduled articles go to readers at their minute, without cron."""
    from skaryna.newsroom import timer

    timer.start()


_bring_up_to_date()
_preview_as_printed()
_keep_time()
