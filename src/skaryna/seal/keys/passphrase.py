"""Where the passphrase of a private key comes from: a file, the environment or a person; never an argument."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from skaryna.errors import SettingsError
from skaryna.seal.keys.keyfile import Sealing

FILE_VARIABLE = "SKARYNA_PASSPHRASE_FILE"
VARIABLE = "SKARYNA_PASSPHRASE"
MAX_BYTES = 4096
MIN_CHARS = 10

Ask = Callable[[str], str]
"""Asks a person on a terminal; called with what the passphrase is for."""


class Passphrases:
    """Answers with one passphrase for all keys of a command, asked for at most once.

    Args:
        ask: Asks a person; None where no person is there.
        environment: Where the two variables are looked up.
    """

    def __init__(self, ask: Ask | None = None, environment: Mapping[str, str] = os.environ) -> None:
        self._ask = ask
        self._environment = environment
        self._given: str | None = None
        self._looked = False
        self._sealing: Sealing | None = None

    def given(self) -> str | None:
        """Return the passphrase of the file or the environment, None where neither is set. Read once: it may be a pipe.

        Raises:
            SettingsError: The file cannot be read, is empty or far too long.
        """
        if not self._looked:
            self._given, self._looked = self._read(), True
        return self._given

    def _read(self) -> str | None:
        name = self._environment.get(FILE_VARIABLE)
        if not name:
            return self._environment.get(VARIABLE) or None
        try:
            with Path(name).open("rb") as file:
                text = file.read(MAX_BYTES + 1).decode()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"The passphrase file {name} (${FILE_VARIABLE}) cannot be read.", hint="Check its path and its owner."
            ) from error
        text = text.removesuffix("\n").removesuffix("\r")
        if not text or len(text) > MAX_BYTES:
            raise SettingsError(f"The passphrase file {name} (${FILE_VARIABLE}) is empty or far too long.")
        return text

    def known(self, name: str) -> str:
        """Return the passphrase of an existing key.

        Raises:
            SettingsError: There is no way to learn it.
        """
        given = self.given()
        if given is not None:
            return given
        if self._ask is None:
            raise SettingsError(
                f"The key {name} is protected by a passphrase, and there is no terminal to ask for it.",
                hint=f"Name a file that holds it in ${FILE_VARIABLE}.",
            )
        self._given = self._ask(f"Passphrase of the key {name}")
        return self._given

    def sealing(self, name: str) -> Sealing:
        """Return the passphrase of an existing key with its memory of derivations: half a second each, once."""
        passphrase = self.known(name)
        if self._sealing is None:
            self._sealing = Sealing(passphrase)
        return self._sealing

    def another(self, name: str) -> Sealing | None:
        """Ask for the passphrase of a key that the known one does not open; None where nobody can be asked."""
        return Sealing(self._ask(f"Another passphrase is needed, of the key {name}")) if self._ask else None


def check_strength(passphrase: str) -> None:
    """Refuse a passphrase that a stolen disk would not withstand.

    Raises:
        SettingsError: It is too short.
    """
    if len(passphrase) < MIN_CHARS:
        raise SettingsError(
            f"The passphrase has {len(passphrase)} characters; at least {MIN_CHARS} are needed.",
            hint="Four or five unrelated words are easy to remember and hard to guess.",
        )
