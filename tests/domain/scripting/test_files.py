"""A file from a stranger: every fault is a sentence with its line and field, the exit status is 2, and nothing is answered."""

from __future__ import annotations

import pytest

from domain.scripting.__main__ import main
from tests.domain.scripting.asking import Asked

FAULTS = [
    ("estimate", "ram_gb: 8\nlink_gbps: 3", "asked.yaml:1: ram_gb: is not a field, did you mean ram_gib."),
    ("estimate", "ram_gb: 8", "asked.yaml:1: ram_gb: is not a field, did you mean ram_gib."),
    ("estimate", "ram_gib: [8]", "asked.yaml:1: ram_gib: is a list or a mapping; give one value."),
    ("estimate", "link_gbps: 1\nram_gib:", "asked.yaml:2: ram_gib: has no value; give one, or leave the field out."),
    ("estimate", "link_gbps: 1\nram_gib: ~", "asked.yaml:2: ram_gib: has no value; give one, or leave the field out."),
    ("estimate", "ram_gib: 8\nlm_ram: 16", "asked.yaml:2: lm_ram: is the same field as ram_gib; keep one."),
    ("estimate", "ram_gib: 8\nram_gib: 9", "asked.yaml:2: ram_gib is given twice; keep one."),
    ("estimate", "name: {a: 1}\nram_gib: 8", "asked.yaml:1: name: is a list or a mapping; give one value."),
    ("estimate", "x: &x 8\nquestions:\n- ram_gib: *x", "asked.yaml:3: questions.0.ram_gib is an alias; write it out."),
    ("estimate", "? [a]\n: 2\nram_gib: 8", "has a list or a mapping as a key; write a word."),
    ("estimate", "questions:\n- ram_gib: 8\ncases: []", "asked.yaml:3: cases: stands beside the list `questions`;"),
    ("estimate", "rams: 8\nquestions:\n- ram_gib: 8", "asked.yaml:1: rams: stands beside the list `questions`;"),
    ("estimate", "[" * 2000 + "]" * 2000, "too deep to be read"),
    ("estimate", "a: b: c", "cannot be read as YAML"),
    ("estimate", "", "asked.yaml:1: holds no question:"),
    ("estimate", "- 8", "asked.yaml:1: is no question:"),
    ("estimate", "questions:\n" + "- {ram_gib: 8}\n" * 501, "lists 501 questions, and 500 are read at once; split it."),
    ("estimate", "#" * 1_000_001, "and 1,000,000 are read; split it."),
    (
        "estimate",
        "link_gbps: 10\nram_gib: 64 GiB",
        "asked.yaml:2: Question 1: ram_gib: “64 GiB” is not a number; write it without",
    ),
    ("estimate", "link_gbps: 10\nram_gib: 1,000", "asked.yaml:2: Question 1: ram_gib: “1,000” is not a number; write it without"),
    (
        "estimate",
        "ram_gib: 8\ndirty_mb_s: nan",
        "asked.yaml:2: Question 1: dirty_mb_s: Dirty rate must be from 0 to 1,000,000 MB/s",
    ),
    (
        "estimate",
        "link_gbps: 1\nlm_ram: 1e400",
        "asked.yaml:2: Question 1: lm_ram: Memory must be from 0.125 to 24,576 GiB, not inf.",
    ),
    (
        "estimate",
        "ram_gib: 8\nworking_set_gib: 16",
        "asked.yaml:2: Question 1: working_set_gib: The working set of 16 GiB is larger",
    ),
    (
        "estimate",
        "ram_gib: 8\nauto_converge: maybe",
        "asked.yaml:2: Question 1: auto_converge: “maybe” is neither true nor false.",
    ),
    ("estimate", "ram_gib: 8\nframe_buffer_gb: 8", "asked.yaml:2: Question 1: frame_buffer_gb: acts only with `device: vgpu`;"),
    ("estimate", "preset: busy-databas", "is not one of analytics-scan, build-agent"),
    ("estimate", "preset: busy-databas", ", did you mean busy-database."),
    ("drain", "link: 10", "asked.yaml:1: Question 1: has no vms; write classes such as"),
    ("drain", "link: 10\nvms: lots", "asked.yaml:2: Question 1: vms: Line 1: “lots” has no memory size;"),
    ("drain", "vms: 4 x 8 GiB\nhosts: 2.5", "asked.yaml:2: Question 1: hosts: Hosts in the cluster is 2.5; it is a whole number"),
    (
        "drain",
        "vms: 4 x 8 GiB\ndrain_link: nan",
        "asked.yaml:2: Question 1: drain_link: Migration link is nan; it is a number from",
    ),
    ("drain", "vms: 4 x 8 GiB\nwith: ove", "asked.yaml:2: Question 1: with: “ove” is not one of azure-local-1"),
    ("drain", "vms: 9999 x 8 GiB", "The list has 9,999 VMs; the first 500 are counted."),
    (
        "transfer",
        "vms: 3\ngib: 2 TiB",
        "asked.yaml:2: Question 1: gib: disk_gib (“Disks of a VM, GiB”) is a number from 1 to 1,000,000,",
    ),
    ("transfer", "vms: 3\nlist: 20, x", "asked.yaml:2: Question 1: list: “x” is not a disk;"),
    ("transfer", "vms: 2.5", "asked.yaml:1: Question 1: vms: disk_vms (“VMs in the plan”) takes whole numbers only"),
]


