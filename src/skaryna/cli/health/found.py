"""What a look finds, and what it may look at."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from skaryna.outside.folder import Folder

State = Literal["good", "remark", "wrong"]


@dataclass(frozen=True, slots=True)
class Found:
    """One sentence, and what to do about it. A remark is nothing wrong."""

    part: str
    state: State
    said: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """The publication, and the time that this computer says it is."""

    folder: Folder
    now: dt.datetime


def wrong(said: str, todo: str = "") -> Found:
    return Found("", "wrong", said, todo)


def remark(said: str, todo: str = "") -> Found:
    return Found("", "remark", said, todo)


def good(said: str) -> Found:
    return Found("", "good", said)
