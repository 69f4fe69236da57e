"""Reads what platforms print of their migrations, and says which input of the studio each number is for."""
