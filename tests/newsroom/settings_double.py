"""A publication whose settings say something else, for one module."""

import contextlib
import dataclasses
from collections.abc import Iterator
from typing import Any
from unittest import mock

import msgspec


@contextlib.contextmanager
def with_access(module: Any, **said: Any) -> Iterator[None]:
    """Let a module see other settings of [newsroom]."""
    from skaryna.newsroom.place import current

    folder = current()
    access = msgspec.structs.replace(folder.settings.access, **said)
    other = dataclasses.replace(folder, settings=msgspec.structs.replace(folder.settings, access=access))
    with mock.patch.object(module, "current", return_value=other):
        yield
