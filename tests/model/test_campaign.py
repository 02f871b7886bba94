"""Findings grouped into campaigns: same sites, same words, same form, same time."""

import datetime as dt
import random

from hypothesis import given
from hypothesis import strategies as st

from skaryna.model import Finding
from skaryna.model.campaign import Sighting, campaigns_of, is_suspect

DAY = dt.datetime(2021, 3, 4, tzinfo=dt.UTC)


def sighting(number: int, page: str = "p", *, hosts: tuple[str, ...] = (), **known: object) -> Sighting:
    values = {"kind": "intruder", "reason": "r", "text": f"words of {number} only", "signals": ("hidden",), **known}
    return Sighting(number, page, Finding(hosts=hosts, **values))  # type: ignore[arg-type]


def numbers(sightings: list[Sighting]) -> list[list[int]]:
    return [[each.number for each in campaign.sightings] for campaign in campaigns_of(sightings)]


def test_what_leads_to_the_same_site_belongs_together() -> None:
    found = [
        sighting(1, "a", hosts=("x.example",), place="in the footer"),
        sighting(2, "b", hosts=("x.example", "y.example"), place="in the article"),
        sighting(3, "c", hosts=("y.example",), place="after </html>"),
        sighting(4, "d", hosts=("z.example",), place="in the comments"),
    ]
    assert numbers(found) == [[1, 2, 3], [4]]
    (first, _) = campaigns_of(found)
    assert first.hosts == ("x.example", "y.example")
    assert first.pages == ("a", "b", "c")


def test_what_is_wrapped_in_the_same_odd_way_belongs_together_wherever_it_leads() -> None:
    odd = '<div style="position:absolute;left:-12623px"><a>x</a></div>'
    found = [
        sighting(1, hosts=("x.example",), markup=odd, place="in the footer"),
        sighting(2, hosts=("y.example",), markup=odd, place="in the article"),
        sighting(3, hosts=("z.example",), markup='<div style="left:-999px">', place="in the article"),
    ]
    assert numbers(found) == [[1, 2], [3]]


def test_the_same_form_years_later_is_another_campaign() -> None:
    odd = '<div style="left:-12623px">'
    found = [
        sighting(1, hosts=("x.example",), markup=odd, first_seen=DAY),
        sighting(2, hosts=("y.example",), markup=odd, first_seen=DAY + dt.timedelta(days=20)),
        sighting(3, hosts=("z.example",), markup=odd, first_seen=DAY + dt.timedelta(days=700)),
    ]
    assert numbers(found) == [[1, 2], [3]]


def test_a_campaign_tells_the_first_copy_that_has_it() -> None:
    found = [
        sighting(1, hosts=("x.example",), first_seen=DAY + dt.timedelta(days=9)),
        sighting(2, hosts=("x.example",), first_seen=DAY, last_absent=DAY - dt.timedelta(days=3)),
    ]
    (one,) = campaigns_of(found)
    assert (one.first_seen, one.last_absent) == (DAY, DAY - dt.timedelta(days=3))


def test_the_house_s_own_and_what_is_left_over_belong_to_nobody() -> None:
    assert not is_suspect(Finding(kind="house", reason="r", text="menu"))
    assert not is_suspect(Finding(kind="unsure", reason="r", text="t", signals=("left out",)))
    assert is_suspect(Finding(kind="unsure", reason="r", text="t", signals=("strange link",)))


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 3), st.booleans()), max_size=25), st.randoms()
)
def test_each_suspect_is_in_exactly_one_campaign_in_whatever_order(
    made: list[tuple[str, int, bool]], dice: random.Random
) -> None:
    found = [
        sighting(at, page, hosts=(f"{host}.example",) if host else (), kind="intruder" if sure else "house")
        for at, (page, host, sure) in enumerate(made)
    ]
    told = numbers(found)
    assert sorted(number for group in told for number in group) == [at for at, each in enumerate(made) if each[2]]
    dice.shuffle(found)
    assert numbers(found) == told
