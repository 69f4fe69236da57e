"""What users take away: `vm` and `migration` objects and commands, documents, and their quoting, which lives here alone."""
