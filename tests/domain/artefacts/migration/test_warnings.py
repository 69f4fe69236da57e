"""Settings that defeat each other: every warning comes in its case and not in the one beside it, with numbers that are right."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.artefacts.migration import warnings as migration_warnings
from domain.artefacts.migration.settings import DedicatedNetwork, MigrationSettings
from domain.artefacts.migration.warnings import VmFacts, Warned, warnings
from domain.catalog import catalog
from domain.catalog.vocabulary import Severity
from tests.domain.artefacts.migration.settings_strategy import PRODUCTS, SETTINGS

GIB, MIB = 2**30, 2**20
GBPS_25, GBPS_100 = 25e9 / 8, 100e9 / 8
VM = VmFacts(64 * GIB)
NETWORK = DedicatedNetwork("bond0", "10.200.5.0/24")


def found(product: str = "kubevirt-1-9", link: float = GBPS_25, vm: VmFacts = VM, **changed: Any) -> dict[str, Warned]:
    """The warnings by name, with a migration network so that its absence is not told each time."""
    wanted = MigrationSettings(**{"network": "migration-network"} | changed)
    return {warned.id: warned for warned in warnings(wanted, PRODUCTS[product], link, vm)}


def case(id_: str, fires: dict[str, Any], silent: dict[str, Any]) -> Any:
    return pytest.param(id_, fires, silent, id=f"{id_}: {silent}")


CASES = [
    case("api-not-ready", {"product": "hco-1-18-v1"}, {"product": "hco-1-18-v1beta1"}),
    case("api-not-ready", {"product": "hco-1-18-v1"}, {"product": "hco-1-19-v1"}),
    case("cap-wastes-link", {"bandwidth_per_migration": GIB, "link": GBPS_100}, {}),
    case(
        "cap-wastes-link",
        {"bandwidth_per_migration": GIB},
        {"bandwidth_per_migration": GIB, "parallel_outbound_migrations_per_node": 3},
    ),
    case(
        "cap-wastes-link",
        {"bandwidth_per_migration": GIB, "parallel_outbound_migrations_per_node": 3, "parallel_migrations_per_cluster": 2},
        {"bandwidth_per_migration": 1_562_500_000},
    ),
    case("cap-below-link", {"bandwidth_per_migration": 2 * GIB}, {"bandwidth_per_migration": GIB}),
    case("cap-below-link", {"bandwidth_per_migration": 2 * GIB}, {"bandwidth_per_migration": 3_125_000_000}),
    case("cap-above-link", {"bandwidth_per_migration": 3_125_000_001}, {"bandwidth_per_migration": 3_125_000_000}),
    case("cap-zero", {"bandwidth_per_migration": 0}, {"bandwidth_per_migration": None}),
    case(
        "caps-above-link",
        {"bandwidth_per_migration": GIB, "parallel_outbound_migrations_per_node": 3},
        {"bandwidth_per_migration": GIB, "parallel_outbound_migrations_per_node": 2},
    ),
    case("caps-above-link", {"bandwidth_per_migration": 2 * GIB}, {"bandwidth_per_migration": GIB}),
    case(
        "caps-above-link",
        {"bandwidth_per_migration": 2 * GIB, "product": "hco-1-18-v1"},
        {"bandwidth_per_migration": 2 * GIB, "product": "hco-1-19-v1"},
    ),
    case("cluster-below-node", {"parallel_outbound_migrations_per_node": 6}, {"parallel_outbound_migrations_per_node": 5}),
    case("cluster-below-node", {"parallel_migrations_per_cluster": 1}, {"parallel_migrations_per_cluster": 2}),
    case(
        "cluster-below-node",
        {"parallel_migrations_per_cluster": 1},
        {"parallel_migrations_per_cluster": 1, "product": "hco-1-19-v1"},
    ),
    case("no-deadline", {"completion_timeout_per_gib": 0}, {"completion_timeout_per_gib": 1}),
    case(
        "deadline-too-short",
        {"completion_timeout_per_gib": 14, "bandwidth_per_migration": 64 * MIB},
        {"completion_timeout_per_gib": 15, "bandwidth_per_migration": 64 * MIB},
    ),
    case("deadline-too-short", {"link": 40e6, "product": "hco-1-19-v1"}, {"link": 40e6, "product": "hco-1-18-v1"}),
    case(
        "post-copy-undone",
        {"allow_post_copy": True, "allow_workload_disruption": False},
        {"allow_post_copy": True, "allow_workload_disruption": True},
    ),
    case("post-copy-undone", {"allow_post_copy": True, "allow_workload_disruption": False}, {"allow_post_copy": True}),
    case(
        "post-copy-undone",
        {"allow_post_copy": True, "allow_workload_disruption": False},
        {"allow_post_copy": False, "allow_workload_disruption": False},
    ),
    case(
        "post-copy-undone",
        {"allow_post_copy": True, "allow_workload_disruption": False, "product": "hco-1-15"},
        {"allow_post_copy": True, "allow_workload_disruption": False, "product": "hco-1-14"},
    ),
    case(
        "post-copy-needs-disruption",
        {"allow_post_copy": True, "product": "hco-1-19-v1"},
        {"allow_post_copy": True, "allow_workload_disruption": True, "product": "hco-1-19-v1"},
    ),
    case(
        "post-copy-needs-disruption",
        {"allow_post_copy": True, "product": "hco-1-19-v1"},
        {"allow_post_copy": True, "product": "hco-1-18-v1"},
    ),
    case("post-copy-vfio", {"allow_post_copy": True, "vm": VmFacts(GIB, vfio=True)}, {"vm": VmFacts(GIB, vfio=True)}),
    case("post-copy-vfio", {"allow_post_copy": True, "vm": VmFacts(GIB, vfio=True)}, {"allow_post_copy": True}),
    case("post-copy-late", {"allow_post_copy": True}, {}),
    case(
        "post-copy-late",
        {"allow_post_copy": True, "completion_timeout_per_gib": 2},
        {"allow_post_copy": True, "completion_timeout_per_gib": 1},
    ),
    case("post-copy-late", {"allow_post_copy": True}, {"allow_post_copy": True, "completion_timeout_per_gib": 0}),
    case("post-copy-late", {"allow_post_copy": True}, {"allow_post_copy": True, "allow_workload_disruption": False}),
    case("post-copy-late", {"allow_post_copy": True}, {"allow_post_copy": True, "vm": VmFacts(64 * GIB, vfio=True)}),
    case("throttled-first", {"allow_post_copy": True, "allow_auto_converge": True}, {"allow_auto_converge": True}),
    case("throttled-first", {"allow_post_copy": True, "allow_auto_converge": True}, {"allow_post_copy": True}),
    case(
        "post-copy-one-stream",
        {"allow_post_copy": True, "product": "hco-1-18-v1"},
        {"allow_post_copy": True, "product": "hco-1-19-v1"},
    ),
    case("post-copy-one-stream", {"allow_post_copy": True, "product": "kubevirt-1-5"}, {"product": "kubevirt-1-5"}),
    case(
        "post-copy-one-stream",
        {"allow_post_copy": True, "product": "hco-1-15", "allow_workload_disruption": False},
        {"allow_post_copy": True, "product": "hco-1-14"},
    ),
    case("one-stream-release", {"product": "hco-1-14"}, {"product": "hco-1-15"}),
    case("downtime-fixed", {"max_downtime_ms": 500, "product": "hco-1-18-v1"}, {"max_downtime_ms": 500}),
    case("downtime-fixed", {"max_downtime_ms": 500, "product": "hco-1-18-v1"}, {"product": "hco-1-18-v1"}),
    case(
        "downtime-fixed",
        {"max_downtime_ms": 301, "product": "hco-1-18-v1"},
        {"max_downtime_ms": 300, "product": "hco-1-18-v1"},
    ),
    case("downtime-needs-gate", {"max_downtime_ms": 500}, {"max_downtime_ms": 500, "product": "kubevirt-1-5"}),
    case(
        "downtime-undone",
        {"max_downtime_ms": 500, "allow_workload_disruption": True},
        {"max_downtime_ms": 500, "allow_workload_disruption": False},
    ),
    case("downtime-undone", {"max_downtime_ms": 500, "allow_post_copy": True}, {"max_downtime_ms": 500}),
    case("downtime-undone", {"max_downtime_ms": 301, "allow_post_copy": True}, {"max_downtime_ms": 300, "allow_post_copy": True}),
    case("single-stream", {"vm": VmFacts(GIB, single_stream=True)}, {"vm": VmFacts(GIB, vfio=True)}),
    case(
        "single-stream",
        {"vm": VmFacts(GIB, single_stream=True), "allow_post_copy": True, "product": "hco-1-15"},
        {"vm": VmFacts(GIB, single_stream=True), "product": "hco-1-14"},
    ),
    case("pod-network", {"network": None}, {}),
    case("jumbo-frames", {"dedicated": DedicatedNetwork("b", "10.0.0.0/24", mtu=1501)}, {"dedicated": NETWORK}),
    case(
        "jumbo-frames",
        {"dedicated": DedicatedNetwork("b", "10.0.0.0/24", mtu=1501)},
        {"dedicated": DedicatedNetwork("b", "10.0.0.0/24", mtu=1500)},
    ),
]


@pytest.mark.parametrize(("id_", "fires", "silent"), CASES)
def test_a_warning_comes_in_its_case_and_not_beside_it(id_: str, fires: dict[str, Any], silent: dict[str, Any]) -> None:
    assert id_ in found(**fires)
    assert id_ not in found(**silent)


def test_every_warning_has_a_case() -> None:
    written = set(re.findall(r'Warned\("([a-z-]+)"', inspect.getsource(migration_warnings)))
    assert written == {parameters.values[0] for parameters in CASES}


@pytest.mark.parametrize("product", PRODUCTS)
def test_defaults_over_a_fast_link_defeat_nothing(product: str) -> None:
    known = {"hco-1-13": "one-stream-release", "hco-1-14": "one-stream-release", "hco-1-18-v1": "api-not-ready"}
    assert set(found(product)) == ({known[product]} if product in known else set())


@given(
    SETTINGS,
    st.sampled_from(sorted(PRODUCTS)),
    st.floats(1e5, 1e12),
    st.builds(VmFacts, st.integers(1, 2**45), st.booleans(), st.booleans()),
)
@settings(max_examples=30, deadline=None)
def test_any_settings_are_warned_of_in_whole_sentences(wanted: MigrationSettings, product: str, link: float, vm: VmFacts) -> None:
    told = warnings(wanted, PRODUCTS[product], link, vm)
    assert len({warned.id for warned in told}) == len(told)
    for warned in told:
        table, id_ = warned.see.split("/")
        assert id_ in catalog().records[table]
        assert isinstance(warned.severity, Severity)
        assert re.fullmatch(r"[A-Z].*[.]", warned.text)
        assert "  " not in warned.text
        assert not re.search(r"\bnan\b|\binf\b|None|AtDeadline", warned.text)


def test_a_cap_is_set_against_the_link_in_the_links_unit() -> None:
    text = found(bandwidth_per_migration=2 * GIB)["cap-below-link"].text
    assert "17.2 Gbit/s of the link's 25 Gbit/s" in text
    text = found(bandwidth_per_migration=GIB)["cap-wastes-link"].text
    assert "8.59 Gbit/s of the link's 25 Gbit/s" in text
    assert "takes 64 s" in text
    assert "would take 22 s" in text
    assert text.endswith("Even 2 that leave a node at once use 17.2 Gbit/s; the rest of the link stays idle.")
    alone = found("hco-1-19-v1", bandwidth_per_migration=GIB)["cap-wastes-link"]
    assert alone.text.endswith("Only one leaves a node at once, so the rest of the link stays idle.")
    assert alone.severity is Severity.RISK


def test_bits_that_were_meant_are_given_in_bytes() -> None:
    text = found(bandwidth_per_migration=25_000_000_000)["cap-above-link"].text
    assert "is 200 Gbit/s, more than the link's 25 Gbit/s" in text
    assert "meant as bits, write 2980Mi." in text
    assert "bits" not in found(bandwidth_per_migration=2**40)["cap-above-link"].text


def test_the_deadline_counts_decimal_gigabytes_rounded_up() -> None:
    slow = {"bandwidth_per_migration": 64 * MIB}
    text = found(**slow, completion_timeout_per_gib=14)["deadline-too-short"].text
    assert "at 0.537 Gbit/s takes 17 min 4 s" in text
    assert "after 16 min 7 s (69 counted GB of 14 s each)" in text
    one = VmFacts(GIB)
    assert "deadline-too-short" in found(**slow, completion_timeout_per_gib=7, vm=one)
    assert "deadline-too-short" not in found(**slow, completion_timeout_per_gib=8, vm=one)


@pytest.mark.parametrize(
    ("changed", "ending"),
    [
        ({}, "the migration is aborted."),
        ({"allow_post_copy": True}, "the guest goes on in post-copy."),
        ({"allow_workload_disruption": True}, "the guest is paused until the rest is copied."),
        ({"allow_post_copy": True, "vm": VmFacts(64 * GIB, vfio=True)}, "the guest is paused until the rest is copied."),
        ({"allow_post_copy": True, "allow_workload_disruption": False}, "the migration is aborted."),
        ({"allow_workload_disruption": True, "product": "hco-1-14"}, "the migration is aborted."),
        ({"allow_post_copy": True, "product": "hco-1-14"}, "the guest goes on in post-copy."),
    ],
)
def test_what_follows_a_short_deadline_is_what_is_allowed(changed: dict[str, Any], ending: str) -> None:
    short = {"completion_timeout_per_gib": 1, "bandwidth_per_migration": 64 * MIB}
    assert found(**short | changed)["deadline-too-short"].text.endswith(ending)


def test_when_post_copy_comes_is_told_with_the_timeout_that_would_bring_it_sooner() -> None:
    text = found("hco-1-18-v1", allow_post_copy=True)["post-copy-late"].text
    assert text.startswith(
        "Post-copy comes only at the deadline, after 2 h 53 min (69 counted GB of 150 s each), though one pass"
    )
    assert text.endswith("takes 22 s. With a timeout of 1 s it would come after 70 s.")
    assert found(allow_post_copy=True)["post-copy-late"].text.startswith("Unless the alpha stall detector is on, post-copy comes")


def test_without_a_deadline_what_was_to_come_at_it_is_told_by_its_name() -> None:
    def text(**changed: Any) -> str:
        return found(completion_timeout_per_gib=0, **changed)["no-deadline"].text

    assert text().endswith("migrates without end.")
    assert text(allow_post_copy=True).endswith("Post-copy is allowed, but it would start at the deadline, so it never does.")
    assert text(allow_workload_disruption=True).endswith("The pause that is allowed at the deadline never comes.")


def test_a_fraction_of_a_second_is_no_missing_deadline() -> None:
    assert not found(completion_timeout_per_gib=0.4).keys() & {"no-deadline"}


def test_post_copy_for_a_vfio_device_says_what_happens_instead() -> None:
    vm = VmFacts(GIB, vfio=True)
    assert "the guest is paused" in found(allow_post_copy=True, vm=vm)["post-copy-vfio"].text
    refused = found(allow_post_copy=True, allow_workload_disruption=False, vm=vm)["post-copy-vfio"].text
    assert "the migration is aborted" in refused


def test_a_network_that_is_described_but_not_named_is_told() -> None:
    assert "described but not named" in found(network=None, dedicated=NETWORK)["pod-network"].text
    assert "described" not in found(network=None)["pod-network"].text


@pytest.mark.parametrize(("link", "memory"), [(0, GIB), (-1, GIB), (float("inf"), GIB), (float("nan"), GIB), (1e9, 0)])
def test_a_link_or_memory_of_nothing_is_refused(link: float, memory: int) -> None:
    with pytest.raises(ValueError, match="must be larger than zero"):
        warnings(MigrationSettings(), PRODUCTS["kubevirt-1-9"], link, VmFacts(memory))
