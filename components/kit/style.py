"""The look that Streamlit's theme has no option for: platform colours, the presentation form."""

import re
from base64 import b64encode
from pathlib import Path

from components.kit.menu import PRODUCT
from domain.catalog.vocabulary import Platform

ICON_FILE = Path(__file__).parent / "icon.png"
ICON = "data:image/png;base64," + b64encode(ICON_FILE.read_bytes()).decode()
"""The icon in the browser's tab, ready to send: a file's name would be opened as an image in every run."""

_NAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="216" height="24" viewBox="0 0 216 24" role="img">'
    '<text x="0" y="17" font-family="system-ui,Segoe UI,Roboto,Helvetica,Arial,DejaVu Sans,sans-serif" font-size="16" '
    f'font-weight="650" fill="#5f7f99">{PRODUCT}</text></svg>'
)
LOGO = "data:image/svg+xml;base64," + b64encode(_NAME.encode()).decode()
"""The product's name in the head; its colour is read on both backgrounds, since a picture does not know the look."""

COLOURS = {Platform.VSPHERE: "#0072B2", Platform.OVE: "#D55E00", Platform.AZURE_LOCAL: "#009E73"}
"""One colour a platform, everywhere; colour-blind safe, at least 3:1 on both backgrounds (docs/architecture.md, "The look")."""

FOURTH_COLOUR = "#B85A93"
GREY = "#7a8590"
"""What is not ours, and lines to compare with."""

CHART_INK = "#6B7480"
"""Text of a chart that has no colour of its own, as it is saved: read on both backgrounds, since a chart that is saved after the
look has changed keeps what it was drawn with. On the page the style sheet gives it the colour of the page's own text.
"""

_CHART_INK = "rgb({}, {}, {})".format(*bytes.fromhex(CHART_INK[1:]))

