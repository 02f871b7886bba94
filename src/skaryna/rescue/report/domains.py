"""The domains that intruders lead to, as CSV for whoever cleans the server. Hostile text; a spreadsheet may open it."""

import csv
import datetime as dt
import io
import re
from collections import Counter

from skaryna.model.inert import inert
from skaryna.rescue.report.story import Story

HEAD = ("domain", "verdict", "campaign", "blocks", "pages", "first_seen", "last_absent", "evidence", "example_page")
MAX_CELL_CHARS = 300
_DOMAIN = re.compile(r"[a-z0-9_][a-z0-9._:-]{0,252}")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def domains_csv(story: Story) -> str:
    """Return a table, one domain of one campaign a line, convicted ones first, the most frequent first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(HEAD)
    for number, campaign in enumerate((*story.sure, *story.open), start=1):
        blocks: Counter[str] = Counter()
        pages: dict[str, set[str]] = {}
        for each in campaign.sightings:
            blocks.update(each.finding.hosts)
            for host in each.finding.hosts:
                pages.setdefault(host, set()).add(each.page)
        for host in campaign.hosts:
            verdict = "intruder" if campaign.sure else "look at it"
            row = (_plain(host), verdict, str(number), str(blocks[host]), str(len(pages[host])), _day(campaign.first_seen),
                   _day(campaign.last_absent), "; ".join(campaign.signals), min(pages[host]))  # fmt: skip
            writer.writerow([row[0], *(cell(text) for text in row[1:])])
    return out.getvalue()


def _plain(host: str) -> str:
    """Return a domain as a server's lists want it; what is none is a dead cell."""
    try:
        name = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return cell(host)
    return name if _DOMAIN.fullmatch(name) else cell(host)


def cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula or a link."""
    flat = " ".join(inert(text).split())[:MAX_CELL_CHARS]
    return f"'{flat}" if flat.startswith(_FORMULA) else flat


def _day(moment: dt.datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""
