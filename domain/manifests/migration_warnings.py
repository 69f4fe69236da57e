"""Settings that defeat each other, the link or the VM: each said in a sentence with its numbers.

How KubeVirt acts on a setting is in data/live_migration.yaml, each with its source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.catalog.vocabulary import Severity
from domain.manifests.migration_policy import quantity
from domain.manifests.migration_settings import HYPERCONVERGED, POLICY, MigrationSettings, Product
from domain.migration.guest import AtDeadline
from domain.migration.kubevirt import CHANNELS, at_deadline, counted_gb
from domain.migration.say import say_gbit, say_seconds
from domain.migration.units import MIB

ETHERNET_MTU = 1_500
"""Bytes that an Ethernet frame carries unless jumbo frames are on (IEEE 802.3, 3.2.7)."""

INFO, RISK = Severity.INFO, Severity.RISK

_ENDINGS = {
    AtDeadline.ABORT: "the migration is aborted",
    AtDeadline.PAUSE: "the guest is paused until the rest is copied",
    AtDeadline.POST_COPY: "the guest goes on in post-copy",
}


@dataclass(frozen=True)
class VmFacts:
    """What of the VM matters to the settings. `memory` in bytes; `vfio`: it has a VFIO device, such as a passed-through GPU."""

    memory: int
    vfio: bool = False
    dedicated_cpus: bool = False
    cpu_limits: bool = False


@dataclass(frozen=True)
class Warned:
    """A warning: its name, how it bites, a sentence, and the row of the catalogue that says more, as `table/id`."""

    id: str
    severity: Severity
    text: str
    see: str


@dataclass(frozen=True)
class _Case:
    """The settings with what holds where they say nothing. Rates in bytes per second, times in seconds."""

    settings: MigrationSettings
    product: Product
    link: float
    vm: VmFacts

    def number(self, setting: str) -> int:
        return int(self.product.value(self.settings, setting) or 0)

    @property
    def cap(self) -> int:
        """0: no cap."""
        return self.settings.bandwidth_per_migration_bytes_s or 0

    @property
    def rate(self) -> float:
        return min(self.cap, self.link) if self.cap else self.link

    @property
    def deadline(self) -> float:
        """0: none."""
        return float(counted_gb(self.vm.memory)) * self.number("timeout-per-gib")

    @property
    def disrupts(self) -> bool | None:
        """None: unset, so it follows post-copy. A release without the field behaves so, too."""
        wanted = self.settings.allow_workload_disruption
        has_field = any(self.product.path("allow-workload-disruption", place) for place in (POLICY, self.product.cluster_place))
        return wanted if has_field else None

    @property
    def ending(self) -> AtDeadline:
        return at_deadline(bool(self.settings.allow_post_copy), self.disrupts, self.vm.vfio)


def warnings(settings: MigrationSettings, product: Product, link_bytes_s: float, vm: VmFacts) -> tuple[Warned, ...]:
    """What the settings do against themselves over a link of `link_bytes_s` for this VM; in the order of what they concern.

    ValueError: the link or the memory is not a positive amount.
    """
    if not (0 < link_bytes_s < float("inf") and vm.memory > 0):
        raise ValueError("The link's rate and the VM's memory must be larger than zero.")
    case = _Case(settings, product, link_bytes_s, vm)
    return tuple(
        found for concern in (_cap, _at_once, _deadline, _post_copy, _downtime, _streams, _network) for found in concern(case)
    )


def _cap(case: _Case) -> Iterator[Warned]:
    see = "live_migration/bandwidth-per-migration"
    cap, link = case.cap, case.link
    if case.settings.bandwidth_per_migration_bytes_s == 0:
        yield Warned("cap-zero", INFO, "A cap of 0 is no cap: a migration takes what the link gives.", see)
    if cap > link:
        bits = f" If {quantity(cap)} was meant as bits, write {quantity(_mebi(cap / 8))}." if cap / 8 <= link else ""
        text = (
            f"The cap of {quantity(cap)} bytes per second is {say_gbit(cap)}, more than the link's {say_gbit(link)}: "
            "it limits nothing."
        )
        yield Warned("cap-above-link", INFO, text + bits, see)
    if 0 < cap < link:
        slow, fast = say_seconds(case.vm.memory / cap), say_seconds(case.vm.memory / link)
        text = f"The cap lets one migration use {say_gbit(cap)} of the link's {say_gbit(link)}: one pass over the memory"
        yield Warned("cap-below-link", INFO, f"{text} takes {slow}, where the link alone would take {fast}.", see)


def _at_once(case: _Case) -> Iterator[Warned]:
    per_node, per_cluster = case.number("outbound-per-node"), case.number("per-cluster")
    together = per_node * case.cap
    if 0 < case.cap <= case.link < together:
        text = f"From one node, {per_node:,} migrations at {say_gbit(case.cap)} each want {say_gbit(together)} of the link's"
        share = f"{say_gbit(case.link)}: together none reaches its cap, each gets about {say_gbit(case.link / per_node)}."
        yield Warned("caps-above-link", RISK, f"{text} {share}", "live_migration/outbound-per-node")
    if per_cluster < per_node:
        text = f"At most {per_cluster:,} run in the cluster at once, so no node ever reaches its own limit of {per_node:,}."
        yield Warned("cluster-below-node", INFO, text, "live_migration/per-cluster")


def _deadline(case: _Case) -> Iterator[Warned]:
    see, per_gb = "live_migration/timeout-per-gib", case.number("timeout-per-gib")
    counted, one_pass, ends = int(counted_gb(case.vm.memory)), case.vm.memory / case.rate, say_seconds(case.deadline)
    if per_gb == 0:
        lost = "" if case.ending is AtDeadline.ABORT else " What is allowed at the deadline, post-copy or a pause, never comes."
        text = "A timeout of 0 removes the deadline: a guest that writes faster than it is copied migrates without end."
        yield Warned("no-deadline", RISK, text + lost, see)
    elif one_pass > case.deadline:
        text = f"One pass over the memory at {say_gbit(case.rate)} takes {say_seconds(one_pass)}, and the deadline comes after"
        more = f"{ends} ({counted} counted GB of {per_gb} s each): before the pass ends, {_ENDINGS[case.ending]}."
        yield Warned("deadline-too-short", RISK, f"{text} {more}", see)
    progress = case.number("progress-timeout")
    if 0 < case.deadline <= progress:
        text = (
            f"The no-progress timeout of {say_seconds(progress)} is never reached: this VM's deadline comes first, after {ends}."
        )
        yield Warned("progress-after-deadline", INFO, text, "live_migration/progress-timeout")


def _post_copy(case: _Case) -> Iterator[Warned]:
    if not case.settings.allow_post_copy:
        return
    see = "live_migration/allow-workload-disruption"
    if case.disrupts is False:
        text = "Post-copy is allowed but workload disruption is explicitly false: at the deadline the migration is aborted."
        yield Warned("post-copy-undone", RISK, text, see)
    elif case.disrupts is None and case.product.defaults.get("allow-workload-disruption") is False:
        text = f"In the {HYPERCONVERGED.label} of this release allowWorkloadDisruption is false unless it is written, so"
        more = "allowPostCopy alone does nothing there; in a MigrationPolicy it brings the other along. Write both."
        yield Warned("post-copy-needs-disruption", RISK, f"{text} {more}", see)
    if case.vm.vfio:
        text = f"Post-copy is never used for a VM with a VFIO device: at the deadline {_ENDINGS[case.ending]}."
        yield Warned("post-copy-vfio", RISK, text, "live_migration/post-copy")


def _downtime(case: _Case) -> Iterator[Warned]:
    if case.settings.max_downtime_ms is None or not case.product.path("max-downtime", POLICY):
        return
    see, wanted = "live_migration/max-downtime", f"{case.settings.max_downtime_ms:,} ms"
    text = f"The largest downtime of {wanted} does nothing unless the feature gate MigrationStallDetection (alpha) is on."
    yield Warned("downtime-needs-gate", INFO, text, see)
    if case.ending is not AtDeadline.ABORT:
        text = f"The largest downtime of {wanted} only counts while workload disruption is false; here it is true."
        yield Warned("downtime-undone", RISK, text, see)


def _streams(case: _Case) -> Iterator[Warned]:
    if case.vm.dedicated_cpus or case.vm.cpu_limits:
        what = "dedicated CPUs" if case.vm.dedicated_cpus else "CPU limits"
        text = (
            f"The VM has {what}, so KubeVirt copies its memory in one thread instead of {CHANNELS}, whatever the link could take."
        )
        yield Warned("single-thread", RISK, text, "blockers/LMB-K28")


def _network(case: _Case) -> Iterator[Warned]:
    see, dedicated = "live_migration/migration-network", case.settings.dedicated
    if not case.settings.network:
        lost = " The dedicated network is described but not named here, so nothing uses it." if dedicated else ""
        text = f"No migration network is named: migrations share the pod network with what runs in the cluster.{lost}"
        yield Warned("pod-network", INFO, text, see)
    if dedicated and dedicated.mtu and dedicated.mtu > ETHERNET_MTU:
        text = f"An MTU of {dedicated.mtu:,} bytes needs jumbo frames on every NIC and switch port of the network."
        yield Warned("jumbo-frames", RISK, f"{text} Where one has less, large packets do not arrive.", see)


def _mebi(amount: float) -> int:
    """Bytes in whole MiB, at least one."""
    return max(round(amount / MIB), 1) * MIB
