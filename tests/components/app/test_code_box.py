"""The box of code that is sent is Streamlit's own, without what it never shows here."""

from __future__ import annotations

import ast
from pathlib import Path

from components.app.code_box import SOURCE, without_colours
from components.app.static_files import ROOT, code_box

SCREENS = Path(__file__).resolve().parents[3] / "components"


def test_the_installed_one_is_cut_down_to_the_box() -> None:
    found = code_box()
    assert found, f"{SOURCE} is made in another way now, and all its languages are sent: see components/app/code_box.py"
    whole, box = (ROOT / found[0]).read_text(encoding="utf-8"), found[1].body.decode()
    assert len(box) < 3_000 < 1_000_000 < len(whole)
    for part in ('"data-testid":`stCode`', '"data-testid":`stCodeUnhighlighted`', "as default", "MAX_HIGHLIGHTED_LINES"):
        assert part in box
        assert part in whole
    assert box.count("import") == whole.count("import{") + whole.count('import"')


def test_another_script_is_left_as_it_is() -> None:
    assert without_colours("") is None
    assert (
        without_colours('import{a as e}from"./x.js";var n=1,r=t(e(),1),i=o(),s=4e4;function c(){}export{c as default};') is None
    )
    assert (
        without_colours('import{a as e}from"./x.js";var n=1,r=t(e(),1),i=o(),s=5e4;function c(){}export{c as default};') is None
    )


def test_no_text_is_shown_in_a_language() -> None:
    """It would have no colours: whoever wants them sends all languages again."""
    calls = [
        node
        for path in SCREENS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.code"
    ]
    languages = [word.value for call in calls for word in call.keywords if word.arg == "language"]
    assert len(calls) > 8
    assert len(languages) == len(calls)
    assert {getattr(one, "value", "?") for one in languages} == {None}
