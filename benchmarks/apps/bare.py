"""The bare page: a toggle, a table of 20 rows and one bar chart; nothing of the product."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st


@st.cache_data
def load() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": [f"Item {i:02d}" for i in range(20)],
            "group": [("a", "b", "c", "d")[i % 4] for i in range(20)],
            "cost": [5 + (i * 37) % 100 for i in range(20)],
            "risk": [1 + (i * 53) % 10 for i in range(20)],
        }
    )


st.title("Bare page")
flip = st.toggle("Flip", key="flip")
st.text(f"state={flip}")
data = load()
st.dataframe(data, key="table")
st.plotly_chart(go.Figure(go.Bar(x=data["name"], y=data["risk" if flip else "cost"])), key="chart")
