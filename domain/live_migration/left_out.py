"""What no estimate of a live migration has in it, said beside each answer: on the screen and in a script."""

from __future__ import annotations

NOT_RECKONED = (
    ("the state of devices other than a vGPU's frame buffer", "blockers/LMB-V07"),
    ("writes to volumes while they are copied", ""),
    ("reading the dirty log of a guest of terabytes while it stands still", "published_migrations/qemu-idle-1t"),
    ("writes that rise and fall, which let QEMU stop in a quiet moment", ""),
    ("other migrations on the link", "live_migration/outbound-per-node"),
    ("compression, which Azure Local may choose", "migration_profiles/azure-local-streams"),
    ("the CPU time that TLS costs", "live_migration/disable-tls"),
)
"""What the estimate leaves out, each with the row of the catalogue that says more."""
