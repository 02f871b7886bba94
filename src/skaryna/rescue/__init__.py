"""Rescue: articles out of what is left of a publication, and everything else into quarantine, each with its reason.

The way through the room:

    copies       what a source holds: copies of pages, with their address and time
    scanning     the detector alone; `crawl` and `cloaking` ask a host as several visitors
    history      since when something stands on a page, as far as copies prove
    report       what happened to a site, for an editor
    files        files in, `Rescued` out: the thin shell
    decode       bytes → text
    exports      whole publications from other systems: each post is judged and told apart like a page
    site         what all sources have in common: words, tags, furniture
    plaintext    a scrape: lines → roles → draft and findings
    savedpage    a page: tree → units → judged, chosen → draft and findings
    structure    the nouns of a page: titles, leads, names, dates, topics, headlines, appeals
    intruders    one trick each says what it sees; `judge` decides
    pieces       every piece goes into the body or becomes a finding: nothing is dropped in silence
"""

from skaryna.rescue.blocks import blocks_of
from skaryna.rescue.exports.media import Media
from skaryna.rescue.files import copies, rescue, rescue_text, sources

__all__ = ["Media", "blocks_of", "copies", "rescue", "rescue_text", "sources"]
