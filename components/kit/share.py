"""A link that is given away: every value that its view depends on, and what has changed since when it is opened again.

The address holds what a visitor set. A shared link also says, in `as_of`, of which version of the catalogue it is, marks of the
facts that its screen rests on, and what held where nothing was set. That leaves the address when the link is opened: a start that
is another today is set to what the link assumed, and named; so the answer is the old one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

import segno
import streamlit as st

from components.kit import address, links, run_context
from components.kit.markup import markdown_quote, markdown_text
from components.kit.menu import BY_SLUG, PAGE_OF_TABLE, PRODUCT_VERSION, facts_of
from components.kit.run_context import Held
from domain.catalog import catalog
from domain.catalog.tables import BY_NAME
from domain.quantities.wording import counted
from domain.reference.fingerprints import Change, changed, marks

AS_OF = "as_of"
"""`<version>~<table>.<marks>~…~~<key>.<value>~…`, in one parameter: each that leaves the address is an entry of the history."""

NO_FRAMES = "It opens in its own tab. Other sites cannot show it in a frame: put the link there instead."

MOST_NAMED = 6
"""Facts that a notice names one by one."""

VERSION = re.compile(r"\d{4}-\d\d-\d\d-[0-9a-f]{8}")
ASSUMPTION = re.compile(r"([a-z][a-z0-9_]{0,59})\.(.*)", re.DOTALL)
MARKS = re.compile(r"([a-z_]{1,60})\.([A-Za-z0-9_-]{0,400})")


@dataclass
class Opened:
    """A shared link that this session opened on a screen: what it assumed that no input has asked for yet, and what differs."""

    slug: str
    pending: dict[str, str]
    version: str = ""
    facts: tuple[Change, ...] = ()
    kept: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    told: tuple[int, int] = (0, 0)
    """How many of these the page has said; what an input finds that is drawn later is said by its part."""


def open_link(slug: str) -> None:
    """Read what a shared link took for granted, before the screen's inputs run."""
    run_context.HELD.set({})
    run_context.LATER.set({})
    if address.sets([AS_OF]):
        made, _, assumed = (address.asked(AS_OF, "its version") or "")[: address.MAX_VALUE].partition("~~")
        version, facts = _made(made)
        st.session_state[address.OPENED] = Opened(slug, _assumed(assumed), version, facts)
    elif (opened := _opened()) and opened.slug != slug:
        del st.session_state[address.OPENED]


def assumption(key: str) -> str | None:
    """What the opened link assumed of an input that it does not set; told once."""
    opened = _opened()
    if not opened or key not in opened.pending:
        return None
    then = opened.pending.pop(key)
    return None if address.sets([key]) else then


def differs(what: str, then: str, now: str, kept: bool = True) -> None:
    """Name a start that is another today than the opened link assumed; `kept` if the link's own holds on."""
    if opened := _opened():
        said = f"“{markdown_text(what)}” was {markdown_quote(then or 'empty')} then, is {markdown_quote(now or 'empty')} today"
        (opened.kept if kept else opened.lost).append(said)


def hold(key: str, now: str | None, assumed: str | None, in_link: Callable[[str], str] = str) -> None:
    """Note for a link what an input holds, and what holds if nothing is set."""
    if key not in address.SHARED:
        run_context.HELD.get()[key] = Held(now, assumed, in_link)


def link(slug: str, embed: bool = False) -> str:
    """The present view of a screen as a full link with all that it rests on; with `embed`, its presentation form."""
    held, in_address = run_context.HELD.get(), address.keys()
    said = [(key, held[key].in_link(value) if key in held else value) for key, value in address.pairs() if key != AS_OF]
    assumed = []
    for key, one in held.items():
        if key not in in_address and one.now not in (None, one.assumed):
            said.append((key, one.in_link(one.now)))
        elif key not in in_address and one.assumed is not None:
            assumed.append(f"{key}.{_safe(one.in_link(one.assumed))}")
    as_of = "~~".join(filter(None, (_today(slug), "~".join(assumed))))
    return links.full([*said, (AS_OF, as_of)], embed)


def full_address() -> str:
    """The present view by the values that were set alone: short, but its starts are those of the day on which it is opened."""
    return links.full((key, value) for key, value in address.pairs() if key not in (AS_OF, "embed"))


def popover(slug: str) -> None:
    """The present view as a link and as a presentation link, ready to copy."""
    shown = st.popover("Share", icon=":material/link:", on_change="rerun", key="share")
    if not shown.open:
        return
    with shown:
        st.markdown(":small[Link to this view: it carries every value that the answer rests on, also those of the form]")
        st.code(link(slug), language=None, wrap_lines=True)
        st.markdown(f":small[Presentation form, for a projector. {NO_FRAMES}]")
        st.code(link(slug, embed=True), language=None, wrap_lines=True)
        _qr_code(full_address())
        st.link_button("Open presentation form", link(slug, embed=True), icon=":material/present_to_all:")
        st.markdown(f":small[Catalogue version {catalog().version}, product {PRODUCT_VERSION}]")


