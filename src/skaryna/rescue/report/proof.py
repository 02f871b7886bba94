"""The report's chapters for whoever doubts it: where everything went, the files, how to look again, what it cannot see."""

from collections.abc import Sequence

from skaryna import __version__
from skaryna.model.tally import FATES, Amount
from skaryna.rescue.report.campaigns import left
from skaryna.rescue.report.dead import dead, ours
from skaryna.rescue.report.story import Inspected, Story
from skaryna.tongues import Tongue, in_words

MAX_PROBLEMS = 200


def _(form: str) -> str:
    """Mark a form for the catalogues."""
    return form


_FATES = {
    "content": _("Content: it stands in the articles"),
    "house": _("House: the former site’s own menus, widgets, counters, appeals, scripts"),
    "duplicate": _("Told twice: it stands in the articles once"),
    "quarantine": _("Quarantine: an intruder’s"),
    "residue": _("Left over: none of these for certain, kept for an editor"),
}
_COUNTED = {"words": _("Words"), "links": _("Links"), "pictures": _("Pictures"), "scripts": _("Scripts")}
_OF_FILES = (
    _(
        "These files were looked at. Their fingerprints (SHA-256) change with every letter: who has files with the same ones has "
        "the same files. Of a folder it is the fingerprint of the sorted list that sha256sum writes of it."
    ),
    _(
        "Anybody can take a file’s fingerprint: with sha256sum FILE on Linux, shasum -a 256 FILE on a Mac, "
        "certutil -hashfile FILE SHA256 on Windows."
    ),
    _(
        "Nothing here depends on a day, a person or a computer: Skaryna %(version)s finds the same in these files again, "
        "letter for letter. Let somebody whom the other side trusts do it."
    ),
    _(
        "Copies that a public web archive made are better witnesses than your own: nobody can say that you wrote them. "
        "Name their addresses and days."
    ),
    _(
        "Give the fingerprints to somebody else today, on paper or by letter: that proves later that nothing was added since."
    ),
)
_OF_A_SITE = (
    _(
        "The site itself was asked, and nothing of its answers was kept but what stands here. It may answer otherwise tomorrow: "
        "have a public web archive make copies of the pages named below today, and save them yourself as files."
    ),
    _(
        "Then inspect these copies in the same way: of files this report names the fingerprints, and anybody can look again."
    ),
)


def where_it_went(story: Story, tongue: Tongue) -> str:
    """Return the law of conservation in numbers; "" where only the detector ran."""
    if story.tally is None:
        return ""
    tally = story.tally
    rows = "".join(_row(tongue.say(_FATES[fate]), getattr(tally, fate), tongue) for fate in FATES)
    together = _row(tongue.say("Together"), tally.told, tongue, is_sum=True)
    heads = "".join(f'<th scope="col" class="n">{ours(tongue.say(each))}</th>' for each in _COUNTED.values())
    caption = tongue.many(story.counted, "Of %(count)s page", "Of %(count)s pages")
    other = tongue.say(
        "Of each page the best copy was taken, and is counted here. What stood only in other copies is told above, and in none "
        "of these sums."
    )
    elsewhere = any(", in the copy of" in place for each in (*story.sure, *story.open) for place, _count in each.places)
    return (
        f"<h2>{ours(tongue.say('Where everything went'))}</h2>{f'<p>{ours(other)}</p>' if elsewhere else ''}"
        f'<table class="counts"><caption>{ours(caption)}</caption><thead><tr><th scope="col">{ours(tongue.say("Place"))}</th>'
        f"{heads}</tr></thead><tbody>{rows}{together}</tbody></table>{_law(story, tally.came.signs, tongue)}"
    )


def _row(name: str, amount: Amount, tongue: Tongue, *, is_sum: bool = False) -> str:
    cells = "".join(f'<td class="n">{ours(tongue.number(getattr(amount, each)))}</td>' for each in _COUNTED)
    return f'<tr{" class=sum" if is_sum else ""}><th scope="row">{ours(name)}</th>{cells}</tr>'


def _law(story: Story, signs: int, tongue: Tongue) -> str:
    if not story.unaccounted:
        said = tongue.many(
            signs,
            "Nothing was lost and nothing invented: the %(count)s letter or sign that came in, and every link, picture and "
            "script, are in exactly one of these places.",
            "Nothing was lost and nothing invented: the %(count)s letters and signs that came in, and every link, picture and "
            "script, are in exactly one of these places.",
        )
        return f'<p class="good">{ours(said)}</p>'
    lost = "".join(
        f"<li>{dead(source, tongue)}: {ours(_amounts(off, tongue))}</li>"
        for source, off in story.unaccounted[:MAX_PROBLEMS]
    )
    said = tongue.say("The sum is not what came in. Do not trust this run; report it as a fault.")
    return f'<p class="bad">{ours(said)}</p><ul class="plain">{lost}</ul>'


