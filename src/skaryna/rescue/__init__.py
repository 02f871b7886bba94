"""Rescue: articles out of what is left of a publication, and everything else into quarantine, each with its reason.

The way through the room:

    decode       bytes → text
    sources      one form of remains each: text, html
    vocabulary   what the site's own language looks like: the measure of what is foreign to it
    intruders    one trick each says what it sees; `judge` decides
    structure    title, lead, people, dates, counters, appeals, tags, headings
    files        files in, `Rescued` out: the thin shell
"""

from skaryna.rescue.files import rescue, sources
from skaryna.rescue.markup import blocks_of

__all__ = ["blocks_of", "rescue", "sources"]
