"""Screens of campaigns: what one intruder did to the whole site, decided on together."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages

from skaryna.model import finding as values
from skaryna.model.campaign import Campaign, Sighting, campaigns_of
from skaryna.newsroom import deciding
from skaryna.newsroom.inert import excerpt, inert
from skaryna.newsroom.models import Finding
from skaryna.newsroom.sentences import in_words, place_in_words

MAX_FINDINGS = 20_000
MAX_SHOWN = 100
MAX_HOSTS = 40
CAMPAIGNS_A_PAGE = 20
MAX_CHARS = 5_000
_COLUMNS = (
    "pk", "kind", "reason", "signals", "text", "markup", "links", "hosts", "place", "first_seen", "last_absent",
    "source__name",
)  # fmt: skip
_DECISIONS = {"keep": deciding.keep_out, "release": deciding.release, "undo": deciding.undo}


def current_campaigns() -> tuple[Campaign, ...]:
    """Return all campaigns, waiting and decided, the largest first. The newest findings alone, where there are many."""
    rows = Finding.objects.filter(kind__in=("intruder", "unsure")).order_by("-pk").values(*_COLUMNS)[:MAX_FINDINGS]
    return campaigns_of(_sighting(row) for row in rows)


def _sighting(row: dict[str, Any]) -> Sighting:
    finding = values.Finding(
        kind=row["kind"],
        reason=row["reason"],
        signals=tuple(row["signals"]),
        text=row["text"][:MAX_CHARS],
        markup=row["markup"][:MAX_CHARS],
        links=tuple(row["links"]),
        hosts=tuple(row["hosts"]),
        place=row["place"],
        first_seen=row["first_seen"],
        last_absent=row["last_absent"],
    )
    return Sighting(row["pk"], row["source__name"], finding)


def _told(campaign: Campaign, states: dict[int, str]) -> dict[str, Any]:
    """Return what the templates show of a campaign; every word from outside is inert."""
    counts = {state: 0 for state, _label in Finding.State.choices}
    for each in campaign.sightings:
        counts[states.get(each.number, Finding.State.HELD)] += 1
    return {
        "key": campaign.key,
        "hosts": [inert(host) for host in campaign.hosts[:MAX_HOSTS]],
        "more_hosts": max(0, len(campaign.hosts) - MAX_HOSTS),
        "blocks": len(campaign.sightings),
        "pages": len(campaign.pages),
        "sure": campaign.sure,
        "places": [(inert(place_in_words(place)), count) for place, count in campaign.places[:6]],
        "example": excerpt(campaign.sightings[0].finding.text or campaign.sightings[0].finding.markup),
        "reason": inert(in_words(campaign.sightings[0].finding.reason)),
        "first_seen": campaign.first_seen,
        "last_absent": campaign.last_absent,
        "held": counts[Finding.State.HELD],
        "kept": counts[Finding.State.KEPT_OUT],
        "released": counts[Finding.State.RELEASED],
    }


def _states(campaigns: list[Campaign]) -> dict[int, str]:
    numbers = [each.number for campaign in campaigns for each in campaign.sightings]
    return dict(Finding.objects.filter(pk__in=numbers).values_list("pk", "state"))


class CampaignsView(View):
    """The list, the largest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(current_campaigns(), CAMPAIGNS_A_PAGE).get_page(request.GET.get("p"))
        states = _states(list(page.object_list))
        context = {
            "campaigns": [_told(campaign, states) for campaign in page.object_list],
            "page": page,
            "header_title": _t("Campaigns"),
        }
        return render(request, "newsroom/campaigns.html", context)


class CampaignView(View):
    """One campaign: its findings, and the decisions on all of them."""

    def get(self, request: HttpRequest, key: int) -> HttpResponse:
        campaign = _named(key)
        numbers = [each.number for each in campaign.sightings]
        rows = Finding.objects.filter(pk__in=numbers[:MAX_SHOWN]).select_related("article", "source")
        context = {
            "campaign": _told(campaign, _states([campaign])),
            "findings": [(row, excerpt(row.text or row.markup), inert(row.source.name)) for row in rows],
            "more": max(0, len(numbers) - MAX_SHOWN),
            "header_title": _t("Campaign"),
        }
        return render(request, "newsroom/campaign.html", context)

    def post(self, request: HttpRequest, key: int) -> HttpResponse:
        decide = _DECISIONS.get(request.POST.get("decision", ""))
        if decide is None:
            return redirect("quarantine:campaign", key)
        numbers = [each.number for each in _named(key).sightings]
        rows = list(Finding.objects.filter(pk__in=numbers).select_related("article"))
        done, refused = decide(rows, user=request.user)
        said = ngettext("%(count)s passage was decided on.", "%(count)s passages were decided on.", done)
        messages.success(request, said % {"count": done} + " " + _t("Nothing is published by it."))
        for reason in refused:
            messages.warning(request, reason)
        if len(rows) > deciding.MAX_AT_ONCE:
            messages.warning(request, _t("There are more; press again for the next ones."))
        return redirect("quarantine:campaign", key)


def _named(key: int) -> Campaign:
    for campaign in current_campaigns():
        if any(each.number == key for each in campaign.sightings):
            return campaign
    raise Http404
