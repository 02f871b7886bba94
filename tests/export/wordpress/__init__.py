"""A WordPress as Debian packs it, with a database of its own, started for one test and gone after it."""
