"""What the product's pages cost beside a bare Streamlit page: `python -m benchmarks`. Never part of the test run."""
