"""What users are told beside a manifest: what it leaves out and assumes, and the memory that KubeVirt needs for itself."""

from __future__ import annotations

from hypothesis import given, settings

from domain.artefacts.vm.manifest import notes
from domain.artefacts.vm.overhead import memory_overhead_mib, overhead_of
from tests.domain.artefacts.vm.vm_plans import ANSWERS, NAMES, plan, plan_of, spec_of

MANY = settings(max_examples=200)


@given(ANSWERS)
@MANY
def test_the_overhead_told_is_that_of_the_vm_written(answers: dict[str, int | str]) -> None:
    found = plan_of(answers)
    domain = spec_of(found)["domain"]
    cpu, devices = domain["cpu"], domain["devices"]
    mib = memory_overhead_mib(
        int(domain["memory"]["guest"].removesuffix("Gi")),
        cpu["sockets"] * cpu["cores"] * cpu["threads"],
        vfio="gpus" in devices or any("sriov" in each for each in devices["interfaces"]),
        sev="sev" in domain.get("launchSecurity", {}),
        tpm="tpm" in devices,
        dedicated=cpu.get("dedicatedCpuPlacement", False),
    )
    assert overhead_of(found).mib == mib
    assert f" {mib:,} MiB" in notes(found)[-1]


@given(ANSWERS)
@MANY
def test_notes_tell_what_is_assumed_and_left_out(answers: dict[str, int | str]) -> None:
    found = plan_of(answers)
    said = notes(found)
    assert len(set(said)) == len(said)
    assert all(note.endswith(".") for note in said)
    for question, start in (("vcpu", "vCPU"), ("ram", "RAM"), ("disks", "Number of disks")):
        assert any(note.startswith(f"{start} not answered") for note in said) == (question not in answers)
    domain = spec_of(found)["domain"]
    wants_numa, wants_key = "ove-numa" in found.choices, answers.get("confidential") == "encrypted"
    assert any("NUMA passthrough is left out" in note for note in said) == (wants_numa and "numa" not in domain["cpu"])
    assert any("memory is not encrypted" in note for note in said) == (wants_key and "launchSecurity" not in domain)
    assert any("MTV" in note for note in said) == (answers.get("origin") == "vmware")
    assert any(" left out: the API takes 256" in note for note in said) == (
        int(answers.get("disks", 1)) + sum("cdrom" in disk for disk in domain["devices"]["disks"]) > 256
    )


def test_wishes_that_conflict_are_left_out_by_name() -> None:
    assert "NUMA passthrough is left out: KubeVirt refuses it without hugepages." in notes(plan("ove-numa", "ove-dedicated-cpus"))
    assert "numa" not in spec_of(plan("ove-numa", "ove-dedicated-cpus"))["domain"]["cpu"]
    assert "numa" not in spec_of(plan("ove-numa", "ove-hugepages-1gi"))["domain"]["cpu"]
    assert "NUMA passthrough is left out: KubeVirt refuses it without dedicated CPUs." in notes(
        plan("ove-numa", "ove-hugepages-1gi")
    )
    for choice, against in (("ove-bios", "BIOS"), ("ove-secure-boot", "Secure Boot"), ("ove-gpu", "devices passed through")):
        encrypted = plan(choice, confidential="encrypted")
        assert "launchSecurity" not in spec_of(encrypted)["domain"]
        assert f"together with {against}." in notes(encrypted)[0]


def test_a_long_name_that_keeps_a_vm_from_moving_is_told() -> None:
    def told(length: int, **answers: str) -> bool:
        found = plan("ove-rwx", names=NAMES | {"vm": "x" * length}, **answers)
        return any("47 characters" in note for note in notes(found))

    assert told(48, live="must", release="4.21")
    assert not told(47, live="must", release="4.21")
    assert not told(48, live="not-needed", release="4.21")
    assert not told(48, live="must", release="next")
