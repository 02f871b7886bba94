"""The page of an article."""

from skaryna.model import Article
from skaryna.press import addresses, structured
from skaryna.press.catalogue import Catalogue
from skaryna.press.pages.around import DESCRIPTION_CHARS, Made, alternates, chrome, finished, head, translations
from skaryna.press.pictures import widest
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Sheet, words_in
from skaryna.theme.views import ArticlePage, CorrectionView, Teaser

READ_NEXT = 3
WORDS_A_MINUTE = 220


def made(recipe: Recipe, catalogue: Catalogue) -> Made:
    return finished(*article_page(catalogue.shelf.article(recipe.key), catalogue))


def article_page(article: Article, catalogue: Catalogue, *, kind: type[Sheet] = Sheet) -> tuple[Sheet, ArticlePage]:
    """Return the page of an article, published or not: the newsroom's preview uses the same function."""
    publication, language = catalogue.publication, article.language
    path = catalogue.article_path(article)
    sheet = kind(path, language, catalogue, name=f"The article “{article.title}” ({path})")
    authors = sheet.authors(article)
    topics = sheet.topic_links(article)
    figure = sheet.figure(article.lead_figure) if article.lead_figure else None
    image = ""
    if figure and figure.picture and article.lead_figure and article.lead_figure.image:
        image = addresses.absolute(publication, widest(article.lead_figure.image).path)
    reads = article.legacy_reads
    editions = {
        each: catalogue.article_path(found.article) for each, found in catalogue.editions(article.group).items()
    }
    return sheet, ArticlePage(
        head=head(
            sheet,
            article.title,
            article.lead or article.text[:DESCRIPTION_CHARS],
            kind="article",
            image=image,
            alternates=alternates(sheet, editions),
            json_ld=structured.news_article(
                sheet, article, authors, image=image, topics=[topic.name for topic in topics]
            ),
            published=article.published_at.isoformat() if article.published_at else "",
            modified=structured.modified(article),
        ),
        chrome=chrome(sheet),
        title=article.title,
        lead=article.lead,
        date=sheet.date(article.published_at),
        updated=sheet.date(article.updated_at),
        authors=authors,
        topics=topics,
        body=sheet.body(article.body),
        lead_figure=figure,
        corrections=tuple(
            CorrectionView(date, sheet.markup(each.text))
            for each in sorted(article.corrections, key=lambda c: c.at)
            if (date := sheet.date(each.at))
        ),
        legacy_reads=sheet.words.reads(reads) if reads is not None else "",
        reading_minutes=max(1, round(words_in(article) / WORDS_A_MINUTE)),
        translations=translations(sheet, editions),
        read_next=_read_next(sheet, article),
    )


def _read_next(sheet: Sheet, article: Article) -> tuple[Teaser, ...]:
    shelf = sheet.catalogue.shelf
    if article.id not in {head.article.id for head in sheet.catalogue.editions(article.group).values()}:
        return ()
    own = shelf.head(article.id)
    name = sheet.catalogue.rarest_topic(own)
    near = shelf.near(name, article.id, older=READ_NEXT, newer=1)
    if len(near) < READ_NEXT:
        known = {head.article.id for head in near} | {article.id}
        more = shelf.near(f"archive:{article.language}", article.id, older=READ_NEXT + len(near), newer=1)
        near += [head for head in more if head.article.id not in known]
    return tuple(sheet.teaser(head) for head in near[:READ_NEXT])
