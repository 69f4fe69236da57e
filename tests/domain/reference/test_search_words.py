"""What people really type, and what has to come first: rows, screens and tabs, and an honest "not covered"."""

from __future__ import annotations

import pytest

from domain.catalog import catalog
from domain.reference.search import misspelt, search

FIRST = """
esxtop: topics/esxtop
RVTools: topics/inventory
which VMs cannot move: topics/inventory
which of my 800 VMs cannot move: topics/inventory
will a 512 GiB database live-migrate over 25 GbE: topics/migration-time
empty a host with 40 VMs: topics/upgrade-time
drain worker-07: questions/how-long-a-drain questions/drain-hangs commands/drain-node
slide: topics/slides
how many hosts: topics/sizing
how many hosts on OVE: topics/sizing
vSphere 9: topics/vsphere-9
what changes with vSphere 9: topics/vsphere-9
price: topics/prices
license cost: topics/prices
licensing: topics/prices
Storage vMotion: concepts/storage-vmotion
FT: topics/fault-tolerance
fault tolerance: topics/fault-tolerance
NSX: topics/nsx
SRM: topics/disaster-recovery
EVC: topics/evc
PodDisruptionBudget: blockers/LMB-K44
0x80070534: blockers/LMB-H18
0x8009030E: blockers/LMB-H09
compare workloads: topics/compare-workloads
pre-flight checklist: topics/checklist
MigrationPolicy: topics/migration-policy
drain node worker-07: questions/drain-hangs commands/drain-node
veeam: topics/backup-products
proxmox: topics/other-platforms
training: topics/training
benchmark: topics/performance
DRS: questions/drs-on-ove
HA: concepts/vsphere-ha
vMotion: concepts/vmotion
VMFS: concepts/vmfs-vsan-datastore
vSAN: concepts/vmfs-vsan-datastore
snapshot: commands/create-snapshot
content library: concepts/content-library
resource pool: concepts/resource-pool
port group: concepts/vds-port-group
vDS: concepts/vds-port-group
SR-IOV: questions/sriov-live-migration
vGPU: questions/vgpu-live-migration
GPU passthrough: decision_matrix/gpu-inference
USB: blockers/LMB-V03
vTPM: blockers/LMB-K30
secure boot: checklist/PF-40
UEFI: decision_matrix/boot-mode
max vcpu: key_numbers/max-vcpu-per-vm
vms per host: key_numbers/typical-vms-per-node
nodes per cluster: key_numbers/max-nodes-per-cluster
live migration downtime: key_numbers/live-migration-downtime
auto-converge: live_migration/auto-converge
post-copy: live_migration/post-copy
downtime limit: migration_inputs/downtime-limit
bandwidth per migration: live_migration/bandwidth-per-migration
end of support: questions/end-of-support
EOL ESXi 7: topics/esxi-end
Windows Server 2012: lifecycle/life-ws-2012-r2
RHEL 6: guest_systems/rhel-6
Oracle: guest_systems/oracle-linux
SAP HANA: workloads/sap-hana
SQL Server: workloads/sql-failover-cluster
Citrix: workloads/citrix-vdi
MTV: questions/how-long-the-disks
VDDK: questions/how-the-disks-leave
copy offload: checklist/EX-01
oc adm drain: commands/drain-node
maintenance mode: concepts/maintenance-mode
evacuate: commands/drain-node
affinity: commands/set-affinity
anti-affinity: commands/set-affinity
hugepages: blockers/LMB-K29
NUMA: blockers/LMB-K29
hot add: commands/hot-add-disk
disk hotplug: commands/hot-add-disk
RWX: checklist/PF-07
PVC: components/pvc
NetworkAttachmentDefinition: concepts/vds-port-group
multus: components/multus
MAC address: checklist/PV-06
VLAN: concepts/vds-port-group
console: commands/console-serial
ssh: commands/ssh
must-gather: commands/diagnostics
logs: commands/view-events
upgrade cluster: topics/upgrade-time
how long does a migration take: topics/migration-time
how long to copy 120 TB: topics/copy-time
decision record: topics/decision-record
QR code: topics/share
print: topics/share
API: topics/api
what is wrong: topics/quick-reference
HostDeviceNotLiveMigratable: blockers/LMB-K07
"""
ASKED = [line.split(": ") for line in FIRST.strip().splitlines()]


@pytest.mark.parametrize(("typed", "first"), ASKED, ids=[typed for typed, _ in ASKED])
def test_what_people_type_leads_to_the_answer_first(typed: str, first: str) -> None:
    hit = search(catalog(), typed)[0]
    assert f"{hit.table}/{hit.id}" in first.split()


def test_the_list_is_long_enough_to_mean_something() -> None:
    assert len(ASKED) >= 80


def test_what_is_not_covered_says_so_and_where_to_look() -> None:
    missing = [topic for topic in catalog().topics.values() if not topic.covered]
    assert missing
    assert [topic.id for topic in missing if not topic.says.startswith("Not covered")] == []


@pytest.mark.parametrize(("typed", "words"), [("vmotoin", ["vmotoin"]), ("drian node", ["drian"]), ("vmotion", []), ("snap", [])])
def test_a_word_that_no_row_holds_is_named(typed: str, words: list[str]) -> None:
    assert misspelt(catalog(), typed) == words


def test_a_word_is_no_slip_of_one_that_is_far_from_it() -> None:
    """One slip in five letters, two in eight: esxtop is not stop, and RVTools not tools."""
    for typed, far in (
        ("esxtop", "commands/stop-vm-graceful"),
        ("rvtools", "concepts/vmware-tools"),
        ("sizer", "blockers/LMB-H08"),
    ):
        assert far not in {f"{hit.table}/{hit.id}" for hit in search(catalog(), typed)}
