"""Reads what platforms print of their migrations, and says which input of Migration time each number is for."""
