"""Streamlit building blocks shared by the screens."""
