"""Objects on OVE hold what the answers ask for and nothing that they do not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from domain.artefacts.vm.manifest import objects
from tests.domain.artefacts.vm.vm_plans import NEW, leaves, plan_of

MENTIONS: list[tuple[str, str, tuple[str, ...]]] = [
    ("macAddress", "identity", ("mac",)),
    ("uuid", "identity", ("uuid",)),
    ("serial", "identity", ("serial", "disk-serial")),
    ("hostDevices", "device", ("usb", "pci")),
    ("maxSockets", "hotplug", ("cpu-memory",)),
    ("vmx", "nested", ("needed",)),
    ("nodeSelector", "placement", ("hosts",)),
    ("tpm", "vtpm", ("with",)),
    ("reservation", "sharing", ("clustered", "reservation")),
    ("shareable", "sharing", ("shared", "cluster-fs")),
    ("gpus", "accelerator", ("gpu", "vgpu")),
    ("sev", "confidential", ("encrypted",)),
    ("hyperv", "os", ("windows",)),
]


@pytest.mark.parametrize(("word", "question", "answers"), MENTIONS)
def test_no_object_mentions_what_the_answers_do_not_ask_for(word: str, question: str, answers: tuple[str, ...]) -> None:
    @given(NEW)
    @settings(max_examples=15)
    def never(given_answers: dict[str, int | str]) -> None:
        asked = given_answers.get(question)
        if asked not in answers and not (question == "os" and str(asked).startswith("windows")):
            assert word not in set().union(*map(leaves, objects(plan_of(given_answers))))

    never()
