"""The checks that need more than one record; they stand above everything that they check."""
