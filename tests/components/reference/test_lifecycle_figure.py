"""The strip of support: its bars, what it leaves out, and it in words."""

from __future__ import annotations

from datetime import date, timedelta

from components.kit.style import COLOURS
from components.reference.lifecycle_figure import MARK, bars, shown, strip, strip_alt
from domain.catalog import catalog
from domain.catalog.vocabulary import Platform, SupportPhase
from domain.reference.lifecycle.standing import standings

DAY = date(2026, 11, 26)
ROWS = ["life-esx-70", "life-esx-60", "life-ocp-50", "life-ocp-421", "life-ws-2025"]


def test_a_bar_is_a_phase_and_what_is_over_is_only_outlined_in_its_platforms_colour() -> None:
    found = shown(standings((catalog().lifecycle[id_] for id_ in ROWS), DAY))
    assert [one.release.id for one in found] == ["life-esx-70", "life-ocp-421", "life-ws-2025"]
    full, limited = (bar for bar in bars(found) if bar.row == 0)
    assert (full.start, full.end, full.over) == (date(2020, 4, 2), date(2025, 10, 2), True)
    assert (limited.start, limited.end, limited.over) == (date(2025, 10, 3), date(2027, 4, 2), False)
    guessed = next(bar for bar in bars(found) if bar.row == 1)
    assert guessed.end - guessed.start == MARK
    assert guessed.said.endswith("its start not known")

    figure = strip(found, DAY)
    colours = {colour for trace in figure.data for colour in trace.marker.line.color}
    assert colours == {COLOURS[platform] for platform in Platform}
    solid = next(t for t in figure.data if t.name == SupportPhase.FULL and "rgba" not in t.marker.color[0])
    over = next(t for t in figure.data if t.name == SupportPhase.FULL and "rgba" in t.marker.color[0])
    assert list(over.customdata[0]) == ["ESXi and vCenter 7.0", "general support until 2025-10-02"]
    assert all(colour.endswith(",0)") for colour in over.marker.color)
    assert list(solid.base) == ["2024-11-01"]
    assert timedelta(milliseconds=solid.x[0]) == date(2029, 11, 14) - date(2024, 11, 1)
    assert len({trace.marker.pattern.shape for trace in figure.data}) == 2
    assert list(figure.layout.yaxis.ticktext) == ["vSphere 7.0 △", "OpenShift 4.21 △", "Windows Server 2025 ✓"]
    assert figure.layout.shapes[0].x0 == DAY.isoformat()
    assert "ESXi and vCenter 7.0: general support ended 2025-10-02, technical guidance until 2027-04-02" in strip_alt(found, DAY)
