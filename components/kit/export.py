"""What a reader takes away: CSV and Markdown of a table, and documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Thread

import pandas as pd
import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from components.kit import address, cite, file_names, links, run_context, table_markdown
from components.kit.drawing import Drawing, png, svg
from components.kit.tables import Shown
from domain.artefacts.documents import csv_text, markdown_table
from domain.catalog import catalog
from domain.catalog.records.evidence import Row
from domain.reference.frames import chosen

KINDS = {"csv": "text/csv", "md": "text/markdown", "svg": "image/svg+xml", "png": "image/png"}
"""What a file is, by its extension; all others are plain text."""


def take_away(
    name: str,
    make: Callable[[], pd.DataFrame],
    as_shown: Callable[[], Shown] | None = None,
    kept: str | None = None,
    slide: Callable[[], Drawing] | None = None,
) -> None:
    """A table as CSV, the whole record, and in Markdown for a wiki as it is shown, made when asked for.

    Markdown has the tables drawn since the last one was taken away, with sources, link and version; a figure's is its numbers.
    `as_shown` makes the table of what is drawn in another form, `slide` the picture that stands alone on one.

    `name` is how the file's name begins, and part of the widgets' keys; `kept` says which part of the table it holds, if what is
    set on the screen does not.
    """
    version, shown = catalog().version, tuple(run_context.TABLES.get())
    run_context.TABLES.set([])
    stem = file_names.stem(name, file_names.view() if kept is None else kept)

    def document() -> str:
        drawn = (as_shown(),) if as_shown else shown
        rows = table_markdown.markdown(drawn, links.absolute) if drawn else markdown_table(make())
        return f"{rows}\n\n{links.full(address.pairs())} · catalogue {version} · {run_context.today().isoformat()}"

    with st.container(horizontal=True, key=f"take_{name}"):
        download("CSV", f"{stem}.csv", lambda: csv_text(make().assign(catalogue=version)))
        copy(name, document)
        if slide:
            download("Slide, PNG", f"{stem}.png", lambda: png(slide()))
            download("Slide, SVG", f"{stem}.svg", lambda: svg(slide()))


def take_away_rows(table: str, rows: Iterable[Row], name: str = "", as_shown: Callable[[], Shown] | None = None) -> None:
    """These rows of a table; `name` and `as_shown` as in `take_away`, the table's own name if none is given.

    The row that the link asks for can also be cited.
    """
    ids = [row.id for row in rows]
    cite.asked(table)
    whole = len(ids) == len(catalog().records[table])
    kept = "" if whole or ids == [name] else ids[0] if len(ids) == 1 else file_names.view() or "filtered"
    take_away(name or table.replace("_", "-"), lambda: chosen(catalog(), table, ids), as_shown, kept)


def take_away_document(name: str, markdown: Callable[[], str], sheet: Callable[[], pd.DataFrame]) -> None:
    """A document as Markdown, to copy or to keep, and as CSV."""
    with st.container(horizontal=True, key=f"take_{name}"):
        download("Markdown, all phases", f"{name}.md", markdown)
        download("CSV, all phases", f"{name}.csv", lambda: csv_text(sheet()))
        copy(name, markdown)


def download(label: str, file_name: str, make: Callable[[], str | bytes]) -> None:
    """A text or a picture that is kept as a file; `file_name` is also part of the widget's key."""
    csv = file_name.endswith(".csv")
    mime = KINDS.get(file_name.rsplit(".", 1)[-1], "text/plain")
    keep = _keeper(file_name, mime)

    def made() -> bytes:
        found = make()
        content = found if isinstance(found, bytes) else found.encode("utf-8-sig" if csv else "utf-8")
        keep(content)
        return content

    st.download_button(
        label,
        data=made,
        file_name=file_name,
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"download_{file_name}",
    )


def _keeper(file_name: str, mime: str) -> Callable[[bytes], None]:
    """Makes a file this visitor's, so that it is there until his page runs again.

    A file that is made on click belongs to nobody in Streamlit: it is deleted when two more runs of any visitors have ended,
    and on a busy server that is before the browser has asked for it. Only a thread of the visitor's own can claim it.
    """
    context = get_script_run_ctx()

    def keep(content: bytes) -> None:
        if runtime.exists():
            files = runtime.get_instance().media_file_mgr
            claim = Thread(target=files.add, args=(content, mime, f"kept {file_name}", file_name, True))
            add_script_run_ctx(claim, context).start()
            claim.join()

    return keep


def copy(name: str, make: Callable[[], str]) -> None:
    """A Markdown text to copy; `name` is part of the widget's key."""
    opened = st.popover("Copy as Markdown", icon=":material/content_copy:", on_change="rerun", key=f"md_{name}")
    if opened.open:
        with opened:
            st.code(make(), language=None, height=300)
