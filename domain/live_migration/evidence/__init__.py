"""Measured runs and published migrations, each beside what the engine says of it."""
