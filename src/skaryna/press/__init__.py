"""The press: approved values in, an edition out. No Django, no signing key, no clock but the one it is handed.

The way through the room:

    intake     journal rows → checked values on the shelf (press.sqlite3)
    shelf      what may be asked of them: heads, bodies, lists, translations
    plan       which outputs exist: a recipe each (pure)
    pages      recipe → view → bytes (pure); feeds, sitemap, pictures beside it
    links      no address inside the edition leads nowhere
    edition    bytes → store → edition/, at once
    run        the thin shell around all of it; resident follows the journal
"""

from skaryna.press.run import Printed, print_edition

__all__ = ["Printed", "print_edition"]
