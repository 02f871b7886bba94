"""Pages made up for tests: an article in parts, put together as a scraper or a browser would leave it."""

from pathlib import Path

from skaryna.model import Rescued
from skaryna.rescue import rescue

PARAGRAPHS = [
    "The mill at Zhoravina stood still for eleven years before anybody asked who owned the river. The question came up "
    "at a meeting about street lamps, and nobody could answer it.",
    "According to the land register the water belongs to the district, the wheel to a cooperative that was dissolved in "
    "1994, and the ground under both to a man who emigrated and has not been heard of since.",
    "His cousin, who keeps bees on the bank, was asked to sign for him. She read the paper twice and put it under a hive. "
    "It is still there, she says, and the bees have had no complaints.",
    "In the spring the wheel was freed with a crowbar by three pupils of the evening school, who wanted to see whether "
    "it would turn. It turned for four days, and the lamps of the school were lit by it.",
    "On the fifth day an inspector came, measured the light, and wrote down that it was unlicensed. The pupils asked him "
    "to stay until it got dark, so that he could see what he was forbidding.",
]
HEADINGS = ["Who Owns the River", "Four Days of Light"]
TITLE = "The Unlicensed Light of Zhoravina"
LEAD = (
    "Three pupils freed an old mill wheel and lit their school with it. Then an inspector came and measured the light."
)

CYRILLIC = [
    "Млын у Жоравіне стаяў адзінаццаць гадоў, пакуль хтосьці не спытаў, каму належыць рака. Пытанне ўзнікла на сходзе, "
    "дзе гаварылі пра вулічныя ліхтары, і адказаць на яго ніхто не змог.",
    "Паводле рэестра вада належыць раёну, кола — каапératыву, які распусцілі ў 1994 годзе, а зямля пад імі — чалавеку, "
    "які з’ехаў, і больш пра яго нічога не чулі.".replace("é", "е").replace("rat", "рат"),
    "Яго стрыечная сястра, якая трымае на беразе пчол, мусіла падпісаць паперу за яго. Яна прачытала яе двойчы і паклала "
    "пад вулей. Папера ляжыць там дагэтуль, і пчолы не скардзяцца.",
    "Увесну трое вучняў вячэрняй школы вызвалілі кола ломам, бо хацелі паглядзець, ці будзе яно круціцца. Яно круцілася "
    "чатыры дні, і святло ў школе было ад яго.",
]


def scrape(
    *, top: str = "", title: str = TITLE, teaser: bool = False, body: list[str] | None = None, end: str = ""
) -> str:
    """Return a text scrape: parts with empty lines between."""
    told = body or [PARAGRAPHS[0], PARAGRAPHS[1], HEADINGS[0], PARAGRAPHS[2], HEADINGS[1], *PARAGRAPHS[3:]]
    first = f"{PARAGRAPHS[0][:120].rsplit(' ', 1)[0]}... More..." if teaser else ""
    return "\n\n".join(filter(None, [top, title, first, *told, end]))


def page(*, body: str = "", head: str = "", before: str = "", after: str = "", tail: str = "", styles: str = "") -> str:
    """Return a saved page as a common theme writes it."""
    told = body or "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} – The Bank</title>'
        f'<link rel="canonical" href="https://bank.example/2018/05/12/unlicensed-light/">'
        f'<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="The Bank">'
        f'<meta property="article:published_time" content="2018-05-12T07:00:00+00:00"><style>{styles}</style>{head}</head>'
        '<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/law/">Law</a></li></ul></nav></header>'
        f'<main><article><h1>{TITLE}</h1><p class="byline">By <a rel="author" href="/a/">Vera Stone</a></p>{before}'
        f'<div class="entry-content">{told}</div>{after}</article></main>'
        '<aside class="sidebar"><h2>Recent posts</h2><ul><li><a href="/x/">A bridge of one plank</a></li></ul></aside>'
        f"<footer><p>© The Bank</p></footer></body></html>{tail}"
    )


def rescued(tmp_path: Path, content: str | bytes, name: str = "page.txt") -> Rescued:
    """Rescue one source."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (found,) = rescue([path])
    return found


def intruders(found: Rescued) -> list[str]:
    return [finding.text for finding in found.quarantine if finding.kind == "intruder"]


def everything(found: Rescued) -> str:
    """Return all words that a rescue accounts for."""
    parts = [finding.text for finding in found.quarantine]
    if found.draft:
        draft = found.draft
        parts += [draft.title, draft.lead, draft.text, *(topic.name for topic in draft.topics)]
        parts += [f"{byline.name} {byline.bio}" for byline in draft.bylines]
    return "\n".join(parts)
