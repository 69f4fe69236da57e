"""The answer in the first page: what a link asks for stands there before any script has run, until Streamlit has drawn it.

Only rows and tables of reference; a screen that computes answers by itself, and so does one whose link makes choices of its own.
Every word is the catalogue's: of the link only what is in a vocabulary is taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextvars import copy_context
from datetime import date
from functools import cache, lru_cache

import streamlit as st

from components.app.answer_tables import WHOLE, Asked, parts
from components.kit import links, markup, run_context, tables
from components.kit.introduction import NEUTRAL, Pairs, subject
from components.kit.markup import Html
from components.kit.menu import BY_SLUG, PAGE_OF_TABLE, SCREENS, Screen
from components.kit.style import BESIDE_STYLE, LOGO, PRESENTATION_STYLE, SETTLING_STYLE, TABLE_STYLE
from components.kit.tables import Line, Shown
from components.kit.view_options import LABELS, READINGS
from domain.catalog import catalog
from domain.quantities.wording import counted

MOST_ROWS, MOST_BYTES = 60, 60_000
"""Of a table: what is beyond lies far below the first screen, and comes with Streamlit's page."""

COMPUTED = frozenset({"workloads"})
"""Tables whose rows are questions that their screen answers."""


def asked(slug: str, pairs: Pairs) -> Asked | None:
    """What stands in the first page for a link; None where only its screen knows the answer."""
    given, found = dict(pairs), subject(slug, pairs)
    id_, embed = given.get("id", ""), given.get("embed") == "true"
    unknown = bool(id_) and not found.table
    if given.keys() - NEUTRAL - {"id"} or found.table in COMPUTED or (unknown and _is_known(slug, id_)):
        return None
    if not found.table and (embed or slug not in WHOLE):
        return None
    labels = [value for key, value in pairs if key == "platforms" and value in LABELS]
    show = next((value for key, value in pairs if key == "show" and value), "")
    own = {"show": show if show in READINGS else "", "open": "true" * (given.get("open") == "true")}
    carried = (*(("platforms", label) for label in labels), *((key, value) for key, value in own.items() if value))
    return Asked(
        slug,
        found.table,
        found.id,
        unknown,
        tuple(platform for label, platform in LABELS.items() if not labels or label in labels),
        own["show"] or tables.VERIFIED,
        bool(own["open"]),
        embed,
        (*carried, ("embed", "true")) if embed else carried,
    )


def _is_known(slug: str, id_: str) -> bool:
    """Whether a row of a screen is one that nobody searches for, such as a layer: its screen alone shows it."""
    return any(id_ in catalog().records[table] for table, page in PAGE_OF_TABLE.items() if page == slug)


@lru_cache(maxsize=64)
def _answer(one: Asked, _day: date) -> Html:
    """At most 64 answers of some 60 KB are kept; what they are made of is kept by those who draw the screens."""

    def made() -> Html:
        run_context.CARRIED.set(one.carried)
        run_context.OPEN.set(one.opened)
        return markup.joined(*_bounded(parts(one)))

    return copy_context().run(made)


def _bounded(given: Iterable[Shown | Html]) -> Iterator[Html]:
    """Tables until there is enough; then, of how much."""
    rows, room = MOST_ROWS, MOST_BYTES
    for part in given:
        if isinstance(part, Html):
            yield part
            continue
        lines = list(_within(part.lines[:rows], room))
        table = tables.table_html(part.columns, lines, "") if lines else markup.NOTHING
        rows, room = rows - len(lines), room - len(table)
        yield table
        if len(lines) < len(part.lines):
            said = f"{len(lines)} of {counted(len(part.lines), 'row')}; the others come with the whole page."
            yield markup.panel(markup.note(markup.text(said)))
            return


def _within(lines: Sequence[Line], room: int) -> Iterator[Line]:
    for line in lines:
        room -= len(line.head) + sum(map(len, line.cells)) + sum(map(len, line.behind))
        if room < 0:
            return
        yield line