def _amounts(off: Amount, tongue: Tongue) -> str:
    """Say how much has no place, or has two."""
    named = (
        (off.signs, tongue.say("characters: %(count)s", count=_signed(off.signs, tongue))),
        (off.links, tongue.say("links: %(count)s", count=_signed(off.links, tongue))),
        (off.pictures, tongue.say("pictures: %(count)s", count=_signed(off.pictures, tongue))),
        (off.scripts, tongue.say("scripts: %(count)s", count=_signed(off.scripts, tongue))),
    )
    return ", ".join(said for count, said in named if count)


def _signed(count: int, tongue: Tongue) -> str:
    return f"{'+' if count > 0 else '−'}{tongue.number(abs(count))}"


def how_to_prove(story: Story, inspected: Sequence[Inspected], tongue: Tongue) -> str:
    """Say how anybody can see for themselves that the report is true of these very files; of a site, how to get some."""
    if not inspected and not (story.sure or story.open):
        return ""
    steps = _OF_FILES if inspected else _OF_A_SITE
    told = "".join(f"<li>{ours(tongue.say(step, version=__version__))}</li>" for step in steps)
    head = f"<h2>{ours(tongue.say('How to prove it'))}</h2>"
    return f'{head}<ul class="plain">{told}</ul>{_files(inspected, tongue) if inspected else ""}'


def _files(inspected: Sequence[Inspected], tongue: Tongue) -> str:
    rows = "".join(
        f"<tr><td>{dead(each.name, tongue, 300)}</td><td>{ours(_size(each, tongue))}</td>"
        f'<td class="hash">{dead(each.digest, tongue, 64)}</td></tr>'
        for each in inspected[:MAX_PROBLEMS]
    )
    return (
        f'<table class="proof"><thead><tr><th scope="col">{ours(tongue.say("What"))}</th>'
        f'<th scope="col">{ours(tongue.say("How much"))}</th><th scope="col">SHA-256</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _size(each: Inspected, tongue: Tongue) -> str:
    files = tongue.many(each.files, "%(count)s file", "%(count)s files")
    return f"{files}, {tongue.many(each.size, '%(count)s byte', '%(count)s bytes')}"


def problems(story: Story, tongue: Tongue) -> str:
    """Return what could not be read, and why."""
    if not story.problems:
        return ""
    told = "".join(
        f"<li>{dead(source, tongue, 300)}: {dead(in_words(why, tongue), tongue)}</li>"
        for source, why in story.problems[:MAX_PROBLEMS]
    )
    rest = left(
        len(story.problems) - MAX_PROBLEMS, "… and %(count)s more source.", "… and %(count)s more sources.", tongue
    )
    return (
        f'<h2>{ours(tongue.say("What gave no article or could not be read"))}</h2><ul class="plain">{told}</ul>{rest}'
    )


def limits(story: Story, tongue: Tongue) -> str:
    """Say how this was told, and what it cannot see."""
    dated = _dated(story, tongue)
    lines = (
        tongue.say(
            "Each piece is judged by what it is, not by whether anybody likes it: two independent kinds of evidence, or "
            "plain hiding together with a link to another site. One kind alone is only shown."
        ),
        tongue.say(
            "A single visible link in ordinary words, woven into a sentence, cannot be told from an editor’s own."
        ),
        tongue.say("Only what is in these copies was seen. A back door in the server’s files is in none of them."),
        dated,
        tongue.say(
            "Made by Skaryna %(version)s. Addresses are written hxxp, so that nobody follows one by mistake.",
            version=__version__,
        ),
    )
    told = "".join(f"<li>{ours(line)}</li>" for line in lines)
    return f'<h2>{ours(tongue.say("How this was told, and what it cannot see"))}</h2><ul class="plain">{told}</ul>'


def _dated(story: Story, tongue: Tongue) -> str:
    if not story.copies:
        return tongue.say("None of the copies says when it was made, so nothing here says since when.")
    first, last = tongue.day(story.copies[0]), tongue.day(story.copies[-1])
    if len(story.copies) == 1:
        return tongue.say("All copies at hand were made on %(day)s.", day=first)
    return tongue.many(
        len(story.copies),
        "Copies at hand: %(count)s time between %(first)s and %(last)s.",
        "Copies at hand: %(count)s times between %(first)s and %(last)s.",
        first=first,
        last=last,
    )
