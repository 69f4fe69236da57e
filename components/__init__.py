"""Streamlit building blocks: `kit` for every screen, one room a group of screens, `shell` the entry script, `app` the server."""
