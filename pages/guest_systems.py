"""Guest systems: where each is supported, with which drivers, and whether it can be moved there."""

from components.kit import address, export, filters, inputs, links, run_context, tables, view_options
from components.reference import guest_systems
from domain.catalog import catalog
from domain.catalog.vocabulary import GuestState
from domain.quantities.wording import counted

rows = catalog().guest_systems
families = catalog().groups("guest_families")
platforms = view_options.platforms()
one = address.requested(rows, "guest system")

shown = links.only(rows, one, "All guest systems")

if not one:
    with filters.row():
        _, shown = filters.find("guest_systems", shown, "guests_find", "Find: 2008 R2, virtio, initramfs …")
        with filters.behind_button("guests_family", "guests_state"):
            wanted = filters.group_pills("guests_family", families)
            states = {state.label: state for state in GuestState}
            picked = inputs.choose_many("Support", states, "guests_state", "state of support", wrap=True)
    shown = [
        row
        for row in shown
        if row.family in wanted and (not picked or any(claim.state in picked for p in platforms for claim in row.on(p)))
    ]

tables.show_table(
    tables.platform_columns("Guest system", platforms),
    [
        tables.Line(
            guest_systems.head(row, run_context.today(), row.id == one),
            tuple(guest_systems.cell(row.id, p, row.id == one) for p in platforms),
            families[row.family].label,
        )
        for row in shown
    ],
    f"{counted(len(shown), 'guest system')}. What no source states is “not stated”, never supported. "
    "MTV moves VMs from VMware to OVE, Azure Migrate to Azure Local.",
    slide_rows=1,
)
export.take_away_rows("guest_systems", shown)
