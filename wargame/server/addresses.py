"""Addresses at which other machines reach this one. Nothing is sent to find them."""

from __future__ import annotations

import contextlib
import ipaddress
import socket

ANY = ("0.0.0.0", "::")
OUTSIDE = (
    (socket.AF_INET, "192.0.2.1"),
    (socket.AF_INET, "10.255.255.255"),
    (socket.AF_INET6, "2001:db8::1"),
)
"""Addresses that are far away: the system says by which of its own it would go there."""


def is_loopback(bound: str) -> bool:
    """Tell whether a server that is bound to an address is reached from this machine only.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0"), is_loopback("192.0.2.7")
    (True, True, False, False)
    """
    return ipaddress.ip_address(bound.partition("%")[0]).is_loopback


def addresses(bound: str) -> tuple[str, ...]:
    """Return the addresses at which others reach a server, as they stand in the address of a page.

    Parameters
    ----------
    bound : address to which it is bound; 0.0.0.0 and :: stand for all that this machine has

    Examples
    --------
    >>> addresses("127.0.0.1"), addresses("192.0.2.7"), addresses("fd00::7")
    ((), ('192.0.2.7',), ('[fd00::7]',))
    """
    if is_loopback(bound):
        return ()
    held = _own(bound == "::") if bound in ANY else [bound]
    return tuple(f"[{each}]" if ":" in each else each for each in held)


def _own(six: bool) -> list[str]:
    """Return this machine's addresses, the one by which it would leave first; of IPv6 only where asked for."""
    found = [_towards(family, far) for family, far in OUTSIDE]
    with contextlib.suppress(OSError):  # a machine that does not find its own name
        found += [str(each[4][0]) for each in socket.getaddrinfo(socket.gethostname(), None)]
    kept: dict[str, None] = {}
    for each in found:
        text = each.partition("%")[0]
        if text and _is_reached(ipaddress.ip_address(text), six):
            kept[text] = None
    return sorted(kept, key=lambda text: ":" in text)


def _is_reached(address: ipaddress.IPv4Address | ipaddress.IPv6Address, six: bool) -> bool:
    """Tell whether another machine can name an address in its browser."""
    if address.is_loopback or address.is_unspecified or address.is_multicast:
        return False
    return address.version == 4 or (six and not address.is_link_local)


def _towards(family: socket.AddressFamily, far: str) -> str:
    """Return the address by which this machine would go to a far one, "" if it could not."""
    with socket.socket(family, socket.SOCK_DGRAM) as way:
        try:
            way.connect((far, 9))
            return str(way.getsockname()[0])
        except OSError:
            return ""
