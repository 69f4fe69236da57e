"""The wizard's tab "Take away" for OVE: what stands for names that nobody gave, and one file a step for a VM from VMware."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from components.decide.workload_form import params
from domain.catalog import catalog
from tests.conftest import look


def taken(origin: str, name: str, **more: str) -> AppTest:
    """The tab for a worked example of another origin, under a name of its own."""
    answers = {**catalog().workloads["web-frontend"].answers, "origin": origin}
    if origin == "vmware":
        answers["transfer"] = "cold"
    return look("wizard", **params(answers, name), wizard_tab="Take away", wizard_platform="OVE", **more)


def objects(at: AppTest) -> list[Any]:
    return [thing for block in at.code for thing in yaml.safe_load_all(block.value)]


def names(at: AppTest) -> dict[str, Any]:
    return {field.key: field for field in at.text_input if field.key and field.key.startswith("n_")}


def test_the_vm_is_called_like_its_workload_until_a_name_is_given() -> None:
    at = taken("new", "Shop, 2nd floor")
    assert (names(at)["n_vm"].value, names(at)["n_vm"].placeholder) == ("", "shop-2nd-floor")
    assert objects(at)[-1]["metadata"]["name"] == "shop-2nd-floor"
    at = taken("new", "Shop, 2nd floor", n_vm="shop-7")
    assert objects(at)[-1]["metadata"]["name"] == "shop-7"
    (claim,) = objects(at)[-1]["spec"]["dataVolumeTemplates"]
    assert claim["spec"]["storage"]["storageClassName"] == "<storage-class>"
    assert names(at)["n_storage-class"].placeholder == "<storage-class>"


def test_a_bad_name_is_refused_and_what_stands_for_it_is_said() -> None:
    at = taken("new", "Shop", **{"n_data-disk-size": "50 GB", "n_vm": "a*"})
    assert any("Until then the commands show shop." in error.value for error in at.error)
    assert not at.exception


def test_a_vm_from_vmware_is_a_login_a_plan_and_a_start() -> None:
    at = taken("vmware", "Shop")
    kinds = [[thing["kind"] for thing in yaml.safe_load_all(block.value)] for block in at.code if "apiVersion" in block.value]
    assert [kind[-1] for kind in kinds] == ["Provider", "Plan", "Migration"]
    assert [button.label for button in at.get("download_button")].count("YAML") == 3
    assert "VirtualMachine" not in {thing["kind"] for thing in objects(at)}


@pytest.mark.parametrize("origin", ["new", "vmware"])
def test_no_field_asks_for_a_password(origin: str) -> None:
    assert not [field.label for field in names(taken(origin, "Shop")).values() if "assword" in field.label]
