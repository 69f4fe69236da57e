"""Estimates in plain sentences, with the numbers that decide."""

from __future__ import annotations

import math
from dataclasses import replace

from domain.catalog.vocabulary import Behaviour
from domain.live_migration.engine import kubevirt
from domain.live_migration.engine.guest import MigrationOutcome
from domain.live_migration.estimates import MigrationEstimate, estimate
from domain.live_migration.platforms import PlatformEstimate
from domain.live_migration.scenario import Scenario
from domain.live_migration.uncertainty import Band
from domain.quantities.units import GIB, MB
from domain.quantities.wording import amount_in_words, counted, duration_in_words, rate_in_words


def asked_in_words(scenario: Scenario) -> str:
    """The question in one line, so that a printed page or a projector shows what was asked."""
    guest = f"{amount_in_words(scenario.ram_gib * GIB)} of memory"
    if scenario.zero_percent:
        guest += f", {scenario.zero_percent:g} % of it zeros"
    where = f"{amount_in_words(scenario.working_set_gib * GIB)} ({scenario.writes.value})"
    writes = f"{rate_in_words(scenario.dirty_mb_s * MB)} of writes in {where}"
    network = f"{scenario.link_gbps:g} Gbit/s at {scenario.usable_percent:g} %"
    if scenario.stream_gbps:
        network += f", the stream at most {scenario.stream_gbps:g} Gbit/s"
    cap = f"cap {scenario.bandwidth_per_migration_mib_s:g} MiB/s" if scenario.bandwidth_per_migration_mib_s else "no cap"
    deadline_ = f"{scenario.completion_timeout_per_gib:g} s for each GB" if scenario.completion_timeout_per_gib else "no deadline"
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
        return f"Never ends{slowed}: {cause(scenario)}, and no deadline stops it."
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
    return f"Never ends{slowed}: {cause(scenario)}. KubeVirt aborts it after {until}."


def cause(scenario: Scenario) -> str:
    """Why a migration never ends: what the guest dirties, and what is moved."""
    dirty, bandwidth = scenario.dirty_mb_s * MB, scenario.bandwidth
    fine = rate_in_words(dirty) == rate_in_words(bandwidth)
    said = f"the guest dirties {_fine(dirty) if fine else rate_in_words(dirty)}, {limit(scenario, fine)}"
    return said if dirty >= bandwidth else f"{said}, and more is left after each pass than fits into the downtime limit"


def _fine(rate: float) -> str:
    """A rate that rounding would make equal to another."""
    return f"{rate / MB:,.5g} MB/s"


def reason(scenario: Scenario) -> str:
    """Why it ends so, in one sentence; what `ending` has said of it is not said again."""
    found = estimate(scenario)
    outcome = found.outcome
    where = amount_in_words(scenario.working_set_gib * GIB)
    writes = f"dirties {rate_in_words(scenario.dirty_mb_s * MB)} in {where}" if scenario.dirty_mb_s else "writes nothing"
    facts = f"the guest {writes}, {limit(scenario)}"
    if outcome.by_itself:
        naive = scenario.ram_gib * GIB / scenario.bandwidth
        times = f"{found.total_s / naive:.2g} times one pass over all memory"
        moved = f"{amount_in_words(found.sent_bytes)} moved in {counted(found.passes, 'pass', 'passes')}"
        return f"That is {times}: {facts}; {moved}."
    facts = f"{facts[0].upper()}{facts[1:]}"
    if is_cut(scenario):
        size = float(kubevirt.counted_gb(scenario.ram_gib * GIB))
        deadline_ = f"the deadline is {scenario.completion_timeout_per_gib:g} s for each of {size:,.0f} GB"
        is_said = outcome is MigrationOutcome.ABORTED and math.isnan(found.downtime_s)
        later = "" if is_said else f"it would end by itself after {duration_in_words(without_deadline(scenario))}, but "
        return f"{facts}; {later}{deadline_}."
    fits = amount_in_words(scenario.bandwidth * scenario.downtime_limit_ms / 1000)
    behind = f"it never catches up to the {fits} that fit into the downtime limit of {scenario.downtime_limit_ms:,.10g} ms"
    return f"{facts}, so {behind}." if outcome.arrives else f"With its writes in {where} {behind}."


