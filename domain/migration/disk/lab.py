"""The catalogue's lab runs and rates of disk transfers as plans and ceilings, and how far the model is from the runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from domain.catalog.loading import Catalog
from domain.catalog.measured import LabTransfer, TransferRate
from domain.migration import units
from domain.migration.disk.transfer import Array, Ceilings, Plan, calibrate, cold, leave_one_out, serial_seconds

RATES = {"MiB/s": units.MIB, "MB/s": units.MB, "Mbit/s": units.MIB / 8}
"""Bytes per second of a stated unit. The advisor's Mbit is binary: its code counts 1,024 MB to a GB."""


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


def plan_of(runs: Sequence[LabTransfer]) -> Plan:
    """Lab runs as one plan of arrays."""
    columns = [[run.vms, run.hosts, 1, run.disk_gib * units.GIB, run.used_percent / 100, run.in_flight] for run in runs]
    return Plan(*np.array(columns, float).T)


def cold_ceilings(book: Catalog) -> Ceilings:
    """Fitted to all lab runs; one disk as the lab saw one VM alone, and no more in all than the lab ever saw."""
    runs = tuple(book.lab_transfers.values())
    return calibrate(plan_of(runs), _seconds(runs), *_given(book.transfer_rates))


def warm_ceilings(book: Catalog) -> Ceilings:
    """The highest warm rates of the lab; the gain of twice the hosts from one host to eight."""
    one, many = book.transfer_rates["warm-one-host"], book.transfer_rates["warm-eight-hosts"]
    gain = (rate(many) / rate(one)) ** (1 / np.log2((many.hosts or 1) / (one.hosts or 1)))
    return Ceilings(rate(book.transfer_rates["warm-one-disk"]), rate(one), float(gain), rate(many))


@lru_cache(maxsize=8)
def against_lab(book: Catalog) -> tuple[Against, ...]:
    """Every lab run beside its leave-one-out estimate and the serial rule."""
    runs = tuple(book.lab_transfers.values())
    plan = plan_of(runs)
    model = leave_one_out(plan, _seconds(runs), *_given(book.transfer_rates))
    serial = serial_seconds(plan, rate(book.transfer_rates["advisor-serial-rule"]))
    return tuple(Against(*row) for row in zip(runs, model.tolist(), serial.tolist(), strict=True))


def mean_error(found: Sequence[Against]) -> tuple[float, float]:
    """Mean absolute error of the leave-one-out estimates, and of the serial rule, as shares of the measured time."""
    return (
        float(np.mean([abs(row.model_error) for row in found])),
        float(np.mean([abs(row.serial_error) for row in found])),
    )


def worst_error(found: Sequence[Against]) -> float:
    """The largest absolute leave-one-out error, as a share of the measured time."""
    return max(abs(row.model_error) for row in found)


def eight_hosts(book: Catalog) -> tuple[float, float]:
    """A check outside the fit: the rate of eight hosts as stated, and as the fit says without its highest rate in all."""
    fitted = cold_ceilings(book)
    stated = book.transfer_rates["cold-eight-hosts"]
    plan = Plan(float(stated.disks or 1), float(stated.hosts or 1), 1.0, units.gib(50.0), 0.7, 100.0)
    free = Ceilings(fitted.disk, fitted.host, fitted.gain)
    return rate(stated), float(plan.total_bytes / cold(plan, free).seconds)


def warm_400_disks(book: Catalog) -> tuple[float, float]:
    """The same check for warm copies: the rate of 400 disks from six hosts as stated, and as the ceilings say."""
    stated = book.transfer_rates["warm-400-disks"]
    ceilings = warm_ceilings(book)
    disks, hosts = float(stated.disks or 1), float(stated.hosts or 1)
    return rate(stated), min(disks * ceilings.disk, float(ceilings.side_by_side(hosts)), ceilings.shared)


def _given(rates: Mapping[str, TransferRate]) -> tuple[float, float]:
    return rate(rates["cold-one-vm"]), rate(rates["cold-eight-hosts"])


def _seconds(runs: Sequence[LabTransfer]) -> Array:
    return np.array([run.seconds for run in runs], float)
