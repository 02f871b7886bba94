"""The newsroom's tables."""

from skaryna.newsroom.models.account import Account
from skaryna.newsroom.models.agreement import Agreement
from skaryna.newsroom.models.appointment import Appointment
from skaryna.newsroom.models.article import Article, ArticleByline, ArticleTopic, Correction
from skaryna.newsroom.models.front import Front
from skaryna.newsroom.models.happening import Happening
from skaryna.newsroom.models.invitation import Invitation
from skaryna.newsroom.models.journal import JournalRow
from skaryna.newsroom.models.leaving import Confirmation, KnownName, Leaving
from skaryna.newsroom.models.masthead import Masthead
from skaryna.newsroom.models.mistakes import Checked, LinkTo, Mistake
from skaryna.newsroom.models.people import Person, Topic
from skaryna.newsroom.models.pictures import NewsImage, NewsRendition
from skaryna.newsroom.models.quarantine import Finding, Source
from skaryna.newsroom.models.remark import Remark
from skaryna.newsroom.models.review import Review
from skaryna.newsroom.models.session import Session
from skaryna.newsroom.models.sources import Citation, CitedSource
from skaryna.newsroom.models.standing import StandingPage
from skaryna.newsroom.models.translation import Translation
from skaryna.newsroom.models.waiting import Touch, Waiting
from skaryna.newsroom.models.withdrawal import Withdrawal

__all__ = [
    "Account",
    "Agreement",
    "Appointment",
    "Article",
    "ArticleByline",
    "ArticleTopic",
    "Checked",
    "Citation",
    "CitedSource",
    "Confirmation",
    "Correction",
    "Finding",
    "Front",
    "Happening",
    "Invitation",
    "JournalRow",
    "KnownName",
    "Leaving",
    "LinkTo",
    "Masthead",
    "Mistake",
    "NewsImage",
    "NewsRendition",
    "Person",
    "Remark",
    "Review",
    "Session",
    "Source",
    "StandingPage",
    "Topic",
    "Touch",
    "Translation",
    "Waiting",
    "Withdrawal",
]
