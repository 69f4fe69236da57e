"""Ways other than MTV with the VDDK, each by its own ceilings; and published copies held against what the starts foresee."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.disk_transfer import sentences, ways_in_words
from domain.disk_transfer.advice import TransferQuestion, answer
from domain.disk_transfer.asked import question_of
from domain.disk_transfer.field import against_field, hits, spread
from domain.disk_transfer.ways import WayTime, other_ways
from domain.quantities.units import GB, GBIT, GIB, MB, MIB

BOOK = catalog()


def asked(**given_: object) -> TransferQuestion:
    return question_of(BOOK, given_)


def way(field: str, **given_: object) -> WayTime:
    return next(one for one in other_ways(BOOK, asked(**given_)) if one.method.rate_field == field)


ONE = {"disk_vms": 1, "disk_hosts": 1, "disk_gib": 1000, "disk_used": 50}


def test_a_disk_over_nfc_takes_what_is_published_of_one_stream() -> None:
    found = way("disk_nfc", **ONE)
    assert (found.fast, found.slow) == pytest.approx((500 * GIB / (125 * MB), 500 * GIB / (20 * MB)))


def test_an_array_copies_the_size_of_the_disks_whatever_the_network() -> None:
    slow_link, fast_link = (way("disk_offload", **ONE, disk_gbps=gbps) for gbps in (0.1, 100))
    assert slow_link == fast_link
    assert (slow_link.fast, slow_link.slow) == pytest.approx((1000 * GIB / (2 * GB), 1000 * GIB / (0.5 * GB)))


@pytest.mark.parametrize("field", ["disk_without_image", "disk_azure_migrate"])
def test_a_way_without_a_published_rate_is_unknown_until_one_is_given(field: str) -> None:
    assert (way(field).fast, way(field).slow) == (None, None)
    assert "No rate is published" in ways_in_words.bound_by(way(field))
    given_ = way(field, **{field: 50})
    assert given_.slow == given_.fast
    assert given_.slow
    said = "".join(part.text for part in ways_in_words.other_ways_in_words(other_ways(BOOK, asked())))
    assert said.endswith("as none is published: MTV without the image, Azure Migrate.")


def test_azure_migrate_copies_52_disks_at_once_and_no_faster_than_the_network() -> None:
    plan = {"disk_vms": 104, "disk_gib": 100, "disk_used": 100, "disk_azure_migrate": 10, "disk_gbps": 100}
    assert way("disk_azure_migrate", **plan).slow == pytest.approx(2 * 100 * 1024 / 10)
    assert way("disk_azure_migrate", **plan | {"disk_gbps": 1}).slow == pytest.approx(104 * 100 * GIB / GBIT)
    assert way("disk_azure_migrate", **plan | {"disk_vms": 1}).slow == pytest.approx(100 * 1024 / 10)


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=6), st.integers(1, 80), st.integers(1, 500))
def test_no_way_copies_all_disks_faster_than_any_one_of_them(sizes: list[int], vms: int, rate: int) -> None:
    typed = {"disk_vms": vms, "disk_nfc": rate, "disk_without_image": rate, "disk_offload": rate, "disk_azure_migrate": rate}
    together = other_ways(BOOK, asked(**typed, disk_list=", ".join(map(str, sizes))))
    for size in set(sizes):
        for alone, whole in zip(other_ways(BOOK, asked(**typed, disk_list=str(size))), together, strict=True):
            assert alone.slow is not None
            assert whole.slow is not None
            assert alone.slow <= whole.slow * (1 + 1e-9)


def test_at_least_eight_published_copies_are_held_against_the_starts() -> None:
    found = against_field(BOOK)
    assert len(found) >= 8
    assert hits(found) >= 10
    assert all(one.fast <= one.foreseen <= one.slow for one in found if one.row.over == "NFC export")
    assert {one.row.over for one in found} == {"VDDK", "NFC export", "ESXi host"}
    assert f"{len(found)} published copies from elsewhere" in sentences.field_check(BOOK)


def test_a_published_copy_does_not_widen_its_own_range() -> None:
    shares = {one.row.id: 1 / (1 + one.error) for one in against_field(BOOK) if one.row.over != "NFC export"}
    low, high = min(shares, key=shares.__getitem__), max(shares, key=shares.__getitem__)
    outside = {one.row.id for one in against_field(BOOK) if one.row.over != "NFC export" and not one.within}
    assert outside == {low, high}
    assert spread(BOOK) == (shares[low], shares[high])


def test_a_rate_that_a_published_copy_had_foresees_its_time() -> None:
    row = BOOK.field_transfers["field-vddk-3194-gib"]
    found = answer(asked(disk_vms=1, disk_hosts=1, disk_used=100, disk_list=row.sizes, disk_warm_disk=171, disk_target=169))
    assert found.first == pytest.approx(row.seconds + 169 * 60, rel=0.01)


def test_the_range_is_that_of_the_published_copies_until_a_ceiling_is_given() -> None:
    less, more = spread(BOOK)
    assert sentences.span(BOOK, asked(), 1000, 0.1) == (1000 * less, 1000 * more)
    assert sentences.span(BOOK, asked(disk_cold_disk=50), 1000, 0.1) == (900, 1100)
    assert asked(disk_cold_disk=50).cold.disk == 50 * MIB
