"""What runs before and around Streamlit's own run: the server's headers and JSON, and its warm start."""
