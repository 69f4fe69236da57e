"""What reads the whole catalogue: tidy frames, search, JSON, counts of verdicts, and the checks of the facts."""