TABLE_STYLE = (
    f"""<style>
[data-testid=stPlotlyChart] text[style*="{_CHART_INK}"]{{fill:currentColor!important}}
"""
    + """
[class*=st-key-idle_]{display:none}.st-key-head h1{padding-top:0}[data-testid=stPageLink] a{padding-left:0;*{white-space:normal}}
:is([class*=st-key-lm_],[class*=st-key-drain_],[class*=st-key-disk_]) :is([data-testid=stNumberInput],[data-testid=stSelectbox])
 input::placeholder{color:inherit;opacity:1}
.st-key-tools kbd{color:inherit;opacity:1}
:is([data-testid=stMain],[role=dialog]) [data-testid=stPageLink] p{text-decoration:underline;text-underline-offset:.2em;
text-decoration-color:color-mix(in srgb,currentColor 35%,transparent)}
[role=tabpanel]{padding-top:.4rem}[data-testid=stLayoutWrapper]:has(>.st-key-filters){margin-bottom:-.5rem}[data-testid=stProgress]{margin-bottom:-.6rem}
.st-key-answer :is(p:first-child,p:first-child+p) strong{font-size:1.25rem;line-height:1.3}
.st-key-view_choices details{position:relative}
.st-key-view_choices details[open]>:not(summary){position:absolute;right:0;z-index:100;width:24rem;max-width:80vw;
background:light-dark(#fff,#14181d);border:1px solid light-dark(#d5dbe1,#39424c);border-radius:.5rem}
.qr{width:100%;border-collapse:collapse;table-layout:fixed;font-size:.95rem;line-height:1.4;
--line:color-mix(in srgb,currentColor 18%,transparent);
--soft:color-mix(in srgb,currentColor 72%,transparent);--good:light-dark(#0b6b3a,#6fd39b);--warn:light-dark(#8a4b00,#f0b35a);
--bad:light-dark(#a4262c,#ff9a94);--calm:light-dark(#4a5560,#b4bec8);--paper:light-dark(#fff,#14181d)}
.qr caption{text-align:left;color:var(--soft);padding:.4rem 0 0;caption-side:bottom}
.qr th,.qr td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;
border-bottom:1px solid var(--line);overflow-wrap:anywhere}
.qr thead th{font-weight:600;padding-top:.35rem;position:sticky;top:3.75rem;background:var(--paper);z-index:1;
box-shadow:inset 0 -1px var(--line)}
.qr thead th.p{box-shadow:inset 0 3px var(--p),inset 0 -1px var(--line)}
.qr tbody th{font-weight:600}.qr .n{text-align:right}.qr .n summary{margin-left:auto}.qr .n dl{text-align:left}
.qr .n+:not(.n){padding-left:.75rem}
.qr tr:has(+tr.b) td{border:0;padding-bottom:0}.qr tr.b td{padding-top:0}
.qr tr.g th{font-weight:600;color:var(--soft);padding-top:.6rem;width:auto}
.qr .v.num{font-size:1.1rem;font-variant-numeric:tabular-nums}
.qr .s,.qr .r,.qr .u{color:var(--soft);font-size:.85rem}.qr .u{font-weight:400}
.qr .m{font-size:.85rem;font-weight:600;white-space:nowrap}.qr .m.w{white-space:normal}
.qr .good{color:var(--good)}.qr .warn{color:var(--warn)}.qr .bad{color:var(--bad)}.qr .calm{color:var(--calm)}
.qr details{margin-top:.1rem}.qr summary{cursor:pointer;width:fit-content;list-style:none}
.qr summary::-webkit-details-marker{display:none}
.qr summary::after{content:"\u00a0▸";font-size:.8em}.qr details[open]>summary::after{content:"\u00a0▾"}
.qr th .s{font-weight:400}.qr .use{margin:.4rem 0 -.6rem}
.qr.item{padding:0 0 .6rem 1.75rem}
.qr dl{margin:.3rem 0 .2rem;padding:.4rem .6rem;border-left:2px solid var(--line);font-size:.85rem}
.qr.one dl{font-size:1rem;padding:.2rem 1rem}
.qr dt{font-weight:600;margin-top:.25rem}.qr dt:first-child{margin-top:0}.qr dd{margin:0}
.picture{display:block;width:100%;max-width:1200px}.picture.narrow{display:none}
[class*=st-key-stale_]{opacity:.62;filter:grayscale(1)}
.qr code{font-family:ui-monospace,'Cascadia Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace;
font-size:.875em;overflow-wrap:anywhere;white-space:pre-wrap}
.qr ul{margin:0;padding-left:1.1em;font-size:.9rem}.qr li{margin:0 0 .3rem}
.qr a{color:inherit;text-decoration:underline;text-decoration-color:var(--line);text-underline-offset:.2em}
.qr a:hover{text-decoration-color:currentColor}
@media (max-width:640px){.qr,.qr caption,.qr tbody,.qr tr,.qr td,.qr tbody th{display:block;width:auto}.qr thead{display:none}
.qr td{border:0;padding:.25rem 0}.qr tr:has(+tr.b){border:0!important}
.qr tr.b td:empty{display:none}.qr tbody th{border:0;padding:.8rem 0 .1rem}
.qr tr{border-bottom:1px solid var(--line)}
.qr td.n{text-align:left}.qr .n summary{margin-left:0}.qr .n+:not(.n){padding-left:0}
.qr td.k{display:inline-block;width:33%;padding-right:.5rem;vertical-align:top}
.qr td[data-label]::before{content:attr(data-label);display:block;font-size:.8rem;font-weight:600;color:var(--soft)}}
@media (max-width:640px),(pointer:coarse){[data-testid=stPlotlyChart] .modebar-container,.st-key-tools kbd{display:none}}
@media screen and (max-width:640px){.picture{display:none}.picture.narrow{display:block}}
@media (max-width:640px){
.st-key-view_choices details[open]>:not(summary){right:auto;left:-6.5rem;width:86vw;max-width:86vw}}
@media screen{[data-testid=stElementContainer]:has(.qr.paper){display:none}}
@media print{.qr.paper{font-size:.8rem;line-height:1.3}.qr.paper>div{break-inside:avoid;padding-left:1.2rem;text-indent:-1.2rem}
.qr.paper .s{text-indent:0}.qr.paper .t{font-weight:600;padding:.5rem 0 .1rem;text-indent:0;break-after:avoid}
[data-testid=stMainBlockContainer]{padding-bottom:0}[role=tab]:not([aria-selected=true]){display:none}
[class*=st-key-checklist_],[class*=st-key-form_],[data-testid=stHeader]{display:none}
.qr details:not([open]):has(>summary>.s){display:none}
.qr{font-size:.85rem}.qr .v.num{font-size:.95rem}.qr tbody th{font-size:.75rem}.qr :is(th,td){padding:.35rem .5rem .35rem 0}
.qr thead th{font-size:.65rem;overflow-wrap:normal}.qr tr:has(>th:empty),.qr tr.g:has(+tr>th:empty){display:none}
.picture{max-height:8cm;object-fit:contain;object-position:left}
.qr .m{white-space:normal}[data-testid=stExpander]:has(>details:not([open])),[data-testid=stFileUploader],
[data-testid=stDownloadButton],.st-key-back_to_all{display:none}
.qr tr{break-inside:avoid}.qr tr.b,.qr tr:has(+tr.b){break-inside:auto}.qr tr.g{break-after:avoid}
.st-key-tools,[class*=st-key-filters],[class*=st-key-take_],[class*=st-key-more_]{display:none}.qr summary::after{content:""}
:is([data-testid=stElementContainer],[data-testid=stFullScreenFrame]):has([data-testid=stPlotlyChart]){
height:auto!important;break-inside:avoid}
[data-testid=stPlotlyChart]{container-type:inline-size}
[data-testid=stPlotlyChart],[data-testid=stPlotlyChart] :is(.js-plotly-plot,.plot-container,.svg-container){
width:100%!important;height:auto!important}
[data-testid=stPlotlyChart] .main-svg{zoom:.4;zoom:min(1,tan(atan2(100cqw,attr(width px))))}
[data-testid=stPlotlyChart] .main-svg:first-child{position:static!important;display:block}
[data-testid=stPlotlyChart] .modebar-container{display:none}}
</style>"""
)
"""Tables, and what paper needs. A chart keeps the width it was drawn with on the screen, so on paper it is made smaller by paper
over chart (the tangent of their angle is the quotient of two lengths); a browser that cannot reckon with attributes takes .4.
"""

