"""From the numbers of a form, a link or a file to the question that is answered: the same for a screen and for a command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.catalog.loading import Catalog
from domain.catalog.vocabulary import TransferMoment
from domain.disk_transfer.advice import Phases, TransferQuestion
from domain.disk_transfer.copy_model import CopyPlan
from domain.disk_transfer.disk_sizes import read_sizes
from domain.disk_transfer.fields import LIST, WAYS, TransferField, fields
from domain.disk_transfer.halves import both_ways
from domain.disk_transfer.lab import cold_ceilings, warm_ceilings
from domain.disk_transfer.warm import DiskWrites
from domain.quantities import units

MINUTE = 60.0


def question_of(catalog: Catalog, given: Mapping[str, object]) -> TransferQuestion:
    """The question of some numbers by the names of `fields`, and of a list of disks by LIST; what is left out starts as there.

    ValueError with a sentence: a name that is not known, a value that its field does not take, a list that cannot be read.
    """
    groups = fields(catalog)
    known = {field.key for group in groups.values() for field in group.values()} | {LIST}
    if unknown := [name for name in given if name not in known]:
        raise ValueError(f"“{unknown[0][:40]}” is not a number of a disk transfer; these are: {', '.join(sorted(known))}.")
    found = {name: _numbers(group, given) for name, group in groups.items()}
    plan, rest = found["plan"], found["rest"]
    labs = {"cold": cold_ceilings(catalog), "warm": warm_ceilings(catalog)}
    ceilings, carried = both_ways(labs, {way: _changed(groups[way], found[way]) for way in WAYS})
    network = plan["gbps"] * units.GBIT
    return TransferQuestion(
        plan=_plan(plan, rest, str(given.get(LIST) or "")),
        writes=DiskWrites(plan["write"] * units.MB, rest["set"] * units.GIB, rest["marked"]),
        cold=replace(ceilings["cold"], network=network),
        warm=replace(ceilings["warm"], network=network),
        interval=MINUTE * rest["interval"],
        rounds=int(catalog.transfer_rates["precopy-snapshots"].value),
        phases=_phases(catalog, found["phases"]),
        carried=carried,
        rates=tuple((key, rate * units.MIB) for key, rate in found["ways"].items()),
    )


def _numbers(group: Mapping[str, TransferField], given: Mapping[str, object]) -> dict[str, float]:
    """The numbers of a group by their names in it: what is given, or the start; without either, none."""
    asked = {name: given.get(field.key, field.start) for name, field in group.items()}
    return {name: group[name].of(value) for name, value in asked.items() if value is not None}


def _plan(plan: Mapping[str, float], rest: Mapping[str, float], listed: str) -> CopyPlan:
    """The VMs and their disks: the list of disks if there is one, scaled to the amount in all if that is given."""
    sizes = read_sizes(listed) if listed.strip() else ()
    disks = len(sizes) or rest["disks"]
    of_a_vm = sum(sizes) or plan["gib"] * units.GIB
    if "total" in plan:
        of_a_vm = plan["total"] * units.TB / plan["vms"]
    unequal = len(set(sizes)) > 1
    return CopyPlan(
        vms=plan["vms"],
        hosts=plan["hosts"],
        disks=disks,
        disk_bytes=of_a_vm / disks,
        used=plan["used"] / 100,
        in_flight=rest["flight"],
        parts=tuple(size / sum(sizes) for size in sizes) if unequal else (),
    )


def _changed(group: Mapping[str, TransferField], found: Mapping[str, float]) -> dict[str, float]:
    """The ceilings that were given, in bytes per second; a rounded start that nobody changed stays the lab's exact one."""
    return {name: value if name == "gain" else value * units.MIB for name, value in found.items() if value != group[name].start}


def _phases(catalog: Catalog, minutes: Mapping[str, float]) -> Phases:
    """The seconds of each moment, and the rows that they count."""
    counted = [row for row in catalog.transfer_phases.values() if minutes.get(row.field or "")]
    seconds = {
        moment: sum(MINUTE * minutes[row.field or ""] for row in counted if row.moment is moment) for moment in TransferMoment
    }
    return Phases(
        once=seconds[TransferMoment.ONCE],
        before=seconds[TransferMoment.BEFORE],
        each=seconds[TransferMoment.EACH],
        off=seconds[TransferMoment.OFF],
        counted=tuple(row.id for row in counted),
    )
