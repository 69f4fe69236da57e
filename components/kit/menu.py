"""The menu as data: every screen, its place in the menu and the sentence under its title."""

from __future__ import annotations

from dataclasses import dataclass

from domain.catalog.tables import TABLES


@dataclass(frozen=True)
class Screen:
    """`slug` is the page's file stem and its path; `idle` are the shared choices that change nothing there.

    The first screen is also at `/`.
    """

    slug: str
    title: str
    group: str
    about: str
    idle: tuple[str, ...] = ()


SCREENS: tuple[Screen, ...] = (
    Screen(
        "overview",
        "Overview",
        "Reference",
        "Leaving VMware: what holds on vSphere, OVE and Azure Local, with the source of every value.",
    ),
    Screen(
        "key_numbers",
        "Key numbers",
        "Reference",
        "Limits and orders of magnitude side by side, each judged against its sources.",
    ),
    Screen(
        "commands",
        "Commands",
        "Reference",
        "The same task on three platforms, with your names filled in and quoted.",
    ),
    Screen(
        "concepts",
        "Concepts",
        "Reference",
        "What a vSphere concept is called on OVE and on Azure Local, and where there is none.",
    ),
    Screen(
        "architecture",
        "Architecture",
        "Reference",
        "The OVE stack layer by layer, what each part does and what it replaces in vSphere.",
        ("platforms",),
    ),
    Screen(
        "decision_matrix",
        "Decision matrix",
        "Decide",
        "Which approach for which workload, and what its sources say of it.",
    ),
    Screen(
        "wizard",
        "Wizard",
        "Decide",
        "Answer what you know of a workload, and see what is recommended on each platform and why.",
        ("show",),
    ),
    Screen(
        "compare",
        "Compare",
        "Decide",
        "Up to four workloads side by side in one link.",
        ("show",),
    ),
    Screen(
        "live_migration",
        "Live migration",
        "Live migration",
        "How long it takes, whether it ends and what would help, by a model that is held against real QEMU.",
    ),
    Screen(
        "drain_window",
        "Drain window",
        "Live migration",
        "How long until a host is empty and a cluster upgraded, on each platform's own limits.",
        ("show",),
    ),
    Screen(
        "blockers",
        "Blockers",
        "Live migration",
        "What stops a running VM from moving, on each hypervisor, and the way out.",
        ("show",),
    ),
    Screen(
        "disk_transfer",
        "Disk transfer",
        "Move to OVE",
        "How long MTV copies the disks from VMware, cold or warm, and how long the VMs are down.",
        ("platforms", "show"),
    ),
    Screen(
        "checklist",
        "Checklist",
        "Move to OVE",
        "From VMware to OVE with MTV: before, during and after.",
        ("platforms", "show"),
    ),
    Screen(
        "sources",
        "Sources",
        "About",
        "Where every value comes from, when it was checked, and what disagrees.",
        ("platforms", "show"),
    ),
)

BY_SLUG = {screen.slug: screen for screen in SCREENS}

PAGE_OF_TABLE = {table.name: table.page for table in TABLES if table.page}
"""On which screen the rows of a table have their link."""