BESIDE_STYLE = """<style>@media screen and (min-width:1000px){[data-testid=stColumn]:has(.st-key-beside){
position:sticky;top:4.5rem;align-self:flex-start;max-height:calc(100vh - 5.5rem);overflow-y:auto}
.st-key-beside .st-key-answer{min-height:17.5rem}}
@media screen{.st-key-beside:has(.qr.paper)>[data-testid=stElementContainer]:first-child{margin-bottom:-.75rem}}
@media screen and (min-width:641px){.st-key-asked_open{display:none}}
@media screen and (max-width:640px){[data-testid=stColumn]:has(.st-key-asked_open){order:1;position:sticky;bottom:0;z-index:2;
max-height:70vh;overflow-y:auto;padding:.5rem 0;background:light-dark(#fff,#14181d);
border-top:1px solid light-dark(#d5dbe1,#39424c)}
.st-key-asked:has(.st-key-asked_open):not(:has(.st-key-asked_open input:checked))>:not(.st-key-asked_open){display:none}}
@media print{[data-testid=stColumn]:has(.st-key-asked),.st-key-asked{display:none}
[data-testid=stColumn]:has(.st-key-beside){flex:1 1 100%}
.st-key-beside .qr.paper{columns:2}.st-key-beside:has(.qr.paper)>[data-testid=stElementContainer]:last-child{display:none}
.st-key-beside:has(.qr.paper){.qr{font-size:.78rem}.qr ul{font-size:.75rem}.qr tr{break-inside:auto}.qr code{font-size:.7em}
.qr thead th:first-child{width:14.5%!important}}}
</style>"""
"""A result stays in view beside a long column of questions, and has the paper to itself; Streamlit has no option for it.

On a phone it comes first, and the questions rise over it from the foot of the screen when their switch is on.
"""

SETTLING_STYLE = """<style>[data-testid=stMainBlockContainer]{max-width:none!important}
[data-testid=stElementContainer]{
&:is([class*=st-key-lm_],[class*=st-key-drain_],[class*=st-key-disk_],[class*=st-key-n_],.st-key-workload,.st-key-wizard_example,
.st-key-find)>[data-testid=stSkeleton]{height:4.27rem}
&[class*=st-key-ask_]>[data-testid=stSkeleton]{height:5.3rem}
&.st-key-ask_ha>[data-testid=stSkeleton]{height:6.47rem}
&:is(.st-key-ask_device,.st-key-ask_product)>[data-testid=stSkeleton]{height:7.33rem}
&:is(.st-key-ask_live,.st-key-lm_on,.st-key-lm_series)>[data-testid=stSkeleton]{height:3.73rem}
&:is(.st-key-lm_auto,.st-key-lm_post,.st-key-lm_single)>[data-testid=stSkeleton]{height:1.53rem}
&.st-key-drain_vms>[data-testid=stSkeleton]{height:9.2rem}
&:is(.st-key-lifecycle_from,.st-key-checklist_phase)>[data-testid=stSkeleton]{height:2rem}
&[class*=st-key-tick_]>[data-testid=stSkeleton]{height:1.5rem}
[data-testid=stLayoutWrapper]:has(>.st-key-filters)+&>[data-testid=stSkeleton]{height:1.4rem}
&.st-key-lm_runs>[data-testid=stSkeleton]{height:6rem}
[class*=st-key-cmd_] &>[data-testid=stSkeleton]{height:3.6rem}
.st-key-questions &>[data-testid=stSkeleton]{height:1.27rem;width:22rem}
&:has(+[class*=st-key-download_])>[data-testid=stSkeleton]{height:10.4rem}}
@media(min-width:1000px){.st-key-lm_runs:not(:has([data-testid=stFileUploaderFile])){height:6rem}}</style>"""
"""The room that inputs, commands and files will take, while Streamlit still fetches what draws them: it has 38 px for each."""

