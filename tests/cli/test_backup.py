"""A publication comes back from its backup, on either database, byte for byte; a damaged or hostile file does not."""

import io
import json
import os
import stat
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from skaryna.errors import SkarynaError
from skaryna.outside import age, archive
from tests.cli.test_commands import forks
from tests.postgresql import Server, server

pytestmark = pytest.mark.slow
HERE = Path(__file__).parents[2]
PASSPHRASE = "four unrelated quiet words"
_MAKE = """
import sys
from pathlib import Path
from skaryna import newsroom
from skaryna.outside.folder import open_folder
folder = open_folder(Path(sys.argv[1]))
newsroom.add_user(folder, name="account-of-editor", role="editor", password="a ferry crosses slowly")
from tests.newsroom import making
list(newsroom.receive(folder, [making.rescued(f"{n}.txt", title=f"Навіна {n}") for n in range(3)], originals=lambda _: b"evidence", accept=True, by="rescue"))
from skaryna.newsroom.models import NewsImage
from skaryna.newsroom.pictures import cleaned
NewsImage(title="Ferry", alt="A ferry", file=cleaned(making.photograph(), name="ferry.jpg")).save()
making.article("Навіна, draft", language="be")
from skaryna.newsroom import four_eyes, waiting
from skaryna.newsroom.models import Account
four_eyes.is_on = lambda: True
with waiting.by(Account.objects.get()):
    making.topic("Waits for a second account")
"""


