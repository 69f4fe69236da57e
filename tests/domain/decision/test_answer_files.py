"""Workloads judged from a file: what others write is read in every form it is told to take, and each slip is named."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.case_files import MAX_BYTES, CaseFileError
from domain.catalog.vocabulary import Platform
from domain.decision.__main__ import main
from domain.decision.answer_files import FORM, read_answers
from domain.decision.judgements import as_json, as_text
from domain.decision.verdicts import judge
from tests.domain.decision.answers_strategy import ANSWERS, BOOK, Given

COMMAND = [sys.executable, "-m", "domain.decision", "judge"]
DONGLE = {"origin": "vmware", "os": "windows-server-2022", "device": "usb", "live": "must"}


def answers(text: str) -> list[Given]:
    return [dict(found.answers) for found in read_answers("a.yaml", text.encode(), BOOK.questions)]


def faults(text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(CaseFileError) as raised:
        read_answers("a.yaml", text if isinstance(text, bytes) else text.encode(), BOOK.questions)
    return raised.value.faults


@pytest.mark.parametrize(
    "text",
    [
        yaml.safe_dump({"answers": DONGLE}),
        yaml.safe_dump({"name": "Dongle", "answers": DONGLE}),
        yaml.safe_dump({"workloads": [{"answers": DONGLE}]}),
        yaml.safe_dump({"rows": [{"id": "dongle", "name": "Dongle", "story": "A box.", "expects": {}, "answers": DONGLE}]}),
        yaml.safe_dump([{"answers": DONGLE}]),
        json.dumps({"workloads": [{"name": "Dongle", "answers": DONGLE}]}),
    ],
    ids=["one", "named", "list", "as the product's own", "bare list", "JSON"],
)
def test_a_workload_is_read_in_each_form(text: str) -> None:
    assert answers(text) == [{key: DONGLE[key] for key in BOOK.questions if key in DONGLE}]


@settings(max_examples=12)
@given(st.lists(ANSWERS, min_size=1, max_size=3))
def test_what_is_written_comes_back_by_id_and_by_label(given_: list[Given]) -> None:
    by_id = yaml.safe_dump({"workloads": [{"answers": one} for one in given_]})
    labels = [{q: v if BOOK.questions[q].counts else BOOK.questions[q].label_of(v) for q, v in one.items()} for one in given_]
    assert answers(by_id) == answers(yaml.safe_dump([{"answers": one} for one in labels]))
    assert answers(by_id) == [{key: one[key] for key in BOOK.questions if key in one} for one in given_]


def test_a_release_and_a_switch_are_the_words_that_stand_there() -> None:
    """YAML would make 4.20 the number 4.2, and off the value False."""
    assert answers("answers: {release: 4.20, origin: vmware, tracking: off, vcpu: 8}") == [
        {"origin": "vmware", "vcpu": 8, "tracking": "off", "release": "4.20"}
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("answers:\n  os: windos", "a.yaml:2: os: 'windos' is not an answer to “Guest system”, did you mean windows?"),
        ("answers:\n  vcpus: 4", "a.yaml:2: vcpus: is not a question, did you mean vcpu?"),
        ("answers:\n  vcpu: 4.5", "a.yaml:2: vcpu: '4.5' is not a whole number from 1 to 4,096 (vCPU)."),
        ("answers:\n  live: [must]", "is not an answer to “Live migration”"),
        ("answers: {live: must}\nnme: x", "a.yaml:2: nme: is not part of a workload"),
        ("workloads:\n  - name: x", "a.yaml:2: has no `answers`"),
        ("workloads:\n  - must", "a.yaml:2: is no workload"),
        ("live: must", "a.yaml:1: holds no workload"),
        ("", "a.yaml:1: holds no workload"),
        ("answers: {live: must, live: welcome}", "is given twice; keep one"),
        ("answers: &a {live: must}\nmore: *a", "is an alias; write it out"),
        ("answers: {live: [", "cannot be read as YAML"),
        (b"answers: {live: m\xfcst}", "cannot be read as YAML"),
        ("[" * 5000, "cannot be read as YAML"),
        (b"#" * (MAX_BYTES + 1), "are read; split it"),
        ("workloads:\n" + "  - {}\n" * (FORM.most + 1), "are read at once; split it"),
    ],
)
def test_a_slip_is_named_with_its_place_and_its_mend(text: str | bytes, said: str) -> None:
    assert any(said in fault for fault in faults(text)), faults(text)


def test_every_slip_is_told_in_one_run() -> None:
    text = "workloads:\n- answers: {live: mst, ram: -1}\n- answers: {disc: 3}\n"
    assert [fault.split(" ")[0] for fault in faults(text)] == ["a.yaml:2:", "a.yaml:2:", "a.yaml:3:"]


@settings(max_examples=8)
@given(ANSWERS)
def test_what_a_script_gets_is_what_the_screens_judge(given_: Given) -> None:
    (workload,) = read_answers("a.yaml", yaml.safe_dump({"answers": given_}).encode(), BOOK.questions)
    (found,) = as_json(BOOK, [workload])
    text = "\n".join(as_text(BOOK, [workload]))
    for platform, verdict in judge(BOOK, given_).items():
        told = found["platforms"][platform.value]
        assert (told["outcome"], told["says"]) == (verdict.outcome.value, verdict.said_with_weights)
        assert [rule["id"] for rule in told["rules"]] == [finding.rule.id for finding in verdict.found]
        assert f"{platform.label}: {verdict.said_with_weights}" in text
        assert all(f"[{rule}]" in text for rule in told["conditions"])
    assert json.loads(json.dumps(found)) == found


def test_the_command_judges_a_file_or_names_what_is_wrong_and_judges_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a process once; how it reads and what it says of the rest needs no process of its own."""
    monkeypatch.setattr("domain.decision.__main__.load", catalog)
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(yaml.safe_dump({"name": "Dongle", "answers": DONGLE}))
    bad.write_text(yaml.safe_dump([{"answers": DONGLE}, {"answers": {"live": "perhaps"}}]))
    assert main(["judge", str(good), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["name"], found["answers"]) == ("Dongle", {key: DONGLE[key] for key in BOOK.questions if key in DONGLE})
    assert set(found["platforms"]) == set(Platform)
    assert main(["judge", str(bad)]) == 2
    refused = capsys.readouterr()
    assert refused.out == ""
    assert "'perhaps' is not an answer to “Live migration”" in refused.err
    piped = subprocess.run([*COMMAND, "-"], input="answers: {live: must}", capture_output=True, text=True, check=False)
    assert piped.stdout.startswith("Workload 1: 1 answer\n")
    assert (piped.returncode, piped.stderr) == (0, "")
    assert main(["judge", str(tmp_path / "none.yaml")]) == 2
    assert "cannot be read: No such file" in capsys.readouterr().err
