"""What the disk transfer comes to, in sentences: how long, how long down, what limits it, what would help; which ways lead out
of VMware; and whether the cluster hides an address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isinf

from domain.catalog.loading import Catalog
from domain.disk_transfer import ways_in_words
from domain.disk_transfer.advice import TransferAnswer, TransferQuestion, too_many_writes, too_much_data
from domain.disk_transfer.field import against_field, hits, spread
from domain.disk_transfer.halves import OTHER, Carried
from domain.disk_transfer.lab import against_lab, cold_ceilings, mean_error, stated_and_said, warm_ceilings, worst_error
from domain.disk_transfer.overlap import JudgedAddress, Standing, by_standing
from domain.disk_transfer.warm import Gain
from domain.quantities import units
from domain.quantities.wording import (
    Phrase,
    about_in_words,
    amount_in_words,
    between_in_words,
    counted,
    error_in_words,
    gbit_in_words,
    multiple_in_words,
    number_in_words,
    quoted,
    rate_in_words,
)


def verdict(catalog: Catalog, asked: TransferQuestion, found: TransferAnswer, error: float) -> tuple[tuple[Phrase, ...], ...]:
    """The answer for a cold and for a warm migration, a paragraph each."""
    cold = (*cold_sentence(catalog, asked, found, error), Phrase(halves(asked, "cold")))
    return cold, (*warm_sentence(found), Phrase(f"{halves(asked, 'warm')} {ways_in_words.warm_takes_the_vddk(catalog)}"))


def cold_sentence(catalog: Catalog, asked: TransferQuestion, found: TransferAnswer, error: float) -> tuple[Phrase, ...]:
    down = "down all that time" if found.cold.waves <= 1 else f"down while its wave is copied, up to {about_in_words(found.down)}"
    really = between_in_words(*span(catalog, asked, found.seconds, error))
    rest = (
        f" ({really}) for {amount_in_words(float(asked.plan.total_bytes))}; a VM is {down}. "
        f"{limit(catalog, asked, found)} {best(found)}"
    )
    return Phrase(f"Cold: about {about_in_words(found.seconds)}", strong=True), Phrase(rest)


def span(catalog: Catalog, asked: TransferQuestion, seconds: float, error: float) -> tuple[float, float]:
    """What a time may really be: by the published copies while the lab's ceilings hold, else by the model's own error."""
    less, more = spread(catalog) if by_the_lab(catalog, asked) else (1 - error, 1 + error)
    return seconds * less, seconds * more


def by_the_lab(catalog: Catalog, asked: TransferQuestion) -> bool:
    """Whether the ceilings are those of Red Hat's lab; the network is always the visitor's."""
    lab = replace(cold_ceilings(catalog), network=asked.cold.network), replace(warm_ceilings(catalog), network=asked.warm.network)
    return (asked.cold, asked.warm) == lab


def field_check(catalog: Catalog) -> str:
    """How far published copies outside the fit are from the estimate."""
    found = against_field(catalog)
    less, more = spread(catalog)
    return (
        f"{len(found)} published copies from elsewhere, none of them in the fit: {hits(found)} lie in the range that the others "
        f"make. By the VDDK or an ESXi host they took {less:.2f} to {more:.2f} times as long as the lab's ceilings predict; "
        "over NFC the range is that of the published rates, whose slow end is from the same project as those copies."
    )


def warm_sentence(found: TransferAnswer) -> tuple[Phrase, ...]:
    down, early, late = map(about_in_words, (found.down, found.early, found.late))
    copied = f"after about {about_in_words(found.first)} of copying while the VMs run"
    head, rest = {
        Gain.YES: (f"Warm: {late if early == late else f'{early} to {late}'} down", f" instead of {down}, {copied}."),
        Gain.LATE: (
            f"Warm: {early} down at best",
            f", {copied}; just before the next snapshot {late}, no less than cold ({down}).",
        ),
        Gain.NO: ("Warm gains nothing:", f" its cut-over takes {early} or more, a cold migration {down}."),
    }[found.gain]
    slow = "" if found.warm.keeps_up else " A round takes longer than the time between snapshots."
    return Phrase(head, strong=True), Phrase(rest + slow)


CEILING = {"disk": " a disk", "host": " a host", "gain": " from twice the hosts", "shared": " in all"}


def halves(asked: TransferQuestion, way: str) -> str:
    """What a ceiling that was given for the other way does to this one; empty if none was."""
    ours = [one for one in asked.carried if one.way == way]
    bound = [ceiling_in_words(one.ceiling, one.given) for one in ours if one.bound]
    still = [f"{ceiling_in_words(one.ceiling, one.holds)}, not {_amount(one)}" for one in ours if not one.bound]
    said = f" Your {' and '.join(bound)} for {OTHER[way]} bounds it too." if bound else ""
    return said + (f" Still the lab's {' and '.join(still)} as you gave for {OTHER[way]}." if still else "")


def ceiling_in_words(name: str, rate: float) -> str:
    """A ceiling with what it is of: "28 MiB/s a disk"."""
    return f"{rate:.2f} ×{CEILING[name]}" if name == "gain" else f"{_mib(rate)}{CEILING[name]}"


def _amount(one: Carried) -> str:
    return f"{one.given:.2f}" if one.ceiling == "gain" else f"{one.given / units.MIB:,.0f}"


def plan(asked: TransferQuestion) -> str:
    """What was asked, for who sees the answer without its inputs."""
    vms, writes = asked.plan, asked.writes
    size, used = amount_in_words(float(vms.disks * vms.disk_bytes)), 100 * float(vms.used)
    disks = f" on {vms.disks:,.0f}{'' if vms.parts else ' equal'} disks" if vms.disks != 1 else ""
    if vms.parts:
        small, large = (amount_in_words(part * float(vms.disks * vms.disk_bytes)) for part in (min(vms.parts), max(vms.parts)))
        disks += f" of {small} to {large}"
    whole = f", {amount_in_words(float(vms.vms * vms.disks * vms.disk_bytes))} in all" if vms.vms > 1 else ""
    marked = f", each byte marking {float(writes.marked):g}" if writes.marked != 1 else ""
    return (
        f"Inputs: {counted(float(vms.vms), 'VM')} of {size}{disks}{whole}, {used:.3g} % used, from "
        f"{counted(float(vms.hosts), 'ESXi host')}, {float(vms.in_flight):,.0f} at once from each, over "
        f"{gbit_in_words(asked.cold.network)}; a VM writes {rate_in_words(float(writes.rate))} to "
        f"{amount_in_words(float(writes.working_set))} of its disks{marked}."
    )


def best_case(catalog: Catalog, asked: TransferQuestion, error: float) -> str:
    """How good the answer is, and what it leaves out."""
    fitted = f"fitted to Red Hat's lab with an error of up to {100 * error:.0f} %"
    if not by_the_lab(catalog, asked):
        return f"The ceilings are not all those {fitted}. {without_bytes(catalog, asked)}"
    scope, (less, more) = next(iter(catalog.lab_transfers.values())).scope, spread(catalog)
    return (
        f"A favourable case: {fitted}. The lab: {scope}; without the VDDK it takes longer. The range is wide because the "
        f"lab's network and storage are not described: elsewhere copies took {less:.2f} to {more:.2f} times as long as it "
        f"predicts. Your own ceilings narrow it. {without_bytes(catalog, asked)}"
    )


def without_bytes(catalog: Catalog, asked: TransferQuestion, way: str = "") -> str:
    """What is counted of the phases that bytes do not make, and what is left out; of one way, or of both."""
    rows = [row for row in catalog.transfer_phases.values() if not way or way in row.ways]
    counted = [row.name for row in rows if row.id in asked.phases.counted]
    unknown = [row.name for row in rows if row.field and row.id not in asked.phases.counted]
    after = [row.name for row in rows if not row.field]
    said = [f"Counted as you gave them: {', '.join(counted)}."] if counted else []
    if unknown:
        said.append(f"Not included until you enter the minutes, as no public source states them: {', '.join(unknown)}.")
    if after and way:
        said.append(f"Nor is what follows the copy: {', '.join(after)}.")
    return " ".join(said)


def limit(catalog: Catalog, asked: TransferQuestion, found: TransferAnswer) -> str:
    """What holds the cold copy back."""
    hosts, ceilings = float(asked.plan.hosts), asked.cold
    known = ", the most that the lab is known to have reached" if ceilings.shared == cold_ceilings(catalog).shared else ""
    said = found.limit.label.format(
        disk=_mib(ceilings.disk),
        host=_mib(ceilings.host),
        hosts=hosts,
        multiple=float(ceilings.side_by_side(hosts)) / ceilings.host,
        shared=f"{_mib(ceilings.shared)}{known}",
        network=gbit_in_words(ceilings.network),
    )
    return f"It is limited by {said}."


def best(found: TransferAnswer) -> str:
    """The one change that shortens a cold migration most."""
    if found.best is None:
        return "No single change would shorten it."
    return f"What would help most: {found.best.words} ({about_in_words(found.changes[found.best])})."


def enough_writes(catalog: Catalog, asked: TransferQuestion) -> str:
    """From which writes on warm gains nothing for sure, and that scattered writes count more than their bytes."""
    most, given = too_many_writes(asked), float(asked.writes.rate)
    if isinf(most):
        size, much = float(asked.writes.working_set), too_much_data(asked)
        then = (
            f"; with about {amount_in_words(much)} or more it may not" if much < asked.plan.disks * asked.plan.disk_bytes else ""
        )
        said = f"However much a VM writes to its {amount_in_words(size)} of changing data, warm stays shorter than cold{then}."
    else:
        margin = f", {number_in_words(most / given, 2)} times what you gave" if given and most > given else ""
        least = number_in_words(most / units.MB, 2)
        said = f"From about {least} MB/s of writes a VM, a late cut-over is no shorter than cold{margin}."
    if asked.writes.marked > 1:
        return said
    block = catalog.transfer_rates["changed-block"].value
    return (
        f"{said} The writes are taken as changed blocks: tracking marks whole blocks, areas from {block:g} KiB on were seen, so "
        "small, scattered writes count several-fold and spread over more data."
    )


def warm_check(catalog: Catalog) -> str:
    """What the warm ceilings are made of, and the one stated rate beside them."""
    row = catalog.transfer_rates["warm-400-disks"]
    stated, said = stated_and_said(row, warm_ceilings(catalog))
    return (
        "The warm ceilings are highest rates of the lab, with no run to fit. The one other rate that is stated, "
        f"{row.disks} disks from {row.hosts} hosts, is {_mb(stated)}; the model says {_mb(said)}."
    )


def beyond_the_lab(catalog: Catalog, asked: TransferQuestion) -> str:
    """A warning for more disks or hosts than the lab's rates stand for; empty for fewer."""
    rates = catalog.transfer_rates
    most, loss = rates["warm-disks-at-once"].value, rates["warm-loss-of-many-disks"].value
    hosts = max(row.hosts or 0 for row in rates.values() if row.warm)
    if asked.plan.vms * asked.plan.disks <= most and asked.plan.hosts <= hosts:
        return ""
    return (
        f"More disks or hosts than the lab took: beyond {most:g} disks at once its precopy was about {loss:g} % slower, "
        "which is not included here."
    )


