"""Live migration: the pre-copy estimator and its band, host drain (drain/), and disk transfer from VMware (disk/)."""
