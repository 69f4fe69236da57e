"""Migration time's inputs beside memory and network: a device, volumes that move with the VM, and what passes before the copy."""

from __future__ import annotations

from typing import Any

from components.kit import address, choices, inputs
from components.live_migration.fields import GRID
from components.live_migration.fields import fact as _fact
from components.live_migration.fields import numbers as _numbers
from domain.catalog import catalog
from domain.live_migration.devices import Device

OLD_DEVICE = "lm_vfio"
"""The switch that the device was before it became a kind."""


ACTS_WITH = {"frame_buffer_gb": Device.VGPU, "handover_s": Device.SRIOV}
"""Numbers that only a device of this kind gives a meaning."""


def form() -> dict[str, Any]:
    """What has to move beside the memory, and what passes before it does: fields of the scenario that the visitor set."""
    inputs.heading("Device, volumes and fixed times")
    with inputs.grid(GRID):
        device = _device()
        buffer = "Of a share of a GPU, for vSphere's standstill; the profile is its upper bound. Empty: not known."
        handover = f"{catalog().migration_profiles['ove-handover'].says} Empty: anything up to that."
        of_device = _numbers(
            ("frame_buffer_gb", "lm_buffer", "not known", buffer),
            ("handover_s", "lm_handover", f"up to {_fact('ove-handover'):g}", handover),
        )
        typed: dict[str, Any] = {} if device is Device.NONE else {"device": device}
        typed |= {name: value for name, value in of_device.items() if ACTS_WITH[name] is device}
        volumes = "Disks that are copied to other storage with the VM, before its memory, which is an assumption. Empty: none."
        adapters = "vMotion adapters of a host: before 7.0 U2 each has a stream of its own. One is an assumption."
        own = (_fact("ove-setup"), _fact("vsphere-setup"), _fact("azure-local-setup"))
        each = "{:g} s on OVE, {:g} on vSphere, {:g} on Azure Local".format(*own)
        setup = f"What passes before the copy. Left alone: {each}; each is an assumption. A typed value applies to all three."
        return typed | _numbers(
            ("volumes_gib", "lm_volumes", "none", volumes),
            ("vmotion_adapters", "lm_adapters", 1, adapters),
            ("setup_s", "lm_setup", own[0], setup),
        )


def _device() -> Device:
    """The kind of device; a link of the time when it was a switch has a device passed through."""
    choices.asked_option(OLD_DEVICE, ("true", "false"), "VFIO device", address.Counts.LAST)
    start = Device.PCI if (address.value(OLD_DEVICE) or "").lower() == "true" else Device.NONE
    about = "Whether a VM with it moves is for each platform's blockers to say; KubeVirt uses post-copy for no VFIO device."
    return inputs.choose("Device", {device.label: device for device in Device}, "lm_device", "device", start, help=about)
