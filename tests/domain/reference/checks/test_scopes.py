"""Which releases a scope names, and what the check says of one that is wider than its sources."""

from __future__ import annotations

import pytest

from domain.reference.checks.releases import HCO, KUBEVIRT, LATEST, OTHERS, OVE, Release
from domain.reference.checks.scopes import CHECKS, Releases
from tests.domain.reference.checks.broken_catalogue import Fault, apart, assert_named

KNOWN = Releases(
    {
        (OVE.name, (4, 18)): (1, 4),
        (HCO.name, (1, 14)): (1, 4),
        (OVE.name, (4, 22)): (1, 8),
        (HCO.name, (1, 18)): (1, 8),
        (OVE.name, (5, 0)): (1, 9),
        (HCO.name, (1, 19)): (1, 9),
    }
)

SCOPES = {
    "KubeVirt 1.9": {(9, 9)},
    "KubeVirt 1.9.0 (oc and virtctl)": {(9, 9)},
    "KubeVirt 1.5–1.8": {(5, 8)},
    "virtctl of KubeVirt 1.6 to 1.9; OpenShift Virtualization 4.18 to 4.22": {(6, 9), (4, 8)},
    "KubeVirt 1.9 and OpenShift Virtualization": {(9, 9), (4, 9)},
    "KubeVirt 1.9 (virtctl); reset from KubeVirt 1.5": {(9, 9), (5, 9)},
    "KubeVirt 1.6 and later": {(6, 9)},
    "OVE through 4.22 (KubeVirt 1.8); 5.0 (KubeVirt 1.9)": {(4, 8), (8, 8), (9, 9)},
    "OpenShift Virtualization 4.22 and 5.0 (HCO 1.18, 1.19)": {(8, 8), (9, 9)},
    "HCO 1.14 and earlier": {(4, 4)},
    "MTV 2.12, OpenShift 4.20": set(),
    "first step; QEMU's defaults, which KubeVirt does not change": set(),
    "OpenShift Virtualization 4.12": set(),
}

OTHER_SCOPES: dict[str, list[tuple[str, Release, Release]]] = {
    "MTV 2.12.3–2.12.5": [("MTV", (2, 12, 3), (2, 12, 5))],
    "MTV 2.6 and VDDK 7.0.3, cold": [("MTV", (2, 6), (2, 6)), ("VDDK", (7, 0, 3), (7, 0, 3))],
    "govc 0.56 with vCenter, ESXi 6.0 U3 to 8.x": [("govc", (0, 56), (0, 56)), ("vSphere", (6, 0, 3), (8,))],
    "vSphere 6.5, 7.0 U3f and 8.0, on 10 GbE": [("vSphere", one, one) for one in ((6, 5), (7, 0, 3), (8, 0))],
    "vSphere API of govmomi 0.56": [("govc", (0, 56), (0, 56))],
    "Hardware version 18–21": [("hardware version", (18,), (21,))],
    "moves from Windows Server 2012 to 2012 R2": [("Windows Server", (2012, 0), (2012, 2))],
    "Windows Server 2016, 2019 and 2025": [("Windows Server", (year, 0), (year, 0)) for year in (2016, 2019, 2025)],
    "Windows Server 2016 and later; Azure Local": [("Windows Server", (2016, 0), LATEST)],
    "Azure Local 2311.2 and later, page of October 2025": [("Azure Local", (23, 11, 2), LATEST)],
    "Azure Stack HCI 22H2 and 23H2": [("Azure Local", (22, 11), (22, 11)), ("Azure Local", (23, 11), (23, 11))],
    "Azure Local, pages of 2024 and 2025": [],
    "any release of vSphere as the source": [],
}

FAULTS = (
    Fault("guest_systems.yaml", "rhel-9", "MTV 2.12.5", "MTV 2.11 to 2.12.5", "moves.mtv.scope", "reaches MTV 2.11 to 2.12.5"),
    Fault("migration_profiles.yaml", "vsphere-concurrency", "to 8.0,", "to 9.0,", "scope", "reaches vSphere 6.5 to 9.0"),
    Fault("concepts.yaml", "drs", "2016 to 2025", "2012 to 2025", "claims.azure_local.scope", "2012 to 2025"),
    Fault("concepts.yaml", "vmotion", "Azure Local 2504", "Azure Local 2311", "claims.azure_local.scope", "Azure Local 2311"),
    Fault("migration_commands.yaml", "vsphere-streams-read", "govc 0.56", "govc 0.55", "scope", "reaches govc 0.55"),
    Fault("disk_transfers.yaml", "changed-block", "version 17", "version 13", "scope", "hardware version 13, and its"),
    Fault("disk_transfers.yaml", "lab-20-vms-1-host", "VDDK 7.0.3", "VDDK 8.0", "scope", "speak of VDDK 7.0.3"),
    Fault("migration_profiles.yaml", "ove-zero-pages", "and 10.0", "to 10.1", "scope", "reaches QEMU 7.2 to 10.1"),
    Fault("migration_commands.yaml", "ove-attachment", "user guide", "1.9, user guide", "scope", "none of its sources speaks"),
    Fault("architecture.yaml", "etcd", "scope: ", "scope: OVE 4.22, ", "claim.scope", "of a release of KubeVirt"),
    Fault("key_numbers.yaml", "max-vms-per-cluster", "vSphere 7}", "vSphere 6}", "claims.vsphere.limits.1.scope", "vSphere 6"),
)


@pytest.mark.parametrize(("scope", "minors"), SCOPES.items(), ids=list(SCOPES))
def test_a_scope_names_releases_of_kubevirt(scope: str, minors: set[tuple[int, int]]) -> None:
    assert {(span.first[1], span.last[1]) for span in KNOWN.named(KUBEVIRT, scope)} == minors


@pytest.mark.parametrize(("scope", "spans"), OTHER_SCOPES.items(), ids=list(OTHER_SCOPES))
def test_a_scope_names_releases_of_other_products(scope: str, spans: list[tuple[str, Release, Release]]) -> None:
    found = [(product.name, span.first, span.last) for product in OTHERS for span in product.spans(scope)]
    assert sorted(found) == sorted(spans)


@pytest.mark.parametrize("faults", apart(FAULTS), ids=lambda faults: "-".join(fault.record for fault in faults)[:60])
def test_a_scope_that_is_wider_than_its_sources_is_named(faults: tuple[Fault, ...], subtests: pytest.Subtests) -> None:
    assert_named(faults, subtests, CHECKS)
