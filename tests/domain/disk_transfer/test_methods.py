"""Which ways out of VMware there are without the VDDK is read from the table, and whatever speaks of them agrees with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from domain.catalog import Catalog, catalog
from domain.catalog.records.disk_transfer import TransferMethod
from domain.catalog.vocabulary import Stated, TransferTarget
from domain.disk_transfer.methods import SURE, Wish, wanted
from domain.disk_transfer.ways_in_words import LEAVING_TO, warm_takes_the_vddk, ways_without_vddk

METHODS = catalog().transfer_methods


def said(facts: Catalog) -> list[str]:
    return ["".join(part.text for part in paragraph) for paragraph in ways_without_vddk(facts)]


def with_other(**changed: dict[str, object]) -> Catalog:
    """The catalogue with some cells of some methods changed."""
    facts = catalog()
    rows = {id_: row.model_copy(update=changed.get(id_.replace("-", "_"), {})) for id_, row in METHODS.items()}
    return replace(facts, records={**facts.records, "transfer_methods": rows})


def test_without_the_vddk_the_ways_are_those_of_the_issue() -> None:
    without = [Wish.WITHOUT_VDDK, Wish.OBTAINABLE]
    ids = {t: {m.id for m in wanted(METHODS.values(), without, [t])} for t in LEAVING_TO}
    assert ids[TransferTarget.OVE] == {"mtv-without-image", "mtv-offload-cold", "mtv-csi-import", "netapp-shift", "ova-mtv"}
    assert ids[TransferTarget.AZURE_LOCAL] == {"scvmm-v2v", "export-by-hand"}
    assert wanted(METHODS.values(), [*without, Wish.WARM], LEAVING_TO) == []
    assert wanted(METHODS.values(), [], [])[0] is METHODS["mtv-vddk-cold"]


def test_the_first_sentences_follow_from_the_rows() -> None:
    ove, azure = said(catalog())
    assert ove.startswith("Without the VDDK to OVE: MTV without the image, MTV's copy-offload,")
    assert "All of them with the VM off. From vSAN none of them is known to work." in ove
    assert ove.endswith("While the VM runs, only with the VDDK: warm MTV or warm copy-offload.")
    assert azure.startswith("Without the VDDK to Azure Local: export and conversion by hand or System Center VMM.")
    assert "By the vendor's terms: backup and restore." in azure
    assert "Not available yet: MTV over NFC." in ove
    assert "only with the VDDK: Azure Migrate." in azure
    moved = with_other(mtv_offload_cold={"warm": Stated.YES, "vsan": Stated.YES}, azure_migrate_agentless={"warm": Stated.NO})
    ove, azure = said(moved)
    assert "Warm or nearly: MTV's copy-offload. From vSAN: MTV's copy-offload." in ove
    assert "While the VM runs" not in azure
    assert warm_takes_the_vddk(moved) == ""
    assert "see How the disks can leave" in warm_takes_the_vddk(catalog())


def test_no_way_at_all_is_said() -> None:
    none = {id_.replace("-", "_"): {"obtainable": Stated.NO} for id_ in METHODS}
    assert said(with_other(**none))[1].startswith("Without the VDDK to Azure Local: no way is known.")


def test_what_takes_the_vddk_cannot_be_had_by_everybody() -> None:
    row = METHODS["mtv-vddk-warm"].model_dump() | {"obtainable": "yes"}
    with pytest.raises(ValidationError, match="nobody gets without a contract"):
        TransferMethod.model_validate(row)


@pytest.mark.parametrize(
    ("rule", "target"), [("ove-warm-needs-vddk", TransferTarget.OVE), ("azure-migrate-needs-vddk", TransferTarget.AZURE_LOCAL)]
)
def test_the_ways_out_that_the_wizard_names_are_ways_without_the_vddk_to_that_platform(rule: str, target: TransferTarget) -> None:
    named = [METHODS[ref.split("/")[1]] for ref in catalog().rules[rule].see if ref.startswith("transfer_methods/")]
    ways = [method for method in named if method.needs_vddk is Stated.NO]
    assert len(ways) >= 2
    assert all(target in method.targets and method.obtainable is Stated.YES and method.warm not in SURE for method in ways)
    assert METHODS["backup-restore"] in named
