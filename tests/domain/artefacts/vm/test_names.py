"""The reader's names in a manifest: refused in a clear sentence, or in the YAML exactly as they were typed."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from domain.artefacts.vm.manifest import check_names, fields, manifest, notes, objects
from domain.artefacts.vm.names import RULES
from domain.artefacts.vm.plan import VmPlan
from domain.catalog import catalog
from tests.domain.artefacts.vm.vm_plans import ANSWERS, NAMES, OVE_CHOICES, WORKLOADS, plan, plan_of

USING = [
    ("ove-shareable", "ove-bridge", "ove-gpu", "ove-drivers-iso"),
    ("ove-container-disk", "ove-sriov", "ove-vgpu", "ove-drivers-iso"),
    ("ove-lun", "ove-sriov"),
]
"""Choices that use every field between them."""

YAML_MARKS = [*"' \" --- ... &a *a # {a} [a] | > %TAG @ ` \\".split(), "a: b", "- a", "!!int 3", "a #b"]
ODD_TEXTS = ["a\nb", "a\r\nkind: Secret", "\u2028", "\0", "\x85", "x" * 300, "ä", "\u0430dmin", *"A a_b -a a- a.b .".split(), ""]
TRAPS = ["1e3", "12e45", "08", "0o17", "0x1f", "0b1", "y", "n", "yes", "no", "on", "off", "null", "true", "2024-1-2", "1"]
"""RFC 1123 names that a YAML reader may take for something else."""

HOSTILE = st.sampled_from([*YAML_MARKS, *ODD_TEXTS, *TRAPS, "~", "1_0", ".5", "1.5"])
TEXT = HOSTILE | st.text(max_size=300) | st.text("abcyn0123456789-.:/_eEox", max_size=20) | st.from_regex(r"[a-z0-9-]{1,63}")


def busy(choices: tuple[str, ...], **names: str) -> VmPlan:
    """A plan that makes every kind of object of these choices; an underscore in a name stands for a dash."""
    typed = {key.replace("_", "-"): value for key, value in names.items()}
    return plan(*choices, names=NAMES | typed, live="must", writes="heavy")


def kubernetes_tag(text: str) -> str:
    """What Kubernetes' reader takes a plain scalar for (sigs.k8s.io/yaml, goyaml.v2/resolve.go), as far as names go."""
    if text in ("y", "Y", "n", "N") or text.lower() in ("yes", "no", "true", "false", "on", "off"):
        return "bool"
    if text.lower() in ("", "~", "null"):
        return "null"
    if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", text):
        return "timestamp"
    plain = text.replace("_", "")
    if re.fullmatch(r"[-+]?(0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9][0-9]*)", plain):
        return "int"
    return "float" if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", plain) else "str"


def misread(text: str) -> list[str]:
    """The plain scalars of a YAML text that Kubernetes would take for something else than Python does."""
    names = {"bool": "bool", "int": "int", "float": "float", "null": "null", "str": "str"}
    plain = [event for event in yaml.parse(text) if isinstance(event, yaml.ScalarEvent) and event.implicit[0]]
    resolver = yaml.SafeLoader("")
    tags = [resolver.resolve(yaml.ScalarNode, event.value, (True, False)).rpartition(":")[2] for event in plain]
    return [event.value for event, tag in zip(plain, tags, strict=True) if names.get(tag) != kubernetes_tag(event.value)]


def leaves(thing: Any) -> set[str]:
    """Every text and number in some data, as text."""
    if isinstance(thing, dict):
        return set().union(*map(leaves, thing.values()), map(str, thing))
    return set().union(*map(leaves, thing)) if isinstance(thing, list) else {str(thing)}


@pytest.mark.parametrize("field", RULES)
def test_every_field_is_in_the_catalogue_under_the_same_label_and_its_default_is_taken(field: str) -> None:
    assert catalog().fields[field].label == RULES[field].label
    assert RULES[field].fault(catalog().fields[field].default) == ""


@given(st.sampled_from(list(RULES)), TEXT)
@example("vm", "x" * 63)
@example("vm", "1e3")
@example("namespace", "y")
@example("storage-class", "2024.01")
@example("bridge", "08")
@example("vlan-id", "4094")
@example("container-image", "1e3")
@example("image-url", "https://example.com/a:b#c,d=e&f")
def test_a_hostile_name_is_refused_clearly_or_comes_back_unchanged(field: str, text: str) -> None:
    for choices in USING:
        if field not in fields(choices):
            continue
        found = busy(choices, **{field: text})
        faults = check_names(found)
        if faults:
            assert len(faults) == 1
            assert faults[0].startswith(f"{RULES[field].label} ")
            assert faults[0].endswith(".")
            with pytest.raises(ValueError, match="^" + re.escape(faults[0]) + "$"):
                manifest(found)
        else:
            written = manifest(found)
            data = list(yaml.safe_load_all(written))
            assert data == objects(found)
            assert misread(written) == []
            assert any(text in leaf for leaf in leaves(data))


