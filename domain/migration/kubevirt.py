"""What KubeVirt adds to QEMU's migration: the deadline by size, and what happens at it.

Source: kubevirt/kubevirt, pkg/virt-launcher/virtwrap/live-migration-source.go and manager.go (see data/live_migration.yaml).
`progressTimeout` is not reckoned with: it compares what is left with the reading 400 ms before, so it cannot end a migration
that moves data, only one whose connection is dead.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from domain.migration.guest import AtDeadline, Numbers
from domain.migration.units import GB, KIB

CHANNELS = 8
"""Parallel migration threads of KubeVirt, unless the launcher has CPU limits or dedicated CPUs (see live_migration.yaml)."""

PACKET = 512 * KIB
"""Bytes of one packet of a multifd channel (QEMU, migration/multifd.h, MULTIFD_PACKET_SIZE)."""


def counted_gb(ram: Numbers) -> npt.NDArray[np.float64]:
    """Gigabytes that the deadline counts: bytes of memory in decimal GB, rounded up. 64 GiB count as 69."""
    return np.ceil(np.asarray(ram, dtype=np.float64) / GB)


def deadline(ram: Numbers, seconds_per_gb: float) -> npt.NDArray[np.float64]:
    """Seconds until KubeVirt acts: counted size times `completionTimeoutPerGiB`; infinite if that is 0.

    It acts when whole seconds exceed the product, so one second later. ValueError for a negative setting.
    """
    if not 0 <= seconds_per_gb <= 1e6:
        raise ValueError("completionTimeoutPerGiB must be from 0 to 1,000,000 seconds.")
    counted = counted_gb(ram)
    return counted * seconds_per_gb + 1 if seconds_per_gb else np.full_like(counted, np.inf)


def at_deadline(allow_post_copy: bool, allow_workload_disruption: bool | None, vfio: bool = False) -> AtDeadline:
    """What happens at the deadline. `allow_workload_disruption` None: not set, so it follows `allow_post_copy` (since 1.5).

    Post-copy needs both; with a VFIO device the guest is paused instead.
    """
    disrupt = allow_post_copy if allow_workload_disruption is None else allow_workload_disruption
    if not disrupt:
        return AtDeadline.ABORT
    return AtDeadline.POST_COPY if allow_post_copy and not vfio else AtDeadline.PAUSE
