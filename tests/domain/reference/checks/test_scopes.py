"""Which releases of KubeVirt a scope names, as the check of scopes reads it."""

from __future__ import annotations

import pytest

from domain.reference.checks.scopes import HCO, OVE, Releases

KNOWN = Releases(
    {
        (OVE, (4, 18)): (1, 4),
        (HCO, (1, 14)): (1, 4),
        (OVE, (4, 22)): (1, 8),
        (HCO, (1, 18)): (1, 8),
        (OVE, (5, 0)): (1, 9),
        (HCO, (1, 19)): (1, 9),
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


@pytest.mark.parametrize(("scope", "minors"), SCOPES.items(), ids=list(SCOPES))
def test_a_scope_names_releases_of_kubevirt(scope: str, minors: set[tuple[int, int]]) -> None:
    assert {(low[1], high[1]) for low, high in KNOWN.of_scope(scope)} == minors