@pytest.mark.parametrize("name", TRAPS)
def test_a_name_that_looks_like_something_else_stays_a_name_for_kubernetes(name: str) -> None:
    written = manifest(busy(USING[0], vm=name, namespace=name))
    assert misread(written) == []
    assert f"  name: '{name}'\n  namespace: '{name}'\n" in written


def test_equal_parts_are_written_out() -> None:
    text = manifest(plan("ove-rwx", disks=3))
    assert text.count("bus: virtio") == 3
    assert not [event for event in yaml.parse(text) if isinstance(event, yaml.AliasEvent)]


def test_the_reader_of_kubernetes_is_needed_for_that() -> None:
    """Python's own quoting is made for Python's own reader."""
    assert misread(yaml.safe_dump({"name": "1e3"})) == ["1e3"]
    assert misread(yaml.safe_dump({"name": "y", "number": 3, "truth": True})) == ["y"]


BAD = [
    ("vm", "My-VM", "a to z"),
    ("vm", "my_vm", "a to z"),
    ("vm", "my.vm", "a to z"),
    ("vm", "-vm", "no dash at its start"),
    ("vm", "x" * 64, "has 64 characters and Kubernetes takes 63; shorten it"),
    ("vm", "", "is empty; type a value"),
    ("vm", "vm\n", "a to z"),
    ("storage-class", "a..b", "rename it"),
    ("storage-class", "x" * 254, "254 characters"),
    ("network-attachment", "VLAN 100", "a to z"),
    ("bridge", "x" * 16, "at most 15 characters"),
    ("bridge", "br 1", "Linux bridge"),
    ("vlan-id", "0", "1 to 4094"),
    ("vlan-id", "4095", "1 to 4094"),
    ("vlan-id", "٣", "1 to 4094"),
    ("gpu-device", "GA102", "a domain, a slash and a name"),
    ("image-url", "file:///etc/passwd", "starts with http"),
    ("image-url", "https://example.com/a b", "without blanks"),
    ("drivers-image", "quay.io/x\ny", "image reference"),
]


@pytest.mark.parametrize(("field", "name", "says"), BAD)
def test_a_bad_name_is_refused_with_a_sentence_that_names_the_field(field: str, name: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)) as raised:
        objects(busy(USING[0], **{field: name}))
    assert str(raised.value).startswith(f"{RULES[field].label} ")


def test_all_bad_names_are_told_at_once_and_unused_ones_are_not() -> None:
    found = busy(("ove-rwx", "ove-masquerade"), vm="A", namespace="B", bridge="not a bridge", gpu_device="?")
    assert [fault.split(" ")[0] for fault in check_names(found)] == ["VM", "Namespace"]


@given(ANSWERS)
def test_the_fields_shown_are_all_that_the_objects_need(answers: dict[str, int | str]) -> None:
    every = plan_of(answers)
    needed = {field: NAMES[field] for field in fields(every.choices)}
    assert objects(plan_of(answers, needed)) == objects(every)
    assert notes(catalog(), plan_of(answers, needed)) == notes(catalog(), every)


@pytest.mark.parametrize("workload", WORKLOADS)
def test_the_fields_shown_are_all_used(workload: str) -> None:
    answers = dict(WORKLOADS[workload].answers)
    if answers["origin"] == "vmware":
        answers.setdefault("transfer", "cold")
    shown = plan_of(answers)
    for field in fields(shown.choices):
        other = {"vlan-id": "7", "sriov-resource": "a.io/b", "gpu-device": "a.io/b", "image-url": "https://a.example/b"}
        names = NAMES | {field: other.get(field, "changed")}
        assert objects(plan_of(answers, names)) != objects(shown), field


@given(st.sets(st.sampled_from(OVE_CHOICES)))
def test_fields_are_those_of_the_catalogue_and_always_name_the_vm(choices: set[str]) -> None:
    assert fields(choices)[:2] == ("vm", "namespace")
    assert set(fields(choices)) <= set(NAMES)
