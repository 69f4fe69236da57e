"""The server: `streamlit run app.py`. Warm start, security headers and JSON data; no screens."""

import streamlit as st

from components.app import server

app = st.App(
    "components/shell.py",
    lifespan=server.lifespan,
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    on_script_error=server.say_failure,
)
