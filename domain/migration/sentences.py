"""Estimates in plain sentences, with the numbers that decide."""

from __future__ import annotations

import math

from domain.migration.advice import Change
from domain.migration.band import Band
from domain.migration.guest import Estimate, Outcome
from domain.migration.kubevirt import CHANNELS
from domain.migration.platforms import PlatformEstimate
from domain.migration.say import say_bytes, say_rate, say_seconds
from domain.migration.scenario import Scenario
from domain.migration.units import gib, mb_s


def asked_in_words(scenario: Scenario) -> str:
    """The question in one line, so that a printed page or a projector shows what was asked."""
    guest = f"{say_bytes(gib(scenario.ram_gib))} of memory"
    if scenario.zero_percent:
        guest += f", {scenario.zero_percent:g} % of it zeros"
    writes = (
        f"{say_rate(mb_s(scenario.dirty_mb_s))} of writes in {say_bytes(gib(scenario.working_set_gib))} ({scenario.writes.value})"
    )
    network = f"{scenario.link_gbps:g} Gbit/s at {scenario.usable_percent:g} %"
    if scenario.stream_gbps:
        network += f", the stream at most {scenario.stream_gbps:g} Gbit/s"
    cap = f"cap {scenario.cap_mib_s:g} MiB/s" if scenario.cap_mib_s else "no cap"
    deadline_ = f"{scenario.per_gib_s:g} s for each GB" if scenario.per_gib_s else "no deadline"
    switches = {"auto-converge": scenario.auto_converge, "post-copy": scenario.post_copy, "pause allowed": scenario.disruption}
    allowed = [name for name, on in switches.items() if on]
    limits = [cap, f"standstill up to {scenario.downtime_ms:,.10g} ms", deadline_, *allowed]
    return f"{guest}; {writes}; {network}; {', '.join(limits)}."


def ending(scenario: Scenario, found: Estimate) -> str:
    """How the migration ends, in one sentence."""
    outcome, total, down = Outcome(int(found.outcome[0])), float(found.total_s[0]), float(found.downtime_s[0])
    if outcome is Outcome.CONVERGES:
        return f"Ends after {say_seconds(total)}; the guest stands still for {say_seconds(down)}."
    if outcome is Outcome.THROTTLED:
        taken = f"up to {found.throttle[0] * 100:.0f} % of the guest's vCPU time"
        return f"Ends after {say_seconds(total)}, only by taking {taken}; it then stands still for {say_seconds(down)}."
    if outcome is Outcome.NEVER:
        return "Never ends, and there is no deadline that would stop it."
    until = say_seconds(float(scenario.rules.deadline))
    if outcome is Outcome.POST_COPY:
        rest = say_seconds(total - float(scenario.rules.deadline))
        return f"Does not end by itself: after {until} it switches to post-copy, and the rest follows in {rest}."
    if outcome is Outcome.PAUSED:
        return f"Does not end by itself: after {until} the guest is paused, and it stands still for {say_seconds(down)}."
    return f"Does not end: KubeVirt aborts it after {until}, and the guest stays where it is."


def reason(scenario: Scenario, found: Estimate) -> str:
    """Why it ends so, in one sentence."""
    dirty, bandwidth = mb_s(scenario.dirty_mb_s), scenario.bandwidth
    where = say_bytes(gib(scenario.working_set_gib))
    facts = f"the guest dirties {say_rate(dirty)} in {where}, {limit(scenario)}"
    if found.outcome[0] in (Outcome.CONVERGES, Outcome.THROTTLED):
        naive = gib(scenario.ram_gib) / bandwidth
        times = f"{float(found.total_s[0]) / naive:.2g} times one pass over all memory"
        passes = "1 pass" if found.syncs[0] == 1 else f"{found.syncs[0]} passes"
        return f"That is {times}: {facts}; {say_bytes(float(found.sent_bytes[0]))} moved in {passes}."
    if found.cut[0]:
        alone = say_seconds(gib(scenario.ram_gib) * (1 - scenario.zero_percent / 100) / bandwidth)
        return f"The deadline comes before it could end: {facts}; one pass over the memory alone takes {alone}."
    fits = say_bytes(bandwidth * scenario.downtime_ms / 1000)
    if dirty >= bandwidth:
        return (
            f"{facts[0].upper()}{facts[1:]}, so it never catches up to the {fits} that fit into {scenario.downtime_ms:,.10g} ms."
        )
    return f"{facts[0].upper()}{facts[1:]}; what is dirtied while a pass runs never falls below the {fits} of the downtime limit."


def limit(scenario: Scenario) -> str:
    """What bounds the bandwidth, and the bandwidth it leaves."""
    rate = say_rate(scenario.bandwidth)
    if scenario.cap_mib_s and scenario.bandwidth < scenario.link_bytes_s:
        streams = f" with {CHANNELS} streams" if scenario.channels else ""
        return f"the cap of {scenario.cap_mib_s:g} MiB/s lets {rate} through{streams}"
    if scenario.stream_gbps and scenario.stream_gbps < scenario.link_gbps * scenario.usable_percent / 100:
        return f"the stream moves {rate}"
    return f"the link moves {rate}"


def worth(found: Band) -> str:
    """What the inputs' spread makes of it: the range and the probability."""
    if not found.chance:
        return "Within the spread of the inputs no draw ends on the target."
    share = "every draw ends" if found.chance == 1 else f"{found.chance * 100:.0f}\u00a0% of the draws end"
    times = f"after {span(*found.total_s)}, standing still {span(*found.downtime_s)}"
    return f"Within the spread of the inputs {share} on the target, {times}."


def effect(change: Change) -> str:
    """What a change leads to, in a few words."""
    end = change.outcome.label
    if change.outcome >= Outcome.ABORTED:
        return end
    price = f", up to {change.throttle * 100:.0f} % of the vCPU time" if change.throttle else ""
    return f"{end} after {say_seconds(change.total_s)}, standstill {say_seconds(change.downtime_s)}{price}"


def span(low: float, high: float) -> str:
    """A range of seconds; "at least" where nothing bounds it from above."""
    if math.isnan(low):
        return "not published"
    if math.isinf(low):
        return "without end"
    if math.isinf(high):
        return f"at least {say_seconds(low)}"
    return " to ".join(dict.fromkeys("a few ms" if value < 0.01 else say_seconds(value) for value in (low, high)))


def on_platform(found: PlatformEstimate) -> str:
    """A platform's outcome in words; what is not published is said."""
    if found.unknown and found.outcome is Outcome.THROTTLED:
        return "ends by slowing the guest; by how much is not published"
    return found.outcome.label if found.outcome is not None else "not published"


def standstill(found: PlatformEstimate) -> str:
    """How long the guest stands still on a platform; a migration that does not end stops nothing."""
    stays = found.outcome is not None and found.outcome >= Outcome.ABORTED
    return "none, it stays where it is" if stays else span(*found.downtime_s)
