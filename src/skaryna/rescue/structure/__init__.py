"""What the parts of a page are: counters, dates, people, appeals, tags, teasers, headings and captions. Pure."""
