"""A publication with a journal, written as the newsroom writes it."""

from tests.press.conftest import newsroom

__all__ = ["newsroom"]
