"""The objects with which the Migration Toolkit for Virtualization (MTV) moves a VM from VMware."""
