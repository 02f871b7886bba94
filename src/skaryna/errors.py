"""Every failure of Skaryna and its exit code, on one page.

A message says what happened, with names and values; the hint says what to do next. The command line prints both
and no traceback. Exit codes: 0 done or yes, 1 the answer is no (refused, altered, found something), 2 cannot
(usage, settings, unreachable, no permission).
"""

NO = 1
CANNOT = 2


class SkarynaError(Exception):
    """The root of all expected failures; an editor can act on each."""

    exit_code = CANNOT

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class SettingsError(SkarynaError):
    """`skaryna.toml`, an option or an environment variable says something that cannot be."""


class FolderError(SkarynaError):
    """The publication folder is missing, not empty, not writable or lacks a part."""


class DatabaseError(SkarynaError):
    """The newsroom's or the press's database is missing, locked, damaged or unreachable."""


class SourceError(SkarynaError):
    """A file given to rescue cannot be read: binary, empty, too large, wrong encoding, no article in it."""


class ValueRefusedError(SkarynaError):
    """A value breaks a rule of the model: markup that is not allowed, a slug with spaces, a missing title."""

    exit_code = NO


class ApprovalError(SkarynaError):
    """An article waits for the eyes of a second person before readers get it."""

    exit_code = NO


class PressError(SkarynaError):
    """The press refuses to print: a dead link, a picture with metadata, two pages at one address."""

    exit_code = NO


class TrustError(SkarynaError):
    """Something is not what it was approved as. Never retried, never printed."""

    exit_code = NO


class UnfitError(TrustError):
    """A file is not what it was given for, so nothing can be said about it: no proposal, no public key."""

    exit_code = CANNOT


class WaitingError(TrustError):
    """An edition or a root waits for more signatures; nothing is lost, and nothing is published."""


class BusyError(SkarynaError):
    """Another process of ours is doing the same work in this folder, or an address is taken."""


class CopyError(SkarynaError):
    """A copy of an edition cannot give a file; `path` says which."""

    def __init__(self, message: str, *, path: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.path = path


class MissingError(CopyError):
    """The copy has no such file."""


class TooLargeError(CopyError):
    """The file is larger than it can be; it was not read to its end."""


class ElsewhereError(CopyError):
    """The file is no file: a redirect to another place (`target`), a symbolic link, a folder."""

    def __init__(self, message: str, *, path: str = "", hint: str = "", target: str = "") -> None:
        super().__init__(message, path=path, hint=hint)
        self.target = target


class UnreachableError(CopyError):
    """The copy does not answer, answers too slowly, or breaks off."""


class SealError(TrustError):
    """The signatures of a copy do not hold; `path` names the signed file that is at fault."""

    def __init__(self, message: str, *, path: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.path = path


class UnsealedError(SealError):
    """There is no signature at all: nothing can be said about the copy."""

    exit_code = CANNOT
