"""What sets up live migration: policies, cluster settings, networks and commands, with what they do against themselves."""
