"""Estimates in plain sentences, with the numbers that decide."""

from __future__ import annotations

import math
from dataclasses import replace

from domain.live_migration.devices import Device
from domain.live_migration.engine import kubevirt
from domain.live_migration.engine.guest import MigrationOutcome
from domain.live_migration.estimates import MigrationEstimate, estimate
from domain.live_migration.scenario import Scenario
from domain.live_migration.uncertainty import Band
from domain.quantities.units import GIB, MB
from domain.quantities.wording import (
    about_in_words,
    amount_in_words,
    counted,
    duration_in_words,
    gbit_in_words,
    number_in_words,
    rate_in_words,
)

VARIED = "Of the migrations simulated with varied inputs"

EVEN = 0.4
"""Two outcomes of which the rarer has so many of the draws are about as likely."""


def _streams(scenario: Scenario) -> str:
    return "streams" if scenario.channels else "stream"


def _passes(times: float) -> str:
    """How long a copy takes beside a single pass."""
    return "as long as one pass" if f"{times:.2g}" == "1" else f"{times:.2g} times as long as one pass"


def asked_in_words(scenario: Scenario) -> str:
    """The question in one line, so that a printed page or a projector shows what was asked."""
    guest = f"{amount_in_words(scenario.ram_gib * GIB)} of memory"
    if scenario.zero_percent:
        guest += f", {scenario.zero_percent:g} % of it zeros"
    where = f"{amount_in_words(scenario.working_set_gib * GIB)} ({scenario.writes.value})"
    writes = f"{rate_in_words(scenario.dirty_mb_s * MB)} of writes in {where}"
    network = f"{scenario.link_gbps:g} Gbit/s, {scenario.usable_percent:g} % usable"
    if scenario.stream_low_gbps:
        least, most = scenario.path_bytes_s
        network += f", its {_streams(scenario)} {gbit_in_words(least)} to {gbit_in_words(most)}" if least < most else ""
    elif scenario.stream_gbps:
        network += f", the stream at most {scenario.stream_gbps:g} Gbit/s"
    if scenario.volumes_gib:
        guest += f" and {amount_in_words(scenario.volumes_gib * GIB)} of volumes"
    if scenario.device is not Device.NONE:
        guest += f", {scenario.device.label}"
    if scenario.frame_buffer_gb:
        guest += f" with {scenario.frame_buffer_gb:g} GB of frame buffer in use"
    cap = f"cap {scenario.bandwidth_per_migration_mib_s:g} MiB/s" if scenario.bandwidth_per_migration_mib_s else "no cap"
    deadline_ = (
        f"deadline {scenario.completion_timeout_per_gib:g} s per GB" if scenario.completion_timeout_per_gib else "no deadline"
    )
    switches = {"auto-converge": scenario.auto_converge, "post-copy": scenario.post_copy, "pause allowed": scenario.disruption}
    allowed = [name for name, on in switches.items() if on]
    limits = [cap, f"downtime up to {scenario.downtime_limit_ms:,.10g} ms", deadline_, *allowed]
    return f"{guest}; {writes}; {network}; {', '.join(limits)}."


def without_deadline(scenario: Scenario) -> float:
    """Seconds after which it would end by itself if nothing cut it off; infinite if it never would."""
    return estimate(replace(scenario, completion_timeout_per_gib=0)).total_s


def is_cut(scenario: Scenario) -> bool:
    """Whether the deadline ends a migration that would have ended by itself later."""
    found = estimate(scenario)
    return not found.outcome.by_itself and found.cut and math.isfinite(without_deadline(scenario))


def ending(scenario: Scenario) -> str:
    """How the migration ends, in one sentence, with the numbers that decide."""
    found = estimate(scenario)
    outcome, total, down = found.outcome, found.total_s, found.downtime_s
    if outcome is MigrationOutcome.CONVERGES:
        return f"Ends after {duration_in_words(total)} with a downtime of {duration_in_words(down)}."
    if outcome is MigrationOutcome.THROTTLED:
        taken = f"only by taking up to {found.throttle * 100:.0f} % of the guest's vCPU time"
        return f"Ends after {duration_in_words(total)}, {taken}, with a downtime of {duration_in_words(down)}."
    slowed = f" even with {found.throttle * 100:.0f} % of its vCPU time taken" if found.throttle else ""
    if outcome is MigrationOutcome.NEVER:
        return f"Never ends{slowed}, because {cause(scenario)}. No deadline stops it."
    until = duration_in_words(float(scenario.rules.deadline))
    if outcome.arrives:
        then = f"the guest is paused, a downtime of {duration_in_words(down)}"
        if outcome is MigrationOutcome.POST_COPY:
            rest = duration_in_words(total - float(scenario.rules.deadline))
            then = f"it switches to post-copy with a downtime of {duration_in_words(down)}, and the rest follows in {rest}"
        return f"Does not end by itself{' in time' if is_cut(scenario) else ''}: after {until} {then}."
    if math.isfinite(down):
        lost = f"after {until} the guest is paused, and after {duration_in_words(total)} KubeVirt aborts it"
        return f"Does not end: {lost}, a downtime of {duration_in_words(down)} for nothing."
    if is_cut(scenario):
        later = duration_in_words(without_deadline(scenario))
        return f"Ends too late: KubeVirt aborts it after {until}, and it would end after {later}."
    return f"Never ends{slowed}, because {cause(scenario)}. KubeVirt aborts it after {until}."


