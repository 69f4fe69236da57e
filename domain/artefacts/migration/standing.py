"""What holds for a migration where a question says nothing: the release's defaults, OVE's behaviours, and assumptions."""

from __future__ import annotations

from domain.artefacts.migration.settings import Product
from domain.catalog import Catalog
from domain.catalog.vocabulary import Platform
from domain.live_migration.question import DefaultValues
from domain.live_migration.streams import facts_of, streams_move

FIRST_PRESET, FIRST_PRODUCT = "busy-database", "hco-1-18-v1beta1"

FIRST_LINK = 10.0
"""Gbit/s that the link starts from: the smallest of the quick reference's three."""

USABLE_PERCENT = 90
"""Of the line rate, what protocols and other traffic leave: an assumption."""


def holds(catalog: Catalog, product: Product, link_gbps: float, usable_percent: float) -> DefaultValues:
    """What holds where nothing is set, by the release and by the rows of OVE's behaviours."""
    rows = catalog.migration_profiles
    disruption = product.defaults.get("allow-workload-disruption")
    facts = facts_of(rows.values(), Platform.OVE)
    (one_low, one), (low, several) = streams_move(facts, streams=1), streams_move(facts)
    return DefaultValues(
        link_gbps=link_gbps,
        usable_percent=usable_percent,
        one_stream_gbps=one,
        one_stream_low_gbps=one_low,
        streams_gbps=several,
        streams_low_gbps=low,
        volumes_count=bool(product.counts_moved_volumes),
        setup_s=rows["ove-setup"].value or 0.0,
        setup_low_s=rows["ove-setup"].low or 0.0,
        setup_high_s=rows["ove-setup"].high or 0.0,
        handover_s=rows["ove-handover"].value or 0.0,
        downtime_limit_ms=rows["ove-stop-rule"].value or 0.0,
        completion_timeout_per_gib=float(product.defaults["timeout-per-gib"]),
        disruption=None if disruption is None else bool(disruption),
        has_disruption=product.has("allow-workload-disruption"),
        parallel_streams=product.parallel_streams,
        streams_with_post_copy=product.streams_with_post_copy,
    )
