"""One form of remains each: a scrape's text, a saved page."""