def headline(who: str, scenario: Scenario, found: Band) -> str:
    """The answer in one sentence: what nine in ten of the draws do, with their times; with fewer on one side it is uncertain."""
    most = found.likely()
    if most is None:
        return f"{who}: uncertain. {_odds(found)}."
    if most.by_itself:
        throttle = estimate(scenario).throttle
        price = f", only by taking up to {throttle * 100:.0f} % of the guest's vCPU time" if throttle else ""
        if most is MigrationOutcome.THROTTLED and not throttle:
            price = ", only by slowing the guest"
        return f"{who}: ends after {rough(*found.total_s)}{price}, with a downtime of {rough(*found.downtimes[most])}."
    said = ending(scenario)
    if estimate(scenario).outcome is not most:
        said = f"{most.label}." if most is MigrationOutcome.NEVER else f"{most.label}, {_after_deadline(scenario)}."
    return f"{who}: {said[0].lower()}{said[1:]}"


def _odds(found: Band) -> str:
    """The outcomes that the draws have, the most frequent first; two that are nearly as frequent are called so."""
    number, (first, *rest) = sum(found.outcomes.values()), found.shares
    if _is_even(found):
        return f"About even odds: it {first.of_one}, or it {rest[0].of_one}"
    shares = [f"{_share(found.outcomes[outcome], number)} {outcome.of_many}" for outcome in found.shares]
    return f"{VARIED}, {_listed(shares)}"


def _is_even(found: Band) -> bool:
    """Whether there are two outcomes, nearly as frequent."""
    shares = list(found.shares.values())
    return len(shares) == 2 and shares[1] >= EVEN


def _share(count: int, number: int) -> str:
    return f"{min(max(round(count / number * 100), 1), 99)}\u00a0%"


def _after_deadline(scenario: Scenario) -> str:
    return f"after {duration_in_words(float(scenario.rules.deadline))}"


def rough(low: float, high: float) -> str:
    """A range of seconds with as many digits as a band deserves: "3.4 to 14 s" is enough."""
    return " to ".join(dict.fromkeys(map(_rough, (low, high))))


def _rough(seconds: float) -> str:
    if seconds < 0.01:
        return "a few ms"
    if seconds < 90:
        return duration_in_words(float(f"{seconds:.2g}"))
    return duration_in_words(10 * round(seconds / 10)) if seconds < 600 else about_in_words(seconds)


def phases(scenario: Scenario) -> str:
    """What of the total time does not depend on the memory's bytes, by name; empty if nothing does."""
    parts = [f"{duration_in_words(scenario.setup_s)} of setup"] if scenario.setup_s else []
    if scenario.handover_s:
        parts.append(f"up to {duration_in_words(scenario.handover_s)} for the hand-over of the device")
    if scenario.volumes_gib:
        volumes = scenario.volumes_gib * GIB
        parts.append(f"{duration_in_words(volumes / scenario.bandwidth)} for {amount_in_words(volumes)} of volumes")
    return f"Of the total time, {' and '.join(parts)} pass before the memory is copied." if parts else ""


def cause(scenario: Scenario) -> str:
    """Why a migration never ends: what the guest dirties, and what is moved."""
    dirty, bandwidth = scenario.dirty_mb_s * MB, scenario.bandwidth
    fine = rate_in_words(dirty) == rate_in_words(bandwidth)
    said, moved = f"the guest dirties {_fine(dirty) if fine else rate_in_words(dirty)}", limit(scenario, fine)
    left = "more is left after each pass than fits into the downtime limit"
    return f"{said} and {moved}" if dirty >= bandwidth else f"{said}, {moved}, and {left}"


def _fine(rate: float) -> str:
    """A rate that rounding would make equal to another."""
    return f"{number_in_words(rate / MB, 4)} MB/s"


