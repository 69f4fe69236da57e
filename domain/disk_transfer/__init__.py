"""How long MTV copies disks from VMware, cold or warm, calibrated on a published lab."""
