"""Says which addresses may be asked: http and https, no credentials, nothing private from a public page."""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.request import getproxies, proxy_bypass

from pipeline.errors import SourceError

type Resolve = Callable[[str, int], Sequence[str]]
"""From a host and a port to its IP addresses; empty where the name is unknown."""

_WEB_PORTS = {"http": 80, "https": 443}

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Addresses of RFC 6052, which hold an IPv4 address in their last 32 bits."""


def normal(address: str) -> str:
    """Return an address as it is asked and stored: host in lower case and ASCII, path escaped, no fragment.

    Raises:
        SourceError: It is no address, not http or https, or holds a user name or password.
    """
    import httpx

    try:
        url = httpx.URL(str(httpx.URL(address.strip()).copy_with(fragment=None)))
    except (httpx.InvalidURL, UnicodeError) as error:
        raise SourceError(f"{address!r}: no valid address ({error}); give one that begins with https://") from error
    if url.scheme not in _WEB_PORTS:
        raise SourceError(f"{_without_user(url)}: scheme {url.scheme!r} is refused; allowed are http and https")
    if url.userinfo:
        raise SourceError(f"{_without_user(url)}: holds a user name or password; give the address without it")
    if not url.host or not 0 < (url.port or 1) < 65_536:
        raise SourceError(f"{address!r}: has no valid host or port; give an address such as https://example.org/x.htm")
    return str(url)


def _without_user(url: object) -> str:
    import httpx

    return str(httpx.URL(str(url)).copy_with(userinfo=b""))


def joined(base: str, reference: str) -> str:
    """Return the normal address that a reference on a page, or in a redirect from it, leads to.

    Raises:
        SourceError: The address may not be asked; see `normal`.
    """
    import httpx

    try:
        return normal(str(httpx.URL(base).join(reference.strip())))
    except httpx.InvalidURL as error:
        raise SourceError(f"{reference[:200]!r}: no valid address on {base} ({error})") from error


def place_of(url: str) -> tuple[str, int]:
    """Return host and port of a normal address."""
    import httpx

    parsed = httpx.URL(url)
    return parsed.raw_host.decode("ascii"), parsed.port or _WEB_PORTS[parsed.scheme]


def look_up(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host as the system knows them; empty where it knows none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return sorted({str(entry[4][0]) for entry in found})


def is_public(address: str) -> bool:
    """Return whether an IP address is on the public internet: not loopback, private, link-local, reserved, multicast.

    An IPv4 address inside an IPv6 one (mapped, 6to4, NAT64) is judged as itself.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
        found = inner or found
    return found.is_global and not found.is_multicast


def is_loopback(host: str) -> bool:
    """Return whether a host is written as this machine: ``localhost`` or a loopback address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where a download starts: what it may ask beside public addresses.

    Attributes:
        host: Host of the start address.
        port: Port of the start address.
        private: Whether that host has an address that is not public.
    """

    host: str
    port: int
    private: bool

    def check(self, url: str, *, addresses: Sequence[str]) -> None:
        """Refuse a private address, unless the download started there.

        Raises:
            SourceError: One of the addresses of the host of ``url`` is not public.
        """
        closed = [address for address in addresses if not is_public(address)]
        if closed and not (self.private and self._is_here(url)):
            raise SourceError(
                f"{url}: refused, its host is the private address {closed[0]}, and the download started at {self.host};"
                " give the address itself if you trust it"
            )

    def _is_here(self, url: str) -> bool:
        host, port = place_of(url)
        return host == self.host and (port == self.port or {port, self.port} == set(_WEB_PORTS.values()))


def home_of(url: str, *, resolve: Resolve) -> Home:
    """Return where a download from a normal address starts."""
    host, port = place_of(url)
    return Home(host=host, port=port, private=not all(map(is_public, resolve(host, port))))


def goes_through_proxy(url: str) -> bool:
    """Return whether the environment sends requests for an address through a proxy."""
    host, _ = place_of(url)
    proxies = getproxies()
    scheme = url.partition(":")[0]
    return bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(host)
