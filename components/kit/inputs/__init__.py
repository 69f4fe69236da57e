"""Every widget that is bound to the link: made, read, bounded, and named where the link asks for what it cannot take.

Nothing else passes `bind` to Streamlit. What cannot be had is said at the top of the page, and the start holds in its place.
Of a key that a link gives several times, the value counts that the widget takes (`address.Counts`). Options are a mapping from
the word that is shown, and that the link carries, to what it stands for; `look` is what else Streamlit takes for the widget.
"""

from components.kit.inputs.binding import put
from components.kit.inputs.layout import DRAWN, faults_said, fold, folded, greyed, grid, heading, row, tabs
from components.kit.inputs.number_fields import NumberField, number, numbers, slider
from components.kit.inputs.options import (
    choose,
    choose_many,
    choose_on_scale,
    choose_pill,
    choose_segment,
    renamed,
    switch,
    words,
)
from components.kit.inputs.texts import area, private_area, text

__all__ = [
    "DRAWN",
    "NumberField",
    "area",
    "choose",
    "choose_many",
    "choose_on_scale",
    "choose_pill",
    "choose_segment",
    "faults_said",
    "fold",
    "folded",
    "greyed",
    "grid",
    "heading",
    "number",
    "numbers",
    "private_area",
    "put",
    "renamed",
    "row",
    "slider",
    "switch",
    "tabs",
    "text",
    "words",
]
