"""What the product knows how to compute. Pure: no Streamlit, no HTML, no reading of URLs. Floors: docs/architecture.md."""
