"""What the disk transfer comes to, in sentences: how long, how long down, what limits it, what would help."""

from __future__ import annotations

from dataclasses import replace
from math import isinf

from domain.catalog import Catalog
from domain.disk_transfer.advice import TransferAnswer, TransferQuestion, too_many_writes, too_much_data
from domain.disk_transfer.lab import cold_ceilings, stated_and_said, warm_ceilings
from domain.disk_transfer.warm import Gain
from domain.quantities import units
from domain.quantities.wording import about_in_words, amount_in_words, counted, gbit_in_words, rate_in_words

CHANGES = {
    "in_flight": "Twice the max in flight",
    "hosts": "Twice the ESXi hosts, the VMs spread evenly",
    "gain": "A datastore and a target for each host, so that hosts do not slow each other",
    "host": "Twice the rate of each ESXi host: its network card, datastore reads and power profile",
    "shared": "Twice the ceiling of all hosts together: more or faster datastores and targets",
    "network": "Twice the network",
    "disk": "Twice the rate of each disk",
}
"""The words for domain.disk_transfer.advice.CHANGES."""


def percent(error: float) -> str:
    """An error of an estimate: "+9 %", "−7 %"."""
    return f"{'−' if error < 0 else '+'}{abs(100 * error):.0f} %"


def times(error: float) -> str:
    """An error as what it makes of the measured time: "5.1 ×"."""
    return f"{1 + error:.1f} ×"


def between(seconds: float, error: float) -> str:
    """The range that the error leaves: "2 h 5 min to 2 h 30 min"."""
    low, high = about_in_words(seconds * (1 - error)), about_in_words(seconds * (1 + error))
    return low if low == high else f"{low} to {high}"


def verdict(facts: Catalog, asked: TransferQuestion, found: TransferAnswer, error: float) -> str:
    """The answer for a cold and for a warm migration, and the plan they hold for, as Markdown."""
    small = f":small[{plan(asked)} {best_case(facts, asked, error)}]"
    return "\n\n".join((cold_sentence(facts, asked, found, error), warm_sentence(found), small))


def cold_sentence(facts: Catalog, asked: TransferQuestion, found: TransferAnswer, error: float) -> str:
    down = "down all that time" if found.cold.waves <= 1 else f"down while its wave is copied, up to {about_in_words(found.down)}"
    return (
        f"**Cold: about {about_in_words(found.seconds)}** ({between(found.seconds, error)}) for "
        f"{amount_in_words(float(asked.plan.total_bytes))}; a VM is {down}. {limit(facts, asked, found)} {best(found)}"
    )


def warm_sentence(found: TransferAnswer) -> str:
    down, early, late = map(about_in_words, (found.down, found.early, found.late))
    copied = f"after about {about_in_words(float(found.warm.first.seconds))} of copying while the VMs run"
    said = {
        Gain.YES: f"**Warm: {late if early == late else f'{early} to {late}'} down** instead of {down}, {copied}.",
        Gain.LATE: f"**Warm: {early} down at best**, {copied}; just before the next snapshot {late}, no less than cold ({down}).",
        Gain.NO: f"**Warm gains nothing:** its cut-over takes {early} or more, a cold migration {down}.",
    }
    return said[found.gain] + ("" if found.warm.keeps_up else " A round takes longer than the time between snapshots.")


def plan(asked: TransferQuestion) -> str:
    """What was asked, for who sees the answer without its inputs."""
    vms, writes = asked.plan, asked.writes
    size, used = amount_in_words(float(vms.disks * vms.disk_bytes)), 100 * float(vms.used)
    disks = f" on {vms.disks:,.0f} disks" if vms.disks != 1 else ""
    marked = f", each byte marking {float(writes.marked):g}" if writes.marked != 1 else ""
    return (
        f"Asked: {counted(float(vms.vms), 'VM')} of {size}{disks}, {used:.3g} % used, from "
        f"{counted(float(vms.hosts), 'ESXi host')}, {float(vms.in_flight):,.0f} at once from each, over "
        f"{gbit_in_words(asked.cold.network)}; a VM writes {rate_in_words(float(writes.rate))} to "
        f"{amount_in_words(float(writes.working_set))} of its disks{marked}."
    )


def best_case(facts: Catalog, asked: TransferQuestion, error: float) -> str:
    """How good the answer is, and what it leaves out."""
    conversion = (
        f"Shutdown and guest conversion count {about_in_words(asked.conversion)}."
        if asked.conversion
        else "Shutdown and guest conversion are left out until you give them."
    )
    lab = replace(cold_ceilings(facts), network=asked.cold.network), replace(warm_ceilings(facts), network=asked.warm.network)
    fitted = f"fitted to Red Hat's lab with an error of up to {100 * error:.0f} %"
    if (asked.cold, asked.warm) != lab:
        return f"The ceilings are not all those {fitted}. {conversion}"
    return f"A best case: {fitted}. {conversion}"


