"""Reading a page makes ten thousand small objects that know each other, and none of them is garbage before it is read.

Python looks through all of them for circles again and again while they grow; so it waits until the page is done.
"""

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def undisturbed(read: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Let nobody look for circles while a function runs; a page is bounded, and so is what waits."""

    @wraps(read)
    def reading(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        if not gc.isenabled():  # One around it, or the whole program, has seen to it.
            return read(*args, **kwargs)
        gc.disable()
        try:
            return read(*args, **kwargs)
        finally:
            gc.enable()

    return reading