@pytest.mark.parametrize(("question", "text", "said"), FAULTS)
def test_a_fault_is_named_with_its_line_its_field_and_the_mend(asked: Asked, question: str, text: str, said: str) -> None:
    status, out, faults = asked.run(question, text)
    assert (status, out) == (2, "")
    assert said in faults
    assert "e+" not in faults


def test_one_fault_of_many_questions_answers_none_and_each_has_its_line(asked: Asked) -> None:
    status, out, faults = asked.run(
        "drain", "- {vms: 1 x 8 GiB}\n- {name: b, vms: 0 x 1}\n- {name: c, vms: 2 x 8 GiB, link: 0}\n"
    )
    assert (status, out) == (2, "")
    assert [line.split(":")[:3] for line in faults.splitlines()] == [["asked.yaml", "2", " b"], ["asked.yaml", "3", " c"]]


def test_no_more_than_a_screen_of_faults_is_named(asked: Asked) -> None:
    for text in ("questions:\n" + "- {ram_gib: x}\n" * 500, "\n".join(f"ramm{n}: 1" for n in range(20_000))):
        status, _, faults = asked.run("estimate", text)
        assert status == 2
        assert len(faults.splitlines()) == 21
        assert faults.endswith("these 20 first; there may be more.\n")


def test_a_stranger_s_words_do_not_steer_the_terminal(asked: Asked) -> None:
    status, out, _ = asked.run("estimate", 'name: "a\\e[31mred\\nnew"\nram_gib: 8')
    assert status == 0
    assert out.startswith("a [31mred new\n")
    _, _, faults = asked.run("estimate", '"ram\\u202e\\e[2J": 8\nram_gib: 8')
    assert faults.count("\n") == 1
    assert faults.rstrip("\n").isprintable()


def test_a_file_that_is_not_there_is_said(asked: Asked) -> None:
    from_nowhere = asked.folder / "none.yaml"
    assert main(["drain", str(from_nowhere)]) == 2
    assert "none.yaml cannot be read: No such file or directory." in asked.printed.readouterr().err


def test_many_questions_are_answered_in_their_order_by_name(asked: Asked) -> None:
    text = "note: ours\nquestions:\n- {name: small, ram_gib: 8, source: a test}\n- {ram_gib: 16}\n- {name: grün, ram_gib: 32}\n"
    found = asked.answers("estimate", text)
    assert [one["name"] for one in found] == ["small", "Question 2", "grün"]
    assert found[0]["total_s"][1] < found[2]["total_s"][1]
    assert asked.answers("estimate", "- {name: small, ram_gib: 8}") == found[:1]
    assert asked.answers("estimate", '{"name": "small", "ram_gib": 8}') == found[:1]
