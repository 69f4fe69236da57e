"""The way in for numbers that people have: a print-out is pasted, what it says is shown, and a button fills Migration time."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from components.kit import inputs, markup, tables
from domain.catalog import catalog
from domain.catalog.records.printouts import Printed
from domain.catalog.vocabulary import Platform
from domain.live_migration.printouts.conversions import Guessed
from domain.live_migration.printouts.reading import Finding, Printout, read
from domain.live_migration.printouts.tokens import MOST_CHARACTERS
from domain.live_migration.printouts.units import in_words
from domain.live_migration.scenario import NUMBERS, Scenario, Sureness
from domain.quantities.wording import counted

TEXT, SECONDS, VM = "printout", "printout_seconds", "printout_vm"
"""Keys of the widgets here. None is in the link: a print-out holds names, and without it the seconds mean nothing."""

LEAST_S, MOST_S = 1.0, 86_400.0
"""QEMU works out its dirty rate at a reading of the dirty log that comes at least a second after the last (migration/ram.c)."""

KEYS = {
    "ram_gib": "lm_ram",
    "dirty_mb_s": "lm_dirty",
    "working_set_gib": "lm_set",
    "zero_percent": "lm_zero",
    "link_gbps": "lm_link",
    "bandwidth_per_migration_mib_s": "lm_cap",
    "downtime_limit_ms": "lm_limit",
    "completion_timeout_per_gib": "lm_timeout",
    "disruption": "lm_disrupt",
    "auto_converge": "lm_auto",
    "post_copy": "lm_post",
}
"""Migration time's input of each field."""

SWITCHES = {"disruption": "allowWorkloadDisruption", "auto_converge": "allowAutoConverge", "post_copy": "allowPostCopy"}
WORDS = {"disruption": {True: "allowed", False: "not allowed"}}
SURE = {"dirty_mb_s": "lm_sure", "working_set_gib": "lm_sure_set", "link_gbps": "lm_sure_path", "zero_percent": "lm_sure_zero"}
"""How each input is known, of those that make the band."""

LONGEST_LINE, NOTHING = 90, "no input"


def paste(guest: Scenario, set_is_known: bool) -> None:
    """The field to paste into, what was read, and the button that takes it into the inputs."""
    text = inputs.private_area(
        "Paste what your platform prints",
        TEXT,
        MOST_CHARACTERS,
        height=160,
        placeholder="virsh domjobinfo, info migrate, oc get vmim -o yaml, metrics of KubeVirt, vmkernel.log, esxtop -b, "
        "govc vm.info, Get-Counter, typeperf, Get-VM",
        help="The text stays in this session and is not in the link; the values that you take are.",
    )
    if not text.strip():
        return
    seconds = float(st.session_state.get(SECONDS) or LEAST_S)
    share_of = 0 if set_is_known else guest.ram_gib
    guessed, vm = Guessed(guest.working_set_gib, guest.writes, seconds, share_of), st.session_state.get(VM) or ""
    found = read(text, catalog().migration_printouts.values(), guessed, vm)
    if len(found.vms) > 1:
        st.selectbox("Which VM", found.vms, None, key=VM, placeholder="Its numbers are read", width=340)
    for fault in found.faults:
        st.warning(markup.markdown_sentence(fault))
    if found.asks_seconds:
        st.number_input(
            "Length of the last pass, s",
            LEAST_S,
            MOST_S,
            LEAST_S,
            key=SECONDS,
            help="The seconds over which the pages of the dirty rate were counted, which this print-out does not say.",
            width=260,
        )
    if found.findings:
        _table(found.findings, f"Read as {'; '.join(found.places)}.")
    st.button(
        "Use these numbers",
        type="primary",
        on_click=fill,
        args=(found,),
        disabled=not found.findings,
        help="Fills the inputs above and marks them as measured. With a measured bandwidth the usable share becomes 100 %, and "
        "with one of OVE the stream has no ceiling below it.",
    )
    if found.seen:
        with st.expander(f"{counted(len(found.seen), 'more line')} read, which no input takes"):
            _table(found.seen, "Results to compare with the answer, and what the lines above were converted with.")


def _table(findings: Sequence[Finding], caption: str) -> None:
    columns = [
        tables.Column("Read", width=30),
        tables.Column("Value", numeric=True, width=14),
        tables.Column("Goes into", width=14),
        tables.Column("How"),
    ]
    tables.show_table(columns, [_line(finding) for finding in findings], caption)


def fill(found: Printout) -> None:
    """Put what was read into Migration time's inputs. From a measured rate nothing is left to take off, nor does a stream of the
    same platform move less."""
    fields = {finding.field: finding.value for finding in found.findings}
    for field, value in fields.items():
        inputs.put(KEYS[field], WORDS[field][bool(value)] if field in WORDS else value)
    for finding in found.findings:
        if finding.field == "link_gbps":
            inputs.put("lm_usable", 100)
            if finding.row.platform is Platform.OVE:
                inputs.put("lm_stream", 0)
        if finding.measured and finding.field in SURE:
            inputs.put(SURE[finding.field], Sureness.MEASURED.value)


def _line(finding: Finding) -> tables.Line:
    line = finding.line.strip()
    shown = line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + "…"
    into = goes_into(finding.row) if finding.field else NOTHING
    cells = (markup.literal(_value(finding)), markup.text(into), markup.literal(finding.how))
    return tables.Line(markup.code(shown), cells)


def _value(finding: Finding) -> str:
    if finding.value is None:
        return finding.as_read
    if isinstance(finding.value, bool):
        return finding.how
    return f"{in_words(finding.value)} {NUMBERS[finding.field].unit}"


def goes_into(row: Printed) -> str:
    """The input of Migration time that the row fills."""
    return SWITCHES.get(row.field) or (NUMBERS[row.field].label if row.field else NOTHING)


def printed_table(platforms: Collection[Platform], opened: str | None) -> None:
    """A row for each thing that a platform prints: where, what it counts, which input it fills, how it is converted."""
    tables.show_table(
        [tables.Column("Printed", width=26), *(tables.Column(head) for head in ("Counts", "Goes into", "How it is converted"))],
        [
            tables.Line(
                markup.joined(
                    tables.row_head("migration_printouts", row.id, row.label, row.place),
                    tables.sources_fold(row, row.id == opened),
                ),
                (markup.text(row.counts), markup.text(goes_into(row)), markup.text(row.converted)),
                row.platform.label,
            )
            for row in catalog().migration_printouts.values()
            if row.platform in platforms
        ],
        "What platforms print of a migration, and where it goes. All of it can be pasted on Migration time.",
    )
