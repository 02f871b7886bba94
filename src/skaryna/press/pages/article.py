"""The page of an article."""

from html import escape

from skaryna.model import Article
from skaryna.press import addresses, drawing, lists, structured
from skaryna.press.catalogue import Catalogue
from skaryna.press.pages import copies
from skaryna.press.pages.around import DESCRIPTION_CHARS, alternates, chrome, finished, translations
from skaryna.press.pages.around import head as head_of
from skaryna.press.pictures import widest
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made, Sheet, length_of
from skaryna.press.shelf import Head
from skaryna.theme.views import NOTHING, ArticlePage, CorrectionView, Html

CHARS_A_MINUTE = 1_400
"""Some 220 words, spaces among them."""


def made(recipe: Recipe, catalogue: Catalogue) -> Made:
    article = catalogue.article(recipe.key)
    head = catalogue.quiet_head(recipe.key)
    sheet, view = article_page(article, catalogue, head=head)
    page = finished(sheet, view, teaser=lambda: sheet.kept_teaser(head))
    return copies.add_to(page, sheet, article.title) if sheet.copies else page


def article_page(
    article: Article, catalogue: Catalogue, *, kind: type[Sheet] = Sheet, head: Head | None = None
) -> tuple[Sheet, ArticlePage]:
    """Return the page of an article. One that is not published has no `head`, and so no neighbours: a preview."""
    publication, language = catalogue.publication, article.language
    path = catalogue.article_path(article)
    sheet = kind(path, language, catalogue, name=f"The article “{article.title}” ({path})")
    authors = tuple(sheet.author(person, role) for person, role in catalogue.authors_of(article.bylines, language))
    topics = sheet.topic_links(article.topics)
    figure = sheet.figure(article.lead_figure) if article.lead_figure else None
    image = ""
    if figure and figure.picture and article.lead_figure and article.lead_figure.image:
        image = addresses.absolute(publication, widest(article.lead_figure.image).path)
    drawn = _drawn(sheet, article) if head and not image else ""
    reads = article.legacy_reads
    found = catalogue.siblings(head) if head else catalogue.quiet_editions(article.group)
    editions = {each: catalogue.article_path(edition) for each, edition in found.items()}
    date = sheet.date(article.published_at)
    return sheet, ArticlePage(
        head=head_of(
            sheet,
            article.title,
            article.lead or article.text[:DESCRIPTION_CHARS],
            kind="article",
            image=image or drawn,
            alternates=alternates(sheet, editions),
            json_ld=structured.news_article(sheet, article, authors, image=image, topics=topics),
            published=date.iso if date else "",
            modified=article.changed_at,
        ),
        chrome=chrome(sheet),
        title=article.title,
        lead=article.lead,
        date=date,
        updated=sheet.date(article.updated_at),
        authors=authors,
        topics=topics,
        body=sheet.body(article.body),
        lead_figure=figure,
        corrections=tuple(
            CorrectionView(day, sheet.markup(each.text))
            for each in sorted(article.corrections, key=lambda c: c.at)
            if (day := sheet.date(each.at))
        ),
        legacy_reads=sheet.words.reads(reads) if reads is not None else "",
        reading_minutes=max(1, round(length_of(article.body) / CHARS_A_MINUTE)),
        translations=translations(sheet, editions),
        neighbours=sheet.following(lists.read_next(head, catalogue.near)) if head else NOTHING,
        share=_share(sheet, article.title),
    )


def _drawn(sheet: Sheet, article: Article) -> str:
    """Return the address of the picture of its title, where the publication has such."""
    if not sheet.publication.drawn_pictures:
        return ""
    path = drawing.path_of(article.title, sheet.catalogue.masthead(article.language).title)
    sheet.links.add(path)
    return addresses.absolute(sheet.publication, path)


def _share(sheet: Sheet, title: str) -> Html:
    """Return links that pass an article on: plain addresses, nothing is asked of anybody before they are followed.

    They are long and on every page, so they do not pass through the template: all in them is encoded for an address.
    """
    url = addresses.encoded(addresses.absolute(sheet.publication, sheet.path))
    named, rel = addresses.encoded(title), 'rel="nofollow noopener noreferrer"'
    return Html(
        f'<a href="https://t.me/share/url?url={url}&amp;text={named}" {rel}>Telegram</a>, '
        f'<a href="https://wa.me/?text={named}%20{url}" {rel}>WhatsApp</a>, '
        f'<a href="mailto:?subject={named}&amp;body={url}" {rel}>{escape(sheet.words["email"])}</a>'
    )