def with_answer(html: bytes, slug: str, pairs: Pairs) -> bytes:
    """The index page with the answer, or with the head alone where only the screen has one.

    With an answer, what the page says to those without scripts is no longer needed; without one it is all they get.
    """
    embed = dict(pairs).get("embed") == "true"
    html = html.replace(b"</head>", START.encode() + b"</head>", 1)
    if one := asked(slug, pairs):
        html = _WITHOUT_SCRIPTS.sub(b"", html, count=1)
        said = _page(one, BY_SLUG[slug], _answer(one, run_context.today()))
    else:
        html = html.replace(b"</noscript>", NO_COVER.encode() + b"</noscript>", 1)
        said = _laid(BY_SLUG[slug], embed, "cover", "")
    body = f"{STYLES}{PRESENTATION_STYLE * embed}{said}".encode() + b"".join(_SHEETS.findall(html))
    return _SHEETS.sub(b"", html).replace(b'<div id="root">', body + b'<div id="root">', 1)


STYLES = TABLE_STYLE + BESIDE_STYLE + SETTLING_STYLE
"""What the screens send as well, and Streamlit applies only when it has fetched what draws it: until then all stands elsewhere.

In the body, behind the rules that Streamlit adds to the head.
"""

NO_COVER = "<style>#answer{display:none}</style>"
"""Without scripts nothing is put together behind it, and the page says more about itself."""

_SHEETS = re.compile(rb'<link rel="stylesheet"[^>]*>')
"""Streamlit's: where they stand, a browser waits for them before it shows what comes after."""

_WITHOUT_SCRIPTS = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)


def _page(one: Asked, screen: Screen, said: Html) -> str:
    """Head, tabs and answer, each where Streamlit will draw it."""
    return _laid(screen, one.embed, "", _between(one, screen) + said)


def _laid(screen: Screen, embed: bool, kind: str, said: str) -> str:
    top = "" if embed else f'<img src="{LOGO}" alt="" height="24">'
    about = "" if embed else f"<p>{markup.literal(screen.about)}</p>"
    head = f"<h1>{markup.literal(screen.title)}</h1>{about}"
    return f'<div id="answer" class="{kind}{" embed" * embed}">{_sheet()}{top}<main>{head}{said}</main></div>'


def _between(one: Asked, screen: Screen) -> str:
    """What stands between the head and the answer: the place of the tabs and filters, the way from a row to all."""
    found = []
    if screen is SCREENS[0]:
        found.append('<p class="find"></p>')
    if screen.tabs and one.table != "blockers":
        found.append(f'<p class="tabs">{markup.literal("   ".join(screen.tabs))}</p>')
    if one.id:
        way = f'<p class="way">{copy_context().run(_back, one)}</p>'
        found += [] if one.embed else [way]
    elif screen.slug in FILTERED or one.unknown:
        said = "This link asks for a row that is not in the catalogue. All of them are shown." if one.unknown else ""
        found.append(f'<p class="filters">{said}</p>')
    return "".join(found)


def _back(one: Asked) -> Html:
    run_context.CARRIED.set(one.carried)
    return markup.anchor("← All", links.href(one.slug))


FILTERED = frozenset(
    {"key_numbers", "concepts", "guest_systems", "commands", "decision_matrix", "blockers", "checklist", "lifecycle"}
)
"""Screens that have a line of filters above their table: its place is kept."""


