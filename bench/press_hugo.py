"""The same archive for Hugo: Markdown with front matter, and templates that make the pages that ours makes."""

from collections.abc import Iterable
from pathlib import Path

from press_markdown import front_matter, lay, write_article

from skaryna.model import Article

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
    lay(root / "layouts", LAYOUTS)
    lay(root, {"hugo.toml": CONFIG})
    lay(root / "content", {f"{each}/_index.md": f'---\ntitle: "Archive {each}"\n---\n' for each in languages})
    for article in articles:
        write_article(root, article, front_matter(article))
