"""What is said of drains and upgrades that others timed, and of how well they are foreseen."""

from __future__ import annotations

from collections.abc import Sequence

from domain.catalog.records.published_drains import PublishedDrain
from domain.drain.published import Held, error
from domain.quantities.wording import counted, duration_in_words, ends_in_words, number_in_words

LEFT_OPEN = (
    "What a source does not state makes a range: a link from 1 to 100 Gbit/s, one migration at once to all, writes from none to "
    "the median of the guests to start from, and setup, working set and reboot between the ends under Rules. For a host whose "
    "VMs are not stated only the least time is known, that of its reboot: a triangle."
)


def in_words(rows: Sequence[Held]) -> str:
    """How far the answers are off, in a sentence or two."""
    found = error(rows)
    without = sum(one.foreseen is None for one in rows)
    loose = sum(one.foreseen is not None and not one.is_bounded for one in rows)
    examples = sum(one.row.example for one in rows)
    return (
        f"Compared with {counted(len(rows), 'published time')}. Of the {found.bounded} measured ones that state enough for a "
        f"range, {found.inside} lie in it; the middle of the range is off by a factor of {found.factor:.2g} in the median. "
        f"{counted(examples, 'worked example')} of a vendor, {counted(loose, 'time')} of hosts whose VMs are not stated and "
        f"{counted(without, 'time')} with too little for an answer are in the table, but not in these figures."
    )


def foreseen_in_words(one: Held) -> str:
    """The range of the answer."""
    if one.foreseen is None:
        return "not enough is stated"
    least, most = one.foreseen.low_s, one.foreseen.high_s
    if not one.is_bounded:
        return f"at least {duration_in_words(least)}"
    return ends_in_words(least, most) or duration_in_words(least)


def stated_in_words(row: PublishedDrain) -> str:
    """The inputs that the source states, or that nothing is."""
    memory = f"{number_in_words(row.memory_gib)} GiB" if row.memory_gib else ""
    parts = [
        f"{counted(row.vms, 'VM')} with {memory} in all" if row.vms else "no VM counted" if row.vms == 0 else "",
        f"{row.link_gbps:g} Gbit/s" if row.link_gbps else "",
        f"{row.at_once} at once" if row.at_once else "",
        counted(row.hosts, "host") if row.hosts else "",
        f"{number_in_words(row.before_min)} min before the first host" if row.before_min else "",
        f"{number_in_words(row.reboot_min)} min for the reboot" if row.reboot_min else "",
        "taken as idle" if row.idle else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"Stated: {said}." if said else "Neither VMs nor network are stated."
