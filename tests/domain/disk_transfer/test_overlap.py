"""An address is blocked by the network that it lies in, clear only if every kind of network was tested, and else untested."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.disk_transfer.overlap import MOST_ADDRESSES, Standing, by_standing, judged
from domain.disk_transfer.sentences import NAMED, addresses

DEFAULTS = {row.name: row.cidr for row in catalog().cluster_networks.values()}
SERVICE, PODS, INTERNAL, TRANSIT = DEFAULTS
BLOCKED, CLEAR, UNTESTED = Standing.BLOCKED, Standing.CLEAR, Standing.UNTESTED


def one(address: str, **networks: str) -> tuple[Standing, str]:
    names = {"service": SERVICE, "pods": PODS, "internal": INTERNAL, "transit": TRANSIT}
    (found,) = judged(address, DEFAULTS | {names[kind]: text for kind, text in networks.items()})
    return found.standing, found.why


TABLE = [
    ("10.98.11.130", {"service": "10.98.0.0/16"}, BLOCKED, "the service network 10.98.0.0/16"),
    ("10.99.0.1", {"service": "10.98.0.0/16"}, CLEAR, ""),
    ("10.129.4.7", {}, BLOCKED, "the pod network 10.128.0.0/14"),
    ("10.132.0.1", {}, CLEAR, ""),
    ("100.88.0.5", {}, BLOCKED, "the transit network of OVN-Kubernetes 100.88.0.0/16"),
    ("172.30.0.10", {}, BLOCKED, "the service network 172.30.0.0/16"),
    ("100.64.3.2", {}, BLOCKED, "the internal network of OVN-Kubernetes 100.64.0.0/16"),
    ("10.129.4.7", {"service": "10.128.0.0/10"}, BLOCKED, f"the {SERVICE} 10.128.0.0/10 and the {PODS} 10.128.0.0/14"),
    ("10.129.4.7", {"service": "nonsense"}, BLOCKED, "the pod network"),
    ("10.131.255.255", {}, BLOCKED, "the pod network"),
    ("172.29.255.255", {}, CLEAR, ""),
    ("10.2.0.1", {"pods": "10.128.0.0/14 10.2.0.0/16"}, BLOCKED, "the pod network 10.2.0.0/16"),
    ("esx1.example.com", {}, UNTESTED, "a host name"),
    ("fe80::x", {}, UNTESTED, "no IP address"),
    ("10.1.2.300", {}, UNTESTED, "no IP address"),
    ("010.1.2.3", {}, UNTESTED, "no IP address"),
    ("10.1.2.0/24", {}, UNTESTED, "a network, not an address"),
    ("192.0.2.1", {"pods": ""}, UNTESTED, "the pod network is not given"),
    ("192.0.2.1", {"pods": "10.128.0.1/14"}, UNTESTED, "has host bits set; the network would be 10.128.0.0/14"),
    (
        "192.0.2.1",
        {"service": "172.30.0.0/16 services"},
        UNTESTED,
        "the service network cannot be read: “services” is not a network such as 192.0.2.0/24",
    ),
    ("2001:db8::1", {}, UNTESTED, "it is IPv6, and the service network is given for IPv4 only"),
    ("192.0.2.1", {"pods": "fd01::/48"}, UNTESTED, "it is IPv4, and the pod network is given for IPv6 only"),
    ("fd01::7", {"pods": "10.128.0.0/14, fd01::/48"}, BLOCKED, "the pod network fd01::/48"),
    ("::ffff:10.129.4.7", {}, BLOCKED, "the pod network 10.128.0.0/14"),
]


def test_an_address_is_blocked_clear_or_cannot_be_tested_and_says_why(subtests: pytest.Subtests) -> None:
    for address, networks, standing, why in TABLE:
        with subtests.test(address=address, **networks):
            found, said = one(address, **networks)
            assert found is standing
            assert why in said
            assert bool(said) == (standing is not CLEAR)


PREFIX = st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 32)).map(lambda drawn: IPv4Network(drawn, strict=False))


@given(PREFIX, PREFIX, PREFIX, st.integers(0, 2**32 - 1))
def test_blocked_is_exactly_what_lies_in_a_network_bit_by_bit(
    service: IPv4Network, pods: IPv4Network, internal: IPv4Network, number: int
) -> None:
    inside = [
        n for n in (service, pods, internal) if number >> (32 - n.prefixlen) == int(n.network_address) >> (32 - n.prefixlen)
    ]
    found, why = one(str(IPv4Address(number)), service=str(service), pods=str(pods), internal=str(internal))
    assert found is (BLOCKED if inside else CLEAR)
    assert all(str(network) in why for network in inside)


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_written_is_judged_and_never_clear_beside_a_network_that_cannot_be_read(written: str, network: str) -> None:
    found = judged(written, {**DEFAULTS, PODS: network})
    assert all(part.standing in Standing for part in found)
    try:
        readable = bool(network.split()) and all(ip_network(part) for part in network.replace(",", " ").replace(";", " ").split())
    except ValueError:
        readable = False
    if not readable:
        assert CLEAR not in by_standing(found)


def test_a_list_is_read_by_any_separator_each_address_once_and_no_more_than_the_most() -> None:
    assert [part.address for part in judged("10.1.1.1, 10.1.1.2;10.1.1.3\n10.1.1.1  10.1.1.2", DEFAULTS)] == [
        "10.1.1.1",
        "10.1.1.2",
        "10.1.1.3",
    ]
    assert judged(" ,;\n", DEFAULTS) == ()
    assert len(judged(" ".join(str(IPv4Address(number)) for number in range(5000)), DEFAULTS)) == MOST_ADDRESSES


def test_the_sentence_names_which_address_is_blocked_by_which_network_and_how_many_more() -> None:
    blocked = " ".join(f"172.30.0.{last}" for last in range(NAMED + 3))
    first, second, third = (
        "".join(part.text for part in said) for said in addresses(judged(f"{blocked} esx1 192.0.2.1", DEFAULTS))
    )
    assert first.startswith("Blocked: 11 addresses. “172.30.0.0” lies in the service network 172.30.0.0/16; “172.30.0.1” lies")
    assert "; and 3 more, in the table. The cluster keeps" in first
    assert second.startswith("Cannot be tested: 1 address. “esx1”: a host name")
    assert third == "Clear: 1 address. It lies in none of the networks."
    assert addresses(judged("", DEFAULTS)) == ()
