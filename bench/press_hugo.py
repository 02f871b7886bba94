"""The same archive for Hugo: Markdown with front matter, and templates that make the pages and feeds that ours makes.

What ours has beyond them (search index, signatures, sitemap of pictures) is left out.
"""

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
[mediaTypes."application/atom+xml"]
suffixes = ["xml"]
[mediaTypes."application/feed+json"]
suffixes = ["json"]
[outputFormats.atom]
mediaType = "application/atom+xml"
baseName = "atom"
isPlainText = true
[outputFormats.rss]
mediaType = "application/rss+xml"
baseName = "index"
isPlainText = true
[outputFormats.jsonfeed]
mediaType = "application/feed+json"
baseName = "feed"
isPlainText = true
[outputs]
home = ["html", "rss", "atom", "jsonfeed"]
section = ["html", "rss", "atom", "jsonfeed"]
term = ["html", "rss", "atom", "jsonfeed"]
"""
_ENTRIES = """first (cond (eq .Kind "term") 10 20) (cond .IsHome site.RegularPages .Pages)"""
LAYOUTS = {
    "_default/baseof.html": """<!doctype html>
<html lang="{{ site.Language.Lang }}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{{ .Title }} — {{ site.Title }}</title>
<meta name="description" content="{{ .Description }}"><link rel="canonical" href="{{ .Permalink }}">
<link rel="stylesheet" href="/style.css">
{{ range .AlternativeOutputFormats }}<link rel="alternate" type="{{ .MediaType.Type }}" href="{{ .Permalink }}">{{ end }}
<meta property="og:title" content="{{ .Title }}"><meta property="og:url" content="{{ .Permalink }}">
<meta property="og:description" content="{{ .Description }}"><meta property="og:site_name" content="{{ site.Title }}">
{{ block "data" . }}{{ end }}</head><body><header><p><a href="/">{{ site.Title }}</a></p>{{ partialCached "menu.html" . site.Language.Lang }}</header>
<main>{{ block "main" . }}{{ end }}</main><footer><p>You may keep a copy.</p></footer></body></html>""",
    "_default/single.html": """{{ define "main" }}<article><header>{{ range .GetTerms "topics" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
<h1>{{ .Title }}</h1><p class="lead">{{ .Description }}</p><p>{{ range .GetTerms "authors" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
<time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time> {{ .ReadingTime }} minutes</p></header>
{{ .Content }}<p>Share: <a href="https://t.me/share/url?url={{ .Permalink | urlquery }}&text={{ .Title | urlquery }}">Telegram</a>,
<a href="https://wa.me/?text={{ .Title | urlquery }}%20{{ .Permalink | urlquery }}">WhatsApp</a>,
<a href="mailto:?subject={{ .Title | urlquery }}&body={{ .Permalink | urlquery }}">E-mail</a></p>
<section><h2>About the author</h2>{{ range .GetTerms "authors" }}<p><b><a href="{{ .RelPermalink }}">{{ .Title }}</a></b></p>{{ end }}</section>
</article><section><h2>Read next</h2>{{ with .NextInSection }}{{ partial "teaser.html" . }}{{ end }}
{{ with .PrevInSection }}{{ partial "teaser.html" . }}{{ with .PrevInSection }}{{ partial "teaser.html" . }}{{ end }}{{ end }}</section>{{ end }}
{{ define "data" }}{{ $day := .Date.Format "2006-01-02T15:04:05Z07:00" }}<meta property="article:published_time" content="{{ $day }}">
<script type="application/ld+json">{{ dict "@context" "https://schema.org" "@type" "NewsArticle" "headline" .Title "inLanguage" .Section
"url" .Permalink "description" .Description "datePublished" $day "dateModified" $day "isAccessibleForFree" true
"publisher" (dict "@type" "NewsMediaOrganization" "name" site.Title "url" site.BaseURL) | jsonify | safeJS }}</script>{{ end }}""",
    "_default/list.html": """{{ define "main" }}<h1>{{ .Title }}</h1>{{ $pages := .Paginate .Pages }}{{ range $pages.Pages }}{{ partial "teaser.html" . }}{{ end }}
{{ with $pages.Prev }}<a href="{{ .URL }}">Newer</a>{{ end }}{{ with $pages.Next }}<a href="{{ .URL }}">Older</a>{{ end }}{{ end }}""",
    "index.html": """{{ define "main" }}{{ range first 7 site.RegularPages }}{{ partial "teaser.html" . }}{{ end }}{{ end }}""",
    "partials/menu.html": """<nav><ul>{{ range first 7 site.Taxonomies.topics.ByCount }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a></li>{{ end }}</ul></nav>""",
    "partials/teaser.html": """<article><p>{{ range first 2 (.GetTerms "topics") }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>
<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><p>{{ .Description }}</p>
<p>{{ range .GetTerms "authors" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }} <time>{{ .Date.Format "2 January 2006" }}</time></p></article>""",
    "_default/list.atom.xml": f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{{{{ .Title }}}}</title>
<id>{{{{ .Permalink }}}}</id>{{{{ range {_ENTRIES} }}}}<entry><title>{{{{ .Title }}}}</title><id>{{{{ .Permalink }}}}</id>
<link rel="alternate" href="{{{{ .Permalink }}}}"/><updated>{{{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}}}</updated>
<content type="html">{{{{ .Content | transform.XMLEscape }}}}</content></entry>{{{{ end }}}}</feed>""",
    "_default/list.jsonfeed.json": f"""{{{{ $items := slice }}}}{{{{ range {_ENTRIES} }}}}{{{{ $items = $items | append (dict "id" .Permalink
"url" .Permalink "title" .Title "content_html" .Content "date_published" (.Date.Format "2006-01-02T15:04:05Z07:00")) }}}}{{{{ end }}}}
{{{{ dict "version" "https://jsonfeed.org/version/1.1" "title" .Title "items" $items | jsonify }}}}""",
    "_default/rss.xml": """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
{{ range first (cond (eq .Kind "term") 10 20) (cond .IsHome site.RegularPages .Pages) }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link><pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate>
<description>{{ .Content | transform.XMLEscape }}</description></item>{{ end }}</channel></rss>""",
}


def write_hugo(root: Path, articles: Iterable[Article], languages: tuple[str, ...]) -> None:
    """Write the archive and its templates; the languages are sections of one site, as pages, lists and feeds go."""
    lay(root / "layouts", LAYOUTS)
    lay(root, {"hugo.toml": CONFIG})
    lay(root / "content", {f"{each}/_index.md": f'---\ntitle: "Archive {each}"\n---\n' for each in languages})
    for article in articles:
        write_article(root, article, front_matter(article))
