"""The report as one file. It can do nothing: no link, no script, no address of anything outside, a policy that says so.

Everything in it that came from a site is hostile: it is made inert and escaped in one place (`dead`).
"""

from collections.abc import Sequence

from skaryna.model.finding import Finding
from skaryna.model.headers import style_source
from skaryna.rescue.report import campaigns, picture, proof, words
from skaryna.rescue.report.dead import dead, ours
from skaryna.rescue.report.story import Inspected, Story
from skaryna.rescue.report.style import STYLE
from skaryna.tongues import Tongue, tongue_of

MAX_PAGES = 300
MAX_NAMED_SITES = 3


def report_html(story: Story, *, title: str, inspected: Sequence[Inspected] = (), language: str = "en") -> str:
    """Return the whole file.

    Args:
        story: What was found.
        title: Of what it tells: a site's address, a folder's name.
        inspected: The files that were looked at.
        language: Of its reader; English where there are no words of it.
    """
    tongue = tongue_of(language)
    policy = f"default-src 'none'; style-src '{style_source(STYLE)}'; base-uri 'none'; form-action 'none'"
    body = "".join(
        (
            _head(story, title, tongue),
            _pictures(story, tongue),
            _what_to_do(story, tongue),
            campaigns.put_in(story, tongue),
            campaigns.to_look_at(story, tongue),
            proof.where_it_went(story, tongue),
            _pages(story, tongue),
            proof.how_to_prove(story, inspected, tongue),
            proof.problems(story, tongue),
            proof.limits(story, tongue),
        )
    )
    called = dead(tongue.say("%(what)s: what happened", what=_site(story, title, tongue)), tongue, 300)
    return (
        f'<!DOCTYPE html>\n<html lang="{tongue.language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">'
        '<meta name="robots" content="noindex"><meta name="format-detection" content="telephone=no,address=no,email=no">'
        f"<title>{called}</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>\n"
    )


def _site(story: Story, title: str, tongue: Tongue) -> str:
    """Say which site it is, as far as its pages tell, and out of what: an editor knows her site, and not its export."""
    named = [site for site in story.sites if site not in title][:MAX_NAMED_SITES]
    return tongue.say("%(site)s (from %(what)s)", site=", ".join(named), what=title) if named else title


def _head(story: Story, title: str, tongue: Tongue) -> str:
    facts = [
        (tongue.say("Pages looked at"), tongue.number(story.pages)),
        (tongue.say("Pages with something of an intruder"), tongue.number(story.infected)),
        (tongue.say("Pieces that were put in"), tongue.number(story.blocks)),
        (tongue.say("Other sites they lead to"), tongue.number(story.hosts)),
        (tongue.say("The first of it came"), words.overall_since(story, tongue) if story.sure else "–"),
        (tongue.say("Pages to look at again"), tongue.number(story.doubtful)),
    ]
    told = "".join(f"<div><dt>{ours(name)}</dt><dd>{ours(value)}</dd></div>" for name, value in facts)
    kicker = tongue.say("Report of an inspection: %(what)s", what=_site(story, title, tongue))
    return (
        f'<p class="kicker">{dead(kicker, tongue, 300)}</p><h1>{ours(words.headline(story, tongue))}</h1>'
        f'<p class="lead">{ours(_lead(story, tongue))}</p><dl class="facts">{told}</dl>'
    )


def _lead(story: Story, tongue: Tongue) -> str:
    if not story.sure:
        if story.open:
            return tongue.say(
                "What is listed below as open is ordinary on honest pages, too. An editor knows at a glance what her own "
                "hands put there."
            )
        return tongue.say("That is no proof that nobody was there: see below what this inspection cannot see.")
    hidden = sum("hidden" in campaign.signals for campaign in story.sure)
    if len(story.sure) > 1:
        whose = tongue.many(
            len(story.sure),
            "It belongs to %(count)s campaign, told apart by where the links lead, how they are wrapped, and when they came.",
            "It belongs to %(count)s campaigns, told apart by where the links lead, how they are wrapped, and when they came.",
        )
    else:
        whose = tongue.say("It is the work of one hand, as far as its links, its form and its time tell.")
    seen = (
        tongue.say("Readers could not see most of it.")
        if hidden * 2 >= len(story.sure)
        else tongue.say("Much of it could be seen by readers.")
    )
    why = tongue.say("Such links are sold: they lift the pages they lead to in search engines, with your good name.")
    return " ".join(filter(None, (whose, seen, words.overall_until(story, tongue), why)))


