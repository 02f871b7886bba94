"""How long editors wait: `python bench/newsroom.py [ARTICLES] [--only sqlite|postgresql] [--words N] [--folder PATH]`.

A newsroom with so many articles (English, Belarusian, Russian; a revision each; two thirds with readers), pictures and
quarantine is written straight into its database, its indexes are made as Wagtail makes them, and every screen is
asked for through the WSGI application that `skaryna newsroom` serves, with a logged-in editor's cookies. PostgreSQL runs
on a server of the bench's own, where its programs are installed. Every figure is the median of several answers, the worst
beside it; what is over its limit is marked, and the bench ends with 1.
"""

import argparse
import contextlib
import http.cookies
import io
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[1]
sys.path.insert(0, str(HERE))

LANGUAGES = ("en", "be", "ru")
AUTHORS, TOPICS, PICTURES, FINDINGS = 30, 40, 3_000, 20_000
TIMES, CHUNK = 7, 1_000
LIST_MS, OPEN_MS, SAVE_MS, START_MS = 300, 500, 300, 3_000
LATIN = ["ka", "re", "lo", "mi", "tu", "sa", "ne", "vi", "do", "pra", "sto", "ber", "lin", "gan"]
CYRILLIC = ["ка", "рэ", "ло", "мі", "ту", "са", "не", "ві", "до", "пра", "сто", "бер", "лін", "ган"]


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Words:
    """Words that mean nothing; every thirtieth Cyrillic one is a known one, which stands in nearly every text."""

    def __init__(self, script: list[str], common: str) -> None:
        chance = random.Random(1)
        self.known = ["".join(chance.choices(script, k=chance.randint(1, 5))) for _ in range(20_000)]
        self.common = common

    def text(self, chance: random.Random, count: int) -> str:
        words = chance.choices(self.known, k=count)
        if count > 20:
            words[chance.randrange(count)] = self.common
        return " ".join(words).capitalize()


