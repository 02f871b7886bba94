"""A connection to a host on the internet, or none: what others named must not lead into our own network.

Whoever can write an address into an article could otherwise have this machine ask the newsroom's own port, a router or
a cloud's metadata service. So the name is looked up first, every address that it has must be a public one, and that
very address is connected to: a name that answers differently the second time gains nothing. Behind a proxy the proxy
looks names up; an address in numbers and a local name are refused here all the same.
"""

import contextlib
import ipaddress
import socket
import urllib.parse
import urllib.request
from collections.abc import Callable

from skaryna.errors import SettingsError, UnreachableError

Allowed = Callable[[str], bool]
"""Whether an IP address may be connected to."""

MAX_REPLY_BYTES = 16 << 10
_LOCAL = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa")
_PROXIES = {"http": 80, "socks5": 1080, "socks5h": 1080}


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet's: not this machine's, a private network's or anything special."""
    try:
        found = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if found in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def proxy_of(setting: str, scheme: str = "https") -> str:
    """Return the proxy that is set, else the one that this user has set for every program; "" for none."""
    if setting:
        return setting
    proxies = urllib.request.getproxies_environment()
    return proxies.get(scheme) or proxies.get("all") or ""


def check_proxy(address: str) -> None:
    """Refuse what is no proxy.

    Raises:
        SettingsError: It is not http://host:port or socks5h://host:port.
    """
    parts = urllib.parse.urlsplit(address)
    try:
        good = parts.scheme in _PROXIES and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good or parts.username or parts.password or parts.path.strip("/") or parts.query:
        raise SettingsError(
            f"{address[:100]!r} is no proxy.", hint='Write "socks5h://127.0.0.1:9050" for Tor, or "http://host:port".'
        )


def dial(host: str, port: int, *, proxy: str, timeout_s: float, allowed: Allowed = is_public) -> socket.socket:
    """Connect to a host.

    Args:
        host: A name or an address in numbers.
        port: Of it.
        proxy: Through which; "" for none.
        timeout_s: For connecting, and then for each read and write.
        allowed: Which addresses may be connected to.

    Raises:
        UnreachableError: It is private, leads nowhere, or does not answer; the sentence says which.
    """
    name = host.strip("[]").rstrip(".").lower()
    literal = _literal(name)
    if (literal and not allowed(literal)) or (not literal and not proxy and not name):
        raise _private(host)
    if not literal and name.endswith(_LOCAL) and not allowed("127.0.0.1"):
        raise _private(host)
    if proxy:
        return _through(proxy, name, port, timeout_s)
    if name.endswith(".onion"):
        raise UnreachableError(
            f"{host} can be reached through Tor alone, and no proxy is set.",
            hint='Set proxy = "socks5h://127.0.0.1:9050" in [sources] of skaryna.toml.',
        )
    return _connected(host, name, port, timeout_s, allowed)


def _literal(name: str) -> str:
    with contextlib.suppress(ValueError):
        return str(ipaddress.ip_address(name))
    # Browsers and C libraries read 127.1, 0x7f000001 and 2130706433 as addresses too.
    with contextlib.suppress(OSError, UnicodeError):
        if name and set(name) <= set("0123456789abcdefx."):
            return socket.inet_ntoa(socket.inet_aton(name))
    return ""


def _private(host: str) -> UnreachableError:
    return UnreachableError(f"{host} is an address inside a private network; it was not asked.")


def _connected(host: str, name: str, port: int, timeout_s: float, allowed: Allowed) -> socket.socket:
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NowhereError(f"{host} is a name that leads nowhere.") from error
    if not all(allowed(str(address[0])) for *_, address in found):
        raise _private(host)
    last: OSError | None = None
    for family, kind, protocol, _, address in found[:4]:
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(timeout_s)
        try:
            connection.connect(address)
        except OSError as error:
            connection.close()
            last = error
            continue
        return connection
    raise UnreachableError(f"{host} does not answer.") from last


class NowhereError(UnreachableError):
    """The host's name leads nowhere: nobody has it, or no name can be looked up from here."""


def _through(proxy: str, name: str, port: int, timeout_s: float) -> socket.socket:
    check_proxy(proxy)
    parts = urllib.parse.urlsplit(proxy)
    said = f"The proxy {parts.hostname}"
    try:
        connection = socket.create_connection((parts.hostname, parts.port or _PROXIES[parts.scheme]), timeout_s)
    except OSError as error:
        raise UnreachableError(f"{said} does not answer; nothing was asked without it.") from error
    try:
        if parts.scheme == "http":
            _connect(connection, name, port)
        else:
            _socks(connection, name, port)
    except (OSError, ValueError, IndexError) as error:
        connection.close()
        raise UnreachableError(f"{said} cannot reach {name}.") from error
    return connection


def _connect(connection: socket.socket, name: str, port: int) -> None:
    """Ask an HTTP proxy for a tunnel (RFC 9110, section 9.3.6)."""
    where = f"[{name}]:{port}" if ":" in name else f"{name}:{port}"
    connection.sendall(f"CONNECT {where} HTTP/1.1\r\nHost: {where}\r\n\r\n".encode("ascii"))
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        # Byte by byte: what follows the head belongs to the tunnel.
        piece = connection.recv(1)
        if not piece or len(head) > MAX_REPLY_BYTES:
            raise ValueError("no tunnel")
        head += piece
    if head.split(b" ", 2)[1][:1] != b"2":
        raise ValueError("no tunnel")


def _socks(connection: socket.socket, name: str, port: int) -> None:
    """Ask a SOCKS proxy for a connection by name, so that it looks the name up (RFC 1928)."""
    connection.sendall(b"\x05\x01\x00")
    if _exactly(connection, 2) != b"\x05\x00":
        raise ValueError("it wants a password")
    raw = name.encode("ascii") if name.isascii() else name.encode("idna")
    if len(raw) > 255:
        raise ValueError("the name is too long")
    connection.sendall(b"\x05\x01\x00\x03" + bytes([len(raw)]) + raw + port.to_bytes(2))
    head = _exactly(connection, 4)
    if head[1] != 0:
        raise ValueError("refused")
    _exactly(connection, {1: 4, 4: 16}.get(head[3]) or _exactly(connection, 1)[0])
    _exactly(connection, 2)


def _exactly(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise ValueError("it hung up")
        data += piece
    return data
