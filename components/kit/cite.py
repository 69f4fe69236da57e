"""A row in one line a platform, ready to be pasted into a wiki or a mail."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from components.kit import address, links, view_options
from domain.artefacts.citation import citation
from domain.catalog import catalog
from domain.catalog.records.evidence import Evidence
from domain.reference.citations import Statement, statements_of


def asked(*tables: str) -> None:
    """The lines of the row that the link asks for, to copy, if it is in one of these tables.

    Behind a button: Streamlit's box of code brings half a megabyte with it.
    """
    given = address.value("id")
    for table in tables if given else ():
        one = next(
            (id_ for id_, row in catalog().records[table].items() if given == id_ or given in getattr(row, "aliases", ())), ""
        )
        if one and (lines := "\n".join(_lines(table, one))):
            with st.container(key=f"take_cite_{table}"):
                opened = st.popover("Cite", icon=":material/format_quote:", on_change="rerun", key=f"cite_{table}")
            if opened.open:
                with opened:
                    st.code(lines, language=None, wrap_lines=True)


def _lines(table: str, id_: str) -> Iterator[str]:
    shown, link = view_options.platforms(), links.absolute(links.row_href(table, id_))
    found = statements_of(catalog(), table, id_)
    of_shown = [one for platform in shown for one in found if one.platform is platform]
    for one in [*of_shown, *(one for one in found if one.platform is None)] or found:
        part = one.evidence
        yield citation(_said(one), one.scope, part.grade, _sources(part), part.checked, link, catalog().version)


def _said(one: Statement) -> str:
    """E.g. "Max vCPU/VM on OVE: 216 tested"; a row that is called by a whole sentence says the rest in brackets."""
    name = f"{one.subject} on {one.part}" if one.platform else ", ".join(filter(None, (one.subject, one.part)))
    if name.endswith(".") and one.says:
        return f"{name.rstrip('.')} ({one.says})"
    return ": ".join(filter(None, (name, one.says)))


def _sources(part: Evidence) -> list[tuple[str, str]]:
    sources = [catalog().sources[id_] for id_ in part.sources]
    return [(source.title, links.source_url(source) or source.page) for source in sources]
