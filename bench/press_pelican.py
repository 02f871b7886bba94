"""The same archive for Pelican: Markdown with metadata, and a theme that makes the pages that ours makes.

"Read next" is left out, for Pelican knows no neighbours without plugins.
"""

from collections.abc import Iterable
from pathlib import Path

from press_markdown import authors_of, date, lay, topics_of, write_article

from skaryna.model import Article

SETTINGS = """SITENAME = "Bench"
SITEURL = "https://bench.example"
PATH = "content"
THEME = "theme"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_PAGINATION = 20
ARTICLE_URL = ARTICLE_SAVE_AS = "{category}/{date:%Y}/{slug}.html"
CATEGORY_URL = CATEGORY_SAVE_AS = "{slug}/archive.html"
TAG_URL = TAG_SAVE_AS = "topics/{slug}.html"
AUTHOR_URL = AUTHOR_SAVE_AS = "authors/{slug}.html"
DIRECT_TEMPLATES = ["index", "authors", "tags"]
FEED_ALL_ATOM = "feed.xml"
CATEGORY_FEED_ATOM = "{slug}/feed.xml"
TAG_FEED_ATOM = "topics/{slug}.xml"
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 10
"""

TEASER = """{% macro teaser(article) %}<article><p>{% for tag in article.tags[:2] %}<a href="{{ SITEURL }}/{{ tag.url }}">{{ tag }}</a>{% endfor %}</p>
<h2><a href="{{ SITEURL }}/{{ article.url }}">{{ article.title|e }}</a></h2><p>{{ article.description|e }}</p>
<p>{% for author in article.authors %}<a href="{{ SITEURL }}/{{ author.url }}">{{ author }}</a>{% endfor %} <time>{{ article.locale_date }}</time></p></article>{% endmacro %}
"""
LIST = """{% extends "base.html" %}{% from "teaser.html" import teaser with context %}{% block main %}<h1>{{ TITLE }}</h1>
{% for article in articles_page.object_list %}{{ teaser(article) }}{% endfor %}
{% if articles_page.has_previous() %}<a href="{{ SITEURL }}/{{ articles_previous_page.url }}">Newer</a>{% endif %}
{% if articles_page.has_next() %}<a href="{{ SITEURL }}/{{ articles_next_page.url }}">Older</a>{% endif %}{% endblock %}"""
NAMES = """{% extends "base.html" %}{% block main %}<ul>{% for name, _ in ENTRIES %}<li><a href="{{ SITEURL }}/{{ name.url }}">{{ name }}</a></li>
{% endfor %}</ul>{% endblock %}"""
TEMPLATES = {
    "base.html": """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{% block title %}{{ SITENAME }}{% endblock %}</title><link rel="canonical" href="{{ SITEURL }}/{{ output_file }}">
<link rel="stylesheet" href="{{ SITEURL }}/style.css"><link rel="alternate" type="application/atom+xml" href="{{ SITEURL }}/feed.xml">
{% block more_head %}{% endblock %}</head><body><header><p><a href="{{ SITEURL }}/">{{ SITENAME }}</a></p><nav><ul>
{% for tag, _ in tags[:7] %}<li><a href="{{ SITEURL }}/{{ tag.url }}">{{ tag }}</a></li>{% endfor %}</ul></nav></header>
<main>{% block main %}{% endblock %}</main><footer><p>You may keep a copy.</p></footer></body></html>""",
    "teaser.html": TEASER,
    "article.html": """{% extends "base.html" %}{% block title %}{{ article.title|e }} — {{ SITENAME }}{% endblock %}
{% block more_head %}<meta name="description" content="{{ article.description|e }}"><meta property="og:title" content="{{ article.title|e }}">
<meta property="og:url" content="{{ SITEURL }}/{{ article.url }}">{% endblock %}
{% block main %}<article><header>{% for tag in article.tags %}<a href="{{ SITEURL }}/{{ tag.url }}">{{ tag }}</a>{% endfor %}
<h1>{{ article.title|e }}</h1><p class="lead">{{ article.description|e }}</p>
<p>{% for author in article.authors %}<a href="{{ SITEURL }}/{{ author.url }}">{{ author }}</a>{% endfor %}
<time datetime="{{ article.date.isoformat() }}">{{ article.locale_date }}</time></p></header>{{ article.content }}</article>{% endblock %}""",
    "index.html": LIST.replace("TITLE", "SITENAME"),
    "category.html": LIST.replace("TITLE", "category"),
    "tag.html": LIST.replace("TITLE", "tag"),
    "author.html": LIST.replace("TITLE", "author"),
    "tags.html": NAMES.replace("ENTRIES", "tags"),
    "authors.html": NAMES.replace("ENTRIES", "authors"),
}


def write_pelican(root: Path, articles: Iterable[Article]) -> None:
    """Write the archive and its theme; a language is a category."""
    lay(root / "theme/templates", TEMPLATES)
    lay(root, {"pelicanconf.py": SETTINGS})
    for article in articles:
        lines = [
            f"Title: {article.title}",
            f"Date: {date(article)}",
            f"Category: {article.language}",
            f"Tags: {', '.join(topics_of(article))}",
            f"Authors: {'; '.join(authors_of(article))}",
            f"Slug: {article.address.rpartition('/')[2]}",
            f"Description: {article.lead}",
        ]
        write_article(root, article, "\n".join([*lines, ""]))