_UNSAFE = re.compile(r"[^\w .,:;/?=&%+~()·-]")


def _escaped(sign: re.Match[str]) -> str:
    return f"\\{ord(sign[0]):x} "


def lit(place: int) -> str:
    """Marks the group of the menu that holds the present screen, counted from one; Streamlit marks the screen alone, in a closed
    list."""
    rule = "box-shadow:inset 0 -2px currentColor;border-radius:0;font-weight:650"
    return f"<style>[data-testid=stTopNav]>:nth-child({place}) button{{{rule}}}</style>"


def paper(left: str, right: str) -> str:
    """What every printed page says at its foot; any text, since a link is a stranger's.

    Where the link on the right is long it is set smaller and in lines of our own: what stands in a page's margin is never broken.
    """
    size, width = (8, 42) if len(right) < 50 else (5, 70) if len(right) < 900 else (4, 70)
    lines = (right[at : at + 600 // size] for at in range(0, len(right), 600 // size))
    boxes = (("left", 8, 100 - width, _safe(left)), ("right", size, width, r"\a ".join(map(_safe, lines))))
    said = "".join(
        f'@bottom-{side}{{content:"{text}";white-space:pre-wrap;width:{share}%;font:{points}pt/1.2 sans-serif;color:#555}}'
        for side, points, share, text in boxes
    )
    return f"<style>@page{{margin:10mm 10mm 16mm;{said}}}</style>"


def _safe(text: str) -> str:
    return _UNSAFE.sub(_escaped, text)


PRESENTATION_STYLE = """<style>html{font-size:22px}.st-key-slides kbd{display:none}
[data-testid=stMainBlockContainer]{padding:.6rem 2rem 1rem}.qr{font-size:1.25rem}.qr thead th{font-size:1.3rem;top:0}
.qr .v,.qr .v.num{font-size:1.85rem;line-height:1.15}.qr .s,.qr .r,.qr .u,.qr .m,.qr dl,.qr ul{font-size:1.05rem}
.qr tbody th{font-size:1.4rem;line-height:1.2}
[data-testid=stLayoutWrapper]:has(>.st-key-filters),[class*=st-key-take_]{display:none}
:is([data-testid=stMainBlockContainer],[role=tabpanel])>[data-testid=stVerticalBlock]{gap:.5rem}
[data-testid=stMainBlockContainer] [data-testid=stMarkdownContainer] :is(p,li){font-size:1.2rem}
[data-testid=stMainBlockContainer] .st-key-answer :is(p:first-child,p:first-child+p) strong{font-size:1.82rem;line-height:1.2}
[data-testid=stMainBlockContainer] [data-testid=stCode] code{font-size:1.25rem}
[data-testid=stMainBlockContainer] h2{font-size:1.9rem}
[data-testid=stMainBlockContainer] [data-testid=stPageLink] p{font-size:1.05rem}
[data-testid=stLayoutWrapper]:has(>[class*=beneath]){order:1}
[data-testid=stMain] :is(input,textarea,kbd,[data-testid=stMarkdownContainer] :is(p,li) [style*="0.875"]){
font-size:.92rem!important}
[data-testid=stMarkdownContainer] :is(p,li) code,[data-testid=stWidgetLabel] code{font-size:.92rem}
.picture{max-width:100%;max-height:calc(100vh - 25.5rem);object-fit:contain;object-position:left}
[data-testid=stPlotlyChart] .modebar-container{display:none}</style>"""
"""Type that is read from the back of a room: values of 40 px on a projector of 1,080 lines.

Streamlit sizes everything in rem, and its own font size is one for the whole server: the root is the only place.
"""
