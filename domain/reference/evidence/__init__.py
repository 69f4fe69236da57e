"""Whether the files that statements cite still say it: terms in a text, git mirrors, what is said of a statement, the report."""