def reason(scenario: Scenario) -> str:
    """Why it ends so, in one sentence; what `ending` has said of it is not said again."""
    found = estimate(scenario)
    outcome = found.outcome
    where = amount_in_words(scenario.working_set_gib * GIB)
    writes = f"dirties {rate_in_words(scenario.dirty_mb_s * MB)} in {where}" if scenario.dirty_mb_s else "writes nothing"
    facts = f"the guest {writes}, {limit(scenario)}"
    if outcome.by_itself:
        naive = scenario.ram_gib * GIB / scenario.bandwidth
        copying = found.total_s - scenario.fixed_s - scenario.volumes_gib * GIB / scenario.bandwidth
        times = f"The copy takes {_passes(copying / naive)} over all memory"
        moved = f"moving {amount_in_words(found.sent_bytes)} in {counted(found.passes, 'pass', 'passes')}"
        return f"With exactly these inputs it takes {duration_in_words(found.total_s)}, {moved}. {times}: {facts}."
    facts = f"{facts[0].upper()}{facts[1:]}"
    if is_cut(scenario):
        size = float(kubevirt.counted_gb(scenario.counted_gib * GIB))
        deadline_ = f"the deadline is {scenario.completion_timeout_per_gib:g} s for each of {size:,.0f} GB"
        is_said = outcome is MigrationOutcome.ABORTED and math.isnan(found.downtime_s)
        later = "" if is_said else f"it would end by itself after {duration_in_words(without_deadline(scenario))}, but "
        return f"{facts}; {later}{deadline_}."
    fits = amount_in_words(scenario.bandwidth * scenario.downtime_limit_ms / 1000)
    behind = f"what is left never shrinks to the {fits} that fit into the downtime limit of {scenario.downtime_limit_ms:,.10g} ms"
    return f"{facts}, so {behind}." if outcome.arrives else f"With its writes in {where} {behind}."


def limit(scenario: Scenario, fine: bool = False) -> str:
    """What bounds the bandwidth, and the bandwidth it leaves; `fine` with more digits."""
    rate = _fine(scenario.bandwidth) if fine else rate_in_words(scenario.bandwidth)
    if scenario.binds == "cap":
        streams = f" with {kubevirt.CHANNELS} streams" if scenario.channels else ""
        return f"the cap of {scenario.bandwidth_per_migration_mib_s:g} MiB/s lets {rate} through{streams}"
    if scenario.stream_low_gbps and scenario.binds == "stream":
        least, most = (gbit_in_words(end) for end in scenario.path_bytes_s)
        return f"its {_streams(scenario)} {'move' if scenario.channels else 'moves'} {rate}, the middle of {least} to {most}"
    return f"the {scenario.binds} moves {rate}"


def how_sure(found: Band) -> str:
    """How sure the headline is: of the draws only what it has not said, which are the times where it names none."""
    most = found.likely()
    if most is None and found.chance and not _is_even(found):
        lows, highs = zip(*found.downtimes.values(), strict=True)
        return f"Those that end take {rough(*found.total_s)}, with a downtime of {rough(min(lows), max(highs))}."
    return f"{_of_the_draws(found, with_downtimes=False)}." if most is not None and most.by_itself else worth(found)


def _of_the_draws(found: Band, with_downtimes: bool) -> str:
    """How many of the draws end in which way, with the downtimes or without."""
    number = sum(found.outcomes.values())
    parts = []
    for outcome, count in sorted(found.outcomes.items()):
        share = "all" if count == number else _share(count, number)
        has = with_downtimes and outcome in found.downtimes
        parts.append(f"{share} {outcome.of_many}{f' (downtime {rough(*found.downtimes[outcome])})' if has else ''}")
    return f"{VARIED}, {_listed(parts)}"


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)


def worth(found: Band) -> str:
    """What the inputs' spread makes of it: how many converge, how many need help, and the times of those that end."""
    said = _of_the_draws(found, with_downtimes=True)
    if not found.chance:
        return f"{said}."
    return f"{said}; {'they take' if found.chance == 1 else 'those that end take'} {rough(*found.total_s)}."


def effect(found: MigrationEstimate) -> str:
    """What a change leads to, in a few words."""
    end = found.outcome.label
    if not found.outcome.arrives:
        return end
    ends = f"{end} after" if found.outcome.by_itself else f"{end}, ends after"
    price = f", taking up to {found.throttle * 100:.0f} % of the vCPU time" if found.throttle else ""
    return f"{ends} {duration_in_words(found.total_s)}, downtime {duration_in_words(found.downtime_s)}{price}"


def volumes_counted(scenario: Scenario, release: str, counts: bool | None) -> str:
    """Whether the deadline of a release counts the volumes; `counts` None: only in part of what the release stands for."""
    if not scenario.completion_timeout_per_gib:
        return "Without a deadline it does not matter whether it counts the volumes."
    both = (replace(scenario, volumes_count=counted_) for counted_ in (True, False))
    late, early = (duration_in_words(float(one.rules.deadline)) for one in both)
    if counts is None:
        rest = f"{late} until the deadline with KubeVirt 1.7.2 and later, {early} before; the latter is used"
        return f"Only part of {release} counts the volumes: {rest}."
    return f"The deadline of {release} {f'counts the volumes: {late}' if counts else f'leaves the volumes out: {early}'}."
