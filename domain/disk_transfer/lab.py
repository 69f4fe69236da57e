"""The catalogue's lab runs and rates of disk transfers as plans and ceilings, and how far the model is from the runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean

import numpy as np

from domain.catalog.loading import Catalog
from domain.catalog.records.disk_transfer import LabTransfer, TransferRate
from domain.disk_transfer.copy_model import Array, Ceilings, CopyPlan, calibrate, leave_one_out, serial_seconds
from domain.quantities import units

RATES = {"MiB/s": units.MIB, "MB/s": units.MB, "GB/s": units.GB, "Mibit/s": units.MIB / 8}
"""Bytes per second of a stated unit."""


@dataclass(frozen=True)
class Against:
    """A lab run beside what is said of it: seconds from the other runs alone, and by the serial rule."""

    run: LabTransfer
    model: float
    serial: float

    @property
    def model_error(self) -> float:
        """Predicted over measured, less 1."""
        return self.model / self.run.seconds - 1

    @property
    def serial_error(self) -> float:
        """Predicted over measured, less 1."""
        return self.serial / self.run.seconds - 1


def rate(row: TransferRate) -> float:
    """A stated rate in bytes per second. KeyError: the row is no rate."""
    return row.value * RATES[row.unit]


def plan_of(runs: Sequence[LabTransfer]) -> CopyPlan:
    """Lab runs as one plan of arrays."""
    return CopyPlan(
        vms=_column(run.vms for run in runs),
        hosts=_column(run.hosts for run in runs),
        disks=np.ones(len(runs)),
        disk_bytes=_column(run.disk_gib * units.GIB for run in runs),
        used=_column(run.used_percent / 100 for run in runs),
        in_flight=_column(run.in_flight for run in runs),
    )


@lru_cache(maxsize=8)
def cold_ceilings(catalog: Catalog) -> Ceilings:
    """The rate of a host and the gain of twice the hosts fitted to all lab runs; one disk and the most in all as stated."""
    return calibrate(*_measured(catalog))


@lru_cache(maxsize=8)
def warm_ceilings(catalog: Catalog) -> Ceilings:
    """The highest warm rates of the lab; the gain of twice the hosts from its lowest number of hosts to its highest."""
    one, many = catalog.transfer_rates["warm-one-host"], catalog.transfer_rates["warm-eight-hosts"]
    gain = (rate(many) / rate(one)) ** (1 / np.log2(_part(many)[1] / _part(one)[1]))
    return Ceilings(rate(catalog.transfer_rates["warm-one-disk"]), rate(one), float(gain), rate(many))


@lru_cache(maxsize=8)
def against_lab(catalog: Catalog) -> tuple[Against, ...]:
    """Every lab run beside its leave-one-out estimate and the serial rule."""
    measured = _measured(catalog)
    serial = serial_seconds(measured[0], rate(catalog.transfer_rates["advisor-serial-rule"]))
    return tuple(map(Against, catalog.lab_transfers.values(), leave_one_out(*measured).tolist(), serial.tolist()))


def mean_error(found: Sequence[Against]) -> tuple[float, float]:
    """Mean absolute error of the leave-one-out estimates, and of the serial rule, as shares of the measured time."""
    return fmean(abs(row.model_error) for row in found), fmean(abs(row.serial_error) for row in found)


def worst_error(found: Sequence[Against]) -> float:
    """The largest absolute leave-one-out error, as a share of the measured time."""
    return max(abs(row.model_error) for row in found)


def stated_and_said(row: TransferRate, ceilings: Ceilings) -> tuple[float, float]:
    """A stated rate beside what the ceilings give as many disks and hosts, both in bytes per second.

    What all hosts share is left aside: it is the highest of the stated rates, and would only repeat it. ValueError: the row
    does not say how many disks and hosts took part.
    """
    disks, hosts = _part(row)
    return rate(row), min(disks * ceilings.disk, float(ceilings.side_by_side(hosts)))


def _part(row: TransferRate) -> tuple[float, float]:
    if row.disks is None or row.hosts is None:
        raise ValueError(f"The rate {row.id} does not say how many disks and hosts took part.")
    return float(row.disks), float(row.hosts)


def _measured(catalog: Catalog) -> tuple[CopyPlan, Array, float, float]:
    """The lab's runs with their seconds, and what is not fitted to them: the rate of one disk and the most in all."""
    runs, rates = tuple(catalog.lab_transfers.values()), catalog.transfer_rates
    return plan_of(runs), _column(run.seconds for run in runs), rate(rates["cold-one-vm"]), rate(rates["cold-eight-hosts"])


def _column(values: Iterable[float]) -> Array:
    return np.array(list(values), float)