def _what_to_do(story: Story, tongue: Tongue) -> str:
    if not story.sure:
        return ""
    steps = [
        tongue.say(
            "Keep this file and the copies that it was made from, unchanged: they are your proof (see “How to prove it”)."
        ),
        tongue.say(
            "Close the door before you tidy up: new passwords for everybody, no unknown accounts, updates, no plugin that "
            "nobody needs. What is only deleted comes back."
        ),
        tongue.say(
            "Give whoever cleans the server the list of the other sites (Skaryna writes it with --domains FILE.csv): a file or "
            "a row of the database that names one of them is not yours."
        ),
        *dict.fromkeys(line for campaign in story.sure[:5] for line in words.where_to_look(campaign, tongue)),
        tongue.say("When it is clean, inspect it again, and ask search engines to look again."),
    ]
    told = "".join(f"<li>{ours(step)}</li>" for step in steps)
    return f'<h2>{ours(tongue.say("What to do now"))}</h2><ol class="todo">{told}</ol>'


def _pictures(story: Story, tongue: Tongue) -> str:
    if not (story.sure or story.open):
        return ""
    time = picture.when(story, tongue)
    key = tongue.say(
        "Full colour: copies of these days have it. Faded: it came, or went, some time in between. Each stroke below is a day "
        "of which there is a copy."
    )
    first = f"<figure>{time}<figcaption>{ours(key)}</figcaption></figure>" if time else ""
    whose = (
        tongue.say("A page, and how many pieces that were put in stood in each part of it.")
        if story.sure
        else tongue.say("A page, and how many pieces to look at stood in each part of it.")
    )
    second = f"<figure>{picture.where(story, tongue)}<figcaption>{ours(whose)}</figcaption></figure>"
    return f"<h2>{ours(tongue.say('When and where'))}</h2>{first}{second}"


def _pages(story: Story, tongue: Tongue) -> str:
    on: dict[str, list[int]] = {}
    found: dict[str, list[Finding]] = {}
    for number, campaign in enumerate(story.sure, start=1):
        for page in campaign.pages:
            on.setdefault(page, []).append(number)
        for each in campaign.sightings:
            found.setdefault(each.page, []).append(each.finding)
    if not on:
        return ""
    times = {page: words.briefly(found.get(page, []), tongue) for page in on}
    head = f'<th scope="col">{ours(tongue.say("When copies have it"))}</th>' if any(times.values()) else ""
    rows = "".join(
        f"<tr><td>{dead(page, tongue, 300)}</td><td>{ours(_listed(numbers, tongue))}</td>"
        + (f"<td>{ours(times[page] or tongue.say('not dated'))}</td></tr>" if head else "</tr>")
        for page, numbers in sorted(on.items())[:MAX_PAGES]
    )
    rest = campaigns.left(len(on) - MAX_PAGES, "… and %(count)s more page.", "… and %(count)s more pages.", tongue)
    return (
        f'<h2>{ours(tongue.say("Which pages"))}</h2><table><thead><tr><th scope="col">{ours(tongue.say("Page"))}</th>'
        f'<th scope="col">{ours(tongue.say("Campaign"))}</th>{head}</tr></thead><tbody>{rows}</tbody></table>{rest}'
    )


def _listed(numbers: Sequence[int], tongue: Tongue) -> str:
    return ", ".join(map(tongue.number, numbers[:12])) + ("…" if len(numbers) > 12 else "")