def lab_check(catalog: Catalog) -> tuple[Phrase, ...]:
    """How far the estimates and the serial rule are from the lab's runs, and what is fitted to them."""
    found = against_lab(catalog)
    ours, rule = mean_error(found)
    return (
        Phrase(f"Each run is predicted from the other {len(found) - 1}: the mean error is "),
        Phrase(f"{100 * ours:.1f} %", strong=True),
        Phrase(
            f", the worst {100 * worst_error(found):.0f} %. The serial rule says {multiple_in_words(rule)} the measured time on "
            f"average. {cold_check(catalog)}"
        ),
    )


def lab_band(error: float) -> str:
    """What a band around the lab's own plan is."""
    return f"± {100 * error:.0f} %, the worst error over the lab's runs"


def band(catalog: Catalog, asked: TransferQuestion, error: float) -> str:
    """What the band around a plan is: the range of its answer."""
    less, more = span(catalog, asked, 1.0, error)
    elsewhere = f"{less:.2f} to {more:.2f} times the line, as published copies from elsewhere took"
    return elsewhere if by_the_lab(catalog, asked) else lab_band(error)


def legend(catalog: Catalog, what_the_band_is: str) -> str:
    """What the band and the grey line of the figures are."""
    rule = catalog.transfer_rates["advisor-serial-rule"]
    return f"Band: {what_the_band_is}. Serial rule: {rule.label}, {rule.value:g} {rule.unit}, over {rule.scope}."


