"""How long a live migration takes and whether it ends: scenario, estimate, uncertainty, advice, platforms, sentences."""
