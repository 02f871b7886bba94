"""Lines that are not the newsroom's: judged one by one, in runs, and at the end of honest lines."""

from collections import Counter

from skaryna.rescue import speech
from skaryna.rescue.intruders.lexicon import trades_in
from skaryna.rescue.judge import judge
from skaryna.rescue.passage import Passage, Surroundings, Verdict, passage, words_of
from skaryna.rescue.plaintext.lines import is_bio_at
from skaryna.rescue.plaintext.sheet import Sheet
from skaryna.rescue.scripts import script_of
from skaryna.rescue.structure import bylines, leads, prose

MAX_JUDGED_CHARS = 20_000
MIN_TRADE_LINES = 3
MIN_RUN = 4
MAX_RUN_WORDS = 6


def surroundings(sheet: Sheet, language: str) -> Surroundings:
    """Describe the page to the judge: its language, its letters, its trades."""
    said = [
        line.text
        for line in sheet.lines
        if prose.is_prose(line.text) and speech.function_share(words_of(line.text)) > 0.15
    ]
    trades: Counter[str] = Counter()
    for text in said:
        trades.update(trades_in(text[:MAX_JUDGED_CHARS]).keys())
    return Surroundings(
        language=language,
        script=script_of("\n".join(said) or "\n".join(line.text for line in sheet.lines)),
        vocabulary=sheet.site.vocabulary,
        commonest=sheet.site.commonest,
        about=frozenset(trade for trade, count in trades.items() if count >= MIN_TRADE_LINES),
    )


def find_intruders(sheet: Sheet, language: str) -> None:
    """Judge each line, then runs of short lines together, then what is glued to the end of an honest line."""
    around = surroundings(sheet, language)
    end = _end_of_page(sheet)
    for at in sheet.open():
        line = sheet.lines[at]
        verdict = judge(_passage(line.text, is_after_end=at > end), around)
        if verdict and verdict.kind == "intruder":
            sheet.name(at, "intruder", verdict)
        elif glued := _glued(line.text, around, is_after_end=at >= end):
            sheet.cuts[at] = glued[:2]
            sheet.verdict[at] = glued[2]
        elif verdict and at > end:
            sheet.name(at, "unsure", verdict)
        elif verdict and verdict.signals != ("foreign words",) and not bylines.is_bio_line(line.text):
            sheet.marks.append(f"{line.place.capitalize()} may not be the newsroom's: {verdict.reason} It was kept.")
    for run in _runs(sheet):
        joined = " ".join(sheet.lines[at].text for at in run)
        verdict = judge(_passage(joined, is_after_end=run[0] > end), around)
        if verdict and verdict.kind == "intruder" and {"lexicon", "repetition"} & set(verdict.signals):
            for at in run:
                sheet.name(at, "intruder", verdict)


def _passage(text: str, *, is_after_end: bool) -> Passage:
    return passage(text[:MAX_JUDGED_CHARS], is_after_end=is_after_end)


def _end_of_page(sheet: Sheet) -> int:
    """Return the line after which nothing of the article can come: the last counter, bio or copyright line, if no
    prose follows it; else the last line.
    """
    last = len(sheet.lines)
    for at in range(len(sheet.lines) - 1, -1, -1):
        text = sheet.lines[at].text
        if speech.reads(text) is not None or text[:1] == "©" or is_bio_at(sheet.lines, at):
            return at
        if prose.is_prose(text) and speech.function_share(words_of(text)) > 0.15:
            return last
    return last


def _glued(text: str, around: Surroundings, *, is_after_end: bool) -> tuple[str, str, Verdict] | None:
    """Return an honest beginning, a foreign end and why, where a scraper glued the two to one line."""
    pieces = leads.sentences(text) if len(text) <= MAX_JUDGED_CHARS else []
    head, tail = "".join(pieces[:-1]), pieces[-1] if pieces else ""
    counter = _counter_head(text)
    if counter:
        head, tail = counter, text[len(counter) :]
    if not head.strip() or len(words_of(tail)) < 5:
        return None
    verdict = judge(_passage(tail, is_after_end=is_after_end or bool(counter)), around)
    return (head.strip(), tail.strip(), verdict) if verdict and verdict.kind == "intruder" else None


def _counter_head(text: str) -> str:
    """Return "509 reads" of "509 reads and much more"; "" where the line does not begin with a counter."""
    words = text.split(" ", 3)
    head = " ".join(words[:2])
    return head if len(words) > 3 and speech.reads(head) is not None else ""


def _runs(sheet: Sheet) -> list[list[int]]:
    """Return stretches of at least four touching short lines: a scraper's way to print a row of links."""
    runs: list[list[int]] = [[]]
    for at, line in enumerate(sheet.lines):
        if at not in sheet.role and len(line.text.split()) <= MAX_RUN_WORDS and line.text[-1:] not in ".?!…:":
            runs[-1].append(at)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) >= MIN_RUN]