def cold_check(catalog: Catalog) -> str:
    """What is fitted, and the rate of many hosts that is not."""
    row, fitted = catalog.transfer_rates["cold-eight-hosts"], cold_ceilings(catalog)
    stated, said = stated_and_said(row, fitted)
    return (
        f"Two numbers are fitted: one host delivers {_mib(fitted.host)}, and twice the hosts {fitted.gain:.2f} times as much. "
        f"Two are stated by the lab: {_mib(fitted.disk)} for a VM alone, and {_mib(fitted.shared)} as the most in all, which is "
        f"{_mb(stated)} from {row.hosts} hosts. The fit would say {_mb(said)} there ({error_in_words(said / stated - 1)})."
    )


NAMED = 8
"""Most addresses that a sentence names; a table has them all."""


def addresses(found: Sequence[JudgedAddress]) -> tuple[tuple[Phrase, ...], ...]:
    """What the test of addresses found, a paragraph for each standing that has any."""
    return tuple(_standing(standing, part) for standing, part in by_standing(found).items())


def _standing(standing: Standing, part: Sequence[JudgedAddress]) -> tuple[Phrase, ...]:
    head = Phrase(f"{standing.label.capitalize()}: {counted(float(len(part)), 'address', 'addresses')}.", strong=True)
    if standing is Standing.CLEAR:
        return head, Phrase(" They lie in none of the networks." if len(part) > 1 else " It lies in none of the networks.")
    between = " lies in " if standing is Standing.BLOCKED else ": "
    named = "; ".join(f"{quoted(one.address)}{between}{one.why}" for one in part[:NAMED])
    more = f"; and {len(part) - NAMED} more, in the table" if len(part) > NAMED else ""
    then = " The cluster keeps these networks to itself and never reaches such a host." if standing is Standing.BLOCKED else ""
    return head, Phrase(f" {named}{more}.{then}")


def _mib(rate: float) -> str:
    return f"{rate / units.MIB:,.0f} MiB/s"


def _mb(rate: float) -> str:
    return f"{rate / units.MB:,.0f} MB/s"
