"""Networks that a key is bound to: IPv4 and IPv6 ranges in CIDR notation, each written in one way."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from helpdesk.errors import DeskError

MAPPED = ip_network("::ffff:0:0/96")
MAPPED_BITS = 96


def read_networks(written: Sequence[str]) -> list[str]:
    """The networks as they are kept, each once.

    An address alone is a network of one. One whose address lies inside the range it names, such as 10.0.0.5/8, is
    refused with `network_invalid` and its place: nobody knows which of the two was meant.
    """
    return list(dict.fromkeys(_read(text, number) for number, text in enumerate(written)))


def lies_in(networks: Sequence[str], address: str | None) -> bool:
    """Whether the address lies in one of the networks; what is no address lies in none."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return False
    one = _unmapped(found)
    return any(one in ip_network(network) for network in networks)


def _read(text: str, number: int) -> str:
    try:
        if "%" in text:
            raise ValueError("a zone belongs to one machine")
        network = ip_network(text.strip())
    except ValueError as mistake:
        raise DeskError("network_invalid", field=f"networks.{number}", network=text) from mistake
    return str(_unmapped_network(network))


def _unmapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """An IPv4 address that came in the clothes of an IPv6 one is itself."""
    return getattr(address, "ipv4_mapped", None) or address


def _unmapped_network(network: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    if isinstance(network, IPv6Network) and network.subnet_of(MAPPED):  # type: ignore[arg-type]
        return IPv4Network((int(network.network_address) & 0xFFFFFFFF, network.prefixlen - MAPPED_BITS))
    return network
