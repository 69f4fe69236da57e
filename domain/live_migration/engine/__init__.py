"""QEMU's migration loop for many guests at once, with what KubeVirt adds to it."""
