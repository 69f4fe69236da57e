"""Links to the policy: whatever a stranger writes is named, and nothing of it reaches an object."""

from __future__ import annotations

import pytest

from tests.conftest import page
from tests.pages.page_text import bound, warnings
from tests.pages.payloads import assert_harmless
from tests.pages.policy_tab import NETWORK, errors, policy

NAMED = {"lm_on": "platform", "lm_product": "release", "lm_out": "At once from a node", "lm_cluster": "At once in the cluster"}
NAMED |= {"lm_vlan": "VLAN", "lm_mtu": "MTU"}
TEXTS = ("lm_policy", "lm_labels", "lm_spaces", "lm_nad", "lm_nic", "lm_range")
VALUES = ["0", "-1", "1e300", "nan", "inf", "garbage", "<script>alert(1)</script>", "x" * 10_000]


def test_every_key_of_the_tab_is_tried() -> None:
    own = set(bound(policy())) - set(bound(page("live_migration", opened=["lm_more"])))
    assert own == {*NAMED, *TEXTS, "n_vm", "n_namespace", "migration_settings_tab"} - {"lm_product"}


@pytest.mark.parametrize("value", VALUES, ids=[value[:8] for value in VALUES])
def test_whatever_a_link_holds_is_named(value: str) -> None:
    at = policy(**dict.fromkeys([*NAMED, *TEXTS], value))
    assert_harmless(at, [value])
    assert [label for label in NAMED.values() if label not in warnings(at)] == []
    assert errors(at)


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", 'a\'b "c" $(d)', "-1"])
@pytest.mark.parametrize("key", TEXTS)
def test_a_hostile_text_is_named_and_never_written(key: str, value: str) -> None:
    at = policy(**{**NETWORK, key: value})
    assert_harmless(at, [value])
    assert errors(at)
    assert value not in " ".join(part.value for part in at.code)


@pytest.mark.parametrize("key", TEXTS)
def test_a_text_that_is_too_long_is_said_to_be_cut(key: str) -> None:
    at = policy(**{**NETWORK, key: "x" * 10_000})
    assert f"The “{at.text_input(key=key).label}” of this link is longer than 200 characters" in warnings(at)
    assert "x" * 201 not in " ".join(part.value for part in at.code)


def test_a_release_that_is_unknown_is_named_and_the_first_is_taken() -> None:
    at = policy(lm_product="OpenShift 9.99")
    assert "release OpenShift 9.99, which is not in the catalogue" in warnings(at)
    assert [part.value for part in at.code] == [part.value for part in policy().code]
