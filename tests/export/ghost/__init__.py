"""A Ghost, with a database of its own, started for one test and gone after it."""
