"""The nouns: frozen values without I/O or clock. Import them from their modules or from here."""

from skaryna.model.article import Article, Byline, Correction, Headline
from skaryna.model.blocks import (
    Block,
    Code,
    Embed,
    Figure,
    Heading,
    Image,
    List,
    Paragraph,
    Quotation,
    Source,
    Table,
)
from skaryna.model.codec import decode, digest, encode
from skaryna.model.draft import Draft, DraftByline, DraftTopic
from skaryna.model.finding import Finding, Rescued
from skaryna.model.front import Front, Section
from skaryna.model.journal import Entry, chain
from skaryna.model.page import Page
from skaryna.model.person import Person
from skaryna.model.publication import Appeal, Masthead, Publication
from skaryna.model.topic import Topic
from skaryna.model.trust import Trust
from skaryna.model.withdrawal import Withdrawal

__all__ = [
    "Appeal",
    "Article",
    "Block",
    "Byline",
    "Code",
    "Correction",
    "Draft",
    "DraftByline",
    "DraftTopic",
    "Embed",
    "Entry",
    "Figure",
    "Finding",
    "Front",
    "Heading",
    "Headline",
    "Image",
    "List",
    "Masthead",
    "Page",
    "Paragraph",
    "Person",
    "Publication",
    "Quotation",
    "Rescued",
    "Section",
    "Source",
    "Table",
    "Topic",
    "Trust",
    "Withdrawal",
    "chain",
    "decode",
    "digest",
    "encode",
]
