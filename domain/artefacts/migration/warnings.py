"""Settings that defeat each other, the link or the VM: each said in a sentence with its numbers.

How KubeVirt acts on a setting is in data/live_migration.yaml, each with its source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from domain.artefacts.migration.policy import QEMU_LIMIT_MS, quantity, whole_mib
from domain.artefacts.migration.settings import HYPERCONVERGED, POLICY, MigrationSettings, Product
from domain.catalog.vocabulary import Severity
from domain.live_migration.engine.guest import AtDeadline
from domain.live_migration.engine.kubevirt import CHANNELS, at_deadline, counted_gb
from domain.quantities.wording import duration_in_words, gbit_in_words

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
    """What of the VM matters to the settings.

    `memory` in bytes; `vfio`: it has a VFIO device, such as a passed-through GPU; `single_stream`: it has CPU limits or
    dedicated CPUs, for which KubeVirt switches the parallel streams off.
    """

    memory: int
    vfio: bool = False
    single_stream: bool = False


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

    def number(self, setting: str) -> float:
        return float(self.product.value(self.settings, setting) or 0)

    @property
    def cap(self) -> int:
        """0: no cap."""
        return self.settings.bandwidth_per_migration or 0

    @property
    def rate(self) -> float:
        return min(self.cap, self.link) if self.cap else self.link

    @property
    def one_pass(self) -> float:
        """Seconds for one pass over the memory."""
        return self.vm.memory / self.rate

    @property
    def at_once(self) -> int:
        """Migrations that may leave a node at the same time."""
        return int(min(self.number("outbound-per-node"), self.number("per-cluster")))

    @property
    def completion_timeout_per_gib(self) -> float:
        """0: no deadline."""
        return self.number("timeout-per-gib")

    @property
    def counted(self) -> int:
        """Gigabytes that the deadline counts."""
        return int(counted_gb(self.vm.memory))

    def until_deadline(self, timeout: float) -> str:
        """When the deadline comes, in words: one second after the product, as `engine.kubevirt.deadline` has it."""
        return duration_in_words(self.counted * timeout + 1)

    @property
    def deadline(self) -> str:
        timeout = self.completion_timeout_per_gib
        return f"{self.until_deadline(timeout)} ({self.counted:,} counted GB of {timeout:,g} s each)"

    @property
    def detects(self) -> bool:
        """The release has the stall detector, which a feature gate switches on."""
        return bool(self.product.path("max-downtime", POLICY))

    @property
    def disrupts(self) -> bool | None:
        """None: unset, so it follows post-copy. A release without the field behaves so, too."""
        return self.settings.allow_workload_disruption if self.product.has("allow-workload-disruption") else None

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
        found
        for concern in (_api, _cap, _at_once, _deadline, _post_copy, _downtime, _streams, _network)
        for found in concern(case)
    )


def _api(case: _Case) -> Iterator[Warned]:
    if case.product.caution:
        yield Warned("api-not-ready", RISK, case.product.caution, "live_migration/bandwidth-per-migration")


def _cap(case: _Case) -> Iterator[Warned]:
    see = "live_migration/bandwidth-per-migration"
    cap, link = case.cap, case.link
    if case.settings.bandwidth_per_migration == 0:
        yield Warned("cap-zero", INFO, "A cap of 0 is no cap: a migration takes what the link gives.", see)
    if cap > link:
        bits = f" If {quantity(cap)} was meant as bits, write {quantity(whole_mib(cap // 8))}." if cap / 8 <= link else ""
        text = f"The cap of {quantity(cap)} bytes per second is {gbit_in_words(cap)}, more than the link's {gbit_in_words(link)}:"
        yield Warned("cap-above-link", INFO, f"{text} it limits nothing.{bits}", see)
    if 0 < cap < link:
        slow, fast = duration_in_words(case.vm.memory / cap), duration_in_words(case.vm.memory / link)
        part = f"The cap lets one migration use {gbit_in_words(cap)} of the link's {gbit_in_words(link)}:"
        text = f"{part} one pass over the memory takes {slow}, where the link alone would take {fast}."
        if case.at_once * cap < link:
            yield Warned("cap-wastes-link", RISK, f"{text} {_idle(case)}", see)
        else:
            yield Warned("cap-below-link", INFO, text, see)


def _idle(case: _Case) -> str:
    if case.at_once == 1:
        return "Only one leaves a node at once, so the rest of the link stays idle."
    together = gbit_in_words(case.at_once * case.cap)
    return f"Even {case.at_once:,} that leave a node at once use {together}; the rest of the link stays idle."


def _at_once(case: _Case) -> Iterator[Warned]:
    per_node, per_cluster = int(case.number("outbound-per-node")), int(case.number("per-cluster"))
    together = per_node * case.cap
    if 0 < case.cap <= case.link < together:
        text = f"From one node, {per_node:,} migrations at {gbit_in_words(case.cap)} each want {gbit_in_words(together)} of"
        each = gbit_in_words(case.link / per_node)
        share = f"the link's {gbit_in_words(case.link)}: together none reaches its cap, each gets about {each}."
        yield Warned("caps-above-link", RISK, f"{text} {share}", "live_migration/outbound-per-node")
    if per_cluster < per_node:
        text = f"At most {per_cluster:,} run in the cluster at once, so no node ever reaches its own limit of {per_node:,}."
        yield Warned("cluster-below-node", INFO, text, "live_migration/per-cluster")


def _deadline(case: _Case) -> Iterator[Warned]:
    see = "live_migration/timeout-per-gib"
    if case.completion_timeout_per_gib == 0:
        lost = {
            AtDeadline.POST_COPY: " Post-copy is allowed, but it would start at the deadline, so it never does.",
            AtDeadline.PAUSE: " The pause that is allowed at the deadline never comes.",
            AtDeadline.ABORT: "",
        }[case.ending]
        text = "A timeout of 0 removes the deadline: a guest that writes faster than it is copied migrates without end."
        yield Warned("no-deadline", RISK, text + lost, see)
    elif case.one_pass > case.counted * case.completion_timeout_per_gib:
        text = f"One pass over the memory at {gbit_in_words(case.rate)} takes {duration_in_words(case.one_pass)},"
        more = f"and the deadline comes after {case.deadline}: before the pass ends, {_ENDINGS[case.ending]}."
        yield Warned("deadline-too-short", RISK, f"{text} {more}", see)


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
    if case.ending is AtDeadline.POST_COPY and case.completion_timeout_per_gib:
        yield from _when_post_copy_comes(case)


def _when_post_copy_comes(case: _Case) -> Iterator[Warned]:
    """A second pass shows whether what is left shrinks, so what a guest that does not converge waits after it is lost."""
    enough = ceil(2 * case.one_pass / case.counted)
    if case.completion_timeout_per_gib > enough:
        first = "Unless the alpha stall detector is on, post-copy" if case.detects else "Post-copy"
        one = duration_in_words(case.one_pass)
        text = f"{first} comes only at the deadline, after {case.deadline}, though one pass takes {one}."
        less = f"With a timeout of {enough:,} s it would come after {case.until_deadline(enough)}."
        yield Warned("post-copy-late", RISK, f"{text} {less}", "live_migration/timeout-per-gib")
    if case.settings.allow_auto_converge:
        text = "Auto-converge acts before post-copy: QEMU slows the guest while it copies, post-copy waits for the deadline."
        yield Warned("throttled-first", INFO, text, "live_migration/auto-converge")


def _downtime(case: _Case) -> Iterator[Warned]:
    wanted = case.settings.max_downtime_ms
    if wanted is None:
        return
    see, text = "live_migration/max-downtime", f"The downtime limit of {wanted:,g} ms"
    if not case.detects:
        if wanted != QEMU_LIMIT_MS:
            text = f"{text} cannot be set in this release: QEMU's own {QEMU_LIMIT_MS} ms hold, so the estimate does not."
            yield Warned("downtime-fixed", RISK, text, see)
        return
    text = f"{text} is maxDowntimeMs, which KubeVirt refuses unless the feature gate MigrationStallDetection (alpha) is on."
    yield Warned("downtime-needs-gate", RISK, text, see)
    if case.ending is not AtDeadline.ABORT and wanted > QEMU_LIMIT_MS:
        text = f"A maxDowntimeMs above {QEMU_LIMIT_MS} only counts while workload disruption is false; here it is true."
        yield Warned("downtime-undone", RISK, text, see)


def _streams(case: _Case) -> Iterator[Warned]:
    product, see = case.product, "live_migration/post-copy"
    if not product.parallel_streams:
        text = f"KubeVirt {product.kubevirt} copies memory in one stream, whatever the link could take; several came with 1.5."
        yield Warned("one-stream-release", INFO, text, "migration_profiles/ove-streams")
    elif case.vm.single_stream:
        text = "The VM has CPU limits or dedicated CPUs, so KubeVirt copies its memory in one stream instead of"
        yield Warned("single-stream", RISK, f"{text} {CHANNELS}, whatever the link could take.", "blockers/LMB-K28")
    elif case.settings.allow_post_copy and not product.streams_with_post_copy:
        text = f"A migration that allows post-copy gets one stream instead of {CHANNELS} before KubeVirt 1.9, from its start"
        yield Warned("post-copy-one-stream", RISK, f"{text} and whether post-copy comes or not.", see)


def _network(case: _Case) -> Iterator[Warned]:
    see, dedicated = "live_migration/migration-network", case.settings.dedicated
    if not case.settings.network:
        lost = " The dedicated network is described but not named here, so nothing uses it." if dedicated else ""
        text = f"No migration network is named: migrations share the pod network with what runs in the cluster.{lost}"
        yield Warned("pod-network", INFO, text, see)
    if dedicated and dedicated.mtu and dedicated.mtu > ETHERNET_MTU:
        text = f"An MTU of {dedicated.mtu:,} bytes needs jumbo frames on every NIC and switch port of the network."
        yield Warned("jumbo-frames", RISK, f"{text} Where one has less, large packets do not arrive.", see)
