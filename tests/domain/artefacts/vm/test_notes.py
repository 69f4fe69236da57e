"""What users are told beside a manifest: what it leaves out and assumes, and the memory that KubeVirt needs for itself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from domain.artefacts.vm.manifest import notes
from domain.artefacts.vm.overhead import overhead_mib
from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from tests.domain.artefacts.vm.vm_plans import ANSWERS, BOOK, NAMES, NEW, plan, plan_of, said_of, spec_of

MANY = settings(max_examples=20)


@given(NEW)
@MANY
def test_the_overhead_told_is_that_of_the_vm_written(answers: dict[str, int | str]) -> None:
    found = plan_of(answers)
    domain = spec_of(found)["domain"]
    cpu, devices = domain["cpu"], domain["devices"]
    mib = 220 + 8 + 32 + 2 * int(domain["memory"]["guest"].removesuffix("Gi"))
    mib += 8 * cpu["sockets"] * cpu["cores"] * cpu["threads"]
    passed = {"gpus", "hostDevices"} & set(devices) or any("sriov" in each for each in devices.get("interfaces", []))
    mib += 1024 * bool(passed)
    mib += 256 * ("sev" in domain.get("launchSecurity", {}))
    mib += 53 * ("tpm" in devices)
    mib += 100 * cpu.get("dedicatedCpuPlacement", False)
    assert sum(overhead_mib(found).values()) == mib
    assert f" {mib:,} MiB" in said_of(found)[-1]


@given(NEW)
@MANY
def test_notes_tell_what_is_assumed_and_left_out(answers: dict[str, int | str]) -> None:
    found = plan_of(answers)
    said = said_of(found)
    assert len(set(said)) == len(said)
    assert all(note.endswith(".") for note in said)
    for question, start in (("vcpu", "vCPU"), ("ram", "RAM"), ("disks", "Number of disks")):
        assert any(note.startswith(f"{start} not answered") for note in said) == (question not in answers)
    domain = spec_of(found)["domain"]
    wants_numa, wants_key = "ove-numa" in found.choices, answers.get("confidential") == "encrypted"
    assert any("NUMA passthrough is left out" in note for note in said) == (wants_numa and "numa" not in domain["cpu"])
    assert any("memory is not encrypted" in note for note in said) == (wants_key and "launchSecurity" not in domain)
    assert not any("MTV makes" in note for note in said)
    assert any(" left out: the API takes 256" in note for note in said) == (
        int(answers.get("disks", 1)) + sum("cdrom" in disk for disk in domain["devices"]["disks"]) > 256
    )


def test_sizes_that_nobody_knows_are_told_with_the_placeholders_that_stand_for_them() -> None:
    assert not [note for note in said_of(plan("ove-rwx", disks=1, disk_size=50)) if "<" in note]
    (told,) = (note for note in said_of(plan("ove-rwx", disks=40, disk_size=2048)) if "<" in note)
    assert "<os-disk-size>, <data-disk-size>" in told
    assert any("such as <storage-class>" in note for note in said_of(plan("ove-rwx", names={}, disks=1, disk_size=50)))


def test_what_the_answers_ask_for_and_mtv_leaves_unset_is_told() -> None:
    def unset(*choices: str, **answers: int | str) -> list[str]:
        return [
            note for note in said_of(plan("ove-mtv-cold", *choices, origin="vmware", **answers)) if "MTV leaves unset" in note
        ]

    assert unset("ove-rwx", "ove-masquerade") == []
    (told,) = unset("ove-dedicated-cpus", "ove-hugepages-1gi", "ove-if-possible", disks=40)
    for part in ("the eviction strategy", "dedicated CPUs", "hugepages", "the bus scsi", "a queue for each vCPU"):
        assert part in told
    assert "NUMA" not in told
    assert unset("ove-gpu") == ["MTV leaves unset: the GPU. The plan leaves the VM off: set it before its first start."]


def test_wishes_that_conflict_are_left_out_by_name() -> None:
    assert "NUMA passthrough is left out: KubeVirt refuses it without hugepages." in said_of(
        plan("ove-numa", "ove-dedicated-cpus")
    )
    assert "numa" not in spec_of(plan("ove-numa", "ove-dedicated-cpus"))["domain"]["cpu"]
    assert "numa" not in spec_of(plan("ove-numa", "ove-hugepages-1gi"))["domain"]["cpu"]
    assert "NUMA passthrough is left out: KubeVirt refuses it without dedicated CPUs." in said_of(
        plan("ove-numa", "ove-hugepages-1gi")
    )
    for choice, against in (("ove-bios", "BIOS"), ("ove-secure-boot", "Secure Boot"), ("ove-gpu", "devices passed through")):
        encrypted = plan(choice, confidential="encrypted")
        assert "launchSecurity" not in spec_of(encrypted)["domain"]
        assert f"together with {against}." in said_of(encrypted)[0]


def test_a_long_name_that_keeps_a_vm_from_moving_is_told() -> None:
    def told(length: int, **answers: str) -> bool:
        found = plan("ove-rwx", names=NAMES | {"vm": "x" * length}, **answers)
        return any("47 characters" in note for note in said_of(found))

    for release in ("4.20", "4.21", "4.22", "5.0"):
        assert told(48, live="must", release=release)
        assert not told(47, live="must", release=release)
    assert not told(48, live="not-needed", release="4.21")


SENTENCES = {id_: build for id_, build in catalog().builds.items() if build.platform is Platform.OVE}


MOST_SAID = ("windows-11-bitlocker", "ci-runner", "matrix-high-throughput-db", "matrix-disk-format")
"""The examples that lead to every sentence by themselves; the others are asked where one no longer does."""


def test_some_answers_lead_to_every_sentence_and_it_carries_its_record() -> None:
    """Worked examples with at most one other or one missing answer, and a long name; none of them leaves a place unfilled."""
    found: dict[str, str] = {}
    for workload in sorted(catalog().workloads.values(), key=lambda workload: workload.id not in MOST_SAID):
        given = workload.answers
        others = [{q: option.id} for q, question in BOOK.questions.items() for option in question.options]
        others += [{"disks": 30}, {"nics": 2}, {"vcpu": 8}]
        fewer = [{key: answer for key, answer in given.items() if key != left} for left in given]
        for answers in (given, {}, {"live": "must"}, *fewer, *({**given, **other} for other in others)):
            long = plan_of(answers, NAMES | {"vm": "x" * 48})
            found |= {note.record: note.text for note in notes(catalog(), long) if note.record}
        if found.keys() == SENTENCES.keys():
            break
    assert set(found) == set(SENTENCES)
    assert not [text for text in found.values() if "{" in text or "  " in text]


@given(ANSWERS)
@MANY
def test_a_sentence_without_a_record_is_computed_from_the_plan(answers: dict[str, int | str]) -> None:
    texts = [note.text for note in notes(catalog(), plan_of(answers)) if not note.record]
    computed = (
        "not answered",
        "left out",
        "not encrypted",
        "Sizes that",
        "What stands",
        "The largest disk is",
        "MTV leaves",
        "Beside the guest's",
    )
    assert not [text for text in texts if not any(words in text for words in computed)]


@pytest.mark.parametrize(
    ("changed", "record", "left_out"),
    [
        ({"storage": "local"}, "ove-storage-class", "ove-access-mode-unanswered"),
        ({"persistence": "lose", "origin": "new"}, "ove-container-image", "ove-image-address"),
        ({"os": "windows", "origin": "new"}, "ove-installation-medium", "ove-drivers-medium"),
        ({"os": "windows", "origin": "new", "persistence": "lose"}, "ove-drivers-medium", "ove-installation-medium"),
        (
            {"os": "windows", "origin": "new", "persistence": "lose", "sharing": "shared"},
            "ove-shared-disks",
            "ove-drivers-medium",
        ),
        ({"sharing": "reservation"}, "ove-reservation", "ove-shared-disks"),
        ({"sharing": "reservation", "origin": "new"}, "ove-lun-error-policy", "ove-mtv-raw-mapping"),
        ({"sharing": "reservation", "origin": "vmware"}, "ove-mtv-reservation", "ove-lun-claims"),
        ({"sharing": "rdm", "origin": "vmware"}, "ove-mtv-raw-mapping", "ove-mtv-reservation"),
        ({"disks": 25, "origin": "new"}, "ove-scsi-bus", "ove-old-windows"),
        ({"disks": 24, "origin": "new"}, "ove-storage-class", "ove-scsi-bus"),
        ({"os": "windows-7", "disks": 25, "origin": "new"}, "ove-old-windows", "ove-scsi-bus"),
        ({"vlans": "trunk", "network": "vlan"}, "ove-trunk", "ove-trunk-sriov"),
        ({"macs": "all"}, "ove-all-traffic", "ove-own-mac"),
        ({"hotplug": "cpu-memory", "origin": "new"}, "ove-cpu-hotplug", "ove-cores"),
        ({"firmware": "uefi", "vtpm": "with", "origin": "new"}, "ove-uefi-with-tpm", "ove-uefi-variables"),
        ({"encryption": "guest", "os": "windows-11", "origin": "vmware"}, "ove-made-by-mtv", "ove-mtv-luks"),
        ({"network": "vlan"}, "ove-bridge-on-nodes", "ove-sriov-on-nodes"),
        ({"network": "sriov"}, "ove-sriov-beside", "ove-bridge-on-nodes"),
        ({"hugepages": "2mi"}, "ove-hugepages-on-nodes", "ove-cpu-manager"),
        ({"pinning": "dedicated"}, "ove-cpu-manager", "ove-hugepages-on-nodes"),
        ({"confidential": "encrypted", "firmware": "uefi"}, "ove-encryption", "ove-tpm-storage"),
        ({"confidential": "encrypted", "firmware": "secure-boot"}, "ove-uefi-variables", "ove-encryption"),
        ({"live": "must", "writes": "heavy"}, "ove-auto-converge", "ove-eviction-unanswered"),
        ({"live": "not-needed", "hosts": "vendors"}, "ove-storage-class", "ove-cpu-vendor"),
        ({"live": "must", "hosts": "vendors"}, "ove-cpu-vendor", "ove-cpu-model"),
        ({"origin": "vmware", "firmware": "secure-boot"}, "ove-migrated-secure-boot", "ove-image-address"),
    ],
    ids=str,
)
def test_an_answer_brings_its_sentence_and_not_another(changed: dict[str, str], record: str, left_out: str) -> None:
    answers = {**catalog().workloads["web-frontend"].answers, **changed}
    told = {note.record for note in notes(catalog(), plan_of(answers))}
    assert record in told
    assert left_out not in told


def test_a_sentence_holds_the_numbers_of_its_manifest() -> None:
    answers = {**catalog().workloads["web-frontend"].answers, "hugepages": "1gi", "ram": 2048, "storage": "local"}
    told = said_of(plan_of(answers))
    assert "The nodes must have 2,048 GiB free in hugepages of 1 GiB." in told
    assert "The storage class must exist and offer ReadWriteOnce." in told
