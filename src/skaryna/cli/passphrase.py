"""Where a command's passphrase comes from: file, environment, or a person on a terminal; never an argument."""

import os
import sys

from skaryna.errors import SettingsError
from skaryna.seal.keys.passphrase import Passphrases, check_strength


def known_passphrases() -> Passphrases:
    """Return where this command's passphrase comes from; a person is asked only on a terminal."""

    def ask(what: str) -> str:
        import typer

        return str(typer.prompt(what, hide_input=True, err=True))

    return Passphrases(ask if sys.stdin.isatty() else None)


def passphrase_for_new(*, must: bool = False) -> str:
    """Return a passphrase for new keys: from file or environment, else asked for twice; "" for none.

    Raises:
        SettingsError: It is too short, or there must be one and there is nobody to ask.
    """
    import typer

    given = Passphrases(None, os.environ).given()
    if given is None:
        if not sys.stdin.isatty():
            if must:
                raise SettingsError(
                    "There is no terminal to ask for a passphrase.", hint="Name a file in $SKARYNA_PASSPHRASE_FILE."
                )
            return ""
        text = "Passphrase for the keys (10 characters or more"
        given = str(
            typer.prompt(
                f"{text})" if must else f"{text}; Enter alone for none)",
                hide_input=True, confirmation_prompt=True, default=None if must else "", show_default=False, err=True,
            )
        )  # fmt: skip
    if given or must:
        check_strength(given)
    return given