@cache
def _sheet() -> str:
    """Where Streamlit's page will have what, in its own measures and colours, so that nothing moves when it comes."""
    light, dark = (_theme(look) for look in ("light", "dark"))
    ground, ink = (f"light-dark({light[name]},{dark[name]})" for name in ("backgroundColor", "textColor"))
    return f"""<style>html{{font-size:{st.get_option("theme.baseFontSize")}px}}html:has(#answer.embed){{font-size:22px}}
html:has(#answer) #root{{visibility:hidden}}
#answer{{position:fixed;inset:0;z-index:9;overflow:auto;font:1rem/1.6 {st.get_option("theme.font")};
background:{ground};color:{ink}}}
#answer *{{box-sizing:border-box}}#answer>img{{position:absolute;left:1rem;top:1.125rem;height:1.5rem}}
#answer main{{padding:4.5rem 5rem 3rem}}#answer h1{{font-size:1.75rem;font-weight:650;line-height:1.2;margin:0}}
#answer p{{margin:0 0 1rem}}#answer h2{{font-size:1.15rem;font-weight:600;line-height:1.2;margin:2rem 0 1rem}}
#answer p.tabs{{height:2.4rem;line-height:2.4rem;margin:0 0 .5rem;font-size:.875rem;white-space:pre;overflow:hidden}}
#answer p.find{{height:4.25rem}}#answer :is(p.way,p.filters){{min-height:2.5rem;line-height:2.5rem;font-size:.875rem}}
#answer p.filters{{margin-bottom:.5rem}}
#answer p a{{color:inherit;text-decoration:none}}
#answer ul.qr{{display:grid;grid-template-columns:repeat(auto-fill,minmax(22rem,1fr));
padding:0 .25rem;list-style:none;font-size:.875rem}}
#answer.embed main{{padding:.8rem 2rem 1rem}}#answer.embed h1{{margin-bottom:.7rem}}#answer.embed p{{font-size:1.2rem}}
#answer.embed p.way{{margin-bottom:.5rem;min-height:2.5rem;line-height:2.5rem}}
#answer.embed p.tabs{{height:2.4rem;line-height:2.4rem}}
@media(max-width:640px){{#answer main{{padding:4.5rem 1rem 3rem}}#answer h1+p{{margin-bottom:4.5rem}}}}
@media print{{#answer{{position:static}}
#answer.cover{{display:none}}html:has(#answer.cover) #root{{visibility:visible}}}}</style>"""


COLOURS = ("primaryColor", "backgroundColor", "secondaryBackgroundColor", "textColor", "linkColor")


def _theme(look: str) -> dict[str, str]:
    return {name: st.get_option(f"theme.{look}.{name}") for name in COLOURS} | {"bodyFont": st.get_option("theme.font")}


GIVE_WAY = """const LONGEST=4000;let since=0;
const tooLong=()=>{if(!since){since=performance.now();setTimeout(look,LONGEST+9)}return performance.now()-since>=LONGEST};
const isOver=(answer,main,app)=>{
if(document.querySelector("[role=dialog],[data-testid=stException]"))return true;
const cover=answer.classList.contains("cover"),ended=app.dataset.testScriptState==="notRunning";
if((cover||ended)&&tooLong())return true;
if(!main?.querySelector("h1"))return false;
if(cover)return ended||main.querySelector("h2,.qr,.st-key-answer p");
const read=answer.scrollTop>0||answer.querySelector("details[open]");
return (ended||!read)&&[...main.querySelectorAll(".qr")].some(one=>one.getClientRects().length>0)};
const look=()=>{
const answer=document.getElementById("answer"),app=document.querySelector("[data-testid=stApp]");if(!app||!answer)return;
const main=app.querySelector("[data-testid=stMain]");if(!isOver(answer,main,app))return;
watch.disconnect();
const at=answer.scrollTop,open=[...answer.querySelectorAll("table.qr details")].map(one=>one.open);answer.remove();
if(main){if(at)main.scrollTop=at;main.querySelectorAll("table.qr details").forEach((one,i)=>{if(i in open)one.open=open[i]})}};
const watch=new MutationObserver(look);
watch.observe(document,{childList:true,subtree:true,attributes:true,attributeFilter:["data-test-script-state"]});"""
"""The answer goes when Streamlit has drawn its own, or has a fault to tell; what was scrolled and opened stays so, and where
anything was, the end of the run is waited for.

A cover without an answer goes at the screen's own headline, or at the end of the first run, or after LONGEST ms, so that a long
run shows what it has. A chart that is still to come is not waited for.
"""


@cache
def _start() -> str:
    """What Streamlit would ask the server for before it opens its connection, and the look that it would have only after that.

    Without the first it asks twice and waits for both; without the second it begins in its own font, which it fetches for it.
    """
    looks = json.dumps({"LIGHT_THEME": _theme("light"), "DARK_THEME": _theme("dark")})
    host = "HOST_CONFIG:{allowedOrigins:[location.origin],useExternalAuthToken:false}"
    return f"<script>Object.assign(window.__streamlit,{looks},{{{host}}});(()=>{{{GIVE_WAY}}})()</script>"


START = _start()
