"""How the publication looks: templates, style, the words of the interface in each language.

`render` makes bytes of a view, `words` and `date` speak the reader's language, `assets` are the files that every
page uses. The press fills the views (`theme.views`); it knows no template.
"""

from skaryna.theme.assets import assets, icon_path, stylesheet_path
from skaryna.theme.engine import render
from skaryna.theme.speech import Words, date, words

__all__ = ["Words", "assets", "date", "icon_path", "render", "stylesheet_path", "words"]
