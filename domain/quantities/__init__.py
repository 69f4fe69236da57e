"""Bytes, seconds and rates: `units` says what each is in bytes, `wording` puts them into words."""
