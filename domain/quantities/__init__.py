"""Bytes, seconds and rates: `units` converts them, `wording` puts them into words."""