def limit(scenario: Scenario, fine: bool = False) -> str:
    """What bounds the bandwidth, and the bandwidth it leaves; `fine` with more digits."""
    rate = _fine(scenario.bandwidth) if fine else rate_in_words(scenario.bandwidth)
    if scenario.binds == "cap":
        streams = f" with {kubevirt.CHANNELS} streams" if scenario.channels else ""
        return f"the cap of {scenario.bandwidth_per_migration_mib_s:g} MiB/s lets {rate} through{streams}"
    return f"the {scenario.binds} moves {rate}"


def worth(found: Band) -> str:
    """What the inputs' spread makes of it: how many converge, how many need help, and the times of those that end."""
    number = sum(found.outcomes.values())
    parts = []
    for outcome, count in sorted(found.outcomes.items()):
        share = "all" if count == number else f"{min(max(round(count / number * 100), 1), 99)}\u00a0%"
        down = f" (downtime {span(*found.downtimes[outcome])})" if outcome in found.downtimes else ""
        parts.append(f"{share} {outcome.of_many}{down}")
    said = (
        f"Of the cases within the spread of the inputs {' and '.join([', '.join(parts[:-1]), parts[-1]] if parts[1:] else parts)}"
    )
    if not found.chance:
        return f"{said}."
    return f"{said}; {'it takes' if found.chance == 1 else 'those that end take'} {span(*found.total_s)}."


def effect(found: MigrationEstimate) -> str:
    """What a change leads to, in a few words."""
    end = found.outcome.label
    if not found.outcome.arrives:
        return end
    ends = f"{end} after" if found.outcome.by_itself else f"{end}, ends after"
    price = f", up to {found.throttle * 100:.0f} % of the vCPU time" if found.throttle else ""
    return f"{ends} {duration_in_words(found.total_s)}, downtime {duration_in_words(found.downtime_s)}{price}"


def span(low: float, high: float) -> str:
    """A range of seconds; "at least" where nothing bounds it from above."""
    if math.isnan(low):
        return "not published"
    if math.isinf(low):
        return "without end"
    if math.isinf(high):
        return f"at least {duration_in_words(low)}"
    return " to ".join(dict.fromkeys("a few ms" if value < 0.01 else duration_in_words(value) for value in (low, high)))


def on_platform(found: PlatformEstimate) -> str:
    """A platform's outcome in words; what is not published is said."""
    if found.stopped_by is not None:
        return f"stops after {found.stopped_by.value:g} passes (as described for {found.stopped_by.scope})"
    if found.outcome is MigrationOutcome.THROTTLED and Behaviour.THROTTLING in found.unknown:
        return "ends by slowing the guest; by how much is not published"
    return found.outcome.label if found.outcome is not None else "not published"


def downtime(found: PlatformEstimate) -> str:
    """The downtime on a platform; a migration that does not end stops nothing."""
    stays = found.outcome is not None and not found.outcome.arrives and math.isnan(found.downtime_s[0])
    return "none, it stays where it is" if stays else span(*found.downtime_s)


def condition(found: PlatformEstimate) -> str:
    """What a platform's times depend on, in sentences; empty for an answer that is one number."""
    said, unknown = [], []
    if found.stopped_by is not None:
        limit_ = f"{found.stopped_by.value:g} passes"
        said.append(f"The times hold if it stops after 1 to {limit_}, which is not confirmed for today's releases.")
    elif Behaviour.STOP_RULE in found.unknown:
        unknown.append("its stop rule")
    if Behaviour.ZERO_PAGES in found.unknown:
        unknown.append("whether it saves on zero pages")
    if unknown:
        said.append(f"Not published: {'; '.join(unknown)}.")
    return " ".join(said)
