"""Networks of keys: written in one way, refused where nobody knows what was meant."""

import pytest

from helpdesk.errors import DeskError
from helpdesk.people.networks import lies_in, read_networks


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("192.0.2.0/24", "192.0.2.0/24"),
        ("192.0.2.0/255.255.255.0", "192.0.2.0/24"),
        (" 192.0.2.7 ", "192.0.2.7/32"),
        ("2001:DB8:0:0::/32", "2001:db8::/32"),
        ("2001:db8::1", "2001:db8::1/128"),
        ("::ffff:192.0.2.0/120", "192.0.2.0/24"),
    ],
)
def test_network_is_kept_in_one_way(written: str, kept: str) -> None:
    assert read_networks([written]) == [kept]


def test_same_network_twice_is_kept_once() -> None:
    assert read_networks(["192.0.2.7", "192.0.2.7/32"]) == ["192.0.2.7/32"]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "here",
        "10.0.0.5/8",
        "10.0.0.0/33",
        "256.0.0.1",
        "10.0.0.0/",
        "fe80::1%eth0",
        "5",
        "١٠.0.0.1",
        "10.0/8",
    ],
)
def test_text_that_is_no_network_is_refused_with_its_place(written: str) -> None:
    with pytest.raises(DeskError) as refusal:
        read_networks(["192.0.2.0/24", written])
    assert (refusal.value.code, refusal.value.field) == ("network_invalid", "networks.1")


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("192.0.2.255", True),
        ("::ffff:192.0.2.1", True),
        ("2001:db8::9", True),
        ("192.0.3.0", False),
        ("2001:db9::", False),
        ("", False),
        ("unknown", False),
        (None, False),
    ],
)
def test_address_lies_in_a_network_or_does_not(address: str | None, inside: bool) -> None:
    assert lies_in(["192.0.2.0/24", "2001:db8::/32"], address) is inside