def fill(folder: Any, count: int, words: int) -> None:  # noqa: PLR0915 - one row after the other
    """Write the rows."""
    import datetime as dt

    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from django.utils import timezone
    from tests.newsroom import making
    from wagtail.models import Locale, Revision

    from skaryna.model.journal import START, Entry, chain, digest_of
    from skaryna.newsroom import models
    from skaryna.newsroom.approvals import acting

    chance = random.Random(2)
    scripts = {"en": Words(LATIN, "ferry"), "be": Words(CYRILLIC, "навіна"), "ru": Words(CYRILLIC, "новость")}
    locales = {each: Locale.objects.get(language_code=each) for each in LANGUAGES}
    with acting("bench"):
        people = [models.Person.objects.create(name=f"Person {n}", locale=locales["en"]) for n in range(AUTHORS)]
        topics = [models.Topic.objects.create(name=f"Topic {n}", locale=locales["en"]) for n in range(TOPICS)]
        from skaryna.newsroom.pictures import cleaned

        first = models.NewsImage(title="Picture", alt="A ferry", file=cleaned(making.photograph(), name="a.jpg"))
        first.save()
    fields = models.NewsImage._meta.concrete_fields
    again = {each.attname: getattr(first, each.attname) for each in fields if each.attname != "id"}
    models.NewsImage.objects.bulk_create(
        models.NewsImage(**{**again, "title": f"Picture {n}"}) for n in range(1, PICTURES)
    )
    kind = ContentType.objects.get_for_model(models.Article)
    now, secret = timezone.now(), folder.journal_key()
    last = models.JournalRow.objects.order_by("-seq").first()
    seq, before = (last.seq, last.chain) if last else (0, START)
    for start in range(0, count, CHUNK):
        rows, written = [], []
        for number in range(start, min(count, start + CHUNK)):
            language = chance.choices(LANGUAGES, (60, 20, 20))[0]
            text = scripts[language].text
            body = [
                {
                    "type": "paragraph",
                    "value": f"<p>{text(chance, words // 6)}.</p>",
                    "id": str(uuid.UUID(int=number * 9 + part)),
                }
                for part in range(6)
            ]
            moment = dt.datetime(2011, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=number * 15 * 525_600 // count)
            is_live = number % 3 != 0
            written.append(body)
            title = text(chance, 7) + (" Сведка" if number % (count // 5) == 7 else "")
            rows.append(
                models.Article(
                    title=title, slug=f"story-{number}", lead=f"{text(chance, 30)}.", body=body, locale=locales[language],
                    published_at=moment, live=is_live, address=f"{moment.year}/story-{number}" if is_live else "",
                    has_unpublished_changes=number % 30 == 0, public_id=f"a{number}", group=f"a{number}",
                    translation_key=uuid.UUID(int=number),
                )
            )  # fmt: skip
        models.Article.objects.bulk_create(rows)
        bodies = {row.pk: body for row, body in zip(rows, written, strict=True)}
        models.ArticleByline.objects.bulk_create(
            models.ArticleByline(article=row, person=chance.choice(people), sort_order=0) for row in rows
        )
        links = [
            models.ArticleTopic(article=row, topic=topic, sort_order=place)
            for row in rows
            for place, topic in enumerate(chance.sample(topics, chance.randint(1, 3)))
        ]
        models.ArticleTopic.objects.bulk_create(links)
        # A revision holds the whole article; only what differs is written over one that Wagtail made.
        loaded = models.Article.objects.prefetch_related("bylines", "topic_links", "corrections")
        pattern = loaded.get(pk=rows[0].pk).serializable_data()
        said = {row.pk: [] for row in rows}
        for link in links:
            said[link.article_id].append(
                {"pk": link.pk, "sort_order": link.sort_order, "article": link.article_id, "topic": link.topic_id}
            )
        Revision.objects.bulk_create(
            Revision(
                content_type=kind, base_content_type=kind, object_id=str(row.pk), created_at=now, object_str=row.title,
                content={
                    **pattern, "pk": row.pk, "title": row.title, "slug": row.slug, "lead": row.lead, "live": row.live,
                    "address": row.address, "public_id": row.public_id, "group": row.group, "locale": row.locale_id,
                    "translation_key": str(row.translation_key), "published_at": row.published_at.isoformat(),
                    "body": json.dumps(bodies[row.pk]), "bylines": [], "topic_links": said[row.pk],
                },
            )
            for row in rows
        )  # fmt: skip
        journal = []
        for row in (row for row in rows if row.live):
            seq += 1
            value = json.dumps({"id": row.public_id, "title": row.title}, ensure_ascii=False)
            entry = Entry(
                seq=seq, kind="article", key=row.public_id, op="put", value=value, digest=digest_of("put", value),
                approved_by="bench", at="2026-11-01T09:30:00+00:00",
            )  # fmt: skip
            before = chain(secret, before, entry)
            journal.append(
                models.JournalRow(
                    seq=seq, kind="article", key=entry.key, op="put", value=value, digest=entry.digest,
                    approved_by="bench", at=entry.at, chain=before,
                )
            )  # fmt: skip
        models.JournalRow.objects.bulk_create(journal)
        if start % 10_000 == 0:
            note(f"  writing articles: {start:,} of {count:,}")
    source = models.Source.objects.create(name="page.html", digest="0" * 64)
    models.Finding.objects.bulk_create(
        models.Finding(
            source=source, article_id=rows[n % len(rows)].pk, kind="intruder", reason="It sells.", text=f"buy {n}",
            state="held" if n % 3 else "kept out",
        )
        for n in range(FINDINGS)
    )  # fmt: skip
    with connection.cursor() as cursor:
        text = "varchar" if connection.vendor == "postgresql" else "text"
        newest = (
            "select max(r.id) from wagtailcore_revision r "
            f"where r.base_content_type_id = {kind.pk} and r.object_id = cast(newsroom_article.id as {text})"
        )
        cursor.execute(f"update newsroom_article set latest_revision_id = ({newest})")
        cursor.execute("update newsroom_article set live_revision_id = latest_revision_id where live")
        if connection.vendor == "postgresql":
            cursor.execute("select setval(pg_get_serial_sequence('journal', 'seq'), (select max(seq) from journal))")
            cursor.execute("analyze")


def index_straight() -> None:
    """Write the search index's rows of articles as Wagtail would, without making an object of each article."""
    import re

    from django.contrib.contenttypes.models import ContentType
    from django.db import connection

    from skaryna.newsroom.models import Article

    kind = ContentType.objects.get_for_model(Article).pk
    columns = "content_type_id, object_id, title_norm, title, body, autocomplete"
    marks, more = "%s, %s, 1, %s, %s, %s", ""
    if connection.vendor == "postgresql":
        columns, more = f"{columns}, title_text, body_text", ", '', ''"
        marks = "%s, %s, 1, " + ", ".join(f"setweight(to_tsvector('simple', %s), '{each}')" for each in "ADD")
    sql = f"insert into wagtailsearch_indexentry({columns}) values ({marks}{more})"
    with connection.cursor() as cursor:
        cursor.execute("delete from wagtailsearch_indexentry where content_type_id = %s", [kind])
        waiting: list[tuple[Any, ...]] = []
        for pk, title, lead, body in Article.objects.values_list("pk", "title", "lead", "body").iterator(CHUNK):
            raw = getattr(body, "raw_data", None) or json.loads(body)
            words = re.sub(r"<[^>]+>", " ", " ".join(str(block["value"]) for block in raw))
            waiting.append((kind, str(pk), title, f"{lead} {words}", title))
            if len(waiting) == CHUNK:
                cursor.executemany(sql, waiting)
                waiting = []
        if waiting:
            cursor.executemany(sql, waiting)


def references() -> None:
    """Write the reference index as Wagtail's command does, but not in one transaction.

    In that one PostgreSQL knows of none of the rows that it has just written, and looks for each among all.
    """
    from django.apps import apps
    from django.db import connection, transaction
    from wagtail.models import ReferenceIndex

    for model in filter(ReferenceIndex.is_indexed, apps.get_models()):
        keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), CHUNK):
            with transaction.atomic():
                for row in model._default_manager.filter(pk__in=keys[start : start + CHUNK]):
                    ReferenceIndex.create_or_update_for_object(row)
            if start in {0, 10 * CHUNK}:
                with connection.cursor() as cursor:
                    cursor.execute("analyze")


class Browser:
    """A logged-in editor who asks the WSGI application itself."""

    def __init__(self, host: str, name: str) -> None:
        from django.test import Client

        from skaryna.newsroom.models import Account
        from skaryna.newsroom.wsgi import application

        client = Client(HTTP_HOST=host)
        client.force_login(Account.objects.get(username=name))
        self.application, self.host = application, host
        self.cookies = {key: morsel.value for key, morsel in client.cookies.items()}
        self.token = ""

    def ask(self, path: str, data: dict[str, Any] | None = None) -> tuple[int, bytes]:
        """Return status and body; keeps the forgery token that a form brings."""
        path, _, query = path.partition("?")
        sent = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": self.token}, doseq=True).encode() if data else b""
        environ = {
            "REQUEST_METHOD": "POST" if data else "GET", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
            "HTTP_HOST": self.host, "SERVER_NAME": self.host, "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_COOKIE": "; ".join(f"{key}={value}" for key, value in self.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(sent)),
            "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO(sent), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
        }  # fmt: skip
        said: list[Any] = []
        answer = self.application(environ, lambda status, headers, _=None: said.extend((status, headers)))
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        for key, value in said[1]:
            if key == "Set-Cookie":
                self.cookies.update({k: m.value for k, m in http.cookies.SimpleCookie(value).items()})
        mark = b'name="csrfmiddlewaretoken" value="'
        if mark in body:
            self.token = body.split(mark, 1)[1].split(b'"', 1)[0].decode()
        return int(said[0][:3]), body


def measure(
    editor: Browser, path: str, *, limit: int | None, data: dict[str, Any] | None = None
) -> tuple[float, float, float, str]:
    """Return (median, worst, least of this process's own computing) in ms, and whether it is over its limit.

    The first answer, which loads templates, is not counted. SQLite computes in this process, PostgreSQL does not.
    """
    waits, computing = [], []
    for number in range(TIMES + 1):
        started, computed = time.perf_counter(), time.process_time()
        status, body = editor.ask(path, data)
        waits.append((time.perf_counter() - started) * 1e3)
        computing.append((time.process_time() - computed) * 1e3)
        if status not in ({200} if data is None else {200, 302}):
            raise SystemExit(f"{path} answered {status}: {body[-1500:].decode(errors='replace')}")
        if number == 1 and sum(waits) > 30_000:
            break
    kept = waits[1:] or waits
    over = limit is not None and statistics.median(kept) > limit
    return statistics.median(kept), max(kept), min(computing[1:] or computing), "OVER" if over else ""


def screens() -> Iterator[tuple[str, str, int]]:
    """Yield what editors look at: words, path, limit in ms."""
    from django.urls import reverse

    from skaryna.newsroom.models import Article, Topic

    choose, results = reverse("article_chooser:choose"), reverse("article_chooser:choose_results")
    topic = Topic.objects.order_by("pk").first().pk
    last = Article.objects.count() // 30
    q = urllib.parse.quote
    for words, query in (
        ("list", ""), ("page 100", "p=100"), ("last page", f"p={last}"),
        ("in Belarusian", "locale=be"), ("readers have it", "live=true"), ("of a topic", f"topic_links__topic={topic}"),
        ("topic, language, state", f"topic_links__topic={topic}&locale=ru&live=true"),
        ("by title", "ordering=title"), ("by title, down", "ordering=-title"), ("by day", "ordering=-published_at"),
        ("by day, in Russian", "ordering=published_at&locale=ru"), ("by state", "ordering=live"), ("by language", "ordering=locale"),
        ("topic, by title", f"topic_links__topic={topic}&ordering=title"),
        ("search, common word", f"q={q('НАВІНА')}"), ("search, rare word", f"q={q('сведка')}"),
        ("search, two words", f"q={q('навіна ло')}"), ("search, beginning", f"q={q('на')}"),
        ("search, one letter", "q=p"), ("search, ordered, filtered", f"q={q('навіна')}&ordering=title&locale=be"),
        ("search, nothing found", "q=zzzzzz"),
    ):  # fmt: skip
        yield f"articles: {words}", f"/articles/?{query}", LIST_MS
    yield "articles: results alone", f"/articles/results/?q={q('навіна')}", LIST_MS
    for words, path in (
        ("start page", "/"), ("pictures", "/images/"), ("pictures: search", "/images/?q=picture+29"),
        ("authors", "/authors/"), ("topics", "/topics/"), ("topics: search", "/topics/?q=topic"), ("pages", "/standing-pages/"),
        ("quarantine", "/quarantine/"), ("quarantine: waiting", "/quarantine/?state=held"), ("accounts", "/users/"),
        ("choosing an article", choose), ("choosing: search", f"{results}?q={q('навіна')}"),
        ("choosing a picture", reverse("wagtailimages_chooser:choose")),
    ):  # fmt: skip
        yield words, path, LIST_MS


def inside(database: str, root: Path, count: int, words: int, *, straight: bool) -> dict[str, Any]:
    """Fill and measure one newsroom in this process."""
    from skaryna import newsroom
    from skaryna.model import Publication
    from skaryna.outside.folder import create, finish, open_folder

    found: dict[str, Any] = {}
    is_new = not (root / "skaryna.toml").exists()
    if is_new:
        made = create(root, Publication(name="Bench", url="https://bench.example", languages=LANGUAGES))
        finish(made)
        settings = root / "skaryna.toml"
        text = settings.read_text().replace("127.0.0.1:8001", f"127.0.0.1:{_free_port()}")
        if database:
            text = text.replace("[readers]", f'database = "{database}"\n\n[readers]')
        settings.write_text(text)
    folder = open_folder(root)
    if is_new:
        newsroom.create(folder)
        newsroom.add_user(folder, name="bench", role="administrator", password="a ferry crosses slowly")
        started = time.perf_counter()
        fill(folder, count, words)
        found["written s"] = time.perf_counter() - started
        started = time.perf_counter()
        note("  writing the search index")
        if straight:
            index_straight()
        else:
            with contextlib.redirect_stdout(io.StringIO()):
                newsroom.manage(folder, ["update_index", "--verbosity", "0"])
        found["search index s"] = time.perf_counter() - started
        if not straight:
            note("  writing the reference index")
            started = time.perf_counter()
            references()
            found["reference index s"] = time.perf_counter() - started
    else:
        newsroom.set_up(folder)
    editor = Browser(folder.settings.newsroom.host, "bench")
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze")
    found["screens"] = [(name, *measure(editor, path, limit=limit), limit) for name, path, limit in screens()]
    found["screens"] += list(writing(editor))
    note("  starting up")
    found["screens"].append(("start-up, to the first answer", *started_in(folder), START_MS))
    return found


def writing(editor: Browser) -> Iterator[tuple[str, float, float, float, str, int | None]]:
    """Open, save and publish an article in the middle."""
    from tests.newsroom import making

    from skaryna.newsroom.models import Article

    middle = Article.objects.filter(live=False).order_by("-pk")[10]
    path = f"/articles/edit/{middle.pk}/"
    yield ("opening the editor", *measure(editor, path, limit=OPEN_MS), OPEN_MS)
    yield ("history", *measure(editor, f"/articles/history/{middle.pk}/", limit=LIST_MS), LIST_MS)
    body = [("paragraph", making_rich(f"<p>Words {n}</p>")) for n in range(12)]
    form = {**making.form("A draft", body=body), "slug": middle.slug}
    yield ("saving a draft", *measure(editor, path, limit=SAVE_MS, data=form), SAVE_MS)
    waits = []
    for number in range(TIMES):
        form = {**making.form(f"Published {number}", body=body, action="action-publish"), "slug": middle.slug}
        started = time.perf_counter()
        status, answer = editor.ask(path, form)
        waits.append((time.perf_counter() - started) * 1e3)
        if status != 302:
            raise SystemExit(f"publishing answered {status}: {answer.decode()[-2000:]}")
    yield ("publish (commit; no press runs)", statistics.median(waits), max(waits), 0.0, "", None)


def making_rich(markup: str) -> Any:
    from wagtail.test.utils.form_data import rich_text

    from skaryna.newsroom.richtext import INLINE

    return rich_text(markup, features=INLINE)


def started_in(folder: Any) -> tuple[float, float, float, str]:
    """Return how long `skaryna newsroom` takes to its first answer, in ms."""
    waits = []
    for _ in range(3):
        started = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-m", "skaryna", "-C", str(folder.root), "newsroom"], stderr=subprocess.DEVNULL
        ) as server:
            try:
                while time.perf_counter() - started < 60:
                    with contextlib.suppress(OSError):
                        urllib.request.urlopen(f"{folder.settings.newsroom.url}login/", timeout=5).close()
                        break
                    time.sleep(0.02)
                waits.append((time.perf_counter() - started) * 1e3)
            finally:
                server.terminate()
    return statistics.median(waits), max(waits), 0.0, "OVER" if statistics.median(waits) > START_MS else ""


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def show(name: str, count: int, found: dict[str, Any]) -> bool:
    print(f"\n{name}, {count:,} articles")
    print(f"  load of this machine: {os.getloadavg()[1]:.1f}, processors: {os.cpu_count()}")
    print("  " + ", ".join(f"{key} {value:.1f}" for key, value in found.items() if key != "screens"))
    print(f"  {'':34} {'median':>9} {'worst':>9} {'computing':>9} {'limit':>9}")
    for words, median, worst, computing, mark, limit in found["screens"]:
        own = f"{computing:6.0f} ms" if computing else f"{'–':>9}"
        print(
            f"  {words:34} {median:6.0f} ms {worst:6.0f} ms {own} " + (f"{limit:6} ms {mark}" if limit else f"{'–':>9}")
        )
    return not any(row[4] for row in found["screens"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="?", type=int, default=5_000)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--words", type=int, default=300, help="of an article")
    parser.add_argument(
        "--folder", type=Path, help="keep the newsroom here, and measure again what lies there (SQLite)"
    )
    parser.add_argument(
        "--straight",
        action="store_true",
        help="write the search index without Wagtail's command, and no reference index",
    )
    parser.add_argument("--inside", metavar="DATABASE", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside is not None:
        print(json.dumps(inside(asked.inside, asked.folder, asked.articles, asked.words, straight=asked.straight)))
        return
    good = True
    for name in ("sqlite", "postgresql"):
        if asked.only in {None, name}:
            with contextlib.ExitStack() as stack:
                place = Path(tempfile.mkdtemp(prefix="skaryna-bench-"))
                stack.callback(shutil.rmtree, place, ignore_errors=True)
                root, address = asked.folder if asked.folder and name == "sqlite" else place / "pub", ""
                if name == "postgresql":
                    from tests.postgresql import server

                    address = stack.enter_context(server())
                call = [
                    sys.executable,
                    __file__,
                    str(asked.articles),
                    "--words",
                    str(asked.words),
                    "--folder",
                    str(root),
                ]
                call += ["--straight"] * asked.straight
                environment = {**os.environ, "PYTHONPATH": str(HERE)}
                told = subprocess.run(
                    [*call, "--inside", address], check=True, stdout=subprocess.PIPE, text=True, env=environment
                )
                good &= show(
                    {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[name], asked.articles, json.loads(told.stdout)
                )
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
