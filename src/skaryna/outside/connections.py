"""Connections: to a host itself, or through the proxy that the user has set; a watchdog can close them.

A proxy is used only where the user has set one (`https_proxy`, `all_proxy`, …): whoever reads through Tor has set it
for every program, and passing it by would show their address.
"""

import contextlib
import ipaddress
import socket
import threading
import urllib.parse
import urllib.request
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from skaryna.errors import UnreachableError

CONNECTIONS = 8


class _Sockets(threading.local):
    """The socket that this thread is using: a watchdog closes it when the time is over."""

    current: Any = None


_sockets = _Sockets()


class _Plain(HTTPConnection):
    def request(self, *args: Any, **kwargs: Any) -> None:
        super().request(*args, **kwargs)
        _sockets.current = self.sock


class _Secure(HTTPSConnection):
    def request(self, *args: Any, **kwargs: Any) -> None:
        super().request(*args, **kwargs)
        _sockets.current = self.sock


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _PublicPlain(_Plain):
    def _new_conn(self) -> socket.socket:
        return _public(super()._new_conn(), self.host)


class _PublicSecure(_Secure):
    def _new_conn(self) -> socket.socket:
        return _public(super()._new_conn(), self.host)


class _PublicPlainPool(HTTPConnectionPool):
    ConnectionCls = _PublicPlain


class _PublicSecurePool(HTTPSConnectionPool):
    ConnectionCls = _PublicSecure


def _public(sock: socket.socket, host: str) -> socket.socket:
    """Hang up, before anything is said, where a name of somebody else's leads into our own network.

    Whoever names localhost or an address in numbers means it.
    """
    name = host.strip("[]")
    if name == "localhost":
        return sock
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(name)
        return sock
    peer = ipaddress.ip_address(str(sock.getpeername()[0]).split("%")[0])
    if not peer.is_global:
        sock.close()
        raise UnreachableError(f"{host} leads to {peer}, an address inside a private network; it was not asked.")
    return sock


def pool_for(parts: urllib.parse.SplitResult, *, is_public: bool = False) -> urllib3.PoolManager:
    """Return connections, through the proxy that the user has set, if any.

    Args:
        parts: The address.
        is_public: Without a proxy, refuse a name that leads into our own network.
    """
    proxy = _proxy_for(parts)
    options: dict[str, Any] = {"num_pools": 2, "maxsize": CONNECTIONS}
    if not proxy:
        if (parts.hostname or "").endswith(".onion"):
            raise UnreachableError(
                f"{parts.hostname} can be reached through Tor alone, and no proxy is set.",
                hint="Set all_proxy to your Tor's HTTP tunnel, such as http://127.0.0.1:9080.",
            )
        pool = urllib3.PoolManager(**options)
    elif proxy.startswith("socks"):
        try:
            from urllib3.contrib.socks import SOCKSProxyManager
        except ImportError as error:
            raise UnreachableError(
                "A SOCKS proxy is set, and the package PySocks is not installed; nothing was asked without it.",
                hint="Run: pip install PySocks",
            ) from error
        return SOCKSProxyManager(proxy, **options)
    else:
        pool = urllib3.ProxyManager(proxy, **options)
    plain, secure = (_PublicPlainPool, _PublicSecurePool) if is_public and not proxy else (_PlainPool, _SecurePool)
    pool.pool_classes_by_scheme = {"http": plain, "https": secure}
    return pool


def _proxy_for(parts: urllib.parse.SplitResult) -> str:
    host = parts.hostname or ""
    if host in {"localhost", "127.0.0.1", "::1"} or urllib.request.proxy_bypass(host):
        return ""
    proxies = urllib.request.getproxies_environment()
    return proxies.get(parts.scheme) or proxies.get("all") or ""


def current_socket() -> Any:
    """Return a function that gives this thread's socket to another thread."""
    place = _sockets.__dict__
    return lambda: place.get("current")


def close(owner: Any, over: threading.Event) -> None:
    over.set()
    connection = owner()
    if connection is not None:
        try:
            connection.shutdown(2)
        except OSError:
            return


def forget_socket() -> None:
    """Let this thread begin anew."""
    _sockets.current = None
