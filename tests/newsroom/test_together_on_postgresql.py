"""Review, four eyes, the clock and the board on PostgreSQL, in a process of their own: Django starts once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgresql import server

pytestmark = pytest.mark.slow
HERE = Path(__file__).parents[2]
_STORY = """
import datetime as dt, sys, threading
from pathlib import Path
from skaryna import newsroom
from skaryna.model import Publication
from skaryna.model.journal import START, check_chain
from skaryna.outside import journal
from skaryna.outside.folder import create, finish, open_folder
made = create(Path(sys.argv[1]), Publication(name="The Ferry", url="https://ferry.example", languages=("en", "be")))
finish(made)
settings = made.root / "skaryna.toml"
settings.write_text(settings.read_text().replace("[readers]", f'database = "{sys.argv[2]}"\\nfour_eyes = true\\n[readers]'))
folder = open_folder(made.root)
newsroom.create(folder)
LONG = {"editor": "e" * 150, "administrator": "a" * 150, "contributor": "c" * 150}
for role, name in LONG.items():
    newsroom.add_user(folder, name=name, role=role, password="a ferry crosses slowly")

from django.db import connection
from django.utils import timezone
from skaryna.errors import ApprovalError
from skaryna.newsroom import board, four_eyes, remarks, scheduling, timer, withdrawing
from skaryna.newsroom.models import Account, Article
from tests.newsroom import making

editor, administrator, contributor = (Account.objects.get(username=LONG[role]) for role in LONG)
row = making.article("Words")
row.save_revision(user=contributor, clean=False)
row.revisions.filter(user=None).delete()
row = Article.objects.get()
remarks.add(row, text="Who says so?", block="", by=editor)
row.get_workflow().start(row, contributor)
assert [len(column.cards) for column in board.board().columns] == [0, 1, 0, 0]
row.go_live_at = timezone.now() + dt.timedelta(hours=1)
row.save_revision(user=contributor, clean=False)
row = Article.objects.get()
row.current_workflow_task_state.approve(user=editor)
assert [len(column.cards) for column in board.board("en").columns] == [0, 0, 1, 0]
now = timezone.now
timezone.now = lambda: now() + dt.timedelta(hours=2)

with timer._alone() as mine:
    def other():
        with timer._alone() as theirs:
            assert not theirs
        connection.close()
    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert mine
done = []
def clock():
    done.extend(scheduling.keep_appointments())
    connection.close()
clocks = [threading.Thread(target=clock) for _ in range(4)]
for each in clocks: each.start()
for each in clocks: each.join()
assert [each.kind for each in done] == ["published"], [(each.kind, each.reason) for each in done]
assert [len(column.cards) for column in board.board().columns] == [0, 0, 0, 1]

row = Article.objects.get()
row.title = "Other words"
row.save_revision(user=editor, clean=False)
try:
    Article.objects.get().latest_revision.publish(user=editor)
except ApprovalError:
    pass
else:
    raise AssertionError("published alone")
withdrawing.with_a_notice(Article.objects.get(), title="Words", text="<p>Wrong.</p>", user=editor)
entries = list(journal.entries(folder.database))
before = START
for entry in entries:
    check_chain(folder.journal_key(), before, entry)
    before = entry.chain
assert [(entry.kind, entry.op) for entry in entries[-3:]] == [
    ("article", "put"), ("article", "drop"), ("withdrawal", "put")]
assert entries[-3].approved_by == f"{LONG['editor']}, {LONG['contributor']}"
assert "Wrong" not in entries[-1].value
assert newsroom.reconcile(folder) == ()
"""


def test_working_together_is_the_same_on_postgresql(tmp_path: Path) -> None:
    with server() as database:
        subprocess.run(
            [sys.executable, "-c", _STORY, str(tmp_path / "pub"), database],
            check=True, cwd=HERE, env={**os.environ, "PYTHONPATH": str(HERE)},
        )  # fmt: skip
