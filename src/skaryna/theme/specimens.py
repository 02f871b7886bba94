"""A view of every page kind, with something in every field: for trying a theme out, and for tests."""

from msgspec.structs import replace

from skaryna.theme.theme import Theme, shipped
from skaryna.theme.views import (
    NOTHING,
    AppealView,
    ArticlePage,
    Author,
    BlockView,
    Chrome,
    CopyPage,
    CorrectionView,
    Date,
    Feed,
    GenuinePage,
    Head,
    HomePage,
    Html,
    IndexPage,
    Link,
    ListPage,
    NotFoundPage,
    Picture,
    SearchPage,
    SectionView,
    StandingPage,
    Teaser,
    WithdrawnPage,
)

WEIGHTY = Html("Words with <em>weight</em>")


def views(text: str = "Plain words", html: Html = WEIGHTY, *, theme: Theme | None = None) -> list[object]:
    """Return one view a page kind; `text` stands in every plain field, `html` in every checked one."""
    theme = theme or shipped()
    picture = Picture(
        "p-960.jpg", "p-480.jpg 480w, p-960.jpg 960w", 960, 640, text, (("image/webp", "p-960.webp 960w"),)
    )
    link = Link(text, "x.html", language="be")
    date = Date("2024-03-09T08:30:00+00:00", text)
    author = theme.author(Author(text, "authors/x.html", html, pseudonymous=True, portrait=picture, role=text), "en")
    teaser, bare = (
        theme.teaser(each, "list", "en")
        for each in (Teaser(text, "x.html", text, date, (link,), (link,), picture), Teaser(text, "x.html"))
    )
    rescued = theme.teaser(Teaser(text, "x.html", text, date, (link,), (link,), picture), "rescued", "en")
    beside, opening, line = (
        theme.teaser(Teaser(text, "x.html", text, date, (link,), (link,), picture), place, "en")
        for place in ("beside", "opening", "line")
    )
    following = theme.teaser(Teaser(text, "x.html", text, date, (), (), picture), "next", "en")
    foreign = theme.teaser(Teaser(text, "x.html", text, date, language="be", direction="ltr"), "section", "be")
    brief = theme.teaser(Teaser(text, "x.html"), "brief", "en")
    story = theme.teaser(Teaser(text, "x.html", text, None, (), (), picture), "lead", "en")
    head = Head(
        text,
        text,
        "https://x.example/",
        "article",
        "https://x.example/p.jpg",
        (("en", "https://x.example/"), ("be", "https://x.example/be/")),
        (Feed(text, "feed.xml", "application/atom+xml"),),
        {"@type": "NewsArticle", "headline": text},
        "2024-03-09",
        "2024-03-10",
    )
    chrome = Chrome(
        "en",
        "ltr",
        text,
        text,
        text,
        "desk@x.example",
        text,
        "index.html",
        "archive.html",
        "authors.html",
        "site.webmanifest",
        theme.icon_path,
        (link, Link(text, "y.html", current=True)),
        (link,),
        (
            Link("English", "index.html", current=True, language="en"),
            Link("Беларуская", "be/index.html", language="be"),
        ),
        AppealView(text, html, link),
        "genuine.html",
        is_signed=True,
        reader="reader.js",
        feeds=(Feed(text, "all.xml", "application/atom+xml"),),
        favicon="favicon.ico",
        touch="assets/mark-180.png",
    )
    figure = BlockView("figure", html=html, picture=picture, credit=text, text=text)
    body = (
        BlockView("text", html=Html(f"<p>{html}</p>")),
        BlockView("heading", text=text, anchor="a"),
        BlockView("heading", text=text, level=3, anchor="b"),
        figure,
        BlockView("figure", html=html),
        BlockView("quotation", html=html, text=text),
        BlockView("quotation", html=html, marked=True),
        BlockView("list", items=(html, html)),
        BlockView("list", items=(html,), ordered=True),
        BlockView("table", head=(html, html), rows=((html, html), (html, html)), text=text),
        BlockView(
            "source",
            number=1,
            text=text,
            url="https://s.example/",
            publisher=text,
            date=text,
            html=html,
            copy="c.html",
            copied=date,
        ),
        BlockView("source", number=3, text=text, url="https://s.example/", copy="c.html", dead=True),
        BlockView("source", number=2, text=text),
        BlockView("embed", text=text, url="https://v.example/", provider=text, description=text),
        BlockView("code", text=text),
    )
    return [
        ArticlePage(
            head,
            chrome,
            text,
            text,
            date,
            date,
            (author, Author(text, "")),
            (link,),
            body,
            figure,
            (CorrectionView(date, html),),
            text,
            4,
            (link,),
            following,
            html,
        ),
        ArticlePage(head, chrome, text, "", None, None, (), (), ()),
        HomePage(
            head,
            chrome,
            story,
            (beside,),
            (brief,),
            (
                SectionView("topic", link, (opening, foreign)),
                SectionView("briefs", Link(text, "x.html"), (line,)),
                SectionView("rescued", Link(text, ""), (rescued,)),
            ),
        ),
        HomePage(head, chrome, NOTHING),
        ListPage(head, chrome, "author", text, text, author, text, Html(f"{teaser}\n{bare}"), "1.html", "3.html"),
        IndexPage(head, chrome, "authors", text, authors=(author,)),
        IndexPage(head, chrome, "topics", text, topics=((link, text),)),
        StandingPage(head, chrome, text, body, "about", (link,)),
        StandingPage(head, chrome, text, body, "support"),
        GenuinePage(
            head,
            chrome,
            text,
            "https://x.example/",
            (text,),
            (text,) * 8,
            text,
            "metadata/2.root.json",
            ((text,) * 8,),
            (link,),
        ),
        GenuinePage(head, replace(chrome, is_signed=False), text, "https://x.example/"),
        SearchPage(head, chrome, text, "search.js", 4, "", topics=(link,)),
        CopyPage(head, chrome, text, text, date, link, body, "be", picture, link, 3_000_000, dead=True),
        CopyPage(head, chrome, text, text, None, link, ()),
        WithdrawnPage(head, chrome, text, date, html),
        WithdrawnPage(head, chrome, text, None),
        NotFoundPage(head, chrome, text, text, (brief,)),
    ]
