"""The same archive for Hugo: Markdown with front matter, and templates that make the pages that ours makes."""

import re
from collections.abc import Iterable
from pathlib import Path

from skaryna.model import Article, Block, Heading, Paragraph

CONFIG = """baseURL = "https://bench.example/"
title = "Bench"
defaultContentLanguage = "en"
disableKinds = []
[taxonomies]
topic = "topics"
author = "authors"
[pagination]
pagerSize = 20
[outputs]
home = ["html", "rss"]
section = ["html", "rss"]
term = ["html", "rss"]
"""
LAYOUTS = {
    "_default/baseof.html": """<!doctype html>
<html lang="{{ site.Language.Lang }}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{{ .Title }} — {{ site.Title }}</title>
<meta name="description" content="{{ .Description }}"><link rel="canonical" href="{{ .Permalink }}">
<link rel="stylesheet" href="/style.css">
{{ range .AlternativeOutputFormats }}<link rel="alternate" type="{{ .MediaType.Type }}" href="{{ .Permalink }}">{{ end }}
<meta property="og:title" content="{{ .Title }}"><meta property="og:url" content="{{ .Permalink }}">
</head><body><header><p><a href="/">{{ site.Title }}</a></p>{{ partialCached "menu.html" . site.Language.Lang }}</header>
<main>{{ block "main" . }}{{ end }}</main><footer><p>You may keep a copy.</p></footer></body></html>""",
    "_default/single.html": """{{ define "main" }}<article><header>{{ range .GetTerms "topics" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
<h1>{{ .Title }}</h1><p class="lead">{{ .Description }}</p><p>{{ range .GetTerms "authors" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
<time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time> {{ .ReadingTime }} minutes</p></header>
{{ .Content }}</article><section><h2>Read next</h2>{{ with .NextInSection }}{{ partial "teaser.html" . }}{{ end }}
{{ with .PrevInSection }}{{ partial "teaser.html" . }}{{ with .PrevInSection }}{{ partial "teaser.html" . }}{{ end }}{{ end }}</section>{{ end }}""",
    "_default/list.html": """{{ define "main" }}<h1>{{ .Title }}</h1>{{ $pages := .Paginate .Pages }}{{ range $pages.Pages }}{{ partial "teaser.html" . }}{{ end }}
{{ with $pages.Prev }}<a href="{{ .URL }}">Newer</a>{{ end }}{{ with $pages.Next }}<a href="{{ .URL }}">Older</a>{{ end }}{{ end }}""",
    "index.html": """{{ define "main" }}{{ range first 7 site.RegularPages }}{{ partial "teaser.html" . }}{{ end }}{{ end }}""",
    "partials/menu.html": """<nav><ul>{{ range first 7 site.Taxonomies.topics.ByCount }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a></li>{{ end }}</ul></nav>""",
    "partials/teaser.html": """<article><p>{{ range first 2 (.GetTerms "topics") }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>
<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><p>{{ .Description }}</p>
<p>{{ range .GetTerms "authors" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }} <time>{{ .Date.Format "2 January 2006" }}</time></p></article>""",
    "_default/rss.xml": """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
{{ range first (cond (eq .Kind "term") 10 20) .Pages }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link><pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate>
<description>{{ .Content | transform.XMLEscape }}</description></item>{{ end }}</channel></rss>""",
}


def write_hugo(root: Path, articles: Iterable[Article], languages: tuple[str, ...]) -> None:
    """Write the archive and its templates; the languages are sections of one site, as pages, lists and feeds go."""
    for name, text in LAYOUTS.items():
        path = root / "layouts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "hugo.toml").write_text(CONFIG)
    for language in languages:
        for year in range(2011, 2027):
            (root / "content" / language / str(year)).mkdir(parents=True, exist_ok=True)
        (root / "content" / language / "_index.md").write_text(f'---\ntitle: "Archive {language}"\n---\n')
    for article in articles:
        front = [
            f'title: "{article.title}"',
            f'description: "{article.lead}"',
            f"date: {article.published_at.isoformat() if article.published_at else ''}",
            f"topics: [{', '.join(f'{topic}-{article.language}' for topic in article.topics)}]",
            f"authors: [{', '.join(f'{byline.person}-{article.language}' for byline in article.bylines)}]",
        ]
        path = root / "content" / article.language / f"{article.address}.md"
        path.write_text(f"{yaml(front)}{markdown(article)}", encoding="utf-8")


def yaml(lines: list[str]) -> str:
    """Return front matter."""
    return "\n".join(["---", *lines, "---", ""])


def markdown(article: Article) -> str:
    """Return an article's body as Markdown."""
    texts = (f"## {each.text}" if isinstance(each, Heading) else _marked(each) for each in article.body)
    return "".join(f"\n{text}\n" for text in texts)


def _marked(block: Block) -> str:
    assert isinstance(block, Paragraph)
    return re.sub(r"</?em>", "*", block.html)