def limit(facts: Catalog, asked: TransferQuestion, found: TransferAnswer) -> str:
    """What holds the cold copy back."""
    hosts, ceilings = float(asked.plan.hosts), asked.cold
    multiple = float(ceilings.side_by_side(hosts)) / ceilings.host
    known = ", the most that the lab is known to have reached" if ceilings.shared == cold_ceilings(facts).shared else ""
    return {
        "disk": f"It is limited by single disks, {_mib(ceilings.disk)} each: too few are copied at once.",
        "host": f"It is limited by what an ESXi host delivers, {_mib(ceilings.host)}.",
        "hosts": f"It is limited by the {hosts:,.0f} hosts side by side, {multiple:.1f} times the rate of one.",
        "shared": f"It is limited by the ceiling of all hosts together, {_mib(ceilings.shared)}{known}.",
        "network": f"It is limited by the network, {gbit_in_words(ceilings.network)}.",
    }[found.limit]


def best(found: TransferAnswer) -> str:
    """The one change that shortens a cold migration most."""
    if found.best is None:
        return "No single change would shorten it."
    words = CHANGES[found.best]
    return f"What would help most: {words[0].lower()}{words[1:]} ({about_in_words(found.changes[found.best])})."


def enough_writes(facts: Catalog, asked: TransferQuestion) -> str:
    """From which writes on warm gains nothing for sure, and that scattered writes count more than their bytes."""
    most, given = too_many_writes(asked), float(asked.writes.rate)
    if isinf(most):
        size, much = float(asked.writes.working_set), too_much_data(asked)
        then = (
            f"; with about {amount_in_words(much)} or more it may not" if much < asked.plan.disks * asked.plan.disk_bytes else ""
        )
        said = f"However much a VM writes to its {amount_in_words(size)} of changing data, warm stays shorter than cold{then}."
    else:
        margin = f", {most / given:,.2g} times what you gave" if given and most > given else ""
        said = f"From about {units.as_mb_s(most):,.2g} MB/s of writes a VM, a late cut-over is no shorter than cold{margin}."
    if asked.writes.marked > 1:
        return said
    block = facts.transfer_rates["changed-block"].value
    return (
        f"{said} The writes are taken as changed blocks: tracking marks whole blocks, areas from {block:g} KiB on were seen, so "
        "small, scattered writes count several-fold and spread over more data."
    )


def warm_check(facts: Catalog) -> str:
    """What the warm ceilings are made of, and the one stated rate beside them."""
    row = facts.transfer_rates["warm-400-disks"]
    stated, said = stated_and_said(row, warm_ceilings(facts))
    return (
        "The warm ceilings are highest rates of the lab, with no run to fit. The one other rate that is stated, "
        f"{row.disks} disks from {row.hosts} hosts, is {_mb(stated)}; the model says {_mb(said)}."
    )


def beyond_the_lab(facts: Catalog, asked: TransferQuestion) -> str:
    """A warning for more disks or hosts than the lab's rates stand for; empty for fewer."""
    rates = facts.transfer_rates
    most, loss = rates["warm-disks-at-once"].value, rates["warm-loss-of-many-disks"].value
    hosts = max(row.hosts or 0 for row in rates.values() if row.warm)
    if asked.plan.vms * asked.plan.disks <= most and asked.plan.hosts <= hosts:
        return ""
    return (
        f"More disks or hosts than the lab took: beyond {most:g} disks at once its precopy was about {loss:g} % slower, "
        "which is not reckoned here."
    )


def cold_check(facts: Catalog) -> str:
    """What is fitted, and the rate of many hosts that is not."""
    row, fitted = facts.transfer_rates["cold-eight-hosts"], cold_ceilings(facts)
    stated, said = stated_and_said(row, fitted)
    return (
        f"Two numbers are fitted: one host delivers {_mib(fitted.host)}, and twice the hosts {fitted.gain:.2f} times as much. "
        f"Two are stated by the lab: {_mib(fitted.disk)} for a VM alone, and {_mib(fitted.shared)} as the most in all, which is "
        f"{_mb(stated)} from {row.hosts} hosts. The fit would say {_mb(said)} there ({percent(said / stated - 1)})."
    )


def _mib(rate: float) -> str:
    return f"{units.as_mib_s(rate):,.0f} MiB/s"


def _mb(rate: float) -> str:
    return f"{units.as_mb_s(rate):,.0f} MB/s"
