"""Sources: what articles cite is known, checked when somebody asks, and has copies that readers get with the article."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from skaryna.model import Article, Entry, Source, decode
from skaryna.outside.folder import Folder
from skaryna.outside.linkcheck import Told
from tests.newsroom import making
from tests.newsroom.test_stopping import text
from tests.rescue.archives.making import ADDRESS, Archive, day
from tests.rescue.remains import PARAGRAPHS, page

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]


def cites(*addresses: str) -> list[dict[str, Any]]:
    return [
        {"type": "source", "value": {"title": "A paper", "address": each}, "id": f"b{at}"}
        for at, each in enumerate(addresses)
    ]


def source_of(rows: Rows) -> Source:
    """Return the first source of the article that readers got last."""
    entry = next(each for each in reversed(rows()) if each.kind == "article")
    return next(block for block in decode(entry.text, Article).body if isinstance(block, Source))


def row_of(address: str = ADDRESS) -> Any:
    from skaryna.newsroom.models import CitedSource

    return CitedSource.objects.get(address=address)


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("page.warc.gz", Archive().add(page(), day(3)).bytes)


def test_what_is_cited_is_known_when_it_is_saved_and_forgotten_when_readers_have_it_no_more(folder: Folder) -> None:
    from skaryna.newsroom.models import CitedSource

    def known() -> set[str]:
        return set(CitedSource.objects.values_list("address", flat=True))

    row = making.published(body=cites(ADDRESS, "https://two.example/"))
    assert known() == {ADDRESS, "https://two.example/"}
    row.body = cites("https://two.example/", "https://three.example/")
    revision = row.save_revision(clean=False)
    assert ADDRESS in known(), "readers have it still"
    revision.publish()
    assert known() == {"https://two.example/", "https://three.example/"}
    draft = making.article(body=cites("https://four.example/"))
    # PostgreSQL takes no half of a character pair at all.
    odd = "https://a.example/ b" if folder.settings.database else "https://a.example/\ud800"
    draft.body = cites("javascript:alert(1)", odd, "x" * 3000)
    draft.save_revision(clean=False)
    assert known() == {"https://two.example/", "https://three.example/"}


def test_a_copy_that_was_uploaded_reaches_every_article_that_cites_the_page(
    folder: Folder, login: Login, rows: Rows
) -> None:
    making.published("One", body=cites(ADDRESS))
    making.published("Two", body=cites(ADDRESS))
    key = row_of().pk
    client = login("editor")
    answer = client.post(f"/sources/{key}/", {"do": "upload", "file": upload()}, follow=True)
    assert "The copy is kept. 2 articles that readers have show it" in text(answer)
    assert PARAGRAPHS[0][:60] in text(answer)
    copy = source_of(rows).copy
    assert copy is not None
    assert (copy.address, copy.taken_at) == (ADDRESS, day(3))
    assert not copy.original, "readers get the file only where editors let them"
    assert [each.kind for each in rows()].count("article") == 4
    client.post(f"/sources/{key}/", {"do": "decide", "offered": "1", "dead": "1"})
    told = source_of(rows)
    assert told.dead is True
    assert told.copy is not None
    assert told.copy.original
    assert (folder.media / "sources" / f"{told.copy.original.digest}.warc.gz").exists()
    client.post(f"/sources/{key}/", {"do": "remove"})
    from skaryna.newsroom import audit

    told = [(each.kind, each.who, each.which) for each in audit.lines(audit.entries())][:3]
    assert told == [
        (f"newsroom.source_{what}", "account-of-editor", ADDRESS) for what in ("removed", "decided", "copied")
    ]
    assert source_of(rows).copy is None
    assert not list((folder.media / "sources").iterdir())


def test_an_article_that_is_published_later_brings_the_copy(folder: Folder, login: Login, rows: Rows) -> None:
    draft = making.article(body=cites(ADDRESS))
    login("editor").post(f"/sources/{row_of().pk}/", {"do": "upload", "file": upload()})
    draft.get_latest_revision().publish()
    assert source_of(rows).copy is not None


def test_a_file_that_is_no_copy_of_the_page_is_refused_in_a_sentence(folder: Folder, login: Login) -> None:
    making.published(body=cites("https://other.example/"))
    client, key = login("editor"), row_of("https://other.example/").pk
    said = text(client.post(f"/sources/{key}/", {"do": "upload", "file": upload()}, follow=True))
    assert "There is no copy of https://other.example/ in it" in said
    said = text(
        client.post(f"/sources/{key}/", {"do": "upload", "file": SimpleUploadedFile("a.pdf", b"%PDF")}, follow=True)
    )
    assert "neither a web archive nor a saved page" in said
    assert "This field is required" in text(client.post(f"/sources/{key}/", {"do": "upload"}))
    assert not row_of("https://other.example/").copy


def test_two_addresses_may_share_a_file_and_one_keeps_it_when_the_other_lets_it_go(
    folder: Folder, login: Login
) -> None:
    second = "https://bank.example/b"
    making.published(body=cites(ADDRESS, second))
    data = Archive().add(page(), day(0)).add(page(), day(1), second).bytes
    client = login("editor")
    for address in (ADDRESS, second):
        client.post(f"/sources/{row_of(address).pk}/", {"do": "upload", "file": SimpleUploadedFile("x", data)})
    client.post(f"/sources/{row_of(second).pk}/", {"do": "remove"})
    copy = row_of().archived
    assert (folder.media / "sources" / f"{copy.original.digest}.warc.gz").exists()
    assert (folder.media / "sources" / f"{copy.digest}.json").exists()


@pytest.mark.parametrize("what", ["upload", "browser", "decide", "remove"])
def test_a_contributor_changes_nothing_and_sees_no_sources(
    folder: Folder, login: Login, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skaryna.newsroom import copying

    monkeypatch.setattr(copying, "take", lambda _: pytest.fail("a browser was started"))
    making.published(body=cites(ADDRESS))
    client, key = login("contributor"), row_of().pk
    client.post(f"/sources/{key}/", {"do": what, "dead": "1", "file": upload()})
    client.post("/sources/")
    assert not row_of().copy
    assert not row_of().is_dead
    for address in ("/sources/", f"/sources/{key}/"):
        assert ADDRESS not in client.get(address, follow=True).content.decode()
    assert 'href="/sources/"' not in client.get("/").content.decode()


def test_nothing_changes_by_a_get_and_hostile_words_stay_words(folder: Folder, login: Login) -> None:
    making.published("<script>alert(1)</script>", body=cites("https://a.example/'onclick='alert(1)"))
    client = login("editor")
    key = row_of("https://a.example/'onclick='alert(1)").pk
    for address in (f"/sources/{key}/?do=remove", "/sources/?show=<script>&p=-1", "/sources/?p=999"):
        shown = client.get(address).content.decode()
        assert "<script>alert(1)" not in shown
        assert "'onclick='" not in shown.replace("&#x27;", "")


def checked(answers: dict[str, Told], **more: Any) -> Any:
    from skaryna.newsroom import checking

    slept: list[float] = []
    done = checking.check_all(look=lambda address: answers[address], sleep=slept.append, **more)
    return done, slept


ONE, TWO, OTHER = "https://a.example/1", "https://a.example/2", "https://b.example/"


def test_a_dead_link_is_told_among_the_mistakes_with_whether_there_is_a_copy(folder: Folder, login: Login) -> None:
    making.published("Citing", lead="x", body=cites(ONE, TWO))
    done, _ = checked({ONE: Told("gone", "404"), TWO: Told("alive")})
    assert (done.asked, done.dead) == (2, 1)
    said = text(login("editor").get("/mistakes/?kind=dead+source"))
    assert "a.example/1; there is no copy" in said
    assert "a.example/2" not in said
    shown = login("editor").get("/mistakes/?kind=dead+source").content.decode()
    assert f'<a href="/sources/{row_of(ONE).pk}/">Link and copy</a>' in shown
    listed = text(login("editor").get("/sources/?show=dead"))
    assert "the host says that there is no such page: 404" in listed
    assert TWO not in listed
    checked({ONE: Told("alive"), TWO: Told("alive")}, again=True)
    assert "a.example/1" not in text(login("editor").get("/mistakes/?kind=dead+source"))


def test_a_host_that_was_silent_once_is_not_called_dead(folder: Folder) -> None:
    from skaryna.newsroom import citing

    making.published(body=cites(ONE, OTHER))
    for count in (1, 2, 3):
        checked({ONE: Told("silent"), OTHER: Told("alive")}, again=True)
        assert citing.dead_among([ONE, OTHER]) == ({ONE} if count == citing.FAILURES else set())


def test_a_name_that_led_nowhere_once_is_not_called_dead(folder: Folder) -> None:
    from skaryna.newsroom import citing

    making.published(body=cites(ONE, OTHER))
    for count in (1, 2):
        done, _ = checked({ONE: Told("nowhere"), OTHER: Told("alive")}, again=True)
        assert (citing.dead_among([ONE]), done.dead) == (({ONE}, 1) if count == citing.NAMELESS else (set(), 0))


def test_what_was_checked_lately_is_not_asked_again_and_an_interrupted_check_goes_on(folder: Folder) -> None:
    making.published(body=cites(ONE, TWO, OTHER))

    class Interrupted(Exception): ...

    def stop(at: int, _of: int, _address: str) -> None:
        if at == 2:
            raise Interrupted

    alive = dict.fromkeys((ONE, TWO, OTHER), Told("alive"))
    with pytest.raises(Interrupted):
        checked(alive, step=stop)
    done, _ = checked(alive)
    assert done.asked == 1
    assert checked(alive)[0].asked == 0
    assert checked(alive, again=True)[0].asked == 3


def test_hosts_take_turns_and_one_host_is_not_asked_twice_without_a_pause(folder: Folder) -> None:
    from skaryna.newsroom import checking

    making.published(body=cites(ONE, TWO, OTHER))
    asked: list[str] = []
    _, slept = checked(dict.fromkeys((ONE, TWO, OTHER), Told("alive")), step=lambda _at, _of, each: asked.append(each))
    assert {asked[0], asked[1]} in ({ONE, OTHER}, {TWO, OTHER})
    assert max(slept) > checking.HOST_PAUSE_S * 0.9


def test_where_nobody_answers_this_machine_is_cut_off_and_nothing_is_noted(folder: Folder) -> None:
    hosts = [f"https://h{n}.example/" for n in range(4)]
    making.published(body=cites(*hosts))
    done, _ = checked(dict.fromkeys(hosts, Told("nowhere")))
    assert done.is_cut_off
    assert all(not row_of(each).state for each in hosts)
    done, _ = checked({**dict.fromkeys(hosts, Told("nowhere")), hosts[3]: Told("alive")})
    assert not done.is_cut_off
    assert [row_of(each).state for each in hosts] == ["nowhere", "nowhere", "nowhere", "alive"]


def test_two_checks_at_once_do_not_ask_twice(folder: Folder) -> None:
    from skaryna.errors import BusyError
    from skaryna.outside import files

    making.published(body=cites(ONE))
    with files.lock(folder.root / ".links.lock", doing="checking links"), pytest.raises(BusyError):
        checked({ONE: Told("alive")})


def test_links_are_checked_unasked_only_where_the_settings_say_so(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    import msgspec

    from skaryna.model.settings import Sources
    from skaryna.newsroom import checking

    started: list[int] = []
    monkeypatch.setattr(checking, "start", lambda: started.append(1))
    making.published(body=cites(ONE))
    checking.start_if_due()
    assert started == []
    settings = msgspec.structs.replace(folder.settings, sources=Sources(check_days=7))
    monkeypatch.setattr(checking, "current", lambda: Folder(folder.root, settings))
    checking.start_if_due()
    assert started == [1]
    from skaryna.newsroom.models import CitedSource

    CitedSource.objects.update(checked_at=dt.datetime.now(dt.UTC))
    checking.start_if_due()
    assert started == [1]


def test_the_command_attaches_a_copy_and_lists_what_is_cited(folder: Folder, rows: Rows, tmp_path: Path) -> None:
    from skaryna import newsroom
    from skaryna.errors import SettingsError
    from skaryna.newsroom import copying

    making.published(body=cites(ADDRESS))
    (tmp_path / "a.html").write_text(page())
    copy = copying.read(tmp_path / "a.html", ADDRESS)
    assert newsroom.attach_copy(folder, address=ADDRESS, copy=copy, offered=True) == 1
    told = source_of(rows).copy
    assert told is not None
    assert told.original
    (only,) = newsroom.cited(folder)
    assert (only.address, only.has_copy, only.articles) == (ADDRESS, True, 1)
    with pytest.raises(SettingsError, match="No article cites"):
        newsroom.attach_copy(folder, address="https://never.example/", copy=copy, offered=False)


def test_a_fact_check_is_handed_over_in_the_articles_language(folder: Folder, rows: Rows) -> None:
    making.published(
        "Праверка", language="be", claim="Рака цячэ ўгару", claim_by="Хтосьці", claim_rating=1,
        claim_address="https://s.example/x", claim_day=dt.date(2024, 5, 6),
    )  # fmt: skip
    claim = json.loads(rows()[-1].text)["claim"]
    assert (claim["rating"], claim["by"], claim["day"]) == (1, "Хтосьці", "2024-05-06")
    assert claim["words"] not in {"", "false"}


def test_a_claim_without_a_verdict_is_refused_in_the_form(folder: Folder) -> None:
    from django.core.exceptions import ValidationError

    row = making.article(claim="The river flows upward")
    with pytest.raises(ValidationError, match="no claim without a verdict"):
        row.full_clean()