def skaryna(*words: str, codes: frozenset[int] = frozenset({0}), **more: str) -> subprocess.CompletedProcess[str]:
    done = forks()(*words, cwd=HERE, environment={**os.environ, "SKARYNA_PASSPHRASE": "", **more}, timeout_s=200)
    assert done.returncode in codes, (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication with articles, a picture, evidence, keys under a passphrase, and one edition."""
    place = tmp_path_factory.mktemp("backup")
    root = str(place / "pub")
    skaryna(
        "new",
        root,
        "--name",
        "The Ferry",
        "--url",
        "https://ferry.example",
        "-l",
        "en",
        "-l",
        "be",
        SKARYNA_PASSPHRASE=PASSPHRASE,
    )
    subprocess.run(
        [sys.executable, "-c", _MAKE, root], check=True, cwd=HERE, env={**os.environ, "PYTHONPATH": str(HERE)}
    )
    skaryna("-C", root, "publish", SKARYNA_PASSPHRASE=PASSPHRASE)
    return place


@pytest.fixture(scope="module")
def key(place: Path) -> tuple[Path, str]:
    told = json.loads(skaryna("backup", str(place / "age.key"), "--make-key", "--json").stdout)
    assert stat.S_IMODE((place / "age.key").stat().st_mode) == 0o600
    return place / "age.key", told["public"]


@pytest.fixture(scope="module")
def made(place: Path, key: tuple[Path, str]) -> Path:
    file = place / "ferry.backup"
    told = skaryna("-C", str(place / "pub"), "backup", str(file), "--recipient", key[1])
    assert "Made: The Ferry" in told.stdout
    return file


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server]:
    with server() as address:
        yield Server(address)


def printed(root: Path) -> dict[str, bytes]:
    """Return what readers get, but for signatures and what the edition says of itself."""
    files = {p.relative_to(root / "edition").as_posix(): p for p in (root / "edition").rglob("*") if p.is_file()}
    return {
        name: path.read_bytes()
        for name, path in files.items()
        if not name.startswith(("metadata/", ".skaryna/sums/")) and name != ".skaryna/edition.json"
    }


def names_in(file: Path, identity: pyrage.x25519.Identity) -> list[str]:
    """Open a backup with a stock age and a stock tar."""
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(file.read_bytes(), [identity]))) as tar:
        return tar.getnames()


def test_a_backup_is_private_and_says_what_is_in_it(made: Path, key: tuple[Path, str]) -> None:
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert b"The Ferry" not in made.read_bytes()
    told = json.loads(skaryna("backup", str(made), "--check", "--identity", str(key[0]), "--json").stdout)
    assert told["name"] == "The Ferry"
    assert told["rows"] > 100
    assert told["files"] > 8


def test_a_stock_age_file_holds_a_plain_archive_with_sums(made: Path, key: tuple[Path, str]) -> None:
    identity = pyrage.x25519.Identity.from_str(key[0].read_text().splitlines()[1])
    names = names_in(made, identity)
    assert names[0] == "skaryna-backup.json"
    assert names[-1] == "SHA256SUMS"
    assert {"files/skaryna.toml", "files/keys/journal.key", "files/keys/targets.key", "rows/journal/000001"} <= set(
        names
    )
    assert any(name.startswith("files/media/") for name in names)
    assert any(name.startswith("files/quarantine/") for name in names)
    left_out = (
        "files/store/",
        "files/edition/",
        "files/press",
        "rows/django_session",
        "rows/wagtailsearch",
        "files/keys/press.seen",
    )
    assert not [name for name in names if name.startswith(left_out)]


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_restored_publication_prints_the_same_edition(
    made: Path, key: tuple[Path, str], place: Path, tmp_path: Path, request: pytest.FixtureRequest, target: str
) -> None:
    root = tmp_path / "back"
    database = []
    if target == "postgresql":
        database = ["--database", request.getfixturevalue("postgresql").empty("restored")]
    told = skaryna("restore", str(made), str(root), "--identity", str(key[0]), *database)
    words = json.loads(skaryna("-C", str(place / "pub"), "keys", "show", "--json").stdout)["words"]
    assert (" ".join(words) if isinstance(words, list) else words) in told.stdout
    published = skaryna("-C", str(root), "publish", SKARYNA_PASSPHRASE=PASSPHRASE)
    assert "is printed" in published.stdout
    assert printed(root) == printed(place / "pub")
    assert stat.S_IMODE((root / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((root / "keys/targets.key").stat().st_mode) == 0o600
    if target != "postgresql":
        assert stat.S_IMODE((root / "newsroom.sqlite3").stat().st_mode) == 0o600, "drafts are nobody else's business"
    # Editors go on: the journal's numbers, the search and the pictures are as they were.
    code = """
import sys
from pathlib import Path
from skaryna import newsroom
from skaryna.outside.folder import open_folder
folder = open_folder(Path(sys.argv[1])); newsroom.set_up(folder)
from skaryna.newsroom import search
from skaryna.newsroom.models import Article, Account, NewsImage
from tests.newsroom import making
assert Account.objects.get().check_password("a ferry crosses slowly")
assert search.search(Article.objects.all(), "НАВІНА", ordered=False).count() == 4
assert NewsImage.objects.get().file.read()
assert newsroom.reconcile(folder, thorough=True) == ()
from skaryna.newsroom import waiting
[row] = waiting.all_of()
assert waiting.is_ours(row) and waiting.value_of(row).name == row.title == "Waits for a second account"
assert row.savers == [Account.objects.get().pk]
making.published("After the fire")
from skaryna.cli.backing import check_journal
check_journal(folder)
"""
    subprocess.run(
        [sys.executable, "-c", code, str(root)], check=True, cwd=HERE, env={**os.environ, "PYTHONPATH": str(HERE)}
    )
    looked = skaryna("-C", str(root), "doctor", codes=frozenset({0, 1})).stdout
    assert {"sqlite": "SQLite, ", "postgresql": "PostgreSQL 1"}[target] in looked
    assert "approvals, each by the newsroom" in looked
    if target == "postgresql":
        # And back again into a file of SQLite.
        again = tmp_path / "again.backup"
        skaryna("-C", str(root), "backup", str(again), "--recipient", key[1])
        skaryna("restore", str(again), str(tmp_path / "home"), "-i", str(key[0]), "--database", "sqlite")
        skaryna("-C", str(root), "publish", SKARYNA_PASSPHRASE=PASSPHRASE)
        skaryna("-C", str(tmp_path / "home"), "publish", SKARYNA_PASSPHRASE=PASSPHRASE)
        assert printed(tmp_path / "home") == printed(root)
        refused = skaryna(
            "restore", str(made), str(tmp_path / "twice"), "-i", str(key[0]), *database, codes=frozenset({2})
        )
        assert "has tables of a newsroom already" in refused.stderr
        assert not (tmp_path / "twice").exists()


def test_a_new_publication_finds_an_empty_postgresql_and_refuses_one_without_cyrillic(
    tmp_path: Path, postgresql: Server
) -> None:
    root = tmp_path / "pub"
    skaryna("new", str(root), "--name", "The Ferry", "--url", "https://ferry.example")
    settings = root / "skaryna.toml"
    text = settings.read_text()
    postgresql.execute("create database plain encoding 'UTF8' lc_ctype 'C' lc_collate 'C' template template0")
    (tmp_path / "password").write_text("a ferry crosses slowly")
    more = ("--role", "editor", "--password-file", str(tmp_path / "password"))
    for name, code, said in (
        ("plain", 2, "does not know small and capital Cyrillic letters"),
        ("nowhere", 2, "cannot be reached"),
        ("fresh", 0, "may now log in"),
        ("fresh", 2, "There is an account"),
    ):
        if name == "fresh" and not code:
            postgresql.empty(name)
        settings.write_text(text.replace("[readers]", f'database = "{postgresql.address(name)}"\n\n[readers]'))
        done = skaryna("-C", str(root), "user", "add", "anna", *more, codes=frozenset({code}))
        assert said in done.stdout + done.stderr, name


def test_a_backup_under_a_passphrase_needs_it(place: Path, tmp_path: Path) -> None:
    file = tmp_path / "p.backup"
    skaryna("-C", str(place / "pub"), "backup", str(file), "--passphrase", SKARYNA_PASSPHRASE="a long enough secret")
    assert (
        "Whole: The Ferry" in skaryna("backup", str(file), "--check", SKARYNA_PASSPHRASE="a long enough secret").stdout
    )
    told = skaryna(
        "restore", str(file), str(tmp_path / "x"), codes=frozenset({1}), SKARYNA_PASSPHRASE="not that secret"
    )
    assert "does not open" in told.stderr
    assert list(tmp_path.iterdir()) == [file]


def test_what_cannot_be_is_refused_before_anything_is_written(
    made: Path, key: tuple[Path, str], place: Path, tmp_path: Path
) -> None:
    root, cannot = str(place / "pub"), frozenset({2})
    file = str(tmp_path / "x")
    assert "For whom" in skaryna("-C", root, "backup", file, codes=cannot).stderr
    assert "no public key of age" in skaryna("-C", root, "backup", file, "-r", "age1nonsense", codes=cannot).stderr
    assert "exists already" in skaryna("backup", str(key[0]), "--make-key", codes=cannot).stderr
    assert "is not an empty folder" in skaryna("restore", str(made), root, "-i", str(key[0]), codes=cannot).stderr
    assert "encrypted for a key" in skaryna("restore", str(made), file, codes=cannot).stderr
    other = tmp_path / "other.key"
    skaryna("backup", str(other), "--make-key")
    assert "cannot be opened" in skaryna("restore", str(made), file, "-i", str(other), codes=frozenset({1})).stderr
    assert not Path(file).exists()


def test_a_signing_key_in_clear_stays_out_unless_it_is_asked_for(tmp_path: Path, key: tuple[Path, str]) -> None:
    root = str(tmp_path / "pub")
    skaryna("new", root, "--name", "The Ferry", "--url", "https://ferry.example")
    told = skaryna("-C", root, "backup", str(tmp_path / "a"), "-r", key[1])
    assert "Not in it, since no passphrase protects them: first-holder.key" in told.stdout
    skaryna("-C", root, "backup", str(tmp_path / "with keys"), "-r", key[1], "--with-keys")
    identity = pyrage.x25519.Identity.from_str(key[0].read_text().splitlines()[1])
    for file, expected in (("a", False), ("with keys", True)):
        names = names_in(tmp_path / file, identity)
        assert ("files/keys/targets.key" in names) is expected
        assert "files/keys/journal.key" in names
    assert (
        "No keys were in the backup for"
        in skaryna("restore", str(tmp_path / "a"), str(tmp_path / "b"), "-i", str(key[0])).stdout
    )
    told = skaryna("-C", str(tmp_path / "b"), "publish", codes=frozenset({1}))
    assert "No key here may sign editions" in told.stderr, "nobody else has that key, so nobody is to be waited for"


def test_a_backup_that_was_cut_or_changed_is_not_restored(made: Path, key: tuple[Path, str], tmp_path: Path) -> None:
    whole = made.read_bytes()
    for name, data in (
        ("cut", whole[: len(whole) // 2]),
        ("short", whole[:-5]),
        ("changed", whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:]),
        ("empty", b""),
        ("text", b"hello"),
    ):
        (tmp_path / name).write_bytes(data)
        told = skaryna("restore", str(tmp_path / name), str(tmp_path / "out"), "-i", str(key[0]), codes=frozenset({1}))
        assert told.stderr.strip(), name
        assert not (tmp_path / "out").exists(), name
        assert not list(tmp_path.glob(".*")), name


def archived(*members: tuple[tarfile.TarInfo, bytes]) -> io.BytesIO:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w|gz") as tar:
        for info, data in members:
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    buffer.seek(0)
    return buffer


def named(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


@pytest.mark.parametrize(
    "info",
    [
        named("files/../../etc/passwd"),
        named("/etc/passwd"),
        named("files//etc/passwd"),
        named("files/media/./x"),
        named("files/media/a\\b"),
        named("files/media/x", tarfile.SYMTYPE, "/etc/passwd"),
        named("files/media/x", tarfile.LNKTYPE, "files/skaryna.toml"),
        named("files/media/x", tarfile.FIFOTYPE),
        named("files/media/x", tarfile.DIRTYPE),
        named("rows/a;drop/000001"),
        named("else/x"),
        named("files/" + "x" * 500),
        named(archive.HEADER),
    ],
    ids=lambda info: info.name[:30] + info.type.decode(),
)
def test_no_member_leads_out_of_the_folder(info: tarfile.TarInfo) -> None:
    data = b"x" if info.type == tarfile.REGTYPE else b""
    with pytest.raises(SkarynaError, match="no whole backup"):
        list(archive.members(archived((named(archive.HEADER), b"{}"), (info, data))))


def test_a_member_in_a_place_that_no_publication_has_is_refused(tmp_path: Path) -> None:
    from skaryna.outside import keeping

    for name in ("files/edition/index.html", "files/press.sqlite3", "files/keys", "files/.bashrc"):
        with pytest.raises(SkarynaError, match="has no place"):
            keeping.put(tmp_path, archive.Member(name, 1, io.BytesIO(b"x")))


def test_what_goes_in_comes_out_and_a_missing_end_is_found(tmp_path: Path) -> None:
    packed = io.BytesIO()
    packing = archive.Packing(packed)
    for name, data in ((archive.HEADER, b"{}"), ("files/media/a", b"a" * 1_000_000), ("rows/t/000001", b"[1]")):
        packing.add(name, data)
    packing.finish()
    packed.seek(0)
    assert [(member.name, len(member.whole(1 << 30))) for member in archive.members(packed)] == [
        (archive.HEADER, 2), ("files/media/a", 1_000_000), ("rows/t/000001", 3),
    ]  # fmt: skip
    with pytest.raises(SkarynaError, match="its end is missing"):
        list(archive.members(archived((named(archive.HEADER), b"{}"))))


def test_a_file_that_could_not_be_written_whole_leaves_the_old_one(tmp_path: Path) -> None:
    public = age.make_key(tmp_path / "k", passphrase="")
    path = tmp_path / "b"
    path.write_bytes(b"old")

    def interrupted() -> None:
        with age.sealed(path, [public]) as stream:
            stream.write(b"x" * 1_000_000)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_bytes() == b"old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["b", "k"]


def test_a_protected_key_opens_with_its_passphrase(tmp_path: Path) -> None:
    public = age.make_key(tmp_path / "k", passphrase="long enough")
    assert b"AGE-SECRET" not in (tmp_path / "k").read_bytes()
    with age.sealed(tmp_path / "b", [public]) as stream:
        stream.write(b"words" * 100_000)
    with age.opened(tmp_path / "b", identity=tmp_path / "k", ask=lambda _: "long enough") as stream:
        assert stream.read() == b"words" * 100_000
    with (
        pytest.raises(SkarynaError, match="does not open"),
        age.opened(tmp_path / "b", identity=tmp_path / "k", ask=lambda _: "no"),
    ):
        pass


def test_a_backup_shows_one_moment_while_an_editor_goes_on_writing(place: Path) -> None:
    code = """
import sys
from pathlib import Path
from skaryna import newsroom
from skaryna.outside.folder import open_folder
folder = open_folder(Path(sys.argv[1]))
with newsroom.snapshot(folder) as (looks, chunks):
    from tests.newsroom import making
    before = making.published("Written meanwhile")
    said = b"".join(chunk.data for chunk in chunks)
assert b"Written meanwhile" not in said
assert b"evidence" not in said
with newsroom.snapshot(folder) as (looks, chunks):
    assert b"Written meanwhile" in b"".join(chunk.data for chunk in chunks)
before.unpublish()
before.delete()
"""
    root = str(place / "pub")
    subprocess.run(
        [sys.executable, "-c", code, root], check=True, cwd=HERE, env={**os.environ, "PYTHONPATH": str(HERE)}
    )
