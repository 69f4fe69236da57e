"""The disk transfer: its form, its verdict in words, its views and line charts."""
