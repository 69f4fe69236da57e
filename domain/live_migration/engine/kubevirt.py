"""What KubeVirt adds to QEMU's migration: the deadline by size, and what happens at it.

Source: kubevirt/kubevirt, pkg/virt-launcher/virtwrap/live-migration-source.go and manager.go (see data/live_migration.yaml).
`progressTimeout` is not reckoned with: it compares what is left with the reading 400 ms before, so it cannot end a migration
that moves data, only one whose connection is dead. Nor is the stall detection of KubeVirt 1.9, which is off by default (alpha):
with it, the deadline aborts and pauses nothing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from domain.live_migration.engine.guest import AtDeadline, Numbers
from domain.quantities.units import GB, KIB

CHANNELS = 8
"""Parallel migration threads of KubeVirt, unless the launcher has CPU limits or dedicated CPUs (see live_migration.yaml)."""

PACKET = 512 * KIB
"""Bytes of one packet of a multifd channel (QEMU, migration/multifd.h, MULTIFD_PACKET_SIZE)."""

ACTS_LATE_S = 1.0
"""KubeVirt acts when whole seconds exceed an acceptable time, so one second after it."""


def counted_gb(ram: Numbers) -> npt.NDArray[np.float64]:
    """Gigabytes that the deadline counts: bytes of memory in decimal GB, rounded up. 64 GiB count as 69."""
    return np.ceil(np.asarray(ram, dtype=np.float64) / GB)


def deadline(ram: Numbers, completion_timeout_per_gib: float) -> npt.NDArray[np.float64]:
    """Seconds until KubeVirt acts: counted size times `completionTimeoutPerGiB`; infinite if that is 0.

    It acts ACTS_LATE_S after the product. ValueError for a negative setting.
    """
    if not 0 <= completion_timeout_per_gib <= 1e6:
        raise ValueError("completionTimeoutPerGiB must be from 0 to 1,000,000 seconds.")
    counted = counted_gb(ram)
    return counted * completion_timeout_per_gib + ACTS_LATE_S if completion_timeout_per_gib else np.full_like(counted, np.inf)


def longest_pause(deadline_s: Numbers) -> npt.NDArray[np.float64]:
    """Seconds that a guest paused at its deadline stands still at most; then KubeVirt gives the migration up and aborts it.

    At the pause it doubles the acceptable time, and again it acts a second after that: the pause lasts for the product of
    counted size and `completionTimeoutPerGiB`. A migration in post-copy is never aborted, however long it takes.
    """
    return np.maximum(np.asarray(deadline_s, dtype=np.float64) - ACTS_LATE_S, 0.0)


def at_deadline(allow_post_copy: bool, allow_workload_disruption: bool | None, vfio: bool = False) -> AtDeadline:
    """What happens at the deadline. `allow_workload_disruption` None: not set, so it follows `allow_post_copy` (since 1.5).

    Post-copy needs both; with a VFIO device the guest is paused instead.
    """
    disrupt = allow_post_copy if allow_workload_disruption is None else allow_workload_disruption
    if not disrupt:
        return AtDeadline.ABORT
    return AtDeadline.POST_COPY if allow_post_copy and not vfio else AtDeadline.PAUSE
