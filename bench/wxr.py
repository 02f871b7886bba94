"""How fast, and in how much memory, a WordPress export is read: a synthetic one of any size.

    python bench/wxr.py [MEGABYTES] [--keep FILE]

It prints megabytes a second, records a second and the largest memory. The export has articles of 300 to 1,500 words,
comments, attachments, a few intruders' links and a few broken bytes.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

HEAD = b"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Bench</title>
<link>https://old.example</link><language>en</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://old.example</wp:base_site_url><wp:author><wp:author_login>ann</wp:author_login>
<wp:author_display_name><![CDATA[Ann River]]></wp:author_display_name></wp:author>
"""
SMALL = "the of and to in a is that for it was with not on he as be by at from".split()  # noqa: SIM905
WORDS = [
    *SMALL,
    *SMALL,
    *"river ferry bridge town council said people court law letter teacher school language winter night paper press".split(),  # noqa: SIM905
    *"reader editor market road station minister answer question water field story year day house village north".split(),  # noqa: SIM905
]


def article(number: int, dice: random.Random) -> bytes:
    paragraphs = []
    for _ in range(dice.randint(6, 25)):
        words = [*dice.choices(WORDS, k=dice.randint(40, 70)), f"w{dice.randint(0, 30_000)}"]
        paragraphs.append((" ".join(words)).capitalize() + ".")
    if number % 50 == 0:
        paragraphs.insert(
            2, '<div style="display:none"><a href="https://casino.example/x">best casino bonus slots</a></div>'
        )
    if number % 3 == 0:
        paragraphs[1] += f' <a href="https://other.example/{number}">a source</a>'
    body = "\n\n".join(paragraphs)
    comments = "".join(
        f"<wp:comment><wp:comment_author>Reader {n}</wp:comment_author><wp:comment_author_email>r{n}@mail.example</wp:comment_author_email>"
        f"<wp:comment_content><![CDATA[{' '.join(dice.choices(WORDS, k=30))}]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>"
        for n in range(dice.randint(0, 4))
    )
    text = (
        f"<item><title>Story {number} of the ferry</title><link>https://old.example/2019/03/{number}/</link>"
        f"<dc:creator>ann</dc:creator><guid>https://old.example/?p={number}</guid><content:encoded><![CDATA[{body}]]></content:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>2019-03-09 10:00:00</wp:post_date_gmt><wp:post_name>story-{number}</wp:post_name>"
        f"<wp:status>publish</wp:status><wp:post_type>post</wp:post_type><category domain='category'><![CDATA[Law]]></category>{comments}</item>\n"
    ).encode()
    return text.replace(b" court ", b" co\x01urt ", 1) if number % 100 == 0 else text


def attachment(number: int) -> bytes:
    return (
        f"<item><title>Picture {number}</title><guid>https://old.example/?a={number}</guid><wp:post_id>{number + 10_000_000}</wp:post_id>"
        f"<wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status><wp:attachment_url>https://old.example/up/{number}.jpg</wp:attachment_url></item>\n"
    ).encode()


def make(path: Path, megabytes: int) -> int:
    dice = random.Random(7)
    count = 0
    with path.open("wb") as stream:
        stream.write(HEAD)
        while stream.tell() < megabytes * 1_000_000:
            count += 1
            stream.write(article(count, dice))
            if count % 2:
                stream.write(attachment(count))
        stream.write(b"</channel></rss>\n")
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("megabytes", nargs="?", type=int, default=50)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    from skaryna.rescue import rescue

    with tempfile.TemporaryDirectory() as folder:
        path = asked.keep or Path(folder) / "export.xml"
        made = make(path, asked.megabytes)
        start, start_cpu = time.perf_counter(), time.process_time()
        articles = intruders = 0
        for each in rescue([path]):
            articles += each.draft is not None
            intruders += any(finding.kind == "intruder" for finding in each.quarantine)
            if each.problem:
                sys.exit(f"{each.source}: {each.problem}")
        seconds = time.perf_counter() - start
        cpu = time.process_time() - start_cpu
        size = path.stat().st_size / 1e6
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{size:,.0f} MB, {made:,} articles: {seconds:,.1f} s, {size / seconds:.1f} MB/s, {articles / seconds:,.0f} articles/s"
    )
    print(f"processor time {cpu:,.1f} s: one core that is free reads 1 GB in {1000 / (size / cpu) / 60:.1f} minutes")
    print(f"largest memory {memory:,.0f} MiB")
    print(f"{articles:,} articles told, {intruders:,} with an intruder's block")


if __name__ == "__main__":
    main()
