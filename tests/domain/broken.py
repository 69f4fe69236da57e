"""Ways to break a copy of the catalogue: one `Fault` is one slip of an editor, and what the check should say of it."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from domain.catalog import DATA, Problem, check

MARK = "@@"


@dataclass(frozen=True)
class Fault:
    """In `file`, from record `record` on, the first `find` becomes `put`.

    The problem is expected where `put` has MARK, else at `find`; with `at_record`, on the first line of the record.
    `id` is the id in the problem if it is not `record`.
    """

    file: str
    record: str
    find: str
    put: str
    field: str
    says: str
    at_record: bool = False
    id: str | None = None

    def __str__(self) -> str:
        return re.sub(r"[^\w.]+", "-", f"{self.file.removesuffix('.yaml')}-{self.field}-{self.says}")[:70]

    def do(self, directory: Path) -> int:
        """Break the file; the line on which the problem is expected."""
        path = directory / self.file
        lines = path.read_text(encoding="utf-8").split("\n")
        start = next(i for i, line in enumerate(lines) if re.search(rf"\bid: \"?{re.escape(self.record)}(?![\w-])", line))
        row = next(i for i in range(start, len(lines)) if self.find in lines[i])
        lines[row : row + 1] = lines[row].replace(self.find, self.put, 1).split("\n")
        marked = [i for i, line in enumerate(lines) if MARK in line]
        path.write_text("\n".join(lines).replace(MARK, ""), encoding="utf-8")
        return (start if self.at_record else marked[0] if marked else row) + 1

    def is_said(self, problems: list[Problem], line: int) -> bool:
        """Whether one of the problems names this fault with its file, line, id and field."""
        wanted = (self.file, line, self.record if self.id is None else self.id, self.field)
        return any((p.file, p.line, p.id, p.field) == wanted and self.says in p.message for p in problems)


def copy(directory: Path) -> Path:
    """A copy of the real data, good until it is broken."""
    return Path(shutil.copytree(DATA, directory / "data"))


def problems(directory: Path) -> list[Problem]:
    return sorted(set(check(directory).problems))


def listed(found: list[Problem]) -> str:
    return "\n".join(map(str, found)) or "no problem was found"


NODES, VCPU = "max-nodes-per-cluster", "max-vcpu-per-vm"

SHAPES = [
    Fault("key_numbers.yaml", NODES, "unit: nodes", "unit: nodes\n    @@colour: blue", "colour", "Extra inputs are not permitted"),
    Fault("key_numbers.yaml", NODES, "    unit: nodes", "", "unit", "Field required", at_record=True),
    Fault("key_numbers.yaml", NODES, "unit: nodes", "unit: 5", "unit", "valid string"),
    Fault("key_numbers.yaml", NODES, "unit: nodes", "unit:", "unit", "valid string"),
    Fault("key_numbers.yaml", NODES, "unit: nodes", 'unit: " "', "unit", "at least 1 character"),
    Fault("key_numbers.yaml", NODES, "unit: nodes", "unit: [nodes]", "unit", "valid string"),
    Fault("key_numbers.yaml", NODES, "better: higher", "better: bigger", "better", "'higher', 'lower' or 'neither'"),
    Fault("key_numbers.yaml", NODES, "bounds: nodes", "bounds: hosts", "bounds", "'vcpu'"),
    Fault("key_numbers.yaml", NODES, "verdict: outdated", "verdict: wrong", "claims.vsphere.verdict", "'contradicted'"),
    Fault("key_numbers.yaml", NODES, "grade: secondary", "grade: S", "claims.vsphere.grade", "'secondary'"),
    Fault("key_numbers.yaml", NODES, "ove:", "@@proxmox:", "claims.proxmox", "'azure_local'"),
    Fault("key_numbers.yaml", NODES, "kind: supported", "kind: maximum", "claims.vsphere.limits.0.kind", "'supported'"),
    Fault("key_numbers.yaml", NODES, "value: 96", "value: many", "claims.vsphere.limits.0.value", "valid number"),
    Fault("key_numbers.yaml", NODES, "value: 96", "value: .nan", "claims.vsphere.limits.0.value", "finite number"),
    Fault("key_numbers.yaml", NODES, "value: 96", "value: .inf", "claims.vsphere.limits.0.value", "finite number"),
    Fault("key_numbers.yaml", NODES, "value: 96", "value: -96", "claims.vsphere.limits.0.value", "greater than 0"),
    Fault("key_numbers.yaml", NODES, "value: 96", "value: 0", "claims.vsphere.limits.0.value", "greater than 0"),
    Fault("key_numbers.yaml", NODES, "checked: 2026-08-22", "checked: last week", "claims.vsphere.checked", "date"),
    Fault("key_numbers.yaml", NODES, "sources: [", "sources: [Not a Slug, ", "claims.vsphere.sources.0", "match pattern"),
    Fault("key_numbers.yaml", NODES, f"id: {NODES}", "id: max nodes", "id", "match pattern", id="max nodes"),
    Fault("key_numbers.yaml", "max-vms-per-cluster", "id: max-vms-per-cluster", f"id: {NODES}", "id", "earlier record", id=NODES),
    Fault("key_numbers.yaml", NODES, f"id: {NODES}", "name: nodes", "id", "Field required", id=""),
    Fault("questions.yaml", "drs-on-ove", "- id", "- just a sentence\n  - id", "", "valid dictionary", at_record=True, id=""),
    Fault("key_numbers.yaml", NODES, "        verdict: outdated", "", "claims.vsphere", "give both, or neither"),
    Fault("key_numbers.yaml", NODES, '        reference: "64 (vSphere 8)"', "", "claims.vsphere", "give both, or neither"),
    Fault("blockers.yaml", "LMB-K01", "sources: [kubevirt-vm, kubevirt-pvc]", "sources: []", "", "at least one source", at_record=True),
    Fault("checklist.yaml", "PF-01", "bit: 0", "bit: 512", "bit", "less than 512"),
    Fault("checklist.yaml", "PF-01", "bit: 0", "bit: zero", "bit", "valid integer"),
    Fault("checklist.yaml", "PF-46", "manual:", "when:", "", "say how it is checked", at_record=True),
    Fault("questions.yaml", "drs-on-ove", "target: concepts/drs", "target: concepts/drs\n    @@params: drs", "params", "dictionary"),
    Fault("contradictions.yaml", "concurrent-per-node-2-or-5", "row: key_n", "row: Key n", "sayings.0.row", "match pattern"),
]  # fmt: skip
