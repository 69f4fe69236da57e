"""Print-outs as their sources show them, or as the cited code writes them; and what each fills, in the inputs' units."""

from __future__ import annotations

DOMJOBINFO = """\
$ virsh domjobinfo instance-00002140

Job type:         Unbounded
Operation:        Outgoing migration
Time elapsed:     294154       ms
Data processed:   32.196 GiB
Data remaining:   26.287 GiB
Data total:       32.009 GiB
Memory processed: 32.196 GiB
Memory remaining: 26.287 GiB
Memory total:     32.009 GiB
Memory bandwidth: 101.960 MiB/s
Dirty rate:       31340        pages/s
Page size:        4096         bytes
Iteration:        2
"""
"""inovex/prometheus-libvirt-exporter, issue 132."""

COMPLETED = """\
Job type:         Completed
Time elapsed:     22004        ms
Data processed:   1.299 GiB
Data remaining:   0.000 B
Data total:       8.005 GiB
Memory processed: 1.299 GiB
Memory remaining: 0.000 B
Memory total:     8.005 GiB
Memory bandwidth: 60.476 MiB/s
Dirty rate:       0            pages/s
Iteration:        5
Constant pages:   1765164
Normal pages:     335991
Normal data:      1.282 GiB
Total downtime:   30           ms
Setup time:       43           ms
"""
"""The form of libvirt's tools/virsh-domain.c, with the numbers of QMP's answer below."""

LAUNCHER = (
    '{"component":"virt-launcher","level":"info","msg":"Migration info for 57a693d6: TimeElapsed:7000ms DataProcessed:1200MiB '
    "DataRemaining:100MiB DataTotal:8200MiB MemoryProcessed:1000MiB MemoryRemaining:100MiB MemoryTotal:8192MiB "
    "MemoryBandwidth:950Mbps DirtyRate:420Mbps Iteration:1 PostcopyRequests:0 ConstantPages:300000 NormalPages:100000 "
    'NormalData:390MiB ExpectedDowntime:300ms DiskMbps:0"}\n'
)
"""The form of KubeVirt's live-migration-source.go."""

QMP = """\
{
    "return": {
        "status": "completed",
        "setup-time": 43,
        "downtime": 30,
        "total-time": 22004,
        "ram": {
            "total": 8594989056,
            "postcopy-requests": 0,
            "dirty-sync-count": 5,
            "page-size": 4096,
            "remaining": 0,
            "mbps": 507.311245,
            "transferred": 1394795636,
            "duplicate": 1765164,
            "dirty-pages-rate": 0,
            "skipped": 0,
            "normal-bytes": 1376219136,
            "normal": 335991
        }
    },
    "id": "libvirt-340"
}
"""
"""A user's notes on query-migrate by virsh qemu-monitor-command."""

QMP_IN_A_LOG = (
    "2022-03-07 10:47:07.809+0000: 134386: info : qemuMonitorJSONIOProcessLine:240 : QEMU_MONITOR_RECV_REPLY: mon=0x7fa4380028a0 "
    'reply={"return": {"blocked": false, "expected-downtime": 300, "status": "active", "setup-time": 121, "total-time": 481, '
    '"ram": {"total": 32213049344, "dirty-sync-count": 1, "pages-per-second": 971380, "page-size": 4096, '
    '"remaining": 31357165568, "mbps": 70.597440000000006, "transferred": 28723376, "duplicate": 202401, '
    '"dirty-pages-rate": 0, "normal-bytes": 26849280, "normal": 6555}}, "id": "libvirt-17"}'
)
"""libvirt's log of QMP, as posted on libvir-list in March 2022."""

PARAMETERS = (
    '{"return":{"cpu-throttle-tailslow":false,"xbzrle-cache-size":67108864,"downtime-limit":300,"tls-authz":"",'
    '"max-bandwidth":9223372036853727232,"x-checkpoint-delay":20000},"id":"libvirt-439"}'
)
"""query-migrate-parameters, from the same thread."""

HMP = """\
Migration status: active
total time: 10252 ms
expected downtime: 300 ms
setup: 2 ms
transferred ram: 1126400 kbytes
throughput: 943.20 mbps
remaining ram: 102400 kbytes
total ram: 16777992 kbytes
duplicate: 600672 pages
normal: 9394288 pages
normal bytes: 37577152 kbytes
dirty sync count: 3
page size: 4 kbytes
multifd bytes: 0 kbytes
pages-per-second: 185875
dirty pages rate: 2784 pages
"""
"""The form of QEMU's migration-hmp-cmds.c until 10.0."""

