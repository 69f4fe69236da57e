"""What stands beside an object of live migration: what it cannot carry, what a value really does, and how to take it in."""

from __future__ import annotations

from typing import Any

import pytest

from domain.artefacts.migration.policy import cluster_cr, migration_policy, network_attachment
from domain.artefacts.migration.settings import DedicatedNetwork, MigrationSettings
from tests.domain.artefacts.migration.settings_strategy import KUBEVIRT, PRODUCTS, everything


def test_notes_say_where_a_setting_is_made_instead_or_that_nothing_carries_it() -> None:
    policy = " ".join(migration_policy(everything(), PRODUCTS["hco-1-14"]).notes)
    assert "a MigrationPolicy has no such field. Set it in the HyperConverged CR, for the whole cluster." in policy
    assert "the MigrationPolicy has the field from KubeVirt 1.5. It has no place in OpenShift Virtualization 4.18" in policy
    cluster = " ".join(cluster_cr(everything(), PRODUCTS["hco-1-18-v1"]).notes)
    assert "the HyperConverged CR has the field from HCO 1.19. Set it in a MigrationPolicy." in cluster
    newest = " ".join(cluster_cr(everything(), PRODUCTS["hco-1-19-v1"]).notes)
    assert "(`maxDowntimeMs`) is not written: the HyperConverged CR has no such field. Set it in a MigrationPolicy." in newest


def test_a_policy_says_whom_it_holds_for_and_whether_it_sets_anything() -> None:
    def notes(**changed: Any) -> str:
        return " ".join(migration_policy(MigrationSettings(**changed), PRODUCTS["kubevirt-1-9"]).notes)

    assert "Without a label the policy applies to every VM" in notes()
    assert "Without a label" not in notes(vmi_labels={"a": "b"})
    assert "The policy sets nothing" in notes(network="m")
    assert "The policy sets nothing" not in notes(allow_auto_converge=False)
    assert "follows it and is true" in notes(allow_post_copy=True)
    assert "follows it and is false" in notes(allow_post_copy=False)
    assert "follows" not in notes(allow_post_copy=True, allow_workload_disruption=True)


DOWNTIMES = [
    (500, {}, "starts at 300 ms.", "it rises to 500 ms, or the migration is aborted if the pause would be longer than 750 ms."),
    (200, {}, "starts at 200 ms.", "no longer shrinks, the migration is aborted if the pause would be longer than 300 ms."),
    (500, {"allow_workload_disruption": True}, "starts at 300 ms.", "post-copy or a forced switch-over follows"),
    (500, {"allow_post_copy": True}, "starts at 300 ms.", "post-copy or a forced switch-over follows"),
    (500, {"allow_post_copy": True, "allow_workload_disruption": False}, "starts at 300 ms.", "it rises to 500 ms"),
]


@pytest.mark.parametrize(("wanted", "changed", "start", "then"), DOWNTIMES)
def test_what_the_largest_downtime_really_does_stands_beside_it(
    wanted: int, changed: dict[str, Any], start: str, then: str
) -> None:
    asked = MigrationSettings(max_downtime_ms=wanted, **changed)
    for make in (migration_policy, cluster_cr):
        told = " ".join(make(asked, PRODUCTS["kubevirt-1-9"]).notes)
        assert "refuses `maxDowntimeMs` unless the feature gate MigrationStallDetection" in told
        assert start in told
        assert then in told
    assert "feature gate" not in " ".join(cluster_cr(asked, PRODUCTS["hco-1-19-v1"]).notes)
    assert "feature gate" not in " ".join(migration_policy(asked, PRODUCTS["kubevirt-1-5"]).notes)


def test_a_cap_that_kubevirt_rounds_is_told() -> None:
    def notes(cap: int) -> str:
        return " ".join(migration_policy(MigrationSettings(bandwidth_per_migration=cap), PRODUCTS["hco-1-15"]).notes)

    assert "512Ki becomes 1Mi." in notes(2**19)
    assert "1100000000 becomes 1049Mi." in notes(1_100_000_000)
    assert "whole MiB" not in notes(2**30) + notes(0)


def test_post_copy_on_kubevirt_alone_says_what_the_nodes_need() -> None:
    asked = MigrationSettings(allow_post_copy=True)
    for id_, product in PRODUCTS.items():
        told = " ".join(migration_policy(asked, product).notes)
        assert ("unprivileged_userfaultfd" in told) == (id_ in KUBEVIRT)


def test_nobody_is_told_to_apply_an_object_that_exists() -> None:
    for product in PRODUCTS.values():
        assert "`apply` could delete fields" in " ".join(cluster_cr(everything(), product).notes)


def test_the_room_in_the_range_is_told() -> None:
    def notes(cidr: str) -> str:
        wanted = MigrationSettings(network="m", dedicated=DedicatedNetwork("eth1", cidr))
        return " ".join(network_attachment(wanted, PRODUCTS["hco-1-15"]).notes)

    assert "addresses for 254 nodes" in notes("10.200.5.0/24")
    assert "addresses for 2 nodes" in notes("10.200.5.4/30")
    assert "fd00:5::/64" in notes("fd00:5::1/64")
