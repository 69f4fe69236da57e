"""The menu as data: every screen, its place in the menu and the sentence under its title."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tomllib import loads

from domain.catalog.tables import TABLES

PRODUCT = "Virtualization reference"

PRODUCT_VERSION: str = loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
"""The version of the product; its facts have one of their own."""


@dataclass(frozen=True)
class Screen:
    """`slug` is the page's file stem and its path; `idle` are the shared choices that change nothing there.

    `facts` are the tables that its answer rests on; a screen without an answer rests on those that it shows. `name` takes the
    place of the slug in words. `tabs` are the words that a link may give as its tab; where the catalogue has more, each row of
    `tab_rows` is one by its title.
    """

    slug: str
    about: str
    idle: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    tabs: tuple[str, ...] = ()
    tab_rows: str = ""
    name: str = ""

    @property
    def title(self) -> str:
        """What the screen is called."""
        return self.name or self.slug.replace("_", " ").capitalize()


DECIDED = ("rules", "workload_questions", "guest_systems")

MENU: Mapping[str, tuple[Screen, ...]] = {
    "Reference": (
        Screen("overview", "Leaving VMware: what is true of vSphere, OVE and Azure Local, with the source of every value."),
        Screen(
            "key_numbers",
            "Limits and orders of magnitude side by side, each judged against its sources.",
            tabs=("Table", "Chart", "Does my VM fit?"),
        ),
        Screen("commands", "The same task on three platforms, with your names filled in and quoted."),
        Screen("concepts", "What a vSphere concept is called on OVE and on Azure Local, and where there is none."),
        Screen(
            "guest_systems",
            "Where each guest system is supported, with which drivers, and whether it can be moved there.",
            ("show",),
        ),
        Screen(
            "architecture",
            "The OVE stack layer by layer, what each part does and what it replaces in vSphere.",
            ("platforms",),
            tabs=("Stack",),
            tab_rows="flows",
        ),
        Screen("lifecycle", "Which releases are still supported and until when, counted from today.", ("show",)),
    ),
    "Decide": (
        Screen(
            "decision_matrix",
            "Which approach for which workload, and what its sources say of it.",
            tabs=("Workloads", "Rules"),
        ),
        Screen(
            "wizard",
            "Answer what you know of a workload, and see what is recommended on each platform and why.",
            ("show",),
            DECIDED,
            ("Approach", "Why", "What would flip it", "What is unknown", "Take away"),
        ),
        Screen("compare", "Up to four workloads side by side in one link.", ("show",), DECIDED),
    ),
    "Live migration": (
        Screen(
            "live_migration",
            "How long it takes, whether it ends and what would help, by a model checked against real QEMU.",
            ("show",),
            (
                "migration_presets",
                "migration_products",
                "migration_profiles",
                "hypervisor_releases",
                "stuns",
                "blockers",
                "links",
            ),
            ("This VM", "Sizes and links", "Platforms", "Map"),
            name="Migration time",
        ),
        Screen(
            "migration_settings",
            "The policy and the commands to paste for each platform, and what every setting does.",
            facts=("migration_presets", "migration_products", "migration_profiles", "live_migration"),
            name="Settings and policy",
            tabs=("Policy", "Settings"),
        ),
        Screen(
            "migration_evidence",
            "What the estimate is worth beside measured runs, how to measure your own, and the lower bound.",
            name="How sure, how to measure",
            tabs=("How sure", "Is the range right?", "How to measure", "Lower bound"),
        ),
        Screen(
            "drain_window",
            "How long it takes to empty a host and to upgrade a cluster, within each platform's own limits.",
            ("show",),
            ("drain_defaults", "drain_rules", "migration_products", "migration_profiles", "migration_presets", "blockers"),
            ("Side by side", "One host", "Whole cluster", "Rules", "Evidence"),
        ),
        Screen(
            "blockers",
            "What stops a running VM from moving, on each hypervisor, and the way out.",
            ("show",),
            tabs=("All blockers", "What stops my VM?"),
        ),
    ),
    "Move to OVE": (
        Screen(
            "disk_transfer",
            "How long MTV copies the disks from VMware, how long VMs are down, and how else the disks can leave.",
            ("platforms", "show"),
            ("lab_transfers", "transfer_rates", "field_transfers", "transfer_phases"),
            ("Cold", "Warm", "How the disks can leave", "Addresses", "Against the lab"),
        ),
        Screen("checklist", "From VMware to OVE with MTV: before, during and after.", ("platforms", "show")),
    ),
    "About": (
        Screen(
            "changes",
            "What has happened to the platforms, which rows it touches, and how old every check is.",
            ("platforms", "show"),
        ),
        Screen(
            "sources",
            "Where every value comes from, when it was checked, and what disagrees.",
            ("platforms", "show"),
            tabs=("What was checked", "What is wrong", "Contradictions", "Bibliography"),
        ),
    ),
}
"""The groups of the menu; the first screen is also at `/`."""

SCREENS = tuple(screen for screens in MENU.values() for screen in screens)

BY_SLUG = {screen.slug: screen for screen in SCREENS}

PLACE_OF = {screen.slug: place for place, screens in enumerate(MENU.values(), 1) for screen in screens}
"""Which group of the menu holds a screen, counted from one."""

PAGE_OF_TABLE = {table.name: table.page for table in TABLES if table.page}
"""On which screen the rows of a table have their link."""


def facts_of(screen: Screen) -> tuple[str, ...]:
    """The tables that a screen rests on."""
    return screen.facts or tuple(table for table, page in PAGE_OF_TABLE.items() if page == screen.slug)
