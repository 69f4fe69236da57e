"""The drain window: its form, its verdict in words, its tables and bar charts."""
