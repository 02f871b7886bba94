"""Many copies of a page over time: the newest clean one, and since when an intruder was there."""

from pathlib import Path

from skaryna.model import Rescued
from skaryna.rescue import copies, rescue
from skaryna.rescue.scanning import MAX_COPIES, scan
from skaryna.rescue.spool import Spool
from tests.rescue.archives.making import ADDRESS, Archive, day
from tests.rescue.remains import PARAGRAPHS, page

HIDDEN = '<div style="display:none"><a href="http://plivo.example/a">narek soltimo dranta</a></div>'
VISIBLE = (
    '<p><a href="http://plivo.example/a">narek soltimo</a> <a href="http://plivo.example/b">vorlik besku</a> '
    '<a href="http://timaro.example/">kelvo noska</a> <a href="http://timaro.example/c">primeto vasku</a></p>'
)


def told(tmp_path: Path, *bodies: tuple[str, int]) -> Rescued:
    made = Archive()
    for html, when in bodies:
        made.add(html, day(when))
    (found,) = rescue([made.write(tmp_path / "site.warc.gz")])
    return found


def intruders(found: Rescued) -> list[tuple[str, object, object]]:
    return [(each.place, each.first_seen, each.last_absent) for each in found.quarantine if each.kind == "intruder"]


def test_the_newest_clean_copy_is_the_article_and_the_intruder_is_dated(tmp_path: Path) -> None:
    found = told(tmp_path, (page(), 0), (page(), 30), (page(after=HIDDEN), 60), (page(after=HIDDEN), 90))
    assert found.draft is not None
    assert found.copies == (day(0), day(30), day(60), day(90))
    assert "plivo" not in found.draft.text
    assert any(
        "copy of 2020-01-31, one of 4. Newer copies have what an intruder put in" in m for m in found.draft.marks
    )
    assert intruders(found) == [("in the article, in the copy of 2020-03-31", day(60), day(30))] or intruders(
        found
    ) == [("in the article", day(60), day(30))]
    assert found.original.startswith(b"<!DOCTYPE html>")


def test_a_page_that_was_cleaned_again_is_taken_as_it_is_now(tmp_path: Path) -> None:
    newer = page(
        body="".join(f"<p>{each}</p>" for each in [*PARAGRAPHS, "It was cleaned on a Sunday, by all of us at once."])
    )
    found = told(tmp_path, (page(), 0), (page(after=HIDDEN), 60), (newer, 90))
    assert found.draft is not None
    assert "cleaned on a Sunday" in found.draft.text
    ((place, first, last),) = intruders(found)
    assert "in the copy of 2020-03-01" in place
    assert (first, last) == (day(60), day(0))
    (finding,) = (each for each in found.quarantine if each.kind == "intruder")
    assert (finding.last_seen, finding.gone_by) == (day(60), day(90))


def test_where_no_copy_is_clean_the_newest_is_cleaned(tmp_path: Path) -> None:
    found = told(tmp_path, (page(after=HIDDEN), 0), (page(after=HIDDEN, before="<p>x</p>"), 50))
    assert found.draft is not None
    assert "2020-02-20" in " ".join(found.draft.marks)
    assert intruders(found) == [("in the article", day(0), None)]


def test_visible_links_that_came_later_are_an_intruder_s(tmp_path: Path) -> None:
    lone = told(tmp_path, (page(after=VISIBLE.replace("narek soltimo", "The Oak Fund")), 0))
    assert lone.draft is not None
    found = told(tmp_path, (page(), 0), (page(after=VISIBLE), 60))
    (one,) = [each for each in found.quarantine if each.kind == "intruder"]
    assert "added later" in one.signals
    assert (one.first_seen, one.last_absent) == (day(60), day(0))


def test_an_editor_s_later_link_stays(tmp_path: Path) -> None:
    later = f'<p>{PARAGRAPHS[0]} <a href="https://river.example/law">The law was changed since</a>, says the mayor.</p>'
    body = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    found = told(tmp_path, (page(body=body), 0), (page(body=body + later), 60))
    assert found.draft is not None
    assert "https://river.example/law" in found.draft.links
    assert intruders(found) == []


def test_scan_tells_it_too_and_only_dated_copies_of_one_address_belong_together(tmp_path: Path) -> None:
    made = Archive().add(page(), day(0)).add(page(after=HIDDEN), day(60)).add(page(), day(3), f"{ADDRESS}other/")
    made.write(tmp_path / "site.warc.gz")
    with Spool() as spool:
        found = list(scan(copies([tmp_path], spool)))
    assert [len(each.copies) for each in found] == [2, 1]
    (finding,) = found[0].quarantine
    assert (finding.first_seen, finding.last_absent) == (day(60), day(0))


def test_hundreds_of_copies_are_thinned_and_the_oldest_and_newest_stay(tmp_path: Path) -> None:
    made = Archive()
    for number in range(MAX_COPIES + 60):
        made.add(page(after=HIDDEN if number > 200 else "", before=f"<p>{number}</p>"), day(number))
    made.write(tmp_path / "site.warc.gz")
    with Spool() as spool:
        (found,) = scan(copies([tmp_path], spool))
    assert len(found.copies) == MAX_COPIES
    assert (found.copies[0], found.copies[-1]) == (day(0), day(MAX_COPIES + 59))
    (finding,) = [each for each in found.quarantine if each.kind == "intruder"]
    assert finding.last_absent is not None
    assert finding.first_seen is not None
    assert finding.first_seen > finding.last_absent


def test_a_page_that_was_lost_later_is_taken_from_the_copy_that_has_its_article(tmp_path: Path) -> None:
    lost = "<!DOCTYPE html><html><head><title>Gone</title></head><body>Nothing is here any more.</body></html>"
    found = told(tmp_path, (page(), 0), (lost, 60))
    assert found.draft is not None
    assert PARAGRAPHS[0][:40] in found.draft.text
    assert found.draft.held == ""
