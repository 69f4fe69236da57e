"""From what is known of a workload to a recommended approach on each platform, with the rules that led there."""
