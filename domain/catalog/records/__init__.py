"""The shapes of the facts: one frozen pydantic model for each kind of record in `data/`, a module a subject."""
