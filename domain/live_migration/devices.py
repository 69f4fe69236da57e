"""Devices that a live migration has to carry, as kinds, and whether a VM with one moves: the blockers of a platform say it.

What a move costs beyond that (a standstill, a hand-over) is another question; here is only whether it happens at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from domain.catalog.records.blockers import Blocker
from domain.catalog.vocabulary import Platform, Severity


class Device(StrEnum):
    """A device of a VM: its id, its label, and the traits of data/blockers.yaml that stand for it."""

    label: str
    traits: frozenset[str]
    is_vfio: bool
    """KVM reaches it through VFIO, so KubeVirt never ends its migration by post-copy."""

    NONE = "none", "none"
    PCI = "pci-passthrough", "PCI device or whole GPU", ("pci-passthrough", "whole-gpu"), True
    VGPU = "vgpu", "vGPU or GPU-P", ("vgpu",), True
    SRIOV = "sriov", "SR-IOV network card", ("sriov",), True
    USB = "usb-device", "USB device of the host", ("usb-device",)
    LOCAL = "local-device", "serial port or floppy", ("local-device",)

    def __new__(cls, value: str, label: str = "", traits: tuple[str, ...] = (), is_vfio: bool = False) -> Self:
        """The value alone is the member."""
        word = str.__new__(cls, value)
        word._value_, word.label, word.traits, word.is_vfio = value, label, frozenset(traits), is_vfio
        return word


class Movement(StrEnum):
    """Whether a VM with a device moves while it runs, from best to worst."""

    MOVES = "moves"
    CONDITIONS = "moves under conditions"
    UNKNOWN = "not published"
    REFUSED = "does not move"


@dataclass(frozen=True)
class DeviceAnswer:
    """A platform's answer for a device, and the blockers that it rests on: those of the worst severity that was found."""

    movement: Movement
    blockers: tuple[Blocker, ...] = ()


def moves(device: Device, platform: Platform, blockers: Mapping[str, Blocker]) -> DeviceAnswer:
    """What the catalogue's blockers say of a VM with this device on this platform; without any of them it is unknown."""
    if device is Device.NONE:
        return DeviceAnswer(Movement.MOVES)
    own = [row for row in blockers.values() if row.platform is platform and device.traits.intersection(row.traits)]
    for severity, movement in (
        (Severity.BLOCKER, Movement.REFUSED),
        (Severity.CONDITIONAL, Movement.CONDITIONS),
        (Severity.RISK, Movement.CONDITIONS),
        (Severity.INFO, Movement.MOVES),
    ):
        if found := tuple(row for row in own if row.severity is severity):
            return DeviceAnswer(movement, found)
    return DeviceAnswer(Movement.UNKNOWN)