def _qr_code(address: str) -> None:
    """The view for a phone's camera: its plain address, since a code of all that it rests on is too dense for a room."""
    try:
        code = segno.make(address, error="l", micro=False)
    except segno.DataOverflowError:
        st.markdown(":small[This view is too long for a QR code: share the link.]")
        return
    st.image(code.svg_inline(scale=4, border=2, dark="#000", light="#fff"), width=280, caption="Opens this view on a phone")


def close_link() -> None:
    """Put into the address what the link calls otherwise or took for granted, then take out how it was made.

    In this order each step of Back is a link that gives the same answer.
    """
    address.settle()
    address.forget(AS_OF)


def end_part() -> None:
    """As the shell ends a run, for one that drew a part of the page: inputs may have been drawn in it for the first time."""
    address.settle()
    if (opened := _opened()) and (len(opened.kept), len(opened.lost)) != opened.told:
        kept, lost = opened.told
        if lines := _differences(opened.kept[kept:], opened.lost[lost:]):
            address.notice(f"**Changed since this link was made.** {' '.join(lines)}")


def say_changes() -> None:
    """What has changed since the opened link was made, by name, with the way to the facts; that nothing has, if it is older."""
    if not (opened := _opened()):
        return
    made = f" with catalogue {opened.version}" if opened.version else ""
    opened.told = len(opened.kept), len(opened.lost)
    if lines := _differences(opened.kept, opened.lost, list(map(_change, opened.facts))):
        more = f"[What has happened to the platforms]({links.href('changes')})"
        address.notice(f"**Changed since this link was made{made}.** {' '.join(lines)} {more}.")
    elif made and opened.version != _version():
        address.remark(f"This link was made{made}. The facts it rests on have not changed since.")


def _differences(kept: list[str], lost: list[str], facts: Sequence[str] = ()) -> list[str]:
    parts = {
        "The link's own starting value is kept": kept,
        "The link's own starting value is no longer available": lost,
        "Facts that it rests on": facts,
    }
    return [f"{head}: {'; '.join(named)}." for head, named in parts.items() if named]


def _opened() -> Opened | None:
    return st.session_state.get(address.OPENED)


def _safe(text: str) -> str:
    return text.replace("%", "%25").replace("~", "%7E")


def _assumed(given: str) -> dict[str, str]:
    """What the link assumed, by key; what cannot be read is named."""
    found, strange = {}, []
    for part in given.split("~")[: address.MAX_VALUES] if given else ():
        if read := ASSUMPTION.fullmatch(part):
            found[read[1]] = unquote(read[2])
        else:
            strange.append(part)
    if strange:
        address.notice(f"This link assumes {markdown_quote(strange[0])}, which no input can take. The rest of it is shown.")
    return found


def _made(given: str) -> tuple[str, tuple[Change, ...]]:
    """The version with which the link was made, and what of its facts is different now; what cannot be read is named."""
    version, *tables = given.split("~")[: address.MAX_VALUES]
    read = [(part, MARKS.fullmatch(part)) for part in tables]
    strange = [part for part, found in read if not found or found[1] not in BY_NAME]
    if not VERSION.fullmatch(version):
        strange.insert(0, version)
    if strange:
        address.notice(f"This link was made with {markdown_quote(strange[0])}, which this catalogue does not know.")
    version = version if VERSION.fullmatch(version) else ""
    then = {found[1]: found[2] for _, found in read if found}
    return version, tuple(filter(None, (changed(catalog(), table, mark) for table, mark in then.items())))


def _today(slug: str) -> str:
    """The version of the catalogue and the marks of the facts that a screen rests on."""
    tables = (f"{table}.{marks(catalog(), table)}" for table in facts_of(BY_SLUG[slug]))
    return "~".join((_version(), *tables))


def _version() -> str:
    return catalog().version.replace(" ", "-")


def _change(change: Change) -> str:
    """A change in a table, each row as a link to it if a screen shows it."""
    table = BY_NAME[change.table]
    title = markdown_text(table.title or change.table.replace("_", " ").capitalize())
    if change.whole:
        page = PAGE_OF_TABLE.get(change.table)
        return f"[{title}]({links.href(page)})" if page else title
    named = [_row(change.table, id_) for id_ in change.rows[:MOST_NAMED]]
    if len(change.rows) > MOST_NAMED:
        named.append(f"{len(change.rows) - MOST_NAMED} more")
    if change.gone:
        named.append(f"{counted(change.gone, 'row')} gone")
    return f"{title}: {', '.join(named)}"


def _row(table: str, id_: str) -> str:
    row = catalog().records[table][id_]
    name = next((getattr(row, name) for name in ("label", "title", "name", "parameter") if getattr(row, name, "")), id_)
    label = markdown_text(name)
    return f"[{label}]({links.row_href(table, id_)})" if table in PAGE_OF_TABLE else label
