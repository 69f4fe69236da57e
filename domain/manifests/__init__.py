"""Objects and commands that users take away. Quoting lives here and nowhere else."""
