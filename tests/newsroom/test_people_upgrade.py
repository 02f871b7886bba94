"""A newsroom of an earlier version gets the tables of people; the same on SQLite and on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgresql import Server

HERE = Path(__file__).parents[2]
_STORY = """
import re, sys
from pathlib import Path
from skaryna import newsroom
from skaryna.model import Publication, Topic
from skaryna.model.journal import START, check_chain
from skaryna.outside import journal
from skaryna.outside.folder import create, finish, open_folder

made = create(Path(sys.argv[1]), Publication(name="The Ferry", url="https://ferry.example"))
finish(made)
if sys.argv[2]:
    settings = made.root / "skaryna.toml"
    settings.write_text(settings.read_text().replace("[readers]", f'database = "{sys.argv[2]}"\\n[readers]'))
folder = open_folder(made.root)
newsroom.set_up(folder)
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

# As an earlier version left it: an editor typed a mail, and is logged in.
call_command("migrate", "newsroom", "0002", verbosity=0)
call_command("migrate", "sessions", verbosity=0)
with connection.cursor() as cursor:
    cursor.execute(
        "insert into newsroom_account (id, username, password, first_name, last_name, email, is_superuser, is_staff,"
        " is_active, date_joined) values (1, 'old-hand', 'x', 'Ivan', '', 'ivan@mail.example', %s, %s, %s,"
        " '2026-01-01 00:00:00+00:00')", [False, False, True],
    )
    cursor.execute("insert into django_session values ('k', 'd', '2036-01-01 00:00:00+00:00')")
    if connection.vendor == "postgresql":
        cursor.execute("select setval(pg_get_serial_sequence('newsroom_account', 'id'), 10)")
newsroom.create(folder)
newsroom.reset_user(folder, name="old-hand", password="a ferry crosses slowly", drop_second_factor=True)

from skaryna.newsroom.models import Account

old = Account.objects.get()
assert (old.first_name, old.email) == ("", ""), old.email
try:
    with transaction.atomic():
        Account.objects.update(email="ivan@mail.example")
    raise SystemExit("a mail was stored")
except IntegrityError:
    pass
with connection.cursor() as cursor:
    cursor.execute("select count(*) from django_session")
    assert cursor.fetchone() == (0,)

# An invitation, an account, a published topic, a log; then it is forgotten.
newsroom.add_user(folder, name="boss", role="administrator", password="a ferry crosses slowly")
token = newsroom.invite_user(folder, role="editor").split("#")[1]
from django.test import Client

client = Client(HTTP_HOST="localhost")
client.post("/join/", {"token": token})
words = {"name": "anna", "password1": "quiet water runs deep", "password2": "quiet water runs deep"}
assert client.post("/join/account/", words).status_code == 302
assert client.post("/topics/add/", {"name": "Law", "description": "", "slug": ""}).status_code == 302
assert Client(HTTP_HOST="localhost").post("/join/", {"token": token}).status_code == 200
boss = Client(HTTP_HOST="localhost")
assert boss.post("/login/", {"username": "boss", "password": "a ferry crosses slowly"}).status_code == 302
page = boss.get("/log/?person=" + str(Account.objects.get(username="anna").pk)).content.decode()
assert "Account made" in page and "Law (topic)" in page, page
assert boss.post(f"/users/{Account.objects.get(username='anna').pk}/disable/").status_code == 302
assert client.get("/topics/")["Location"].startswith("/login/")
lines = list(newsroom.export_log(folder, form="csv", person="anna"))
assert len(lines) > 4, lines
newsroom.forget_user(folder, name="anna", dry_run=False)
before, by = START, []
for entry in journal.entries(folder.database):
    check_chain(folder.journal_key(), before, entry)
    before = entry.chain
    by.append(entry.approved_by)
assert by[-1] == "forgotten" and "anna" not in by, by
assert not any("anna" in line for line in newsroom.export_log(folder, form="jsonl"))
"""


def _told(root: Path, database: str) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", _STORY, str(root / "pub"), database],
        capture_output=True, text=True, check=False, cwd=HERE, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]


@pytest.mark.slow
def test_a_folder_of_an_earlier_version_gets_people(tmp_path: Path, far: Server | None) -> None:
    # The database is there as the earlier version made it; `create` then finds tables and brings them up to date.
    _told(tmp_path, far.empty("people") if far else "")