HMP_GROUPED = """\
(qemu) info migrate
Status:                 postcopy-active
Time (ms):              total=47317, setup=5, down=8
RAM info:
  Throughput (Mbps):    1342.83
  Sizes:                pagesize=4 KiB, total=4.02 GiB
  Transfers:            transferred=1.41 GiB, remain=2.46 GiB
    Channels:           precopy=15.2 MiB, multifd=0 B, postcopy=1.39 GiB
    Page Types:         normal=367713, zero=41195
  Page Rates (pps):     transfer=40900, dirty=4
  Others:               dirty_syncs=2, postcopy_req=57503
"""
"""The message of the change to QEMU that made this form, June 2025."""

DOMSTATS = """\
Domain: 'win2k19'
  dirtyrate.calc_status=2
  dirtyrate.calc_start_time=348414
  dirtyrate.calc_period=1
  dirtyrate.megabytes_per_second=4
"""
"""autotest/tp-libvirt, pull request 5306, with the numbers of libvirt's Go bindings' test."""

DIRTY_RATE = (
    '{"return": {"status": "measured", "sample-pages": 512, "dirty-rate": 108, "mode": "page-sampling", '
    '"start-time": 1693900454, "calc-time": 10, "calc-time-unit": "second"}}'
)
"""query-dirty-rate, QEMU's qapi/migration.json."""

DESCRIBED = """\
Migration State:
    Completed:        true
    End Timestamp:    2019-03-29T03:37:52Z
    Migration Config:
      Completion Timeout Per GiB:  800
      Progress Timeout:             150
    Migration UID:                  c64d4898-51d3-11e9-b370-525500d15501
"""
"""KubeVirt's user guide, docs/compute/live_migration.md."""

VMI = """\
apiVersion: kubevirt.io/v1
kind: VirtualMachineInstance
metadata:
  name: db
spec:
  domain:
    memory:
      guest: 8Gi
    resources:
      requests:
        memory: 9Gi
status:
  migrationState:
    migrationConfiguration:
      allowAutoConverge: false
      allowPostCopy: true
      allowWorkloadDisruption: true
      bandwidthPerMigration: 64Mi
      completionTimeoutPerGiB: 150
"""
"""The fields of KubeVirt's API types; a policy of the same form stands in kubevirt/kubevirt, pull request 6399."""

METRICS = """\
# HELP kubevirt_vmi_migration_dirty_memory_rate_bytes The rate of memory being dirty in the Guest OS.
kubevirt_vmi_migration_dirty_memory_rate_bytes{name="db",namespace="prod",node="n1"} 1.2836864e+08
kubevirt_vmi_migration_memory_transfer_rate_bytes{name="db",namespace="prod",node="n1"} 1.25e+09
kubevirt_vmi_memory_domain_bytes{name="db",namespace="prod",node="n1"} 8.589934592e+09
"""
"""The names and labels of KubeVirt's collector, in the text form of Prometheus."""

GOVC = """\
Name:           DC0_H0_VM0
  Path:         /DC0/vm/DC0_H0_VM0
  Guest name:   otherGuest
  Memory:       32768MB
  CPU:          1 vCPU(s)
"""
"""The form of govmomi's cli/vm/info.go."""

VMKERNEL = """\
2015-02-20T11:05:06.449Z esx.vmware.com vmkernel: cpu3:427570)VMotion: 3878: 1424430291970314 S: Stopping pre-copy: only 3491 \
pages left to send, which can be sent within the switchover time goal of 0.500 seconds (network bandwidth ~931.354 MB/s, \
1049920% t2d)
"""
"""sexilog.fr, vMotion pre-copy rate; Broadcom's article 436882 has the same line of April 2026."""

_MEMORY = r'"\\localhost\Group Memory(19299:Krein)'
ESXTOP = f"""\
"(PDH-CSV 4.0) (UTC)(0)",{_MEMORY}\\Memory Size MBytes",{_MEMORY}\\Touched MBytes",{_MEMORY}\\Touched Write MBytes"
"05/15/2018 02:13:06","4096.00","1024.00","512.00"
"""
"""The columns that a monitoring script lists; the first cell is that of a file that another reads."""

