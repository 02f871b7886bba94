"""The same archive for Hugo: Markdown with front matter, and a port of our theme (`hugo/`) that makes the same pages.

The same elements, words, style, data for machines, feeds, lists and addresses, in three languages. Left out is what
Hugo does not make by itself: signatures, the search index, pictures in the sitemap; links from page to page are
absolute, for its `relativeURLs` would cost it more. Teasers, menus and feet are made once and kept (`partialCached`).
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

from press_markdown import front_matter, lay, write_article

from skaryna.model import Article
from skaryna.theme import shipped

THEME = Path(__file__).parent / "hugo"
UNSEEN = "---\nbuild:\n  render: never\n---\n"


def write_hugo(root: Path, articles: Iterable[Article], languages: tuple[str, ...]) -> None:
    """Write the archive and its theme."""
    theme = shipped()
    shutil.copytree(THEME, root)
    finding, reading = theme.styles
    lay(
        root / "layouts/partials",
        {name: f"<style>{style}</style>" for name, style in (("find.html", finding), ("read.html", reading))},
    )
    lay(root / "i18n", {f"{each}.toml": theme.files[f"words/{each}.toml"] for each in languages})
    for each in languages:
        title = theme.words(each)["archive"]
        lay(root / "content" / each, {"archive/_index.md": f'---\ntitle: "{title}"\n---\n'})
    for article in articles:
        year = root / "content" / article.language / article.address.partition("/")[0] / "_index.md"
        write_article(root, article, _front_matter(article))
        if not year.exists():
            # A year is a folder of ours, not a list.
            year.write_text(UNSEEN, encoding="utf-8")


def _front_matter(article: Article) -> str:
    topics = [f"Topic {each.removeprefix('t')}" for each in article.topics]
    authors = [f"Person {each.person.removeprefix('p')}" for each in article.bylines]
    return front_matter(article, topics=topics, authors=authors)
