"""The page that a browser, a chat's preview or a crawler gets before any script has run."""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from urllib.parse import parse_qsl, urlencode

from components.kit.introduction import Subject, introduction
from components.kit.menu import BY_SLUG, PRODUCT, SCREENS
from domain.catalog import catalog

INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
TITLE = re.compile(rb"<title>.*?</title>", re.DOTALL)
WITHOUT_SCRIPTS = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)

LONGEST_QUERY = 4000
"""Bytes of a query that are read here; a row's id comes first in every link that the product makes."""

PICTURE = "preview.png"
PICTURE_WIDTH, PICTURE_HEIGHT = 1200, 630
"""What Teams, Slack and their like show whole."""

HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")


SERVER_PLACE = """<script>window.__streamlit={BACKEND_BASE_URL:new URL("./",location.href).href}</script>"""
"""The server is where the screens are, whatever path a proxy has put before them or cut off: each is one name below it."""

WITH_SLASH = """<script>if(!location.pathname.endsWith("/"))location.replace(
location.pathname+"/"+location.search+location.hash)</script>"""
"""For the first screen: a proxy that cuts off `/ref` may do so without a slash behind it, and only the browser sees that."""

EARLY_LINE = """<script>(()=>{
const token=/(?:^|; )_streamlit_xsrf=([^;]*)/.exec(document.cookie)?.[1]??"PLACEHOLDER_AUTH_TOKEN";
const stream=new URL("_stcore/stream",__streamlit.BACKEND_BASE_URL).href.replace(/^http/,"ws");
const early=new WebSocket(stream,["streamlit",token]);
window.WebSocket=new Proxy(WebSocket,{construct(made,asked){
window.WebSocket=made;
if(String(asked[0])!==stream||asked[1]?.length!==2||early.readyState>1){early.close();return new made(...asked)}
if(early.readyState===1)setTimeout(()=>early.dispatchEvent(new Event("open")));
return early}})})()</script>"""
"""The connection to the server is opened while the scripts are still on their way, and is there when Streamlit asks for it.

Streamlit 1.67 opens it when they have run: two round trips later. The server says nothing before it is asked, so nothing is
missed. Who asks for another, or for a session that was lost, gets a new one. The token may have come meanwhile, in a cookie:
it is for who has signed in, and then the cookie was there.
"""

ONE_ENTRY = """<script>(()=>{
let asked=-1e9;const push=history.pushState;
history.pushState=function(state,title,url){
const path=new URL(url??location.href,location.href).pathname,same=path===location.pathname,now=performance.now();
if(!same&&now-asked<1000)history.replaceState(state,title,url);else push.call(this,state,title,url);
asked=same?now:-1e9};
addEventListener("popstate",()=>{asked=-1e9})})()</script>"""
"""A change of page is one entry of the history, so that one Back is the view one had.

Streamlit 1.67 makes two: the new page's query on the old page's path, a view that nobody had, and at once the new path. The
second takes the place of the first here. To be removed when streamlit#9279 is: `tests/browser/test_history.py` tells.
"""

SEARCH_KEYS = """<script>(()=>{
const typing=e=>e&&(/^(INPUT|TEXTAREA|SELECT)$/.test(e.tagName)||e.isContentEditable);
addEventListener("keydown",e=>{if(e.key!=="/"||e.ctrlKey||e.metaKey||e.altKey||typing(document.activeElement))return;
const button=document.querySelector(".st-key-search button");if(button){e.preventDefault();button.click()}});
let met=null;new MutationObserver(()=>{const field=document.querySelector("[role=dialog] .st-key-search_words input");
if(field&&field!==met)field.focus();met=field}).observe(document,{childList:true,subtree:true})})()</script>"""
"""`/` opens the search, and its field takes the keys at once.

To be removed when Streamlit's buttons take `/` as their shortcut and its fields the focus of a dialog.
"""


def slug_of(path: str) -> str | None:
    """The screen at a path below the server's base, None if there is none."""
    name = path.strip("/")
    return name if name in BY_SLUG else None if name else SCREENS[0].slug


def pairs_of(query: bytes) -> list[tuple[str, str]]:
    """The parameters of a link as far as it is read."""
    return parse_qsl(query[:LONGEST_QUERY].decode("latin-1"), keep_blank_values=True, errors="replace")


def origin(scheme: str, host: str) -> str:
    """Scheme and host as the client that is answered sees them; nothing if it names a host that none can have."""
    return f"{scheme}://{host}" if HOST.fullmatch(host) else ""


def first_page(html: bytes, base: str, slug: str, query: bytes, at: str = "") -> bytes:
    """Streamlit's index page, told where its server is, that it knows both looks, and what the link shows.

    Without the first, a deep link probes `/<page>/_stcore/` and gets two errors before it asks the right place;
    without the second, a reader in the dark gets a white flash; without the third, a link in a chat is called "Streamlit".
    `base` is the path of the first screen as far as it is known here: with no word of the proxy's, only the browser knows.
    """
    told = introduction(slug, pairs_of(query))
    title, about = escape(told.title), escape(told.about)
    head = (
        f"<title>{title}</title>"
        f'<meta name="description" content="{about}">'
        f'<meta property="og:type" content="website"><meta property="og:site_name" content="{PRODUCT}">'
        f'<meta property="og:title" content="{title}"><meta property="og:description" content="{about}">'
        f"{_picture(told.subject, title, f'{at}{base}') if at else ''}"
    )
    without = f"<noscript><h1>{title}</h1><p>{about}</p><p>This page needs JavaScript.</p></noscript>"
    html = TITLE.sub(lambda _: head.encode(), html, count=1)
    html = WITHOUT_SCRIPTS.sub(lambda _: without.encode(), html, count=1)
    place = f"{WITH_SLASH if slug == SCREENS[0].slug else ''}{SERVER_PLACE}{EARLY_LINE}"
    return html.replace(
        b"<head>", f'<head><meta name="color-scheme" content="light dark">{place}{ONE_ENTRY}{SEARCH_KEYS}'.encode(), 1
    )


def _picture(subject: Subject, title: str, root: str) -> str:
    """The preview's picture. Its address holds words of the catalogue, and the version for which a chat may keep it."""
    params = [("page", subject.slug), *subject.params, ("version", catalog().version.replace(" ", "-"))]
    address = escape(f"{root}{PICTURE}?{urlencode(params)}")
    return (
        f'<meta property="og:image" content="{address}"><meta property="og:image:type" content="image/png">'
        f'<meta property="og:image:width" content="{PICTURE_WIDTH}"><meta property="og:image:height" content="{PICTURE_HEIGHT}">'
        f'<meta property="og:image:alt" content="{title}"><meta name="twitter:card" content="summary_large_image">'
    )


def no_such_page(base: str) -> bytes:
    """What an address that no screen has answers: where the screens are, `base` being the way to the first."""
    screens = [(base if screen is SCREENS[0] else base + screen.slug, screen.title, screen.about) for screen in SCREENS]
    links = "".join(f'<li><a href="{href}">{escape(title)}</a>: {escape(about)}</li>' for href, title, about in screens)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><meta name="color-scheme" content="light dark">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>No such page · {PRODUCT}</title>"
        "<style>body{font:1rem/1.6 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}</style></head>"
        f"<body><h1>There is no such page</h1><p>The address is not one of the {PRODUCT.lower()}'s. Its screens are:</p>"
        f"<ul>{links}</ul></body></html>"
    ).encode()


def inline_hashes(html: bytes) -> str:
    """CSP sources for the inline scripts of a page."""
    digests = (hashlib.sha256(script).digest() for script in INLINE_SCRIPT.findall(html))
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
