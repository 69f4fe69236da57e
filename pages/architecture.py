"""Architecture: the OVE stack, layer by layer, and how a VM starts and moves."""

import streamlit as st

from components.kit import address, export, inputs, links, markup, tables, view_options
from components.reference import diagrams
from components.reference.architecture import component_line, layer_line
from domain.catalog import catalog
from domain.quantities.wording import counted

facts = catalog()
top_down = list(facts.layers.values())[::-1]
one = address.requested({**facts.components, **facts.layers, **facts.flows}, "component")
flows = {flow.title: flow for flow in facts.flows.values()}
start = facts.flows[one].title if one and one in facts.flows else None

with inputs.tabs(["Stack", *flows], "architecture_tab", start) as tab:
    if tab == "Stack":
        if one:
            links.back_to_all("The whole stack")
        if not one:
            diagrams.on_request(
                diagrams.stack(facts.layers, facts.components),
                "The OVE stack: its layers from the guest down to the hardware, and the components of each",
            )
        layers = [layer for layer in top_down if one in (None, layer.id)]
        if layers:
            tables.show_table(
                [tables.Column("Layer", width=17), tables.Column("What it is"), tables.Column("Quick reference", width=45)],
                [layer_line(layer, layer.id == one) for layer in layers],
                counted(len(layers), "layer") + ", from the guest down to the hardware.",
            )
            export.take_away_rows("layers", layers)
        shown = [
            part
            for layer in top_down
            for part in facts.components.values()
            if part.layer == layer.id and one in (None, part.id, layer.id)
        ]
        if shown:
            judged = tables.verdict_sentence([part.claim for part in shown], view_options.show())
            tables.show_table(
                [tables.Column(c) for c in ("Component", "What it does", "Replaces in vSphere", "Talks to", "Sources say")],
                [component_line(part, view_options.show(), part.id == one) for part in shown],
                f"{counted(len(shown), 'component')}. {judged}",
            )
            export.take_away_rows("components", shown, "architecture")
        if one and one in facts.components:
            part = facts.components[one]
            diagrams.on_request(diagrams.neighbours(part, facts.components), f"{part.name} and what it talks to", "content")
    else:
        flow = flows[tab]
        st.markdown(markup.markdown_text(flow.about))
        st.markdown("\n".join(f"{i}. {markup.markdown_text(step)}" for i, step in enumerate(diagrams.in_words(flow), 1)))
        width = diagrams.PROJECTOR if st.context.is_embedded else diagrams.LAPTOP
        diagrams.on_request(diagrams.sequence(flow, width), f"Sequence diagram: {flow.title}")
        st.html(markup.panel(tables.provenance(flow.evidence)))
        export.take_away_rows("flows", [flow], flow.id)
