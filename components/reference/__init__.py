"""The screens that are looked things up in: overview, numbers, commands, concepts, architecture, blockers, sources."""
