"""Addresses to listen on."""

import socket

from skaryna.errors import BusyError
from skaryna.model.settings import Address


def check_free(address: Address, *, what: str) -> None:
    """Refuse an address that another program listens on; `what` names its key in skaryna.toml.

    Raises:
        BusyError: The address is taken, or is not one of this machine's.
    """
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise BusyError(
                f"The address {address} cannot be used: {error.strerror}.",
                hint=f"Stop the program that uses it, or set another address in [{what}] of skaryna.toml.",
            ) from error
