"""The reader's names in a manifest: refused in a clear sentence, or in the YAML exactly as they were typed."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.artefacts.vm.manifest import check_names, fields, manifest, notes, objects, unfilled
from domain.artefacts.vm.names import RULES, label_fault, slug
from domain.artefacts.vm.plan import VmPlan
from domain.catalog import catalog
from tests.domain.artefacts.vm.vm_plans import ANSWERS, NAMES, leaves, plan, plan_of

USING: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    (("ove-shareable", "ove-bridge", "ove-gpu", "ove-drivers-iso"), {"disks": 3, "device": "usb", "identity": "mac"}),
    (("ove-container-disk", "ove-sriov", "ove-vgpu", "ove-drivers-iso"), {"identity": "uuid", "disks": 3}),
    (("ove-lun", "ove-sriov"), {"identity": "serial", "placement": "hosts", "disks": 3}),
    (("ove-rwx", "ove-bridge"), {"identity": "disk-serial", "vlans": "trunk", "disks": 3}),
    (("ove-mtv-warm", "ove-bridge"), {"sharing": "reservation", "encryption": "guest"}),
]
"""Choices and answers that use every field but one between them."""

YAML_MARKS = [*"' \" --- ... &a *a # {a} [a] | > %TAG @ ` \\".split(), "a: b", "- a", "!!int 3", "a #b"]
ODD_TEXTS = ["a\nb", "a\r\nkind: Secret", "\u2028", "\0", "\x85", "x" * 300, "ä", "\u0430dmin", *"A a_b -a a- a.b .".split(), ""]
TRAPS = ["1e3", "12e45", "08", "0o17", "0x1f", "0b1", "y", "n", "yes", "no", "on", "off", "null", "true", "2024-1-2", "1"]
"""RFC 1123 names that a YAML reader may take for something else."""

HOSTILE = st.sampled_from([*YAML_MARKS, *ODD_TEXTS, *TRAPS, "~", "1_0", ".5", "1.5"])
TEXT = HOSTILE | st.text(max_size=300) | st.text("abcyn0123456789-.:/_eEox", max_size=20) | st.from_regex(r"[a-z0-9-]{1,63}")


def busy(using: tuple[tuple[str, ...], dict[str, Any]], **names: str) -> VmPlan:
    """A plan that makes every kind of object of these choices and answers; an underscore in a name stands for a dash."""
    choices, answers = using
    typed = {key.replace("_", "-"): value for key, value in names.items()}
    return plan(*choices, names=NAMES | typed, live="must", writes="heavy", **answers)


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


@pytest.mark.parametrize("field", RULES)
def test_every_field_is_in_the_catalogue_under_the_same_label_and_its_default_is_taken(field: str) -> None:
    assert catalog().fields[field].label == RULES[field].label
    assert RULES[field].fault(catalog().fields[field].default) == ""


@settings(max_examples=20)
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
    for using in USING:
        found = busy(using, **{field: text})
        if field not in fields(found):
            continue
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
            said = text.partition("=")[0] if field == "node-label" else text
            assert not text or any(said in leaf for leaf in set().union(*map(leaves, data)))


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
    ("mac-address", "00:50:56", "must be a MAC address"),
    ("data-disk-size", "50 GB", "must be a size such as 50Gi"),
    ("host-device", "dongle", "a domain, a slash and a name"),
]


@pytest.mark.parametrize(("field", "name", "says"), BAD)
def test_a_bad_name_is_refused_with_a_sentence_that_names_the_field(field: str, name: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)) as raised:
        objects(busy(USING[0], **{field: name}))
    assert str(raised.value).startswith(f"{RULES[field].label} ")


def test_all_bad_names_are_told_at_once_and_unused_ones_are_not() -> None:
    found = busy((("ove-rwx", "ove-masquerade"), {}), vm="A", namespace="B", bridge="not a bridge", gpu_device="?")
    assert [fault.split(" ")[0] for fault in check_names(found)] == ["VM", "Namespace"]


def test_every_field_is_used_by_some_plan() -> None:
    used = {field for using in USING for field in fields(busy(using))}
    unsized = plan("ove-rwx", disks=2)
    assert used | set(fields(unsized)) == set(RULES)


@pytest.mark.parametrize(
    ("workload", "name"),
    [
        ("Oracle RAC, 2 nodes", "oracle-rac-2-nodes"),
        ("  Löhne & Gehälter (ALT)  ", "lohne-gehalter-alt"),
        ("1e3", "1e3"),
        ("x" * 300, "x" * 40),
        ("a" * 39 + " b", "a" * 39),
        ("日本語", "my-vm"),
        ("", "my-vm"),
    ],
)
def test_a_vm_is_called_like_its_workload(workload: str, name: str) -> None:
    assert slug(workload) == name
    assert label_fault(name) == ""


@given(st.text(max_size=80))
def test_a_vm_named_after_any_workload_has_a_legal_name(workload: str) -> None:
    assert label_fault(slug(workload)) == ""


def test_the_names_that_follow_from_a_long_one_are_legal() -> None:
    found = plan(*USING[0][0], names={"vm": "v" * 63}, disks=3)
    assert check_names(found) == []
    assert not [name for name in unfilled(found).values() if len(name) > 63]
    assert not [thing for thing in objects(found) if len(thing["metadata"]["name"]) > 253]


@settings(max_examples=15)
@given(ANSWERS)
def test_the_fields_shown_are_all_that_the_objects_need(answers: dict[str, int | str]) -> None:
    every = plan_of(answers)
    needed = {field: NAMES[field] for field in fields(every)}
    assert objects(plan_of(answers, needed)) == objects(every)
    assert notes(catalog(), plan_of(answers, needed)) == notes(catalog(), every)


OTHER = {
    "vlan-id": "7",
    "vlan-first": "7",
    "vlan-last": "8",
    "sriov-resource": "a.io/b",
    "gpu-device": "a.io/b",
    "host-device": "a.io/b",
    "image-url": "https://a.example/b",
    "vcenter-url": "https://a.example/b",
    "os-disk-size": "7Gi",
    "largest-disk-size": "7Gi",
    "data-disk-size": "7Gi",
    "mac-address": "00:50:56:00:00:09",
    "firmware-uuid": "00000000-0000-0000-0000-000000000009",
    "node-label": "a=b",
}
"""Names of another form than "changed"."""


@settings(max_examples=12)
@given(ANSWERS)
def test_the_fields_shown_are_all_used(answers: dict[str, int | str]) -> None:
    shown = plan_of(answers)
    for field in fields(shown):
        assert objects(plan_of(answers, NAMES | {field: OTHER.get(field, "changed")})) != objects(shown), field


@given(ANSWERS)
def test_fields_are_those_of_the_catalogue_and_always_name_the_vm(answers: dict[str, int | str]) -> None:
    found = fields(plan_of(answers))
    assert found[:2] == ("vm", "namespace")
    assert set(found) <= set(NAMES)


def test_a_trunk_that_ends_before_it_begins_is_refused() -> None:
    backwards = busy(USING[3], vlan_first="200", vlan_last="100")
    assert check_names(backwards) == ["Last VLAN must not be less than the first, 200."]
    assert check_names(busy(USING[3], vlan_first="100", vlan_last="100")) == []
