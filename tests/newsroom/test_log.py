"""The log of who did what, its way out as a file, and forgetting an account without breaking the journal."""

import contextlib
import csv
import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skaryna import newsroom
from skaryna.errors import SettingsError, TrustError
from skaryna.model import Entry
from skaryna.model.journal import START, check_chain
from skaryna.outside import journal
from skaryna.outside.folder import Folder
from tests.commands import Forks
from tests.newsroom import making
from tests.newsroom.people import account, browser, log, say_password

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]


def exported(folder: Folder, form: str = "jsonl", **more: Any) -> list[dict[str, str]]:
    text = "".join(newsroom.export_log(folder, form=form, **more))
    if form == "csv":
        return list(csv.DictReader(text.splitlines()))
    return [json.loads(line) for line in text.splitlines()]


def test_the_log_says_who_published_withdrew_and_deleted(folder: Folder, login: Login) -> None:
    from skaryna.newsroom.models import Article

    client = login("editor")
    client.post("/articles/add/", making.form("The last ferry", action="action-publish"))
    row = Article.objects.get()
    client.post(f"/articles/unpublish/{row.pk}/", {"how": "trace"})
    client.post(f"/articles/delete/{row.pk}/")
    page = login("administrator").get("/log/").content.decode()
    for said in ("Published", "Unpublished", "Deleted", "Logged in", "The last ferry (article)", "account-of-editor"):
        assert said in page, said
    kinds = {line["kind"] for line in exported(folder, person="account-of-editor")}
    assert {"wagtail.create", "wagtail.publish", "wagtail.unpublish", "wagtail.delete", "newsroom.login"} <= kinds
    by = {line["who"] for line in exported(folder, kind="wagtail.publish")}
    assert by == {"account-of-editor"}


def test_a_change_of_the_masthead_is_in_the_log(folder: Folder, login: Login) -> None:
    from wagtail.fields import RichTextField
    from wagtail.test.utils.form_data import rich_text

    from skaryna.newsroom.models import Masthead
    from skaryna.newsroom.richtext import INLINE

    client = login("administrator")
    masthead = Masthead.objects.get(language="en")
    page = client.get(f"/masthead/edit/{masthead.pk}/").content.decode()
    sent = dict.fromkeys(re.findall(r'name="([\w-]+)"', page), "")
    for field in Masthead._meta.fields:
        if isinstance(field, RichTextField):
            sent[field.name] = rich_text("", features=INLINE)
    client.post(f"/masthead/edit/{masthead.pk}/", {**sent, "title": "The New Ferry"})
    assert any(line["what"] == "masthead" for line in exported(folder))


def test_the_log_is_filtered_by_person_kind_and_time(folder: Folder, login: Login) -> None:
    from django.utils import timezone

    login("editor")
    client = login("administrator")
    say_password(browser(), "account-of-contributor", "wrong password")
    pk = account("account-of-editor").pk
    page = client.get(f"/log/?person={pk}").content.decode()
    assert "Login failed" not in table(page)
    page = client.get("/log/?action=newsroom.login_failed").content.decode()
    assert "Login failed" in table(page)
    assert "Logged in" not in table(page)
    today = timezone.now().date()
    page = client.get(f"/log/?timestamp_from={today}&timestamp_to={today}").content.decode()
    assert "Logged in" in table(page)
    page = client.get(f"/log/?timestamp_to={today - dt.timedelta(days=1)}").content.decode()
    assert "Logged in" not in table(page)
    assert len(exported(folder, days=(today, today))) > 2
    assert exported(folder, days=(None, today - dt.timedelta(days=1))) == []
    with pytest.raises(SettingsError, match="no kind of event"):
        exported(folder, kind="newsroom.nothing")
    with pytest.raises(SettingsError, match="no account"):
        exported(folder, person="nobody")


def table(page: str) -> str:
    found = re.search(r"<table class=\"listing.*?</table>", page, re.DOTALL)
    return found[0] if found else ""


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_log_is_taken_along_as_a_file_and_that_is_noted(login: Login, form: str) -> None:
    client = login("administrator")
    answer = client.post(f"/log/export/{form}/?action=newsroom.login")
    text = b"".join(answer.streaming_content).decode()
    assert f'filename="log-{dt.datetime.now(dt.UTC).date()}.{form}"' in answer["Content-Disposition"]
    assert "account-of-administrator" in text
    assert "newsroom.exported" not in text
    assert log()[-1] == "exported"
    assert client.get(f"/log/export/{form}/").status_code == 405


