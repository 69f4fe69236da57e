"""Where a release stands on a day, the answer in words, and the releases that a text names."""

from __future__ import annotations

from datetime import date

import pytest

from domain.catalog import catalog
from domain.catalog.records.lifecycle import ReleaseSupport
from domain.catalog.vocabulary import SupportPhase, SupportState
from domain.reference.lifecycle.frames import standings_frame
from domain.reference.lifecycle.named import mentions, only_named
from domain.reference.lifecycle.sentences import answer, endings, labels, over_in_words, phases_in_words
from domain.reference.lifecycle.standing import later, standing, standings

BOOK = catalog()
DAY = date(2026, 11, 26)
ENDED, ENDING, LIMITED, SUPPORTED, NOT_KNOWN = SupportState


def release(*ends: date | None, **fields: object) -> ReleaseSupport:
    phases = dict(zip(SupportPhase, ends, strict=False))
    given = {"id": "r", "name": "OpenShift 1", "product": "openshift", "release": "1", "grade": "unconfirmed", "checked": DAY}
    return ReleaseSupport.model_validate({**given, "ends": phases, **fields})


@pytest.mark.parametrize(
    ("ends", "state", "until"),
    [
        ([date(2026, 11, 25)], ENDED, None),
        ([date(2026, 11, 26)], ENDING, date(2026, 11, 26)),
        ([date(2027, 11, 26)], ENDING, date(2027, 11, 26)),
        ([date(2027, 11, 27)], SUPPORTED, date(2027, 11, 27)),
        ([date(2026, 11, 25), date(2027, 11, 27)], LIMITED, date(2027, 11, 27)),
        ([date(2026, 11, 25), date(2027, 4, 2)], ENDING, date(2027, 4, 2)),
        ([date(2020, 1, 1), date(2022, 1, 1), date(2026, 11, 25)], ENDED, None),
        ([None], NOT_KNOWN, None),
        ([date(2026, 11, 25), None], NOT_KNOWN, None),
        ([None, date(2027, 11, 27)], SUPPORTED, date(2027, 11, 27)),
        ([date(2027, 11, 27), None], SUPPORTED, date(2027, 11, 27)),
    ],
)
def test_a_release_stands_by_its_last_days_which_belong_to_it(
    ends: list[date | None], state: SupportState, until: date | None
) -> None:
    found = standing(release(*ends), DAY)
    assert (found.state, found.until) == (state, until)


def test_a_year_later_is_the_same_day_or_the_28th_of_february() -> None:
    assert [later(date(2028, 2, 29), years) for years in (0, 1, 4)] == [date(2028, 2, 29), date(2029, 2, 28), date(2032, 2, 29)]


@pytest.mark.parametrize("fault", [{"available": date(2027, 1, 1)}, {"ends": {"limited": DAY, "full": DAY}}, {"ends": {}}])
def test_dates_that_do_not_rise_are_refused(fault: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"ends|before"):
        release(date(2026, 1, 1), **fault)


def said(id_: str) -> str:
    return "; ".join(phases_in_words(BOOK, standing(BOOK.lifecycle[id_], DAY)))


def test_the_phases_are_told_in_the_words_of_the_vendor() -> None:
    assert said("life-esx-70") == "general support ended 2025-10-02; technical guidance until 2027-04-02"
    assert said("life-ocp-418") == (
        "full support ended 2025-09-17; maintenance support ended 2026-08-25; Extended Update Support until 2027-02-25"
    )
    assert said("life-vcf-52") == "general support until 2027-10-11; technical guidance: end not known"
    assert said("life-azl-os") == "support ended April 2026"
    over = over_in_words(BOOK, standing(BOOK.lifecycle["life-ws-2022"], DAY))
    assert over == "mainstream support of Windows Server 2022 ended 2026-10-13"
    assert over_in_words(BOOK, standing(BOOK.lifecycle["life-ws-2025"], DAY)) == ""


def test_the_answer_of_a_day_says_what_has_ended_and_what_is_next() -> None:
    own = ("esx-80", "esx-67", "vcf-52", "ocp-422", "ocp-419", "mtv-212", "azl-os", "ws-2025", "ws-2022", "ws-2016")
    found = standings((BOOK.lifecycle[f"life-{id_}"] for id_ in own), DAY)
    assert "".join(part.text for part in answer(BOOK, found, DAY)) == (
        "On 2026-11-26, 2 of 10 releases have ended, and by 2027-11-26 5 end or lose a phase of support. "
        "Next: OpenShift 4.19 on 2026-12-17 (maintenance support); OpenShift 4.22 on 2026-12-31 (full support); "
        "Windows Server 2016 on 2027-01-12 (extended support)."
    )
    last = endings(BOOK, found)[-1]
    assert (last.day, last.phase, labels(last.releases)) == (
        "2027-10-11",
        "general support",
        ["ESXi and vCenter 8.0", "VMware Cloud Foundation 5.2"],
    )
    assert set(standings_frame(BOOK, found)["on 2026-11-26"]) == {state.label for state in SupportState}


def test_the_answer_about_one_release_is_its_phases() -> None:
    found = [standing(BOOK.lifecycle["life-esx-70"], DAY)]
    text = "".join(part.text for part in answer(BOOK, found, DAY))
    assert text == (
        "ESXi and vCenter 7.0 on 2026-11-26: ends within 12 months. "
        "General support ended 2025-10-02; technical guidance until 2027-04-02."
    )


@pytest.mark.parametrize(
    ("text", "named", "only"),
    [
        ("vSphere 7 and 8", ["life-esx-70", "life-esx-80"], True),
        ("ESXi 7.0 U1 to 8.x; ESX 9.0", ["life-esx-70", "life-esx-80", "life-esx-90"], True),
        ("OpenShift Virtualization 4.18–4.22 (HCO 1.14–1.18)", ["life-ocp-418", "life-ocp-422"], False),
        ("OVE through 4.22", ["life-ocp-422"], True),
        ("Windows Server 2012 R2 and 2016", ["life-ws-2012-r2", "life-ws-2016"], True),
        ("Windows Server 2022 and Azure Local", ["life-ws-2022"], False),
        ("Windows Server 2016 and later", ["life-ws-2016"], False),
        ("vSphere 6.5 to 7.0, 10 GbE or faster", ["life-esx-65", "life-esx-70"], False),
        ("vSphere 9", [], False),
        ("OpenShift 4.x", [], False),
        ("MTV 2.6 and VDDK 7.0.3, cold", [], False),
        ("KubeVirt 1.9", [], False),
        ("", [], False),
    ],
)
def test_a_text_names_the_releases_that_it_surely_means(text: str, named: list[str], only: bool) -> None:
    found = [one.id for mention in mentions(BOOK, text) for one in mention.releases]
    assert found == named
    assert [one.id for one in only_named(BOOK, text)] == (named if only else [])
