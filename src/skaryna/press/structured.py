"""What machines read of a page: schema.org objects. Pure; shapes follow https://schema.org/NewsArticle."""

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Raw
from msgspec.json import encode

from skaryna.model import Article, Figure, inline
from skaryna.model.article import MAX_RATING, ClaimReview
from skaryna.press import addresses
from skaryna.press.sheet import Sheet
from skaryna.theme.views import ROOT, Author, Link

Json = dict[str, object]


def publisher(root: str, title: str) -> Json:
    return {"@type": "NewsMediaOrganization", "name": title, "url": f"{root}/"}


# What many articles say alike is written once.


@lru_cache(maxsize=100)
def _publisher(root: str, title: str) -> Raw:
    return Raw(encode(publisher(root, title)))


@lru_cache(maxsize=1_000)
def _person(root: str, name: str, url: str) -> Raw:
    return Raw(encode({"@type": "Person", "name": name, "url": f"{root}/{url.removeprefix(ROOT)}"}))


@lru_cache(maxsize=1_000)
def _known_step(position: int, name: str, url: str) -> Raw:
    return Raw(encode(_step(position, name, url)))


def news_article(
    sheet: Sheet, article: Article, authors: tuple[Author, ...], *, image: str, topics: tuple[Link, ...]
) -> Json:
    """Return a NewsArticle. Dates that nobody knows are left out, never guessed."""
    url = addresses.absolute(sheet.publication, sheet.path)
    found: Json = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "inLanguage": article.language,
        "url": url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": url, "breadcrumb": _breadcrumbs(sheet, article.title, topics)},
        "isAccessibleForFree": True,
        "publisher": _publisher(sheet.publication.root, sheet.catalogue.masthead(article.language).title),
    }
    if article.lead:
        found["description"] = article.lead
    if authors:
        found["author"] = [_person(sheet.publication.root, author.name, author.url) for author in authors]
    if topics:
        found["keywords"] = [topic.name for topic in topics]
    if image:
        found["image"] = [_image(sheet, article.lead_figure, image)]
    if article.published_at:
        found["datePublished"] = article.published_at.isoformat()
        found["dateModified"] = article.changed_at
    if article.claim:
        # What is no article's own property stands beside it: a page may hold several things (JSON-LD's @graph).
        review = _claim_review(sheet, article, article.claim, url)
        context = found.pop("@context")
        return {"@context": context, "@graph": [_corrected(found, article), review]}
    return _corrected(found, article)


def _claim_review(sheet: Sheet, article: Article, claim: ClaimReview, url: str) -> Json:
    """Return what a fact check found (schema.org/ClaimReview)."""
    made = {"@type": "CreativeWork", "url": claim.address} if claim.address else {}
    reviewed = {
        "@type": "Claim",
        "author": {"@type": "Thing", "name": claim.by} if claim.by else {},
        "datePublished": claim.day,
        "appearance": made,
    }
    rating = {
        "@type": "Rating",
        "ratingValue": claim.rating,
        "bestRating": MAX_RATING,
        "worstRating": 1,
        "alternateName": claim.words,
    }
    return _without_empty(
        {
            "@type": "ClaimReview",
            "url": url,
            "inLanguage": article.language,
            "claimReviewed": claim.claim,
            "itemReviewed": _without_empty(reviewed),
            "reviewRating": rating,
            "author": publisher(sheet.publication.root, sheet.catalogue.masthead(article.language).title),
            "datePublished": article.published_at.isoformat() if article.published_at else "",
        }
    )


def _corrected(found: Json, article: Article) -> Json:
    if article.corrections:
        found["correction"] = [
            {"@type": "CorrectionComment", "text": inline.text_of(each.text), "datePublished": each.at.isoformat()}
            for each in article.corrections
        ]
    return found


def _breadcrumbs(sheet: Sheet, title: str, topics: tuple[Link, ...]) -> Json:
    """Return where a page stands: the publication, its first topic, itself (schema.org BreadcrumbList)."""
    publication, language = sheet.publication, sheet.language
    home = addresses.absolute(publication, addresses.home(publication, language))
    steps: list[object] = [_known_step(1, sheet.catalogue.masthead(language).title, home)]
    if topics:
        steps.append(_known_step(2, topics[0].name, f"{publication.root}/{topics[0].url.removeprefix(ROOT)}"))
    steps.append(_step(len(steps) + 1, title, addresses.absolute(publication, sheet.path)))
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _step(position: int, name: str, url: str) -> Json:
    return {"@type": "ListItem", "position": position, "name": name, "item": url}


def _image(sheet: Sheet, figure: Figure | None, address: str) -> Json | str:
    """Return the picture's address, with whose it is where the editors said that."""
    if figure is None or not (figure.credit or figure.terms):
        return address
    licence, terms = sheet.licence(figure.terms)
    said = {"creditText": figure.credit, "license": terms, "copyrightNotice": "" if terms else licence}
    return {"@type": "ImageObject", "url": address, **_without_empty(said)}


def person(sheet: Sheet, author: Author) -> Json:
    """Return a Person with a page of their own."""
    return _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "Person",
            "name": author.name,
            "url": addresses.absolute(sheet.publication, sheet.path),
            "description": inline.text_of(author.bio),
        }
    )


def website(sheet: Sheet) -> Json:
    """Return the publication itself, for the home page."""
    masthead = sheet.catalogue.masthead(sheet.language)
    return _without_empty(
        {
            "@context": "https://schema.org",
            **publisher(sheet.publication.root, masthead.title),
            "description": masthead.description,
            "slogan": masthead.tagline,
            "email": masthead.contact,
        }
    )


def _without_empty(found: Mapping[str, object]) -> Json:
    return {key: value for key, value in found.items() if value not in ("", [], {}, None)}
