"""Word lists, written as text: a list of a hundred words stays a few readable lines."""


def listed(words: str) -> frozenset[str]:
    """Return the words of a text that are parted by spaces."""
    return frozenset(words.split())
