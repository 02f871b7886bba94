"""What the peers' archives have in common: articles as Markdown with front matter, templates laid into a folder."""

import re
from collections.abc import Mapping
from pathlib import Path

from skaryna.model import Article, Block, Heading, Paragraph


def lay(root: Path, templates: Mapping[str, str]) -> None:
    """Write templates, path -> text, into a folder."""
    for name, text in templates.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def write_article(root: Path, article: Article, header: str) -> None:
    """Write an article's file under `content/`: its header, then its body as Markdown."""
    path = root / "content" / article.language / f"{article.address}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{header}{body(article)}", encoding="utf-8")


def front_matter(
    article: Article, *more: str, topics: list[str] | None = None, authors: list[str] | None = None
) -> str:
    """Return an article's front matter (YAML); `more` are lines of one peer alone.

    `topics` and `authors` are by name; where none are given, they are named by language, for peers that know one only.
    """
    lines = [
        f'title: "{article.title}"',
        f'description: "{article.lead}"',
        f"date: {date(article)}",
        f"topics: [{', '.join(topics or topics_of(article))}]",
        f"authors: [{', '.join(authors or authors_of(article))}]",
    ]
    return "\n".join(["---", *more, *lines, "---", ""])


def date(article: Article) -> str:
    return article.published_at.isoformat() if article.published_at else ""


def topics_of(article: Article) -> list[str]:
    return [f"{topic}-{article.language}" for topic in article.topics]


def authors_of(article: Article) -> list[str]:
    return [f"{byline.person}-{article.language}" for byline in article.bylines]


def body(article: Article) -> str:
    """Return an article's body as Markdown."""
    texts = (f"## {each.text}" if isinstance(each, Heading) else _marked(each) for each in article.body)
    return "".join(f"\n{text}\n" for text in texts)


def _marked(block: Block) -> str:
    assert isinstance(block, Paragraph)
    return re.sub(r"</?em>", "*", block.html)
