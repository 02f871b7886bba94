"""What a source is, by what it is rather than by what it is called."""

_PAGE_STARTS = (
    "<!doctype html",
    "<html",
    "<?xml",
    "<head",
    "<body",
    "<article",
    "<main",
    "<div",
    "<!--",
    "<meta",
    "<p",
)


def is_page(text: str, name: str) -> bool:
    """Whether a source is HTML, by what it is rather than by what it is called."""
    start = text.lstrip("\ufeff \t\r\n")[:200].lower()
    return start.startswith(_PAGE_STARTS) or (not name.lower().endswith(".txt") and "<" in text)