GET_COUNTER = r"""
Timestamp                 CounterSamples
---------                 --------------
6/18/2019 14:39:56        \\Computer01\hyper-v vm live migration(web01:vm live migration)\tcp transport: bytes sent/sec :
                          1120714427.1584086

6/18/2019 14:39:58        \\Computer01\hyper-v vm live migration(web01:vm live migration)\tcp transport: bytes sent/sec :
                          10.4391790575511

"""
"""The form of Microsoft's Get-Counter.md, with a counter of the script that lists them."""

TYPEPERF = r"""
"(PDH-CSV 4.0)","\\HV01\Hyper-V VM Live Migration(web01:VM Live Migration)\SMB Transport: Bytes Sent/sec"
"09/22/2026 21:42:32.824","0.000000"
"09/22/2026 21:42:33.824","2026136780.000000"
Exiting, please wait...
The command completed successfully.
"""
"""The form of a typeperf run that a test of a public repository keeps, with the same counter by SMB."""

GET_VM = """\
Name State CPUUsage(%) MemoryAssigned(M) MemoryDemand(M) MemoryStatus Uptime   Status             ReplicationState
---- ----- ----------- ----------------- --------------- ------------ ------   ------             ----------------
VM1  Off   0           4096              1024                         00:00:00 Operating normally Disabled
"""
"""Microsoft's Compare-VM.md, with memory assigned."""

GET_VM_LIST = """\
VMName                     : web01
MemoryAssigned             : 4294967296
"""

MEASURE_VM = "VMName : web01\nAverageMemoryUsage : 2048\nMaximumMemoryUsage : 4096\n"
"""The fields of Microsoft's Measure-VM.md."""

FILLS: dict[str, tuple[str, dict[str, float | bool]]] = {
    "virsh domjobinfo": (DOMJOBINFO, {"ram_gib": 32.01, "link_gbps": 0.8553, "dirty_mb_s": 129.3}),
    "virsh domjobinfo --completed": (COMPLETED, {"ram_gib": 8.005, "link_gbps": 0.5073, "zero_percent": 84.12}),
    "virt-launcher": (LAUNCHER, {"ram_gib": 8, "link_gbps": 0.95, "dirty_mb_s": 52.66, "zero_percent": 75}),
    "query-migrate": (QMP, {"ram_gib": 8.005, "link_gbps": 0.5073, "zero_percent": 84.12}),
    "query-migrate in a log": (QMP_IN_A_LOG, {"ram_gib": 30, "link_gbps": 0.0706, "zero_percent": 96.86}),
    "query-migrate-parameters": (PARAMETERS, {"downtime_limit_ms": 300, "bandwidth_per_migration_mib_s": 0}),
    "info migrate": (HMP, {"ram_gib": 16, "link_gbps": 0.9432, "dirty_mb_s": 11.41, "zero_percent": 14.32}),
    "info migrate, grouped": (
        HMP_GROUPED,
        {"ram_gib": 4.02, "link_gbps": 1.343, "dirty_mb_s": 0.01638, "zero_percent": 3.909},
    ),
    "virsh domstats --dirtyrate": (DOMSTATS, {"dirty_mb_s": 4.195}),
    "query-dirty-rate": (DIRTY_RATE, {"dirty_mb_s": 121.4}),
    "oc describe vmi": (DESCRIBED, {"completion_timeout_per_gib": 800}),
    "oc get vmi -o yaml": (
        VMI,
        {
            "ram_gib": 8,
            "completion_timeout_per_gib": 150,
            "bandwidth_per_migration_mib_s": 64,
            "auto_converge": False,
            "post_copy": True,
            "disruption": True,
        },
    ),
    "metrics": (METRICS, {"ram_gib": 8, "link_gbps": 10, "dirty_mb_s": 129.3}),
    "govc vm.info": (GOVC, {"ram_gib": 32}),
    "vmkernel.log": (VMKERNEL, {"link_gbps": 7.451}),
    "esxtop": (ESXTOP, {"ram_gib": 4, "working_set_gib": 0.5}),
    "Get-Counter": (GET_COUNTER, {"link_gbps": 8.966}),
    "typeperf": (TYPEPERF, {"link_gbps": 16.21}),
    "Get-VM": (GET_VM, {"ram_gib": 4}),
    "Get-VM as a list": (GET_VM_LIST, {"ram_gib": 4}),
    "Measure-VM": (MEASURE_VM, {"ram_gib": 4}),
}
"""By the name of the tool: the text, and the inputs that it fills. Dirty rates are writes, for a working set of 8 GiB of which
every page is as likely as any other."""
