"""What builds one VM on a platform: the plan, the KubeVirt objects with their notes, the commands elsewhere."""
