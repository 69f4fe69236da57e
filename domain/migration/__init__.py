"""Live migration: how long a copy of memory takes. The validated estimator will live beside `naive`."""
