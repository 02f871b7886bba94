"""The same archive for Eleventy: Markdown with front matter, a configuration that groups, templates like ours."""

from collections.abc import Iterable
from pathlib import Path

from press_markdown import front_matter, lay, write_article

from skaryna.model import Article

CONFIG = """const SIZE = 20;
function lists(all) {
  const found = new Map();
  for (const each of all)
    for (const name of [`${each.data.language}/archive`, ...each.data.topics.map(t => `topics/${t}`), ...each.data.authors.map(a => `authors/${a}`)])
      found.has(name) ? found.get(name).push(each) : found.set(name, [each]);
  return [...found].map(([name, items]) => ({name, items}));
}
module.exports = function (config) {
  const all = api => api.getFilteredByTag("article").sort((a, b) => b.date - a.date);
  config.addCollection("newest", api => all(api).slice(0, 7));
  config.addCollection("menu", api => lists(all(api)).filter(l => l.name.startsWith("topics/")).sort((a, b) => b.items.length - a.items.length).slice(0, 7).map(l => l.name));
  config.addCollection("pages", api => lists(all(api)).flatMap(({name, items}) => {
    const count = Math.ceil(items.length / SIZE), path = n => n ? `/${name}/${n + 1}.html` : `/${name}.html`;
    return Array.from({length: count}, (_, n) => ({name, path: path(n), items: items.slice(n * SIZE, (n + 1) * SIZE),
      newer: n ? path(n - 1) : "", older: n + 1 < count ? path(n + 1) : ""}));
  }));
  config.addCollection("feeds", api => lists(all(api)).filter(l => !l.name.startsWith("authors/")).map(({name, items}) => ({name, items: items.slice(0, 10)})));
  config.addCollection("neighbours", api => {
    const found = {}, last = {};
    for (const each of all(api).reverse()) {
      const key = each.data.language;
      found[each.url] = (last[key] || []).slice(-3);
      last[key] = [...found[each.url], each].slice(-3);
    }
    return found;
  });
  config.addFilter("day", date => date.toISOString().slice(0, 10));
  return {dir: {input: "content", includes: "../includes", output: "public"}, markdownTemplateEngine: false};
};
"""
TEMPLATES = {
    "includes/base.njk": """<!doctype html>
<html lang="{{ language or 'en' }}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }} — Bench</title><meta name="description" content="{{ description }}"><link rel="canonical" href="https://bench.example{{ page.url }}">
<link rel="stylesheet" href="/style.css"><meta property="og:title" content="{{ title }}"><meta property="og:url" content="https://bench.example{{ page.url }}">
</head><body><header><p><a href="/">Bench</a></p><nav><ul>{% for name in collections.menu %}<li><a href="/{{ name }}.html">{{ name }}</a></li>{% endfor %}</ul></nav></header>
<main>{% block main %}{{ content | safe }}{% endblock %}</main><footer><p>You may keep a copy.</p></footer></body></html>""",
    "includes/teaser.njk": """{% macro teaser(item) %}<article><p>{% for topic in item.data.topics %}<a href="/topics/{{ topic }}.html">{{ topic }}</a>{% endfor %}</p>
<h2><a href="{{ item.url }}">{{ item.data.title }}</a></h2><p>{{ item.data.description }}</p>
<p>{% for author in item.data.authors %}<a href="/authors/{{ author }}.html">{{ author }}</a>{% endfor %} <time>{{ item.date | day }}</time></p></article>{% endmacro %}""",
    "includes/article.njk": """{% extends "base.njk" %}{% from "teaser.njk" import teaser %}{% block main %}<article><header>
{% for topic in topics %}<a href="/topics/{{ topic }}.html">{{ topic }}</a>{% endfor %}<h1>{{ title }}</h1><p class="lead">{{ description }}</p>
<p>{% for author in authors %}<a href="/authors/{{ author }}.html">{{ author }}</a>{% endfor %} <time>{{ page.date | day }}</time></p></header>
{{ content | safe }}</article><section><h2>Read next</h2>{% for item in collections.neighbours[page.url] %}{{ teaser(item) }}{% endfor %}</section>{% endblock %}""",
    "content/index.njk": """---
permalink: /index.html
title: Bench
---
{% extends "base.njk" %}{% from "teaser.njk" import teaser %}{% block main %}{% for item in collections.newest %}{{ teaser(item) }}{% endfor %}{% endblock %}""",
    "content/lists.njk": """---
pagination: {data: collections.pages, size: 1, alias: list}
permalink: "{{ list.path }}"
eleventyComputed: {title: "{{ list.name }}"}
---
{% extends "base.njk" %}{% from "teaser.njk" import teaser %}{% block main %}<h1>{{ list.name }}</h1>{% for item in list.items %}{{ teaser(item) }}{% endfor %}
{% if list.newer %}<a href="{{ list.newer }}">Newer</a>{% endif %}{% if list.older %}<a href="{{ list.older }}">Older</a>{% endif %}{% endblock %}""",
    "content/feeds.njk": """---
pagination: {data: collections.feeds, size: 1, alias: feed}
permalink: "/{{ feed.name }}.xml"
---
<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{{ feed.name }}</title>
{% for item in feed.items %}<item><title>{{ item.data.title }}</title><link>https://bench.example{{ item.url }}</link><pubDate>{{ item.date.toUTCString() }}</pubDate>
<description>{{ item.templateContent }}</description></item>{% endfor %}</channel></rss>""",
}


def write_eleventy(root: Path, articles: Iterable[Article]) -> None:
    """Write the archive, its configuration and its templates."""
    lay(root, {**TEMPLATES, "eleventy.config.js": CONFIG})
    for article in articles:
        more = ("tags: article", "layout: article.njk", f"language: {article.language}")
        header = front_matter(article, *more, f"permalink: /{article.language}/{article.address}.html")
        write_article(root, article, header)
