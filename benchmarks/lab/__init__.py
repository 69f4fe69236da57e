"""Live migrations of a real QEMU between two processes of this machine, measured: `python -m benchmarks.lab OUT.csv`."""
