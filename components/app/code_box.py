"""Streamlit's box of code without the colours of three hundred languages, in which nothing here is shown: 1.6 KB for 1.6 MB."""

from __future__ import annotations

import re

SOURCE = "CodeBlock/StreamlitSyntaxHighlighter.tsx"
"""What Streamlit's list of its files calls it."""

_WHOLE = re.compile(
    r"(?P<imports>(?:import[^;]+;)+)var .*,"
    r"(?P<react>[\w$]+=[\w$]+\([\w$]+\(\),1\)),(?P<colours>[\w$]+)=[\w$]+\(\),(?P<box>[\w$]+=5e4;function .*)",
    re.DOTALL,
)
"""What the file imports; the languages; and the box, which draws a text of more than 50,000 lines without colours."""

_TOO_LONG = re.compile(r"\(0,[\w$]+\.useMemo\)\(\(\)=>[\w$]+\([\w$]+,[\w$]+\),\[[\w$]+\]\)")


def without_colours(script: str) -> str | None:
    """The script of the box alone, to which every text is too long; None if it is not made as Streamlit 1.67's is."""
    if (found := _WHOLE.fullmatch(script)) is None:
        return None
    box, times = _TOO_LONG.subn("!0", found["box"])
    return f"{found['imports']}var {found['react']},{found['colours']}={{}},{box}" if times == 1 else None