def test_no_cell_of_the_table_is_a_formula(folder: Folder, login: Login) -> None:
    client = login("editor")
    for title in ('=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(1)", "\t=1", " =1", "＝1"):
        client.post("/articles/add/", making.form(title))
    for line in exported(folder, "csv"):
        for cell in line.values():
            assert not re.match(r"\s*[=+\-@＝]", cell), cell
    assert any(line["which"] == '\'=HYPERLINK("http://evil.example")' for line in exported(folder, "csv"))


def test_the_log_screen_asks_no_query_a_row(folder: Folder, login: Login) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from skaryna.newsroom import events

    client = login("administrator")
    counts = []
    for _ in range(2):
        for _ in range(15):
            events.note("sessions_ended", account("account-of-editor"))
        client.get("/log/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/log/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_happened_to_accounts_is_forgotten_after_its_time(folder: Folder, login: Login) -> None:
    from django.utils import timezone
    from wagtail.models import ModelLogEntry

    from skaryna.newsroom import events

    login("editor").post("/articles/add/", making.form("Old"))
    ModelLogEntry.objects.update(timestamp=timezone.now() - dt.timedelta(days=400))
    login("editor")
    assert events.prune(timezone.now(), days=0) == 0
    assert events.prune(timezone.now(), days=365) > 0
    assert log() == ["login"]
    assert ModelLogEntry.objects.filter(action="wagtail.create").exists()


# Forgetting.


def _written_by(name: str, folder: Folder, login: Login) -> None:
    """Let an editor leave traces everywhere."""
    from skaryna.newsroom.models import Article

    client = login(name.removeprefix("account-of-"))
    client.post("/articles/add/", making.form("The last ferry", action="action-publish"))
    row = Article.objects.get()
    row.locked, row.locked_by = True, account(name)
    row.save()
    row.save_revision(user=account(name), clean=False)
    client.post("/topics/add/", {"name": "Law", "description": "", "slug": ""})


def _whole(folder: Folder) -> list[Entry]:
    """Return the journal, after checking every link of its chain."""
    before, rows = START, list(journal.entries(folder.database))
    for entry in rows:
        check_chain(folder.journal_key(), before, entry)
        before = entry.chain
    return rows


def test_a_forgotten_account_is_named_nowhere_and_the_journal_is_whole(folder: Folder, login: Login) -> None:
    from wagtail.models import ModelLogEntry, Revision

    from skaryna.newsroom.models import Account, Article

    name = "account-of-editor"
    _written_by(name, folder, login)
    said = newsroom.forget_user(folder, name=name, dry_run=True)
    assert said.journal_rows == 2
    assert {trace.name for trace in said.traces} >= {
        "log: what happened to the account",
        "versions: locked by the account",
    }
    assert account(name)
    old = _whole(folder)
    newsroom.forget_user(folder, name=name, dry_run=False)
    assert not Account.objects.filter(username=name).exists()
    assert Article.objects.get().live
    assert (Article.objects.get().locked, Article.objects.get().locked_by) == (False, None)
    assert not Revision.objects.exclude(user=None).exists()
    assert not ModelLogEntry.objects.filter(action="wagtail.publish").exclude(user=None).exists()
    assert all(row.content.get("locked_by") is None for row in Revision.objects.all())
    new = _whole(folder)
    assert [(row.seq, row.digest, row.value, row.at) for row in old] == [
        (row.seq, row.digest, row.value, row.at) for row in new
    ]
    assert {row.approved_by for row in new} == {"newsroom", "forgotten"}
    from django.db import connection

    connection.close()
    for path in folder.root.glob("newsroom.sqlite3*"):
        assert name.encode() not in path.read_bytes(), path


def test_a_journal_that_somebody_changed_is_not_vouched_for(folder: Folder, login: Login) -> None:
    from django.db import connection

    from skaryna.newsroom.models import Account

    _written_by("account-of-editor", folder, login)
    with connection.cursor() as cursor:
        cursor.execute("update journal set at = '2001-01-01T00:00:00+00:00' where seq = (select max(seq) from journal)")
    with pytest.raises(TrustError, match="was not written by the newsroom"):
        newsroom.forget_user(folder, name="account-of-editor", dry_run=False)
    assert Account.objects.filter(username="account-of-editor").exists()


def test_the_press_goes_on_after_an_account_was_forgotten(folder: Folder, login: Login) -> None:
    from skaryna.newsroom import rechaining
    from skaryna.outside.journal import remember, seen

    _written_by("account-of-editor", folder, login)
    last = _whole(folder)[-1]
    remember(folder.keys, last.seq, last.chain)
    try:
        done = newsroom.forget_user(folder, name="account-of-editor", dry_run=False)
        now = _whole(folder)[-1]
        assert now.chain != last.chain
        assert done.chains[last.chain] == now.chain
        assert seen(folder.keys) == (now.seq, now.chain)
        assert rechaining.rename("account-of-editor") == {}
        # A note about another journal than this one: nothing is changed.
        remember(folder.keys, now.seq, "0" * 64)
        with pytest.raises(TrustError, match="as it was when it was last printed"):
            rechaining.rename("newsroom")
    finally:
        (folder.keys / "journal.seen").unlink()


def test_there_is_nothing_to_type_a_real_name_into(folder: Folder, login: Login) -> None:
    """Neither for a person who logs in nor for an author with a pen name."""
    from skaryna.newsroom.models import Person

    assert {field.name for field in Person._meta.fields} & {"real_name", "first_name", "last_name", "email"} == set()
    client = login("administrator")
    pages = ["/users/new/", f"/users/edit/{account('account-of-editor').pk}/", "/account/", "/authors/add/"]
    for path in pages:
        names = set(re.findall(r'name="([\w-]+)"', client.get(path).content.decode()))
        assert not [name for name in names if re.search("first|last_|real|mail|phone|avatar", name)], path


def test_the_name_of_an_uploaded_file_is_in_no_table_but_the_pictures_title(folder: Folder, login: Login) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from skaryna.newsroom.models import NewsImage

    picture = SimpleUploadedFile("photo-by-ivan-ivanou.jpg", making.photograph(), content_type="image/jpeg")
    login("editor").post("/images/add/", {"title": "A ferry", "file": picture, "description": "", "alt": "A ferry"})
    assert "ivan" not in NewsImage.objects.get().file.name.lower()
    raw = b"".join(path.read_bytes() for path in folder.root.glob("newsroom.sqlite3*"))
    assert b"ivan-ivanou" not in raw.lower()


def test_the_command_line_forgets_only_when_it_is_told_twice(tmp_path: Path) -> None:
    from tests.cli import test_commands

    root = tmp_path / "pub"
    made = test_commands.skaryna("new", str(root), "--name", "The Bank", "--url", "https://bank.example", "-l", "en")
    assert made.returncode == 0, made.stderr
    with contextlib.closing(Forks(root)) as skaryna:
        _forgets_only_when_it_is_told_twice(skaryna)


def _forgets_only_when_it_is_told_twice(skaryna: Forks) -> None:
    for name in ("boss", "anna"):
        added = skaryna("user", "add", name, "--password-file", "-", given="quiet water runs deep\n")
        assert added.returncode == 0, added.stderr
    said = skaryna("user", "forget", "anna", "--dry-run")
    assert said.returncode == 0, said.stderr
    assert "Nothing was changed." in said.stdout
    assert skaryna("user", "forget", "anna").returncode == 1
    link = skaryna("user", "invite", "--role", "editor", "--hours", "5")
    assert re.fullmatch(r"http://127\.0\.0\.1:8001/join/#[\w-]{43}\n", link.stdout)
    assert "for 5 hours" in link.stderr
    assert "cannot come in" in skaryna("user", "disable", "anna").stdout
    assert "may come in again" in skaryna("user", "enable", "anna").stdout
    again = skaryna("user", "reset", "anna", "--password-file", "-", given="slow boats cross over\n")
    assert "Sessions ended: 0" in again.stdout
    assert skaryna("publish").returncode == 0
    done = skaryna("user", "forget", "anna", "--yes")
    assert done.returncode == 0, done.stderr
    assert "destroy them" in done.stdout
    printed = skaryna("publish")
    assert printed.returncode == 0, printed.stderr
    log = skaryna("audit", "export", "--format", "jsonl")
    kinds = [json.loads(line)["kind"] for line in log.stdout.splitlines()]
    assert "newsroom.forgotten" in kinds
    assert "anna" not in log.stdout
    refused = skaryna("user", "forget", "boss", "--yes")
    assert (refused.returncode, "last administrator" in refused.stderr) == (1, True)
    assert skaryna("audit", "export", "--since", "yesterday").returncode == 2
