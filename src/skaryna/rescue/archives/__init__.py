"""Web archives: many copies of pages, with the times at which they were made. Broken ones give what is whole.

    packing   packed bytes → a tape of bytes, in bounds, over damaged places
    tape      looking ahead on a stream, reading lines, finding where the next record begins
    records   WARC and ARC records
    bodies    an HTTP answer → the page's bytes
    pages     records → copies of pages
    media     records → pictures

One reader for sane and broken files: libraries stop at, or pass over in silence, what does not fit. The tests compare it
with fastwarc on sane ones.
"""

from skaryna.rescue.archives.pages import copies_in, is_archive, is_named_so

__all__ = ["copies_in", "is_archive", "is_named_so"]
