"""Listening for editors' browsers. Readers' have a server of their own, `skaryna.serve`."""

from typing import Any

from skaryna.model.settings import Address


def listen(application: str, address: Address, *, interface: str, **limits: Any) -> None:
    """Serve an application until the process is told to end. No access log: nobody's address is kept.

    Args:
        application: "module:name", loaded in the worker's process.
        address: Where to listen.
        interface: "wsgi".
        limits: How much is taken at once (granian's `backpressure`, `blocking_threads`, `backlog`).
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        application,
        address=address.host,
        port=address.port,
        interface=Interfaces(interface),
        workers=1,
        log_level=LogLevels.warning,
        log_access=False,
        websockets=False,
        **limits,
    ).serve()
